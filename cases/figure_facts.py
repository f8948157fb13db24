"""How a case counts: its line of numbers, from what has happened to it. Nothing that anybody said is read."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import func, select

from cases.alike import CONFIRMED
from cases.calendar import BEIJING
from cases.citizen_tables import EvaluationRow
from cases.figure_values import METRICS, NONE, Figure
from cases.filing import BY_PETITIONER
from cases.likeness import Grade
from cases.likeness_tables import TieRow
from cases.tables import ClaimRow, ClockRow, HistoryRow, PetitionRow
from cases.unit_tables import CasePassageRow, UnitRow
from cases.unit_values import UnitKind
from cases.values import ClockState, State
from storage import Transaction

NUMBERS = tuple(f"{metric}_{part}" for metric in METRICS for part in ("n", "d"))
WITHOUT_TREE = "name:"
"""Before the name of a unit that is in no tree."""

_ANSWERED = frozenset({"reply", "review_reply", "re_review_reply"})
_PASSED = frozenset({"transfer", "assign"})
_CONTENT = frozenset({"satisfied", "basically"})
_ENDED = frozenset(
    {State.CONCLUDED, State.REDIRECTED, State.NOT_ACCEPTED, State.MERGED, State.WITHDRAWN, State.TERMINATED}
)
_WAITS_FOR_NOBODY = _ENDED | {State.REPLIED}

Key = tuple[str | int, ...]


@dataclass(frozen=True)
class Fact:
    """One case's line."""

    case_id: int
    day: str
    region: str
    unit: str
    matter: str
    office_id: int | None
    unit_id: int | None
    numbers: tuple[int, ...]

    def months(self) -> Iterable[Key]:
        """The keys it counts under in `figure_months`: also under its day, for weeks and days."""
        lines = ("all", ""), ("region", self.region), ("unit", self.unit), ("matter", self.matter), ("day", self.day)
        return ((self.day[:7], *line) for line in lines)

    def places(self) -> Iterable[Key]:
        """The same in `figure_places`."""
        stands = self.day[:7], self.office_id or 0, self.unit
        return (
            (self.region, *line, self.unit_id or 0) for line in (("all", *stands, ""), ("matter", *stands, self.matter))
        )


@dataclass
class _Told:
    """What is known of a case."""

    case: Any
    clocks: list[Any] = field(default_factory=list)
    claims: list[str | None] = field(default_factory=list)
    steps: list[Any] = field(default_factory=list)
    ratings: dict[str, str] = field(default_factory=dict)
    repeated: bool = False
    passages: int = 0
    """How often it was passed to a unit that handles; none where no tree is set up."""


def facts_of(tx: Transaction, ids: Collection[int], now: datetime) -> dict[int, Fact]:
    """The lines of these cases. A sealed case has none: no figure may give away that it exists."""
    known = _cases(tx, ids)
    seen = set(known)
    for clock in tx.execute(_of(seen, ClockRow, ClockRow.clock, ClockRow.state, ClockRow.rolled, ClockRow.paused_at)):
        known[clock.case_id].clocks.append(clock)
    for claim in tx.execute(_of(seen, ClaimRow, ClaimRow.solved)):
        known[claim.case_id].claims.append(claim.solved)
    told = HistoryRow.told.is_not(None).label("said")
    for entry in tx.execute(_of(seen, HistoryRow, HistoryRow.step, HistoryRow.at, HistoryRow.by, told)):
        known[entry.case_id].steps.append(entry)
    for rating in tx.execute(_of(seen, EvaluationRow, EvaluationRow.object, EvaluationRow.level)):
        known[rating.case_id].ratings[rating.object] = rating.level
    for case_id, passages in tx.execute(_passages(seen)):
        known[case_id].passages = passages
    for case_id in _repeats(tx, seen):
        known[case_id].repeated = True
    return {case_id: _fact(told, now) for case_id, told in known.items()}


def _cases(tx: Transaction, ids: Collection[int]) -> dict[int, _Told]:
    row = PetitionRow
    columns = (row.id, row.received_at, row.region_code, row.office_id, row.unit_id)
    query = select(*columns, row.unit, row.matter, row.state)
    query = query.where(row.id.in_(ids), row.sealed.is_(False))
    return {case.id: _Told(case) for case in tx.execute(query)}


def _of(ids: Collection[int], table: Any, *columns: Any) -> Any:
    return select(table.case_id, *columns).where(table.case_id.in_(ids)).order_by(table.id)


def _passages(ids: Collection[int]) -> Any:
    # An office that a case goes through on its way is no wrong unit.
    query = select(CasePassageRow.case_id, func.count()).join(UnitRow, UnitRow.id == CasePassageRow.unit_id)
    handling = UnitRow.kind.in_((UnitKind.HANDLING, UnitKind.DISCIPLINE))
    return query.where(CasePassageRow.case_id.in_(ids), handling).group_by(CasePassageRow.case_id)


