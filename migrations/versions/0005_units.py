"""The units tree, and who and what belongs to which unit."""

import sqlalchemy as sa
from alembic import op

revision: str = "0005"
down_revision: str | None = "0004"
branch_labels = None
depends_on = None

_KINDS = ("government", "petition_office", "handling", "discipline")


def upgrade() -> None:
    """Forward. Without a tree everything stays as it was."""
    op.create_table(
        "units",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column("parent_id", sa.Integer(), nullable=True),
        sa.Column("path", sa.String(length=400), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("kind", _word(_KINDS, "ck_units_kind"), nullable=False),
        sa.Column("region_code", sa.String(length=6), nullable=False),
        sa.Column("remit", sa.JSON(), nullable=False),
        sa.Column("aliases", sa.JSON(), nullable=False),
        sa.Column("people", sa.JSON(), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["parent_id"], ["units.id"], name=op.f("fk_units_parent_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_units")),
        sa.UniqueConstraint("code", name=op.f("uq_units_code")),
    )
    for column in ("parent_id", "path", "name"):
        op.create_index(op.f(f"ix_units_{column}"), "units", [column])
    op.create_table(
        "unit_changes",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by", sa.String(length=200), nullable=False),
        sa.Column("what", sa.String(length=20), nullable=False),
        sa.Column("values", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["unit_id"], ["units.id"], name=op.f("fk_unit_changes_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_unit_changes")),
    )
    op.create_index("uq_unit_changes_unit_id_version", "unit_changes", ["unit_id", "version"], unique=True)
    # Plain SQL, which both databases read alike: copying a table that others point to would break them on SQLite.
    for table, column in (("staff", "unit_id"), ("cases", "unit_id"), ("cases", "office_id")):
        reference = f"CONSTRAINT fk_{table}_{column} REFERENCES units (id)"
        op.execute(f"ALTER TABLE {table} ADD COLUMN {column} INTEGER {reference}")
    op.create_index(op.f("ix_staff_unit_id"), "staff", ["unit_id"])
    for column in ("unit_id", "office_id"):
        op.create_index(f"ix_cases_{column}_next_due", "cases", [column, "next_due"])


def downgrade() -> None:
    """Back."""
    for column in ("unit_id", "office_id"):
        op.drop_index(f"ix_cases_{column}_next_due", "cases")
    with op.batch_alter_table("cases") as cases:
        for column in ("unit_id", "office_id"):
            cases.drop_constraint(op.f(f"fk_cases_{column}"), type_="foreignkey")
            cases.drop_column(column)
    with op.batch_alter_table("staff") as staff:
        staff.drop_index(op.f("ix_staff_unit_id"))
        staff.drop_constraint(op.f("fk_staff_unit_id"), type_="foreignkey")
        staff.drop_column("unit_id")
    op.drop_table("unit_changes")
    op.drop_table("units")


def _word(words: tuple[str, ...], name: str) -> sa.Enum:
    return sa.Enum(*words, name=name, native_enum=False, create_constraint=True, length=20)
