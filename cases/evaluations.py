"""How a petitioner rates what was done: two objects, three levels, within a window. Silence is never a level."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from sqlalchemy import func, select

from cases.afterwards import own_case
from cases.calendar import BEIJING, end_of
from cases.citizen_tables import EvaluationRow
from cases.errors import WrongState
from cases.numbers import normalise_number
from cases.tables import HistoryRow, PetitionRow
from storage import Database, Transaction

STEP = "evaluate"
ANSWERS = ("reply", "review_reply", "re_review_reply")
"""The steps whose written answer opens the window."""
BY_PETITIONER = "petitioner"


class RatedObject(StrEnum):
    """Who is rated: each on its own."""

    OFFICE = "office"  # 信访部门
    UNIT = "unit"  # 责任单位 (有权处理机关)


class Level(StrEnum):
    SATISFIED = "satisfied"  # 满意
    BASICALLY = "basically"  # 基本满意
    DISSATISFIED = "dissatisfied"  # 不满意


_OBJECTS = {RatedObject.OFFICE: "信访部门", RatedObject.UNIT: "责任单位"}
_LEVELS = {Level.SATISFIED: "满意", Level.BASICALLY: "基本满意", Level.DISSATISFIED: "不满意"}


class EvaluationState(StrEnum):
    """The four states of the national system, in its order."""

    NOT_OPEN = "not_open"  # 待评价: there is no answer to rate yet
    OPEN = "open"  # 未评价: can be rated now
    RATED = "rated"  # 已评价
    LAPSED = "lapsed"  # 超期未评价: never counted as a level


@dataclass(frozen=True, kw_only=True)
class Evaluation:
    """Where the rating of one object stands."""

    object: RatedObject
    state: EvaluationState
    level: Level | None = None
    reason: str = ""
    at: datetime | None = None
    until: datetime | None = None
    """The last moment it can be given or changed; None while there is no answer."""


@dataclass(frozen=True, kw_only=True)
class Rate:
    """Rate one object of one's own case. The same message again rates once."""

    number: str
    object: RatedObject
    level: Level
    reason: str = ""
    source: str
    channel: str
    address: str
    code: str | None = None


