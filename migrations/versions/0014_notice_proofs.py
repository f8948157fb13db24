"""Proofs that a petitioner was told by other means."""

import sqlalchemy as sa
from alembic import op

revision: str = "0014"
down_revision: str | None = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Forward."""
    op.create_table(
        "notice_proofs",
        sa.Column("outbox_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_by", sa.String(length=200), nullable=False),
        sa.Column("proof", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["outbox_id"], ["outbox.id"], name=op.f("fk_notice_proofs_outbox_id")),
        sa.PrimaryKeyConstraint("outbox_id", name=op.f("pk_notice_proofs")),
    )
    op.create_index(
        "ix_outbox_case_number",
        "outbox",
        ["case_number"],
        sqlite_where=sa.text("case_number IS NOT NULL"),
        postgresql_where=sa.text("case_number IS NOT NULL"),
    )


def downgrade() -> None:
    """Back."""
    op.drop_index("ix_outbox_case_number", table_name="outbox")
    op.drop_table("notice_proofs")
