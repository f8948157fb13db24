"""Each time a case was passed to a unit, for proposals to learn from."""

import sqlalchemy as sa
from alembic import op

revision: str = "0013"
down_revision: str | None = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Forward."""
    op.create_table(
        "case_passages",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("matter", sa.String(length=200), nullable=False),
        sa.Column("rule", sa.String(length=200), nullable=False),
        sa.Column("rank", sa.Integer(), nullable=True),
        sa.Column("first", sa.Boolean(), nullable=False),
        sa.Column("sealed", sa.Boolean(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("given_back_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_case_passages_case_id")),
        sa.ForeignKeyConstraint(["unit_id"], ["units.id"], name=op.f("fk_case_passages_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_passages")),
    )
    op.create_index(op.f("ix_case_passages_case_id"), "case_passages", ["case_id"])
    op.create_index(op.f("ix_case_passages_unit_id"), "case_passages", ["unit_id"])
    op.create_index("ix_case_passages_matter_id", "case_passages", ["matter", "id"])


def downgrade() -> None:
    """Back."""
    op.drop_table("case_passages")
