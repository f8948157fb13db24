"""What makes a case findable: its masked text, and keyed digests of what nobody may read."""

import re
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from operator import itemgetter
from typing import Any, cast

from sqlalchemy import CTE, ColumnElement, Select, and_, func, literal_column, or_, select
from sqlalchemy.orm import InstrumentedAttribute

from cases.folding import fold
from cases.masking import mask_name, mask_phone, mask_text
from cases.numbers import NO_REGION, normalise_number
from cases.tables import PetitionRow
from cases.urgency import Why
from cases.values import CaseFilter
from cases.words import matching, words_of
from storage import KeyRing, Transaction

LATE = "late"
SOON_DAYS = 3
_FULL_WIDTH = {0xFF01 + i: 0x21 + i for i in range(94)}
_LETTER = re.compile(r"[^\W\d_]")
_SHORTEST_PHONE = 7
_NUMBER = re.compile(r"[0-9]{6}-[0-9]{8}-[0-9]{4,}")


def set_search_columns(row: PetitionRow, ring: KeyRing) -> None:
    """Make a case findable by its words, and exactly by its petitioner's name and phone. Sealed: not by words."""
    told = (row.facts, row.request, row.respondent, row.place)
    masked = "" if row.sealed else mask_text("\n".join(filter(None, told)), names=[row.petitioner_name])
    row.search_text = fold(masked)
    row.name_index = name_digest(ring, row.petitioner_name)
    row.phone_index = phone_digest(ring, row.petitioner_phone)


def name_digest(ring: KeyRing, name: str) -> str | None:
    """The digest a name is found by."""
    return _digest(ring, "name", normalise_name(name))


def phone_digest(ring: KeyRing, phone: str) -> str | None:
    """The digest a phone number is found by."""
    return _digest(ring, "phone", normalise_phone(phone))


def normalise_name(name: str) -> str:
    """A name as it is compared."""
    return re.sub(r"\s+", "", name.translate(_FULL_WIDTH)).casefold()


def normalise_phone(phone: str) -> str:
    """A phone number as it is compared: digits only, without the country's code."""
    digits = re.sub(r"[^0-9]", "", phone.translate(_FULL_WIDTH))
    return digits[2:] if len(digits) == 13 and digits.startswith("86") else digits


def conditions(wanted: CaseFilter, *, now: datetime, ranked: bool = False) -> Iterator[ColumnElement[bool]]:
    """What the inbox filters by, words and people apart.

    `ranked`: for a list that is read in the order of the inbox until its page is full. No index of what cases have in
    common is offered then, which would find all of them only to have them sorted.
    """
    row = PetitionRow
    if wanted.states:
        yield row.state.in_(wanted.states)
    if wanted.nature is not None:
        yield _offered(row.nature, ranked) == wanted.nature
    if region := wanted.region.strip():
        yield _offered(row.region_code, ranked).between(region.ljust(6, "0"), region.ljust(6, "9"))
    if matter := wanted.matter.strip("/ "):
        yield _offered(row.matter, ranked).in_(matters_with(matter))
    if wanted.clock:
        yield _offered(row.next_clock, ranked) == wanted.clock
    if name := wanted.unit.strip():
        yield _offered(row.unit, ranked).in_(_units_named(name))
    if wanted.unit_id is not None:
        yield row.unit_id == wanted.unit_id
    if wanted.form:
        yield _offered(row.form, ranked) == wanted.form
    if wanted.assigned is not None:
        yield row.assigned_to == wanted.assigned if wanted.assigned else row.assigned_to.is_(None)
    if bit := getattr(Why, wanted.why.upper(), None):
        # Said twice: those that nothing lifts are not in the index.
        yield and_(row.urgency != literal_column("0"), row.urgency.op("&")(bit.value) != 0)
    if wanted.due:
        end = now if wanted.due == LATE else now + timedelta(days=SOON_DAYS)
        # No case is further behind in the inbox than its nearest limit.
        yield and_(row.rank_at < end, row.next_due < end)


def _offered(column: InstrumentedAttribute[Any], ranked: bool) -> ColumnElement[Any]:
    if ranked:
        return func.coalesce(column, literal_column("''"))
    return cast(ColumnElement[Any], column)


