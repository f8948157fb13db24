"""Units that assist in a case, or lead one claim of it, are kept by id: they may see it."""

import json
from collections import defaultdict

import sqlalchemy as sa
from alembic import op

revision: str = "0025"
down_revision: str | None = "0024"
branch_labels = None
depends_on = None

_NAMED = sa.text(
    "SELECT claims.id, claims.case_id, claims.unit, cases.unit, claims.assisting FROM claims"
    " JOIN cases ON cases.id = claims.case_id WHERE claims.assisting IS NOT NULL OR claims.unit <> cases.unit"
)


def upgrade() -> None:
    """Forward. Who was named before is found by name, where one unit alone is called so."""
    table = op.create_table(
        "case_units",
        sa.Column("claim_id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("leads", sa.Boolean(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["claim_id"], ["claims.id"], name=op.f("fk_case_units_claim_id")),
        sa.ForeignKeyConstraint(["unit_id"], ["units.id"], name=op.f("fk_case_units_unit_id")),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_case_units_case_id")),
        sa.PrimaryKeyConstraint("claim_id", "unit_id", "leads", name=op.f("pk_case_units")),
    )
    op.create_index("ix_case_units_unit_id_case_id", "case_units", ["unit_id", "case_id"])
    connection = op.get_bind()
    called = defaultdict(list)
    for unit, name in connection.execute(sa.text("SELECT id, name FROM units")):
        called[name].append(unit)
    rows = [
        {"claim_id": claim, "case_id": case, "unit_id": unit, "leads": leads}
        for claim, case, lead, whole, assisting in connection.execute(_NAMED).all()
        for leads, names in ((True, {lead} - {whole, ""}), (False, set(_list(assisting))))
        for name in names
        for unit in called[name]
        if len(called[name]) == 1
    ]
    if rows:
        op.bulk_insert(table, rows)


def _list(names: str | list[str] | None) -> list[str]:
    """A list as this database gives it."""
    return json.loads(names) or [] if isinstance(names, str) else names or []


def downgrade() -> None:
    """Back."""
    op.drop_table("case_units")