def _repeats(tx: Transaction, ids: Collection[int]) -> Iterable[int]:
    # Of two cases of one person about one matter the later one is the repeat.
    query = select(TieRow.high_id).where(
        TieRow.high_id.in_(ids), TieRow.kind == Grade.REPEAT, TieRow.state == CONFIRMED
    )
    return tx.scalars(query)


def _fact(told: _Told, now: datetime) -> Fact:
    case = told.case
    figures = _figures(told, now)
    numbers = [number for metric in METRICS for number in vars(figures.get(metric, NONE)).values()]
    return Fact(
        case_id=case.id,
        day=case.received_at.astimezone(BEIJING).date().isoformat(),
        region=case.region_code,
        unit=str(case.unit_id) if case.unit_id is not None else f"{WITHOUT_TREE}{case.unit}" if case.unit else "",
        matter=case.matter.partition("/")[0],
        office_id=case.office_id,
        unit_id=case.unit_id,
        numbers=tuple(numbers),
    )


def _figures(told: _Told, now: datetime) -> Mapping[str, Figure]:
    state, steps = told.case.state, [entry.step for entry in told.steps]
    ended, answered = state in _ENDED, bool(_ANSWERED & set(steps))
    return {
        "received": Figure(1, 1),
        "passed_on_time": _in_time(told, {"C1"}, now),
        "accepted_on_time": _in_time(told, {"C2", "C3"}, now),
        "replied_on_time": _in_time(told, {"C6"}, now),
        "first_word": _first_word(told),
        "right_first": _right_first(steps, told.passages),
        "repeated": Figure(int(told.repeated), 1),
        "rated": Figure(int("unit" in told.ratings), 1) if answered else NONE,
        "content": _content(told, "unit"),
        "rated_office": Figure(int("office" in told.ratings), 1) if answered else NONE,
        "content_office": _content(told, "office"),
        "solved": Figure(told.claims.count("yes"), sum(answer is not None for answer in told.claims)),
        "asked": Figure(sum(answer is not None for answer in told.claims), len(told.claims)) if answered else NONE,
        "concluded": Figure(int(ended), 1),
        "open": _count(state not in _WAITS_FOR_NOBODY),
        "overdue": _count(any(_is_late(clock, now) for clock in told.clocks)),
        "transferred": _count("transfer" in steps),
        "assigned": _count("assign" in steps),
        "supervised": _count("supervise" in steps),
        "urged": _count("urge" in steps),
    }


def _count(holds: bool) -> Figure:
    return Figure(int(holds), int(holds))


def _in_time(told: _Told, clocks: Collection[str], now: datetime) -> Figure:
    """A limit counts once it is kept or passed; where one began anew, all of its runs must have been kept."""
    mine = [clock for clock in told.clocks if clock.clock in clocks]
    missed = any(clock.state is ClockState.MISSED or _is_late(clock, now) for clock in mine)
    met = any(clock.state is ClockState.MET for clock in mine)
    return Figure(int(met and not missed), 1) if met or missed else NONE


_OF_OFFICES = frozenset({"C1", "C2", "C3", "C4", "C5", "C6", "C9", "C11", "M2"})


def _is_late(clock: Any, now: datetime) -> bool:
    running = clock.state is ClockState.RUNNING and clock.paused_at is None
    return bool(running and clock.clock in _OF_OFFICES and clock.rolled < now)


def _first_word(told: _Told) -> Figure:
    said = (entry.at for entry in told.steps if entry.said and entry.by != BY_PETITIONER)
    first = min(said, default=None)
    return NONE if first is None else Figure(max(int((first - told.case.received_at).total_seconds()), 0), 1)


def _right_first(steps: list[str], passages: int) -> Figure:
    passed = sum(step in _PASSED for step in steps)
    moved = "agree_return" in steps or "escalate" in steps or passages > 1
    return Figure(int(passed == 1 and not moved), 1) if passed else NONE


def _content(told: _Told, rated: str) -> Figure:
    level = told.ratings.get(rated)
    return NONE if level is None else Figure(int(level in _CONTENT), 1)


def sums_of(facts: Iterable[tuple[Fact, int]], keys: Callable[[Fact], Iterable[Key]]) -> Mapping[Key, list[int]]:
    """What these lines add to (+1) and take from (-1) the sums under their keys."""
    sums: dict[Key, list[int]] = defaultdict(lambda: [0] * len(NUMBERS))
    for fact, sign in facts:
        for key in keys(fact):
            line = sums[key]
            for at, number in enumerate(fact.numbers):
                line[at] += sign * number
    return {key: line for key, line in sums.items() if any(line)}
