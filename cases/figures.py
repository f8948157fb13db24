"""Figures for leaders: tables by region, unit and matter, and the lists behind each number."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, func, select

from cases.access import require, sight
from cases.calendar import BEIJING
from cases.errors import NotAllowed, NotFound
from cases.figure_facts import NUMBERS, WITHOUT_TREE
from cases.figure_tables import FACTS, MONTHS, FigureMarkRow
from cases.figure_values import (
    METRICS,
    NONE,
    Dimension,
    Figure,
    FigureLine,
    FigureTable,
    Period,
    Unfinished,
)
from cases.tables import PetitionRow
from cases.unfinished import unfinished
from cases.unit_tables import UnitRow
from cases.values import CaseRow, Official, Page, Role
from cases.views import Views
from storage import Database, Transaction

FIGURE_READERS = (
    Role.OFFICIAL,
    Role.LEADER,
    Role.SUPERVISOR,
    Role.APPROVER,
    Role.HANDLER,
    Role.DISCIPLINE,
    Role.ADMINISTRATOR,
)
PAGE_SIZE = 25

_KEYS: Mapping[Dimension, str] = {Dimension.REGION: "region", Dimension.UNIT: "unit", Dimension.MATTER: "matter"}


class Figures:
    """The figures as one official may read them: of what they may see, sealed cases never."""

    def __init__(self, database: Database, official: Official, *, views: Views, clock: Callable[[], datetime]) -> None:
        require(official, *FIGURE_READERS)
        self._database = database
        self._official = official
        self._views = views
        self._clock = clock

    def today(self) -> date:
        """The day it is in Beijing."""
        return self._clock().astimezone(BEIJING).date()

    def table(self, period: Period, *, by: Dimension = Dimension.ALL) -> FigureTable:
        """All figures of a period, with a line for each region, unit or matter that has any."""
        with self._database.read() as tx:
            sums = self._sums(tx, period, by)
            total = sums if by is Dimension.ALL else self._sums(tx, period, Dimension.ALL)
            labels = _labels(tx, by, sums)
            lines = [FigureLine(key=key, label=labels[key], figures=figures) for key, figures in sums.items()]
            lines.sort(key=lambda line: (-line.figures["received"].numerator, line.label))
            whole = total.get("", dict.fromkeys(METRICS, NONE))
            return FigureTable(
                period=period,
                by=by,
                total=FigureLine(key="", label="", figures=whole),
                lines=() if by is Dimension.ALL else tuple(lines),
                counted_at=tx.scalar(select(FigureMarkRow.counted_at)),
            )

    def course(self, period: Period, metric: str, *, count: int = 12) -> Sequence[tuple[Period, Figure]]:
        """One figure over this period and those before it, the oldest first. Raises `NotFound`."""
        _check(metric)
        periods = [period]
        while len(periods) < count:
            periods.append(periods[-1].before())
        with self._database.read() as tx:
            return [
                (one, self._sums(tx, one, Dimension.ALL).get("", {}).get(metric, NONE)) for one in reversed(periods)
            ]

    def behind(
        self, period: Period, metric: str, part: str, *, by: Dimension = Dimension.ALL, key: str = "", page: int = 1
    ) -> Page:
        """The cases that a number counts: `part` is `n` or `d`. Raises `NotFound` for a figure that there is not."""
        _check(metric, part)
        where = [FACTS.c.day.between(str(period.first), str(period.last)), FACTS.c[f"{metric}_{part}"] > 0]
        if by is not Dimension.ALL:
            where.append(FACTS.c[_KEYS[by]] == key)
        return self._page(where, page)

    def backlog(self, *, oldest_first: bool = True) -> Sequence[tuple[str, int]]:
        """How many cases still open were received in each month."""
        with self._database.read() as tx:
            where = [FACTS.c.open_n > 0, *self._mine(tx)]
            month = func.substr(FACTS.c.day, 1, 7)
            if self._sees_all():
                query = select(MONTHS.c.month, MONTHS.c.open_n).where(MONTHS.c.dimension == "all", MONTHS.c.open_n > 0)
            else:
                query = select(month, func.count()).where(*where).group_by(month)
            return sorted(((str(name), int(count)) for name, count in tx.execute(query)), reverse=not oldest_first)

    def unfinished(self, period: Period) -> Unfinished:
        """What was begun and not filed, with the reason. Only for whom no line limits: a draft has no unit yet."""
        if not self._sees_all():
            raise NotAllowed("figures of drafts need the whole view")
        with self._database.read() as tx:
            reasons = unfinished(tx, period)
            received = self._sums(tx, period, Dimension.ALL).get("", {}).get("received", NONE)
        return Unfinished(filed=received.numerator, reasons=reasons)

    def _sees_all(self) -> bool:
        return self._official.unit_id is None and not self._official.roles <= {Role.HANDLER, Role.APPROVER}

    def _mine(self, tx: Transaction) -> list[ColumnElement[bool]]:
        if self._sees_all():
            return []
        return [FACTS.c.case_id.in_(select(PetitionRow.id).where(sight(tx, self._official)))]

    def _sums(self, tx: Transaction, period: Period, by: Dimension) -> dict[str, dict[str, Figure]]:
        if period.whole_months and self._sees_all():
            source, when = MONTHS, MONTHS.c.month.between(f"{period.first:%Y-%m}", f"{period.last:%Y-%m}")
            where: list[ColumnElement[bool]] = [when, MONTHS.c.dimension == by.value]
            key: Any = MONTHS.c.key
        else:
            source, when = FACTS, FACTS.c.day.between(str(period.first), str(period.last))
            where = [when, *self._mine(tx)]
            key = FACTS.c[_KEYS[by]] if by in _KEYS else None
        sums = [func.coalesce(func.sum(source.c[name]), 0).label(name) for name in NUMBERS]
        query = select(*([key] if key is not None else []), *sums).where(and_(*where))
        rows = tx.execute(query.group_by(key) if key is not None else query).all()
        found = {str(row[0]) if key is not None else "": row[-len(NUMBERS) :] for row in rows}
        # A key whose cases have all moved elsewhere keeps a line of zeros.
        return {name: _figures(line) for name, line in found.items() if any(line)}

    def _page(self, where: list[ColumnElement[bool]], page: int) -> Page:
        page = max(page, 1)
        with self._database.read() as tx:
            seen = and_(PetitionRow.sealed.is_(False), sight(tx, self._official))
            joined = select(PetitionRow).join(FACTS, FACTS.c.case_id == PetitionRow.id).where(*where, seen)
            total = tx.scalar(select(func.count()).select_from(joined.with_only_columns(PetitionRow.id).subquery()))
            rows = joined.order_by(FACTS.c.day.desc(), PetitionRow.id.desc())
            lines: list[CaseRow] = [
                self._views.line(row, reachable=True)
                for row in tx.scalars(rows.limit(PAGE_SIZE).offset((page - 1) * PAGE_SIZE))
            ]
            return Page(rows=tuple(lines), total=total or 0, page=page, page_size=PAGE_SIZE)


def _check(metric: str, part: str = "n") -> None:
    if metric not in METRICS or part not in ("n", "d"):
        raise NotFound(f"figure {metric}/{part}")


def _figures(line: Sequence[int]) -> dict[str, Figure]:
    return {metric: Figure(int(line[2 * at]), int(line[2 * at + 1])) for at, metric in enumerate(METRICS)}


def _labels(tx: Transaction, by: Dimension, keys: Mapping[str, object]) -> dict[str, str]:
    """What lines are called: units by their name now, regions by the name their cases have."""
    labels = {key: key.removeprefix(WITHOUT_TREE) for key in keys}
    if by is Dimension.UNIT:
        ids = [int(key) for key in keys if key.isdigit()]
        labels |= {
            str(unit): name for unit, name in tx.execute(select(UnitRow.id, UnitRow.name).where(UnitRow.id.in_(ids)))
        }
    if by is Dimension.REGION:
        for key in keys:
            name = tx.scalar(select(PetitionRow.region_name).where(PetitionRow.region_code == key).limit(1))
            labels[key] = name or key
    return labels
