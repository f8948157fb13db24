"""Whom a sealed case is about, and who was named to handle it."""

import sqlalchemy as sa
from alembic import op

revision: str = "0012"
down_revision: str | None = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Forward. Cases that are sealed already are matched when they are next passed on."""
    op.create_index(op.f("ix_units_kind_region_code"), "units", ["kind", "region_code"])
    # Lists are read in the order of rank, no longer in that of the next limit.
    op.drop_index("ix_cases_unit_id_next_due", "cases")
    op.drop_index("ix_cases_office_id_next_due", "cases")
    op.create_index("ix_cases_office_id_rank_at", "cases", ["office_id", "rank_at", "id"])
    op.create_table(
        "case_accused",
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_case_accused_case_id")),
        sa.ForeignKeyConstraint(["unit_id"], ["units.id"], name=op.f("fk_case_accused_unit_id")),
        sa.PrimaryKeyConstraint("case_id", "unit_id", name=op.f("pk_case_accused")),
    )
    op.create_table(
        "case_handlers",
        sa.Column("staff_id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("named_by", sa.String(length=200), nullable=False),
        sa.Column("named_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name=op.f("fk_case_handlers_staff_id")),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_case_handlers_case_id")),
        sa.PrimaryKeyConstraint("staff_id", "case_id", name=op.f("pk_case_handlers")),
    )


def downgrade() -> None:
    """Back."""
    op.drop_table("case_handlers")
    op.drop_table("case_accused")
    op.drop_index("ix_cases_office_id_rank_at", "cases")
    op.create_index("ix_cases_office_id_next_due", "cases", ["office_id", "next_due"])
    op.create_index("ix_cases_unit_id_next_due", "cases", ["unit_id", "next_due"])
    op.drop_index(op.f("ix_units_kind_region_code"), "units")
