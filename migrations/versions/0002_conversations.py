"""The conversation log's tables."""

import sqlalchemy as sa
from alembic import op

revision: str = "0002"
down_revision: str | None = "0001"
branch_labels = None
depends_on = None

_MOMENT = sa.DateTime(timezone=True)
_SECRET = sa.Text()


def upgrade() -> None:
    """Forward."""
    op.create_table(
        "conversations",
        sa.Column("id", sa.String(length=200), nullable=False),
        sa.Column("channel", sa.String(length=20), nullable=False),
        sa.Column("address", sa.String(length=180), nullable=False),
        sa.Column("created_at", _MOMENT, nullable=False),
        sa.Column("last_at", _MOMENT, nullable=False),
        sa.Column("owner", sa.String(length=60), nullable=True),
        sa.Column("owned_until", _MOMENT, nullable=True),
        sa.Column("turns", sa.Integer(), nullable=False),
        sa.Column("listening", sa.Boolean(), nullable=False),
        sa.Column("last_intent", sa.String(length=60), nullable=False),
        sa.Column("min_confidence", sa.Double(), nullable=False),
        sa.Column("misunderstood", sa.Integer(), nullable=False),
        sa.Column("sealed", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_conversations")),
    )
    op.create_index("ix_conversations_last_at", "conversations", ["last_at"])
    op.create_table(
        "inbox",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("conversation_id", sa.String(length=200), nullable=False),
        sa.Column("channel", sa.String(length=20), nullable=False),
        sa.Column("message_id", sa.String(length=400), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("body", _SECRET, nullable=False),
        sa.Column("received_at", _MOMENT, nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("next_try", _MOMENT, nullable=True),
        sa.Column("error", sa.String(length=120), nullable=False),
        sa.CheckConstraint("state IN ('waiting', 'done', 'parked')", name="ck_inbox_state"),
        sa.ForeignKeyConstraint(["conversation_id"], ["conversations.id"], name="fk_inbox_conversation"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_inbox")),
        sa.UniqueConstraint("channel", "message_id", name="uq_inbox_message"),
    )
    op.create_index("ix_inbox_conversation", "inbox", ["conversation_id", "id"])
    # The queue proper: the rows that are undone, few however long the history grows.
    op.create_index(
        "ix_inbox_undone",
        "inbox",
        ["conversation_id", "id"],
        sqlite_where=sa.text("state <> 'done'"),
        postgresql_where=sa.text("state <> 'done'"),
    )
    op.create_table(
        "turns",
        sa.Column("conversation_id", sa.String(length=200), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("at", _MOMENT, nullable=False),
        sa.Column("intent", sa.String(length=60), nullable=False),
        sa.Column("confidence", sa.Double(), nullable=False),
        sa.Column("requested_slot", sa.String(length=60), nullable=True),
        sa.Column("model_id", sa.String(length=60), nullable=False),
        sa.Column("duration_ms", sa.Integer(), nullable=False),
        sa.Column("inbox_ids", sa.String(length=400), nullable=False),
        sa.Column("record", _SECRET, nullable=False),
        sa.Column("dialogue", _SECRET, nullable=False),
        sa.ForeignKeyConstraint(["conversation_id"], ["conversations.id"], name="fk_turns_conversation"),
        sa.PrimaryKeyConstraint("conversation_id", "seq", name=op.f("pk_turns")),
    )


def downgrade() -> None:
    """Back."""
    for table in ("turns", "inbox", "conversations"):
        op.drop_table(table)
