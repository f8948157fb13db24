"""Cases as rows of a table in the exchange vocabulary: in chunks, never a sealed one, each export audited.

Personal data is masked, unless a second person approved of just this export. Many cases at once need one too.
"""

import hashlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import fields, replace
from datetime import datetime
from functools import cache
from typing import Any

from pydantic import BaseModel, ConfigDict
from sqlalchemy import ColumnElement, func, literal, select

from cases import audit
from cases.access import may_unmask, require, sight, visible, who
from cases.approvals import BULK_EXPORT, Approvals
from cases.calendar import BEIJING
from cases.data import load_yaml
from cases.errors import NotAllowed, StepIncomplete
from cases.masking import mask_address, mask_identity, mask_name, mask_phone, mask_text
from cases.rules import Rules
from cases.search import conditions, find, person_sought
from cases.tables import PetitionRow
from cases.values import CaseFilter, Official, Role
from storage import Database, Transaction

EXPORTERS = (Role.OFFICIAL, Role.DISCIPLINE, Role.SUPERVISOR, Role.LEADER)
CHUNK = 500
MOST_SUBJECT = 200
MOST_ALONE = 1000
"""So many cases one person may take out at once, masked. Stories stay told, whoever is called what in them."""
MASKED = "masked"
_PLACE = frozenset({"page", "page_size", "after"})
MOST_FOUND = 10_000
"""So many are taken of what a search for words finds; every other filter has no bound."""
_MASKS: Mapping[str, Callable[[str], str]] = {
    "name": mask_name,
    "phone": mask_phone,
    "address": mask_address,
    "identity": mask_identity,
}
# What a table program takes for a formula (or a link to one) when a cell begins with it.
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


class Column(BaseModel):
    """One column of `crosswalk.yml`."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str
    field: str
    personal: str = ""
    words: str = ""


class Crosswalk(BaseModel):
    """`crosswalk.yml`."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    columns: tuple[Column, ...]
    words: Mapping[str, Mapping[str, str]]


@cache
def load_crosswalk() -> Crosswalk:
    """The columns as they are shipped."""
    return Crosswalk.model_validate(load_yaml("crosswalk.yml"))


