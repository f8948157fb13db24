"""The tables behind the figures: a line of numbers for each case, and its sums by month.

A case's line says how it counts for each figure. Nothing personal is in it; a sealed case has none.
"""

from datetime import datetime

from sqlalchemy import Column, ForeignKey, Index, Integer, String, Table, text
from sqlalchemy.orm import Mapped, mapped_column

from cases.figure_values import METRICS
from cases.tables import WORD, Base
from storage import UtcDateTime


def numbers() -> list[Column[int]]:
    """A numerator and a denominator for each figure."""
    return [Column(f"{metric}_{part}", Integer, nullable=False) for metric in METRICS for part in ("n", "d")]


SELDOM = [f"{metric}_n" for metric in METRICS if metric not in ("received", "first_word", "open")]


def _of_part(part: str) -> Index:
    where = text(f"{part} > 0")
    return Index(f"ix_figure_facts_{part}", "day", "case_id", sqlite_where=where, postgresql_where=where)


FACTS = Table(
    "figure_facts",
    Base.metadata,
    Column("case_id", ForeignKey("cases.id"), primary_key=True, autoincrement=False),
    Column("day", String(10), nullable=False),
    Column("region", String(6), nullable=False),
    Column("unit", String(201), nullable=False),
    Column("matter", String(200), nullable=False),
    *numbers(),
    # Where it stands, as the gatekeeper asks.
    Column("office_id", Integer),
    Column("unit_id", Integer),
    Index("ix_figure_facts_day", "day"),
    Index("ix_figure_facts_region_day", "region", "day"),
    Index("ix_figure_facts_unit_day", "unit", "day"),
    Index("ix_figure_facts_matter_day", "matter", "day"),
    # The lists behind what few cases of a time count for: every case of it would be looked at else.
    *map(_of_part, SELDOM),
)

MONTHS = Table(
    "figure_months",
    Base.metadata,
    Column("month", String(7), primary_key=True),
    Column("dimension", String(10), primary_key=True),
    Column("key", String(201), primary_key=True),
    *numbers(),
)

PLACES = Table(
    "figure_places",
    Base.metadata,
    Column("region", String(6), primary_key=True),
    Column("dimension", String(10), primary_key=True),
    Column("month", String(7), primary_key=True),
    Column("office_id", Integer, primary_key=True, autoincrement=False),
    Column("unit", String(201), primary_key=True),
    Column("key", String(200), primary_key=True),
    Column("unit_id", Integer, nullable=False),
    *numbers(),
)
"""The sums of each office and unit in each place, of all matters and of each: what a line sees is added up from them.

No office and no unit are 0 here, because a primary key has no nulls.
"""


class FigureMarkRow(Base):
    """How far the figures have read. There is one; whoever has it locked counts."""

    __tablename__ = "figure_mark"

    id: Mapped[int] = mapped_column(primary_key=True)
    history_id: Mapped[int]
    """Everything up to this entry of the history is counted."""
    counted_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class UnfinishedRow(Base):
    """A petition that was begun and not filed: when, and where it ended. Nothing that was said."""

    __tablename__ = "unfinished_petitions"

    draft_id: Mapped[str] = mapped_column(String(32), primary_key=True)
    day: Mapped[str] = mapped_column(String(10), index=True)
    channel: Mapped[str] = mapped_column(WORD)
    reason: Mapped[str] = mapped_column(WORD)
    """`cancelled`, `joined` to an open case, or `left`."""
    question: Mapped[str] = mapped_column(String(40))
    """The first question that was not answered yet."""
