"""Pages of cases that take the same time however many cases there are: counted up to a bound, read by their ids."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import Select, func, literal, or_, select, union_all

from cases.search import conditions, find
from cases.tables import PetitionRow
from cases.values import CaseFilter, CaseRow, Page, State
from storage import KeyRing, Transaction

MOST_COUNTED = 1000
"""Nobody pages further, and counting on would take as long as there are cases."""
MOST_SORTED = 10_000
"""So many are found and then sorted where one index holds all that is asked; among more the next page is never far."""
MAX_PAGE_SIZE = 100
ORDER = PetitionRow.rank_at, PetitionRow.id
"""What the law leaves the least time for first (`cases/urgency.py`)."""

NOT_LISTED = (
    PetitionRow.code,
    PetitionRow.grounds,
    PetitionRow.id_number,
    PetitionRow.matter_words,
    PetitionRow.occurred_at,
    PetitionRow.petitioner_address,
    PetitionRow.petitioner_phone,
    PetitionRow.place,
    PetitionRow.prior_handling,
    PetitionRow.request,
    PetitionRow.respondent,
    PetitionRow.search_text,
)
"""What no line of a list shows is neither read nor decrypted for it."""


@dataclass(frozen=True, kw_only=True)
class Listed:
    """One page: which cases, in order, and how many there are in all."""

    ids: Sequence[int]
    total: int
    more: bool
    page: int
    page_size: int


def list_cases(
    tx: Transaction,
    cases: Select[PetitionRow],
    wanted: CaseFilter,
    *,
    ring: KeyRing,
    may_find_people: bool,
    now: datetime,
    line: str | None = None,
    beyond: Sequence[str] = (),
) -> Listed:
    """The page that is asked for, among the cases that may be seen.

    `line`: the digits that the regions of those begin with, where only one line's are seen; None where all are.
    `beyond`: regions where more may be seen than that.
    """
    page, size = max(wanted.page, 1), min(max(wanted.page_size, 1), MAX_PAGE_SIZE)
    after = _read_place(wanted.after)
    first = (page - 1) * size if after is None else 0
    narrowed = cases.where(*conditions(wanted, now=now))
    if wanted.text.strip():
        where = [narrowed.whereclause] if narrowed.whereclause is not None else []
        most, within = MOST_COUNTED + 1, (line, *beyond) if line else ()
        found = find(tx, wanted, where, ring=ring, may_find_people=may_find_people, most=most, within=within)
        total = len(found)
        # Sorting a thousand places is quick.
        places = sorted(place for place in found[:MOST_COUNTED] if after is None or place > after)
        ids: Sequence[int] = [case_id for _, case_id in places[first : first + size]]
    else:
        most = MOST_SORTED if _within_an_index(wanted, line is not None) else MOST_COUNTED
        total = tx.scalar(select(func.count()).select_from(_some(narrowed, most))) or 0
        few = total <= most
        listed = narrowed if few else cases.where(*conditions(wanted, now=now, ranked=True))
        ids = tx.scalars(_in_rank(listed, few=few, after=after).limit(size).offset(first)).all()
    return Listed(
        ids=ids if first < MOST_COUNTED else (),
        total=min(total, MOST_COUNTED),
        more=total > MOST_COUNTED,
        page=page,
        page_size=size,
    )


def page_of(listed: Listed, lines: tuple[CaseRow, ...], *, last: PetitionRow | None) -> Page:
    """The page as it is given out, with the place at which the next one begins."""
    more = last is not None and len(lines) == listed.page_size
    place = f"{last.rank_at:%Y-%m-%dT%H:%M:%S.%fZ}_{last.id}" if last is not None and more else ""
    return Page(
        rows=lines, total=listed.total, more=listed.more, page=listed.page, page_size=listed.page_size, after=place
    )


def _read_place(text: str) -> tuple[datetime, int] | None:
    at, _, last = text.partition("_")
    try:
        moment, case_id = datetime.fromisoformat(at), int(last)
    except ValueError:
        return None
    return (moment, case_id) if moment.tzinfo is not None and abs(case_id) < 2**31 else None


def _in_rank(cases: Select[PetitionRow], *, few: bool, after: tuple[datetime, int] | None) -> Select[int]:
    """The ids of cases in the order of the inbox, from a place on."""
    rank: Any
    case_id: Any
    (rank, case_id), query = ORDER, cases.with_only_columns(PetitionRow.id)
    if few:
        # Found first and sorted then: in the order of the index few may stand far apart.
        found = cases.with_only_columns(*ORDER).limit(2 * MOST_SORTED).subquery()
        rank, case_id = found.c.rank_at, found.c.id
        query = select(case_id)
    if after is not None:
        at, last = after
        # Said twice, because of the first alone both databases make a place in the index to begin at.
        query = query.where(rank >= at, or_(rank > at, case_id > last))
    return query.order_by(rank, case_id)


def count_by_state(tx: Transaction, cases: Select[PetitionRow]) -> Mapping[str, int]:
    """How many cases are in each state, counted up to one more than `MOST_COUNTED`."""
    each = [
        select(literal(state.value), func.count()).select_from(_some(cases.where(PetitionRow.state == state)))
        for state in State
    ]
    return {state: count for state, count in tx.execute(union_all(*each))}


def in_order(rows: Sequence[Any], ids: Sequence[int]) -> list[Any]:
    """Rows that begin with a case, in the order of these ids."""
    by_id = {row[0].id: row for row in rows}
    return [by_id[case_id] for case_id in ids if case_id in by_id]


def _within_an_index(wanted: CaseFilter, line: bool) -> bool:
    """Whether a part is asked for, and nothing of it but what the index of places, matters or units holds."""
    rest = replace(wanted, states=(), region="", matter="", unit="", page=1, page_size=1, after="")
    return rest == CaseFilter(page_size=1) and bool(line or wanted.region or wanted.matter or wanted.unit)


def _some(cases: Select[PetitionRow], most: int = MOST_COUNTED) -> Any:
    return cases.with_only_columns(literal(1)).limit(most + 1).subquery()
