"""The tables behind the figures: a line of numbers for each case, and its sums by month.

A case's line says how it counts for each figure. Nothing personal is in it; a sealed case has none.
"""

from datetime import datetime

from sqlalchemy import Column, ForeignKey, Index, Integer, String, Table
from sqlalchemy.orm import Mapped, mapped_column

from cases.figure_values import METRICS
from cases.tables import WORD, Base
from storage import UtcDateTime


def numbers() -> list[Column[int]]:
    """A numerator and a denominator for each figure."""
    return [Column(f"{metric}_{part}", Integer, nullable=False) for metric in METRICS for part in ("n", "d")]


FACTS = Table(
    "figure_facts",
    Base.metadata,
    Column("case_id", ForeignKey("cases.id"), primary_key=True, autoincrement=False),
    Column("day", String(10), nullable=False),
    Column("region", String(6), nullable=False),
    Column("unit", String(201), nullable=False),
    Column("matter", String(200), nullable=False),
    *numbers(),
    Index("ix_figure_facts_day", "day"),
    Index("ix_figure_facts_region_day", "region", "day"),
    Index("ix_figure_facts_unit_day", "unit", "day"),
    Index("ix_figure_facts_matter_day", "matter", "day"),
)

MONTHS = Table(
    "figure_months",
    Base.metadata,
    Column("month", String(7), primary_key=True),
    Column("dimension", String(10), primary_key=True),
    Column("key", String(201), primary_key=True),
    *numbers(),
)


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
