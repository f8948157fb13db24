"""What citizens do after filing: ratings, who signs together, wishes to have data deleted."""

import sqlalchemy as sa
from alembic import op

revision: str = "0009"
down_revision: str | None = "0008"
branch_labels = None
depends_on = None

_SECRET = sa.Text()
_MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Forward."""
    _evaluations()
    _co_petitioners()
    op.create_table(
        "deletion_requests",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("channel", sa.String(length=40), nullable=False),
        sa.Column("address", sa.String(length=200), nullable=False),
        sa.Column("language", sa.String(length=20), nullable=False),
        sa.Column("source", sa.String(length=200), nullable=False),
        sa.Column("asked_at", _MOMENT, nullable=False),
        sa.Column("drafts", sa.Integer(), nullable=False),
        sa.Column("numbers", _SECRET, nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("decided_at", _MOMENT, nullable=True),
        sa.Column("decided_by", sa.String(length=200), nullable=False),
        sa.Column("answer", _SECRET, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_deletion_requests")),
        sa.UniqueConstraint("source", name=op.f("uq_deletion_requests_source")),
    )
    op.create_index(op.f("ix_deletion_requests_state"), "deletion_requests", ["state"])


def _evaluations() -> None:
    op.create_table(
        "evaluations",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("object", sa.String(length=20), nullable=False),
        sa.Column("level", sa.String(length=20), nullable=False),
        sa.Column("reason", _SECRET, nullable=False),
        sa.Column("at", _MOMENT, nullable=False),
        sa.Column("source", sa.String(length=200), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_evaluations_case_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_evaluations")),
        sa.UniqueConstraint("case_id", "object", name="uq_evaluations_case_id_object"),
    )


def _co_petitioners() -> None:
    op.create_table(
        "join_codes",
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("code", _SECRET, nullable=False),
        sa.Column("code_index", sa.String(length=64), nullable=False),
        sa.Column("at", _MOMENT, nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_join_codes_case_id")),
        sa.PrimaryKeyConstraint("case_id", name=op.f("pk_join_codes")),
        sa.UniqueConstraint("code_index", name=op.f("uq_join_codes_code_index")),
    )
    op.create_table(
        "co_petitioners",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("channel", sa.String(length=40), nullable=False),
        sa.Column("address", sa.String(length=200), nullable=False),
        sa.Column("language", sa.String(length=20), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("name", _SECRET, nullable=False),
        sa.Column("phone", _SECRET, nullable=False),
        sa.Column("phone_index", sa.String(length=64), nullable=True),
        sa.Column("at", _MOMENT, nullable=False),
        sa.Column("left_at", _MOMENT, nullable=True),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_co_petitioners_case_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_co_petitioners")),
        sa.UniqueConstraint("case_id", "channel", "address", name="uq_co_petitioners_case_id_channel_address"),
    )
    op.create_index(op.f("ix_co_petitioners_phone_index"), "co_petitioners", ["phone_index"])
    op.create_index("ix_co_petitioners_channel_address", "co_petitioners", ["channel", "address"])


def downgrade() -> None:
    """Back."""
    for table in ("deletion_requests", "co_petitioners", "join_codes", "evaluations"):
        op.drop_table(table)
