"""Where a case stands in the inbox: by its nearest limit, lifted by what cannot wait. Kept on its row and indexed."""

from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime, time, timedelta
from enum import IntFlag
from functools import cache
from typing import Any

import chinese_calendar
from pydantic import BaseModel, ConfigDict, Field
from sqlalchemy import event

from cases.calendar import BEIJING
from cases.data import load_yaml
from cases.tables import PetitionRow

OBJECTED = "objected"
# What needs nothing comes after everything that does, the newest first; the date keeps the order total and indexed.
_NOTHING_DUE = datetime(2300, 1, 1, tzinfo=UTC)
_BEGINNING = datetime(2000, 1, 1, tzinfo=UTC)


class Why(IntFlag):
    """Why a case is lifted. The bits are kept on its row; their names are what screens are told."""

    DANGER = 1
    OBJECTION = 2
    WAITING = 4
    UNREACHABLE = 8
    VULNERABLE = 16
    WAGES = 32

    @property
    def words(self) -> tuple[str, ...]:
        """The names of the reasons, the weightiest first."""
        return tuple(str(one.name).lower() for one in Why if one in self)


class Urgency(BaseModel):
    """`urgency.yml`."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    lifts: Mapping[str, int]
    days_without_limit: int = Field(gt=0)
    wages_days_before_festival: int = Field(gt=0)
    dangers: frozenset[str]
    vulnerable: tuple[str, ...]
    usual: Mapping[str, tuple[str, ...]]


@cache
def load_urgency() -> Urgency:
    """The lifts as they are shipped."""
    return Urgency.model_validate(load_yaml("urgency.yml"))


def usual_steps(state: str) -> tuple[str, ...]:
    """What is usually done next in a state, the likeliest first."""
    return load_urgency().usual.get(state, ())


def first_look(risk: Iterable[Mapping[str, Any]], facts: str) -> Why:
    """What can be seen in a petition when it is filed."""
    rules, why = load_urgency(), Why(0)
    for one in risk:
        if one.get("kind") in rules.dangers and one.get("level") == "high":
            why |= Why.DANGER
        if one.get("kind") == "wages":
            why |= Why.WAGES
    return why | Why.VULNERABLE if any(word in facts for word in rules.vulnerable) else why


def written_to(row: PetitionRow, now: datetime) -> None:
    """The petitioner wrote: they wait from now on, unless they waited already."""
    row.waiting_since = row.waiting_since or now


def seen_to(row: PetitionRow) -> None:
    """An official took a step: a person has judged the danger, and nobody waits for the first word any more."""
    row.waiting_since = None
    row.urgency &= ~Why.DANGER.value


def place(row: PetitionRow) -> None:
    """Set the order of a case from what its row says now."""
    rules, why = load_urgency(), Why(row.urgency) & ~(Why.WAITING | Why.OBJECTION)
    if row.waiting_since is not None:
        why |= Why.WAITING
    if row.state.value == OBJECTED:
        why |= Why.OBJECTION
    row.urgency = why.value
    due = row.next_due or _as_if_due(row, why, rules)
    if due is None:
        row.rank_at = _NOTHING_DUE - (row.received_at - _BEGINNING)
        return
    if Why.WAGES in why and (festival := spring_festival(row.received_at.astimezone(BEIJING).date())):
        pay_day = datetime.combine(festival, time.min, BEIJING) - timedelta(days=rules.wages_days_before_festival)
        due = min(due, pay_day)
    row.rank_at = due - timedelta(days=sum(rules.lifts.get(word, 0) for word in why.words))


def _as_if_due(row: PetitionRow, why: Why, rules: Urgency) -> datetime | None:
    since = row.waiting_since or (row.received_at if Why.DANGER in why else None)
    return since + timedelta(days=rules.days_without_limit) if since else None


@cache
def spring_festival(after: date) -> date | None:
    """The first day off of the next Spring Festival; None where its year is not announced yet."""
    for days in range(366):
        day = after + timedelta(days=days)
        try:
            off, name = chinese_calendar.get_holiday_detail(day)
        except NotImplementedError:
            return None
        if off and name == chinese_calendar.Holiday.spring_festival.value:
            return day
    return None


@event.listens_for(PetitionRow, "before_insert")
@event.listens_for(PetitionRow, "before_update")
def _keep_in_place(_mapper: object, _connection: object, row: PetitionRow) -> None:
    # Whoever changes a limit, a state or a danger need not remember that the inbox is sorted by it.
    place(row)