class Evaluations:
    """Keeps ratings. Sealed cases are never rated: being asked would tell that they exist."""

    def __init__(self, database: Database, *, clock: Callable[[], datetime], days: Callable[[], int]) -> None:
        self._database = database
        self._clock = clock
        self._days = days

    def of(self, number: str) -> tuple[Evaluation, ...]:
        """How both objects stand, the petition office first; nothing for a sealed case or one that there is not."""
        with self._database.read() as tx:
            row = tx.scalars(
                select(PetitionRow).where(PetitionRow.number == normalise_number(number), PetitionRow.sealed.is_(False))
            ).one_or_none()
            return () if row is None else self._all(tx, row)

    def rate(self, command: Rate) -> tuple[Evaluation, ...]:
        """Keep a rating; within the window it may be changed. Raises `NotFound`, or `WrongState` outside of it."""
        with self._database.begin() as tx:
            row = own_case(
                tx,
                self._database.key_ring,
                command.number,
                channel=command.channel,
                address=command.address,
                code=command.code,
            )
            now = self._clock()
            self._refuse_outside(tx, row, now)
            self._keep(tx, row, command, now)
            tx.flush()
            return self._all(tx, row)

    def figures(self) -> Mapping[RatedObject, Mapping[str, int]]:
        """How many cases stand how, an object: levels by their names, and every state without a level on its own."""
        with self._database.read() as tx:
            levels = select(EvaluationRow.object, EvaluationRow.level, func.count()).group_by(
                EvaluationRow.object, EvaluationRow.level
            )
            rated: dict[RatedObject, dict[str, int]] = {
                each: {level.value: 0 for level in Level} for each in RatedObject
            }
            for name, level, count in tx.execute(levels):
                rated[RatedObject(name)][level] = count
            states = self._silent(tx)
        return {each: rated[each] | states[each] for each in rated}

    def _silent(self, tx: Transaction) -> dict[RatedObject, dict[str, int]]:
        """How many answered cases were not rated: still open, or never."""
        now = self._clock()
        given = {(case, name) for case, name in tx.execute(select(EvaluationRow.case_id, EvaluationRow.object))}
        counts = {each: {EvaluationState.OPEN.value: 0, EvaluationState.LAPSED.value: 0} for each in RatedObject}
        answered = (
            select(PetitionRow)
            .where(PetitionRow.sealed.is_(False))
            .where(PetitionRow.id.in_(select(HistoryRow.case_id).where(HistoryRow.step.in_(ANSWERS))))
        )
        for row in tx.scalars(answered):
            until = self._until(tx, row)
            if until is None:
                continue
            state = EvaluationState.OPEN if now <= until else EvaluationState.LAPSED
            for each in RatedObject:
                if (row.id, each.value) not in given:
                    counts[each][state.value] += 1
        return counts

    def _all(self, tx: Transaction, row: PetitionRow) -> tuple[Evaluation, ...]:
        given = {each.object: each for each in tx.scalars(select(EvaluationRow).where(EvaluationRow.case_id == row.id))}
        until = self._until(tx, row)
        return tuple(self._one(each, given.get(each.value), until) for each in RatedObject)

    def _one(self, rated: RatedObject, given: EvaluationRow | None, until: datetime | None) -> Evaluation:
        if given is not None:
            level = Level(given.level)
            return Evaluation(
                object=rated, state=EvaluationState.RATED, level=level, reason=given.reason, at=given.at, until=until
            )
        if until is None:
            return Evaluation(object=rated, state=EvaluationState.NOT_OPEN)
        state = EvaluationState.OPEN if self._clock() <= until else EvaluationState.LAPSED
        return Evaluation(object=rated, state=state, until=until)

    def _refuse_outside(self, tx: Transaction, row: PetitionRow, now: datetime) -> None:
        until = None if row.sealed else self._until(tx, row)
        if until is None:
            raise WrongState(f"{row.number} cannot be rated yet")
        if now > until:
            raise WrongState(f"{row.number} could be rated until {until}")

    def _until(self, tx: Transaction, row: PetitionRow) -> datetime | None:
        """The end of the window: so many days after the newest answer was received."""
        served = getattr(row, "served_at", None) or tx.scalar(
            select(func.max(HistoryRow.at)).where(HistoryRow.case_id == row.id, HistoryRow.step.in_(ANSWERS))
        )
        if served is None:
            return None
        day = served if type(served) is date else served.astimezone(BEIJING).date()
        return end_of(day + timedelta(days=self._days()))

    def _keep(self, tx: Transaction, row: PetitionRow, command: Rate, now: datetime) -> None:
        given = tx.scalars(
            select(EvaluationRow).where(EvaluationRow.case_id == row.id, EvaluationRow.object == command.object.value)
        ).one_or_none()
        if given is not None and (given.level, given.reason) == (command.level.value, command.reason):
            return
        if given is None:
            given = EvaluationRow(case_id=row.id, object=command.object.value)
            tx.add(given)
        given.level, given.reason, given.at, given.source = command.level.value, command.reason, now, command.source
        words = f"{_OBJECTS[command.object]}：{_LEVELS[command.level]}"
        text = f"{words}。{command.reason}" if command.reason else words
        source = f"{command.source}:{command.object.value}"[:200]
        known = select(HistoryRow).where(HistoryRow.case_id == row.id, HistoryRow.source == source)
        entry = tx.scalars(known).one_or_none()
        if entry is None:
            entry = HistoryRow(case_id=row.id, at=now, by=BY_PETITIONER, step=STEP, source=source)
            tx.add(entry)
        # Not told as a document of the case: the citizen sees it as their rating.
        entry.text, entry.told = text, None