def matters_with(level: str) -> Select[str]:
    """The matters that this is a level of, or the beginning of. Each matter is looked at once, not each case."""
    known = _known(PetitionRow.matter)
    return select(known.c.word).where(
        or_(
            known.c.word == level,
            known.c.word.startswith(f"{level}/", autoescape=True),
            known.c.word.contains(f"/{level}/", autoescape=True),
            known.c.word.endswith(f"/{level}", autoescape=True),
        )
    )


def _units_named(beginning: str) -> Select[str]:
    """The names of units, as they were written down, that begin with this."""
    known = _known(PetitionRow.unit)
    return select(known.c.word).where(known.c.word.startswith(beginning, autoescape=True))


def _known(column: InstrumentedAttribute[str]) -> CTE:
    """Every value that occurs, by jumps over the index from one to the next."""
    known = select(func.min(column).label("word")).cte(f"known_{column.key}", recursive=True)
    following = select(func.min(column)).where(column > known.c.word).scalar_subquery()
    return known.union_all(select(following).where(known.c.word.is_not(None)))


def find(
    tx: Transaction,
    wanted: CaseFilter,
    where: Sequence[ColumnElement[bool]],
    *,
    ring: KeyRing,
    may_find_people: bool,
    most: int,
    within: Sequence[str] = (),
) -> list[tuple[datetime, int]]:
    """The cases that a search finds, the newest `most` of them, among those that `where` lets through: rank and id.

    `within`: the regions that all of those happened in, where they are known at all; none where it may be any.
    """
    said = wanted.text.strip()
    number = normalise_number(said)
    if _NUMBER.fullmatch(number):
        return _ranks(tx, select(*_PLACE).where(PetitionRow.number == number, *where))
    found = dict.fromkeys(_by_people(tx, said, where, ring, most) if may_find_people else ())
    if words := words_of(said):
        # Said to the index too: of a common word it would give what happened everywhere, to be looked up and left out.
        regions = [wanted.region.strip()] if wanted.region.strip() else [*within, NO_REGION] if within else []
        rows = matching(tx, words, *regions).with_only_columns(*_PLACE)
        found |= dict.fromkeys(_ranks(tx, rows.where(*where).limit(most)))
    return sorted(found, key=itemgetter(1), reverse=True)[:most]


_PLACE = PetitionRow.rank_at, PetitionRow.id


def _ranks(tx: Transaction, query: Select[datetime, int]) -> list[tuple[datetime, int]]:
    return [(rank, case_id) for rank, case_id in tx.execute(query)]


def _by_people(
    tx: Transaction, said: str, where: Sequence[ColumnElement[bool]], ring: KeyRing, most: int
) -> Iterator[tuple[datetime, int]]:
    digests = (PetitionRow.name_index, name_digest(ring, said)), (PetitionRow.phone_index, phone_digest(ring, said))
    for column, digest in digests:
        if digest is not None:
            # One statement for each: an "or" of two indexes is none.
            query = select(*_PLACE).where(column == digest, *where).order_by(PetitionRow.id.desc()).limit(most)
            yield from _ranks(tx, query)


def person_sought(tx: Transaction, said: str, seen: ColumnElement[bool], ring: KeyRing) -> str:
    """What a search says of the person it looks for, masked: a phone number, or the name of a petitioner; else empty.

    A number that is nobody's says so, too; a word is a name only where somebody is called so.
    """
    said = said.strip()
    if _NUMBER.fullmatch(normalise_number(said)):
        return ""
    phone = normalise_phone(said)
    if len(phone) >= _SHORTEST_PHONE and not _LETTER.search(said):
        return mask_phone(phone)
    name = name_digest(ring, said)
    if name is None:
        return ""
    known = tx.scalar(select(PetitionRow.id).where(PetitionRow.name_index == name, seen).limit(1))
    return mask_name(said) if known is not None else ""


def _digest(ring: KeyRing, kind: str, value: str) -> str | None:
    return ring.index(f"{kind}:{value}") if value else None
