"""Alerts: a person is called to a conversation."""

import sqlalchemy as sa
from alembic import op

revision: str = "0003"
down_revision: str | None = "0002"
branch_labels = None
depends_on = None

_MOMENT = sa.DateTime(timezone=True)
_OPEN = sa.text("closed_at IS NULL")


def upgrade() -> None:
    """Forward."""
    op.create_table(
        "alerts",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("conversation_id", sa.String(length=200), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("level", sa.String(length=10), nullable=False),
        sa.Column("first_inbox_id", sa.Integer(), nullable=False),
        sa.Column("last_inbox_id", sa.Integer(), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.Column("raised_at", _MOMENT, nullable=False),
        sa.Column("last_at", _MOMENT, nullable=False),
        sa.Column("taken_by", sa.String(length=100), nullable=True),
        sa.Column("taken_at", _MOMENT, nullable=True),
        sa.Column("closed_by", sa.String(length=100), nullable=True),
        sa.Column("closed_at", _MOMENT, nullable=True),
        sa.Column("note", sa.Text(), nullable=False),
        sa.CheckConstraint("level IN ('high', 'medium', 'low')", name="ck_alerts_level"),
        sa.ForeignKeyConstraint(["conversation_id"], ["conversations.id"], name="fk_alerts_conversation"),
        sa.ForeignKeyConstraint(["first_inbox_id"], ["inbox.id"], name="fk_alerts_first_inbox"),
        sa.ForeignKeyConstraint(["last_inbox_id"], ["inbox.id"], name="fk_alerts_last_inbox"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_alerts")),
    )
    op.create_index(
        "uq_alerts_open", "alerts", ["conversation_id", "kind"],
        unique=True, sqlite_where=_OPEN, postgresql_where=_OPEN,
    )  # fmt: skip
    op.create_index("ix_alerts_raised_at", "alerts", ["raised_at"])
    op.create_index("ix_alerts_closed_at", "alerts", ["closed_at"])


def downgrade() -> None:
    """Back."""
    op.drop_table("alerts")