class Exports:
    """Exports, for one official."""

    def __init__(
        self,
        database: Database,
        official: Official,
        *,
        rules: Rules,
        clock: Callable[[], datetime],
        approvals: Approvals,
    ) -> None:
        self._database = database
        self._approvals = approvals
        self._official = official
        self._clock = clock
        self._crosswalk = load_crosswalk()
        workflow = rules.workflow
        self._words: dict[str, Mapping[str, str]] = {
            **self._crosswalk.words,
            "states": {state.value: label.zh for state, label in workflow.states.items()},
            "routes": {route: label.zh for route, label in workflow.routes.items()},
        }

    @property
    def header(self) -> list[str]:
        """The names of the columns."""
        return [column.name for column in self._crosswalk.columns]

    def begin(
        self, wanted: CaseFilter, *, reason: str, unmasked: bool = False, at_the_machine: bool = False
    ) -> Iterator[list[list[str]]]:
        """Write the export down, then give its rows in chunks: memory holds one chunk, whatever their number.

        Raises `NotAllowed` for who may not export, `StepIncomplete` without a reason, and `SecondPersonNeeded` for
        personal data, or more than `MOST_ALONE` cases, without an approval of what it names. `at_the_machine`: whoever
        starts commands there holds the whole database already.
        """
        require(self._official, *EXPORTERS)
        if unmasked and not may_unmask(self._official):
            raise NotAllowed("personal data")
        if not reason.strip():
            raise StepIncomplete("missing: the reason for the export")
        many = not unmasked and not at_the_machine and self._are_many(wanted)
        with self._database.begin() as tx:
            by, why = who(self._official), reason.strip()[:500]
            if unmasked:
                subject = subject_of(wanted)
                self._approvals.require(BULK_EXPORT, subject, by=self._official, tx=tx)
                audit.write(tx, at=self._clock(), who=by, action="export_unmasked", subject=subject, reason=why)
            else:
                if many:
                    self._approvals.require(BULK_EXPORT, subject_of(wanted, masked=True), by=self._official, tx=tx)
                person = self._person(tx, wanted.text)
                subject = subject_of(replace(wanted, text=person or mask_text(wanted.text)))
                audit.write(tx, at=self._clock(), who=by, action="export", subject=subject, reason=why)
        return self._chunks(wanted, unmasked)

    def _person(self, tx: Transaction, said: str) -> str:
        """Whom the filter looks for, masked: an entry of the audit stays for good."""
        if not said.strip():
            return ""
        return person_sought(tx, said, sight(tx, self._official, helping=True), self._database.key_ring)

    def _are_many(self, wanted: CaseFilter) -> bool:
        where = self._where(wanted)
        with self._database.read() as tx:
            some = visible(tx, self._official).where(*where).with_only_columns(literal(1)).limit(MOST_ALONE + 1)
            return (tx.scalar(select(func.count()).select_from(some.subquery())) or 0) > MOST_ALONE

    def _where(self, wanted: CaseFilter) -> list[ColumnElement[bool]]:
        # Not even who may see a sealed case takes it out of the house in a table.
        return [PetitionRow.sealed.is_(False), *conditions(wanted, now=self._clock()), *self._found(wanted)]

    def _chunks(self, wanted: CaseFilter, unmasked: bool) -> Iterator[list[list[str]]]:
        where, after = self._where(wanted), 0
        while True:
            # A transaction a chunk: an export that lasts minutes must hold no snapshot, and no lock, all that time.
            with self._database.read() as tx:
                cases = visible(tx, self._official).where(*where, PetitionRow.id > after)
                rows = tx.scalars(cases.order_by(PetitionRow.id).limit(CHUNK)).all()
                if not rows:
                    return
                after = rows[-1].id
                chunk = [[self._cell(column, row, unmasked) for column in self._crosswalk.columns] for row in rows]
            yield chunk

    def _found(self, wanted: CaseFilter) -> list[ColumnElement[bool]]:
        if not wanted.text.strip():
            return []
        ring, people = self._database.key_ring, may_unmask(self._official)
        with self._database.read() as tx:
            ids = find(tx, wanted, [], ring=ring, may_find_people=people, most=MOST_FOUND)
        return [PetitionRow.id.in_(ids)]

    def _cell(self, column: Column, row: PetitionRow, unmasked: bool) -> str:
        value = len(row.representatives or ()) or 1 if column.field == "people" else getattr(row, column.field)
        text = self._written(column, value)
        if column.personal and not unmasked:
            mask = _MASKS.get(column.personal)
            text = mask(text) if mask else mask_text(text, names=[row.petitioner_name])
        return harmless(text)

    def _written(self, column: Column, value: Any) -> str:
        if value is None:
            return ""
        if isinstance(value, bool):
            return "是" if value else "否"
        if isinstance(value, datetime):
            return f"{value.astimezone(BEIJING):%Y-%m-%d %H:%M}"
        text = str(value)
        if column.field == "matter":
            return text.replace("/", "_")
        return self._words[column.words].get(text, text) if column.words else text


def subject_of(wanted: CaseFilter, *, masked: bool = False) -> str:
    """What is exported, in the words of the request for approval: the filter, without the page that is looked at.

    `masked`: without personal data. A yes to that is none to names and phones.
    """
    given = ((one, getattr(wanted, one.name)) for one in fields(wanted) if one.name not in _PLACE)
    said = [f"{one.name}={_said(value)}" for one, value in given if value != one.default]
    subject = " ".join(([MASKED] if masked else []) + (said or ["all"]))
    # Cut short, two filters could share an approval.
    return subject if len(subject) <= MOST_SUBJECT else hashlib.sha256(subject.encode()).hexdigest()


def _said(value: Any) -> str:
    return ",".join(map(str, value)) if isinstance(value, tuple) else str(value)


def harmless(text: str) -> str:
    """`text` as a cell that no table program runs: what begins like a formula is marked as text."""
    return f"'{text}" if text.startswith(_FORMULA) else text
