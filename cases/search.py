"""What makes a case findable: its masked text, and keyed digests of what nobody may read."""

import re
from collections.abc import Iterator
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, or_

from cases.masking import mask_text
from cases.numbers import normalise_number
from cases.tables import PetitionRow
from cases.urgency import Why
from cases.values import CaseFilter
from storage import KeyRing

LATE = "late"
SOON_DAYS = 3
_FULL_WIDTH = {0xFF01 + i: 0x21 + i for i in range(94)}
_NUMBER = re.compile(r"[0-9]{6}-[0-9]{8}-[0-9]{4,}")


def set_search_columns(row: PetitionRow, ring: KeyRing) -> None:
    """Make a case findable by its words, and exactly by its petitioner's name and phone. Sealed: not by words."""
    told = (row.facts, row.request, row.respondent, row.place)
    row.search_text = "" if row.sealed else mask_text("\n".join(filter(None, told)), names=[row.petitioner_name])
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


def conditions(
    wanted: CaseFilter, *, ring: KeyRing, may_find_people: bool, now: datetime
) -> Iterator[ColumnElement[bool]]:
    """What the inbox filters by."""
    if wanted.states:
        yield PetitionRow.state.in_(wanted.states)
    if wanted.nature is not None:
        yield PetitionRow.nature == wanted.nature
    if wanted.region.strip():
        yield PetitionRow.region_code.startswith(wanted.region.strip(), autoescape=True)
    if matter := wanted.matter.strip("/ "):
        yield or_(
            PetitionRow.matter == matter,
            PetitionRow.matter.startswith(f"{matter}/", autoescape=True),
            PetitionRow.matter.contains(f"/{matter}/", autoescape=True),
            PetitionRow.matter.endswith(f"/{matter}", autoescape=True),
        )
    if wanted.clock:
        yield PetitionRow.next_clock == wanted.clock
    if wanted.unit.strip():
        yield PetitionRow.unit.startswith(wanted.unit.strip(), autoescape=True)
    if wanted.unit_id is not None:
        yield PetitionRow.unit_id == wanted.unit_id
    if wanted.form:
        yield PetitionRow.form == wanted.form
    if wanted.assigned is not None:
        yield PetitionRow.assigned_to == wanted.assigned if wanted.assigned else PetitionRow.assigned_to.is_(None)
    if bit := getattr(Why, wanted.why.upper(), None):
        yield PetitionRow.urgency.op("&")(bit.value) != 0
    if wanted.due:
        yield PetitionRow.next_due < (now if wanted.due == LATE else now + timedelta(days=SOON_DAYS))
    if text := wanted.text.strip():
        yield _text(text, ring=ring, may_find_people=may_find_people)


def _text(text: str, *, ring: KeyRing, may_find_people: bool) -> ColumnElement[bool]:
    number = normalise_number(text)
    if _NUMBER.fullmatch(number):
        return PetitionRow.number == number
    words = [PetitionRow.search_text.icontains(word, autoescape=True) for word in text.split()]
    found = words[0]
    for word in words[1:]:
        found &= word
    if not may_find_people:
        return found
    name, phone = name_digest(ring, text), phone_digest(ring, text)
    people = [PetitionRow.name_index == name, *([PetitionRow.phone_index == phone] if phone else [])]
    return or_(found, *people)


def _digest(ring: KeyRing, kind: str, value: str) -> str | None:
    return ring.index(f"{kind}:{value}") if value else None
