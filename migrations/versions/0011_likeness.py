"""What cases that belong together are found and kept by."""

import sqlalchemy as sa
from alembic import op

revision: str = "0011"
down_revision: str | None = "0010"
branch_labels = None
depends_on = None

_MOMENT = sa.DateTime(timezone=True)
_MANY = 500


def upgrade() -> None:
    """Forward. What is there already can be found as well."""
    op.create_table(
        "case_keys",
        sa.Column("key", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("case_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_case_keys_case_id")),
        sa.PrimaryKeyConstraint("key", "case_id", name=op.f("pk_case_keys")),
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_case_keys_case_id"), "case_keys", ["case_id"])
    op.create_table(
        "case_ties",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("low_id", sa.Integer(), nullable=False),
        sa.Column("high_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("by", sa.String(length=20), nullable=False),
        sa.Column("at", _MOMENT, nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["low_id"], ["cases.id"], name=op.f("fk_case_ties_low_id")),
        sa.ForeignKeyConstraint(["high_id"], ["cases.id"], name=op.f("fk_case_ties_high_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_ties")),
    )
    op.create_index("uq_case_ties_low_id_high_id", "case_ties", ["low_id", "high_id"], unique=True)
    op.create_index(op.f("ix_case_ties_high_id"), "case_ties", ["high_id"])
    op.create_table(
        "case_firsts",
        sa.Column("case_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("nationally", sa.Boolean(), nullable=False),
        sa.Column("by", sa.String(length=20), nullable=False),
        sa.Column("at", _MOMENT, nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_case_firsts_case_id")),
        sa.PrimaryKeyConstraint("case_id", name=op.f("pk_case_firsts")),
    )
    op.drop_index("ix_cases_region_code", "cases")
    op.create_index("ix_cases_region_code_received_at", "cases", ["region_code", "received_at"])
    _find_what_is_there(op.get_bind())


def downgrade() -> None:
    """Back."""
    op.drop_index("ix_cases_region_code_received_at", "cases")
    op.create_index("ix_cases_region_code", "cases", ["region_code"])
    for table in ("case_firsts", "case_ties", "case_keys"):
        op.drop_table(table)


def _find_what_is_there(connection: sa.Connection) -> None:
    # By the product's own function, and only the columns it needs: later migrations change the others.
    from cases.likeness_keys import keys_of_row
    from storage import Encrypted

    names = ("id", "search_text", "region_code", "sealed", "nature")
    secret = [sa.column(name, Encrypted) for name in ("respondent", "place")]
    cases = sa.table("cases", *map(sa.column, names), *secret)
    keys = sa.table("case_keys", sa.column("key"), sa.column("case_id"))
    last = 0
    while True:
        some = sa.select(cases).where(cases.c.id > last).order_by(cases.c.id).limit(_MANY)
        rows = connection.execute(some).all()
        if not rows:
            return
        ring = connection.dialect.key_ring
        found = [{"key": key, "case_id": row.id} for row in rows for key in keys_of_row(row, ring)]
        if found:
            connection.execute(sa.insert(keys), found)
        last = rows[-1].id
