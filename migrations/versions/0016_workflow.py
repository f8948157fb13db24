"""All states of the law, the dates limits count from, what became of each claim, and what happened to each limit."""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision: str = "0016"
down_revision: str | None = "0015"
branch_labels = None
depends_on = None

_SECRET = sa.Text()
_MOMENT = sa.DateTime(timezone=True)
_WORD = sa.String(length=20)
_OLD = ("registered", "transferred", "accepted", "replied", "concluded")
_NEW = (
    "registered",
    "transferred",
    "received",
    "objected",
    "accepted",
    "awaiting_material",
    "drafted",
    "approved",
    "replied",
    "concluded",
    "reviewing",
    "re_reviewing",
    "redirected",
    "not_accepted",
    "merged",
    "withdrawn",
    "terminated",
)
_CLOCKS_OLD = ("running", "met", "missed", "stopped")
_CLOCKS_NEW = ("running", "paused", "met", "missed", "stopped")


def upgrade() -> None:
    """Forward."""
    for table, columns in _columns().items():
        for column in columns:
            op.add_column(table, column)
    _allow("cases", "ck_cases_state", _OLD, _NEW)
    _allow("claims", "ck_claims_state", _OLD, _NEW)
    _allow("clocks", "ck_clocks_state", _CLOCKS_OLD, _CLOCKS_NEW)
    for clock, days in (("C1", 15), ("C3", 15), ("C6", 60), ("C8", 30)):
        op.execute(sa.text("UPDATE clocks SET days = :days WHERE clock = :clock").bindparams(days=days, clock=clock))
    _fill_dates()
    op.create_table(
        "clock_events",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("clock_id", sa.Integer(), nullable=False),
        sa.Column("at", _MOMENT, nullable=False),
        sa.Column("kind", _WORD, nullable=False),
        sa.Column("article", _WORD, nullable=False),
        sa.Column("detail", sa.String(length=100), nullable=False),
        sa.ForeignKeyConstraint(["clock_id"], ["clocks.id"], name=op.f("fk_clock_events_clock_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_clock_events")),
    )
    op.create_index(op.f("ix_clock_events_clock_id"), "clock_events", ["clock_id"], unique=False)
    op.create_table(
        "case_links",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("other_id", sa.Integer(), nullable=False),
        sa.Column("kind", _WORD, nullable=False),
        sa.Column("at", _MOMENT, nullable=False),
        sa.Column("ended_at", _MOMENT, nullable=True),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_case_links_case_id")),
        sa.ForeignKeyConstraint(["other_id"], ["cases.id"], name=op.f("fk_case_links_other_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_links")),
    )
    op.create_index(op.f("ix_case_links_case_id"), "case_links", ["case_id"], unique=False)
    op.create_index(op.f("ix_case_links_other_id"), "case_links", ["other_id"], unique=False)


def downgrade() -> None:
    """Back. Fails, as it must, while a case is in one of the new states."""
    op.drop_table("case_links")
    op.drop_table("clock_events")
    _allow("clocks", "ck_clocks_state", _CLOCKS_NEW, _CLOCKS_OLD)
    _allow("claims", "ck_claims_state", _NEW, _OLD)
    _allow("cases", "ck_cases_state", _NEW, _OLD)
    for table, columns in _columns().items():
        for column in columns:
            op.drop_column(table, column.name)


def _fill_dates() -> None:
    """What the limits already say: C6 counts from the day of acceptance, C8 from the day the reply was served."""
    for column, clock in (("accepted_at", "C6"), ("served_at", "C8")):
        newest = f"SELECT max(started) FROM clocks WHERE case_id = cases.id AND clock = '{clock}'"  # noqa: S608  # ours
        op.execute(sa.text(f"UPDATE cases SET {column} = ({newest})"))  # noqa: S608  # names of this file


def _allow(table: str, check: str, old: tuple[str, ...], new: tuple[str, ...]) -> None:
    """Let a column of words hold other words."""
    if op.get_bind().dialect.name != "sqlite":
        op.drop_constraint(check, table, type_="check")
        op.create_check_constraint(check, table, f"state IN ({_listed(new)})")
        return
    # Nothing on disk changes, so a table of a million cases, with all that points to it, need not be copied. The way
    # is SQLite's own: https://www.sqlite.org/lang_altertable.html#otheralter (the shorter procedure, for a CHECK).
    bind = op.get_bind()
    version = bind.exec_driver_sql("PRAGMA schema_version").scalar_one()
    bind.exec_driver_sql("PRAGMA writable_schema = ON")
    bind.exec_driver_sql(
        "UPDATE sqlite_schema SET sql = replace(sql, ?, ?) WHERE type = 'table' AND name = ?",
        (f"({_listed(old)})", f"({_listed(new)})", table),
    )
    bind.exec_driver_sql(f"PRAGMA schema_version = {version + 1}")
    bind.exec_driver_sql("PRAGMA writable_schema = OFF")


def _listed(words: tuple[str, ...]) -> str:
    return ", ".join(f"'{word}'" for word in words)


def _columns() -> dict[str, tuple[sa.Column[Any], ...]]:
    return {
        "cases": (
            sa.Column("state_before", sa.String(length=100), nullable=True),
            sa.Column("accepted_at", _MOMENT, nullable=True),
            sa.Column("served_at", _MOMENT, nullable=True),
            sa.Column("unit_received_at", _MOMENT, nullable=True),
            sa.Column("simple", sa.Boolean(), server_default=sa.false(), nullable=False),
            sa.Column("lead_official", sa.String(length=100), server_default="", nullable=False),
        ),
        "claims": (
            sa.Column("disposition", _WORD, nullable=True),
            sa.Column("assisting", sa.JSON(), nullable=True),
            sa.Column("opinion", _SECRET, nullable=True),
            sa.Column("legal_basis", _SECRET, nullable=True),
            sa.Column("solved", _WORD, nullable=True),
            sa.Column("solved_at", _MOMENT, nullable=True),
        ),
        "case_history": (
            sa.Column("actor", sa.String(length=100), nullable=True),
            sa.Column("version", sa.Integer(), nullable=True),
        ),
        "clocks": (
            sa.Column("days", sa.Integer(), server_default="0", nullable=False),
            sa.Column("unit", _WORD, server_default="days", nullable=False),
            sa.Column("extended_days", sa.Integer(), server_default="0", nullable=False),
            sa.Column("paused_days", sa.Integer(), server_default="0", nullable=False),
            sa.Column("paused_at", _MOMENT, nullable=True),
            sa.Column("warned_at", _MOMENT, nullable=True),
            sa.Column("escalated_at", _MOMENT, nullable=True),
        ),
    }
