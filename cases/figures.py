"""Figures for leaders: tables by region, unit and matter, and the lists behind each number."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, Table, bindparam, exists, func, literal, literal_column, select
from sqlalchemy.orm import defer

from cases.access import Stand, require, sight, sight_of_sums
from cases.calendar import BEIJING
from cases.errors import NotAllowed, NotFound
from cases.figure_facts import NUMBERS, WITHOUT_TREE
from cases.figure_tables import FACTS, MONTHS, PLACES, FigureMarkRow
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
from cases.listing import MOST_COUNTED, NOT_LISTED, in_order
from cases.tables import PetitionRow
from cases.unfinished import unfinished
from cases.unit_tables import UnitRow
from cases.values import Official, Page, Role
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


def _sums_of(source: Table) -> list[ColumnElement[int]]:
    return [func.coalesce(func.sum(source.c[name]), 0) for name in NUMBERS]


def _of_days(by: Dimension) -> Select[Any]:
    key = FACTS.c[_KEYS[by]] if by in _KEYS else None
    query = select(literal("") if key is None else key, *_sums_of(FACTS))
    query = query.where(FACTS.c.day.between(bindparam("first"), bindparam("last")))
    return query if key is None else query.group_by(key)


# Built once: forty sums take longer to put together than to add up.
_OF_DAYS = {by: _of_days(by) for by in Dimension}
_OF_MONTHS = (
    select(MONTHS.c.key, *_sums_of(MONTHS))
    .where(MONTHS.c.month.between(bindparam("first"), bindparam("last")), MONTHS.c.dimension == bindparam("by"))
    .group_by(MONTHS.c.key)
)
# No office and no unit are 0 in it.
_PLACED = Stand(PLACES.c.region, func.nullif(PLACES.c.office_id, 0), func.nullif(PLACES.c.unit_id, 0))
_COUNTED = Stand(FACTS.c.region, FACTS.c.office_id, FACTS.c.unit_id)


def _of_places(by: Dimension) -> Select[Any]:
    key = PLACES.c.key if by is Dimension.MATTER else PLACES.c[_KEYS[by]] if by in _KEYS else literal("")
    query = select(key, *_sums_of(PLACES)).where(PLACES.c.month.between(bindparam("first"), bindparam("last")))
    query = query.where(PLACES.c.dimension == (by if by is Dimension.MATTER else Dimension.ALL).value)
    return query.group_by(key) if by in _KEYS else query


# A sum for each day stands among those of the months.
_DAYS = (MONTHS.c.dimension == "day",)


def _around(first: Any, last: Any) -> tuple[ColumnElement[bool], ...]:
    return (MONTHS.c.month.between(func.substr(first, 1, 7), func.substr(last, 1, 7)),)


_OF_KEPT_DAYS = select(literal(""), *_sums_of(MONTHS)).where(
    *_DAYS, *_around(bindparam("first"), bindparam("last")), MONTHS.c.key.between(bindparam("first"), bindparam("last"))
)
_OF_PLACES = {by: _of_places(by) for by in Dimension}
_REGIONS = (
    select(MONTHS.c.key)
    .where(MONTHS.c.dimension == Dimension.REGION.value, MONTHS.c.key.in_(bindparam("regions", expanding=True)))
    .distinct()
    .subquery()
)
_REGION_NAMES = select(
    _REGIONS.c.key,
    select(PetitionRow.region_name).where(PetitionRow.region_code == _REGIONS.c.key).limit(1).scalar_subquery(),
)


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
        periods.reverse()
        with self._database.read() as tx:
            return list(zip(periods, self._course(tx, periods, metric), strict=True))

    def behind(
        self, period: Period, metric: str, part: str, *, by: Dimension = Dimension.ALL, key: str = "", page: int = 1
    ) -> Page:
        """The cases that a number counts: `part` is `n` or `d`. Raises `NotFound` for a figure that there is not."""
        _check(metric, part)
        where = [
            FACTS.c.day.between(str(period.first), str(period.last)),
            FACTS.c[f"{metric}_{part}"] > literal_column("0"),
        ]
        if by is not Dimension.ALL:
            where.append(FACTS.c[_KEYS[by]] == key)
        return self._page(where, page)

    def backlog(self, *, oldest_first: bool = True) -> Sequence[tuple[str, int]]:
        """How many cases still open were received in each month."""
        with self._database.read() as tx:
            source, where = self._kept(tx)
            month = source.c.month
            query = select(month, func.sum(source.c.open_n)).where(*where, source.c.open_n > 0).group_by(month)
            return sorted(((str(name), int(count)) for name, count in tx.execute(query)), reverse=not oldest_first)

    def unfinished(self, period: Period) -> Unfinished:
        """What was begun and not filed, with the reason. Only for whom no line limits: a draft has no unit yet."""
        if not self._sees_all():
            raise NotAllowed("figures of drafts need the whole view")
        with self._database.read() as tx:
            reasons = unfinished(tx, period)
            (received,) = self._course(tx, [period], "received")
        return Unfinished(filed=received.numerator, reasons=reasons)

    def _sees_all(self) -> bool:
        return self._official.unit_id is None and not self._official.roles <= {Role.HANDLER, Role.APPROVER}

    def _kept(self, tx: Transaction) -> tuple[Table, list[ColumnElement[bool]]]:
        """The sums by month that are this person's: of everything, or of the places that their line sees."""
        source = MONTHS if self._sees_all() else PLACES
        where: list[ColumnElement[bool]] = [source.c.dimension == Dimension.ALL.value]
        return source, where if self._sees_all() else [*where, sight_of_sums(tx, self._official, _PLACED)]

    def _mine(self, tx: Transaction) -> list[ColumnElement[bool]]:
        return [] if self._sees_all() else [sight_of_sums(tx, self._official, _COUNTED)]

    def _sums(self, tx: Transaction, period: Period, by: Dimension) -> dict[str, dict[str, Figure]]:
        asked = {"first": str(period.first), "last": str(period.last)}
        if not period.whole_months:
            whole = by is Dimension.ALL and self._sees_all()
            query = _OF_KEPT_DAYS if whole else _OF_DAYS[by].where(*self._mine(tx))
        else:
            asked = {name: day[:7] for name, day in asked.items()}
            if self._sees_all():
                query, asked = _OF_MONTHS, {**asked, "by": by.value}
            else:
                query = _OF_PLACES[by].where(sight_of_sums(tx, self._official, _PLACED))
        rows = tx.connection().execute(query, asked)
        # A key whose cases have all moved elsewhere keeps a line of zeros.
        return {str(key): _figures(line) for key, *line in rows if any(line)}

    def _course(self, tx: Transaction, periods: Sequence[Period], metric: str) -> Sequence[Figure]:
        """One figure in periods that follow each other: read at once, by day or by month."""
        months = periods[0].whole_months
        source, where = self._kept(tx) if months else (FACTS, self._mine(tx))
        when: ColumnElement[str] = source.c.month if months else source.c.day
        if not months and self._sees_all():
            source, when, where = MONTHS, MONTHS.c.key, [*_DAYS, *_around(str(periods[0].first), str(periods[-1].last))]
        spans = [_span(period, months=months) for period in periods]
        where = [*where, when.between(spans[0][0], spans[-1][1])]
        parts = [func.sum(source.c[f"{metric}_{part}"]) for part in ("n", "d")]
        rows = tx.execute(select(when, *parts).where(*where).group_by(when)).all()
        inside = [[row for row in rows if begin <= row[0] <= end] for begin, end in spans]
        return [Figure(int(sum(row[1] for row in known)), int(sum(row[2] for row in known))) for known in inside]

    def _page(self, where: list[ColumnElement[bool]], page: int) -> Page:
        page = max(page, 1)
        with self._database.read() as tx:
            # Looked up for each line: joined, the cases would be gone through first, all of them.
            seen = exists().where(PetitionRow.id == FACTS.c.case_id, PetitionRow.sealed.is_(False))
            behind = select(FACTS.c.case_id).where(*where, *self._mine(tx), seen.where(sight(tx, self._official)))
            total = tx.scalar(select(func.count()).select_from(behind.limit(MOST_COUNTED + 1).subquery())) or 0
            newest = behind.order_by(FACTS.c.day.desc(), FACTS.c.case_id.desc())
            ids = tx.scalars(newest.limit(PAGE_SIZE).offset((page - 1) * PAGE_SIZE)).all()
            rows = select(PetitionRow).where(PetitionRow.id.in_(ids)).options(*map(defer, NOT_LISTED))
            lines = [self._views.line(row, reachable=True) for (row,) in in_order(tx.execute(rows).all(), ids)]
        return Page(
            rows=tuple(lines),
            total=min(total, MOST_COUNTED),
            more=total > MOST_COUNTED,
            page=page,
            page_size=PAGE_SIZE,
        )


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
        for key, name in tx.connection().execute(_REGION_NAMES, {"regions": list(keys)}):
            labels[key] = name or key
    return labels


def _span(period: Period, *, months: bool) -> tuple[str, str]:
    if months:
        return f"{period.first:%Y-%m}", f"{period.last:%Y-%m}"
    return str(period.first), str(period.last)
