"""The leaders' figures of made-up cases: counted by the product's own rules once, and added up in the database."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import Connection, func, insert, literal, select

from cases.figure_counting import count_again
from cases.figure_facts import NUMBERS
from cases.figure_tables import FACTS, MONTHS, PLACES, FigureMarkRow
from cases.tables import HistoryRow
from storage import Transaction

_STAND = ("region", "dimension", "month", "office_id", "unit", "key", "unit_id")


def count_originals(connection: Connection, ids: Collection[int], now: datetime) -> None:
    """Write the lines of these cases."""
    with Transaction(connection) as tx:
        count_again(tx, ids, now)


def add_up(connection: Connection, now: datetime) -> None:
    """Add all lines up by month, and note that everything is counted."""
    connection.execute(MONTHS.delete())
    month = func.substr(FACTS.c.day, 1, 7)
    sums = [func.sum(FACTS.c[name]) for name in NUMBERS]
    for dimension in ("all", "region", "unit", "matter", "day"):
        key = literal("") if dimension == "all" else FACTS.c[dimension]
        lines = select(month, literal(dimension), key, *sums).group_by(month, key)
        connection.execute(MONTHS.insert().from_select(["month", "dimension", "key", *NUMBERS], lines))
    connection.execute(PLACES.delete())
    unit, office = func.coalesce(FACTS.c.unit_id, 0), func.coalesce(FACTS.c.office_id, 0)
    for dimension, key in (("all", literal("")), ("matter", FACTS.c.matter)):
        stand = FACTS.c.region, literal(dimension), month, office, FACTS.c.unit, key, unit
        lines = select(*stand, *sums).group_by(FACTS.c.region, month, office, FACTS.c.unit, key, unit)
        connection.execute(PLACES.insert().from_select([*_STAND, *NUMBERS], lines))
    last = connection.scalar(select(func.max(HistoryRow.id))) or 0
    connection.execute(insert(FigureMarkRow), {"id": 1, "history_id": last, "counted_at": now})
