"""What few cases have in common, and what is asked by those who see one line, has indexes and sums of its own."""

import sqlalchemy as sa
from alembic import op

revision: str = "0022"
down_revision: str | None = "0021"
branch_labels = None
depends_on = None

MOVED = sa.text("region_code <> substr(number, 1, 6)")
SHARED = ("nature", "form", "next_clock")
URGENT = sa.text("urgency <> 0")
UNPROVEN = sa.text("case_number IS NOT NULL AND state NOT IN ('delivered', 'opened', 'other_means')")

STAND = ("region", "dimension", "month", "office_id", "unit", "key", "unit_id")
METRICS = (
    "received",
    "passed_on_time",
    "accepted_on_time",
    "replied_on_time",
    "first_word",
    "right_first",
    "repeated",
    "rated",
    "content",
    "rated_office",
    "content_office",
    "solved",
    "asked",
    "concluded",
    "open",
    "overdue",
    "transferred",
    "assigned",
    "supervised",
    "urged",
)
SELDOM = [f"{metric}_n" for metric in METRICS if metric not in ("received", "first_word", "open")]
NUMBERS = [f"{metric}_{part}" for metric in METRICS for part in ("n", "d")]


def upgrade() -> None:
    """Forward."""
    op.create_index("ix_cases_moved", "cases", ["region_code", "number"], sqlite_where=MOVED, postgresql_where=MOVED)
    for name in SHARED:
        op.create_index(f"ix_cases_{name}", "cases", [name, "sealed"])
    op.create_index("ix_cases_unit", "cases", ["unit", "sealed", "rank_at"])
    op.create_index(
        "ix_cases_urgency",
        "cases",
        ["rank_at", "id", "urgency", "sealed"],
        sqlite_where=URGENT,
        postgresql_where=URGENT,
    )
    op.create_index(
        "ix_outbox_unproven_case_number",
        "outbox",
        ["case_number", "id", "state"],
        sqlite_where=UNPROVEN,
        postgresql_where=UNPROVEN,
    )
    for name in ("office_id", "unit_id"):
        op.add_column("figure_facts", sa.Column(name, sa.Integer(), nullable=True))
    op.execute(
        "UPDATE figure_facts SET office_id = (SELECT office_id FROM cases WHERE cases.id = case_id), "
        "unit_id = (SELECT unit_id FROM cases WHERE cases.id = case_id)"
    )
    op.create_table(
        "figure_places",
        sa.Column("region", sa.String(length=6), nullable=False),
        sa.Column("dimension", sa.String(length=10), nullable=False),
        sa.Column("month", sa.String(length=7), nullable=False),
        sa.Column("office_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("unit", sa.String(length=201), nullable=False),
        sa.Column("key", sa.String(length=200), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        *(sa.Column(name, sa.Integer(), nullable=False) for name in NUMBERS),
        sa.PrimaryKeyConstraint(*STAND[:-1], name=op.f("pk_figure_places")),
    )
    _add_up()
    for part in SELDOM:
        where = sa.text(f"{part} > 0")
        op.create_index(
            f"ix_figure_facts_{part}", "figure_facts", ["day", "case_id"], sqlite_where=where, postgresql_where=where
        )


def _add_up() -> None:
    sums = ", ".join(f"sum({name})" for name in NUMBERS)
    op.execute(
        f"INSERT INTO figure_months (month, dimension, key, {', '.join(NUMBERS)}) "  # noqa: S608
        f"SELECT substr(day, 1, 7), 'day', day, {sums} FROM figure_facts GROUP BY day"
    )
    office, unit = "coalesce(office_id, 0)", "coalesce(unit_id, 0)"
    for dimension, key in (("all", "''"), ("matter", "matter")):
        group = f"region, substr(day, 1, 7), {office}, unit, {unit}" + (", matter" if key == "matter" else "")
        # Nothing in it comes from outside: names of columns.
        op.execute(
            f"INSERT INTO figure_places ({', '.join((*STAND, *NUMBERS))}) "  # noqa: S608
            f"SELECT region, '{dimension}', substr(day, 1, 7), {office}, unit, {key}, {unit}, {sums} "
            f"FROM figure_facts GROUP BY {group}"
        )


def downgrade() -> None:
    """Back."""
    op.drop_table("figure_places")
    op.execute("DELETE FROM figure_months WHERE dimension = 'day'")
    for part in SELDOM:
        op.drop_index(f"ix_figure_facts_{part}", "figure_facts")
    with op.batch_alter_table("figure_facts") as batch:
        batch.drop_column("unit_id")
        batch.drop_column("office_id")
    op.drop_index("ix_outbox_unproven_case_number", "outbox")
    for name in ("urgency", "unit", *SHARED, "moved"):
        op.drop_index(f"ix_cases_{name}", "cases")
