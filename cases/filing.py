"""Filing: the one transaction that turns a draft into a case."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Row, bindparam, select, update

from cases.claims import add_claims, joined
from cases.clock_events import Happened, write_events
from cases.clocks import Clocks
from cases.dossiers import Entry, write_entry
from cases.errors import DraftChanged, DraftIncomplete, NotFound, WrongState
from cases.form_versions import values_of
from cases.notices import day_in_words
from cases.numbers import next_number, region_of
from cases.outbox import Outbox
from cases.passing import file_with, place
from cases.rules import Rules
from cases.search import set_search_columns
from cases.tables import DRAFTS, EVIDENCE, ClockRow, PetitionRow
from cases.unfinished import take_back
from cases.urgency import first_look
from cases.values import ClockState, DraftState, FilePetition, Nature, NewMessage, Proposal
from cases.wished import put_beside
from storage import KeyRing, Transaction

# Built once: building a statement takes longer than running it.
_DRAFT = select(DRAFTS).where(DRAFTS.c.id == bindparam("draft")).with_for_update()
_FILED = (
    update(DRAFTS)
    .where(DRAFTS.c.id == bindparam("draft"))
    .values(state=DraftState.FILED, case_number=bindparam("new_number"), updated_at=bindparam("filed_at"))
)
_ITS_FILES = (
    update(EVIDENCE).where(EVIDENCE.c.draft_id == bindparam("draft")).values(case_number=bindparam("new_number"))
)

BY_PETITIONER = "petitioner"
ONLINE = "online"


@dataclass(frozen=True, kw_only=True)
class Filed:
    """What filing gives back."""

    case_number: str
    code: str
    created: bool
    """False when this draft had been filed before: nothing was done again."""


class Filing:
    """Files petitions."""

    def __init__(self, rules: Rules, outbox: Outbox, key_ring: KeyRing) -> None:
        self._rules = rules
        self._outbox = outbox
        self._key_ring = key_ring

    def file(self, tx: Transaction, command: FilePetition, now: datetime) -> Filed:
        """Register what was confirmed. A draft that is filed already gives its case back."""
        draft = tx.connection().execute(_DRAFT, {"draft": command.draft_id}).one_or_none()
        if draft is None:
            raise NotFound(f"draft {command.draft_id}")
        if draft.state is DraftState.FILED and draft.case_number:
            return Filed(case_number=draft.case_number, code=draft.code, created=False)
        values = values_of(draft)
        _check(draft, values, command)
        row = self._case(tx, draft, values, command.proposal, now)
        direct = file_with(tx, row, command.organ_id)
        clocks = self._start_clocks(row, now, direct=direct)
        _keep(tx, row, clocks, now)
        add_claims(tx, row, command.proposal.claims)
        self._tell(tx, row, clocks, now, direct=direct)
        tx.connection().execute(_FILED, {"draft": draft.id, "new_number": row.number, "filed_at": now})
        tx.connection().execute(_ITS_FILES, {"draft": draft.id, "new_number": row.number})
        put_beside(tx, row, _text(values, "beside_case"), now)
        take_back(tx, draft.id)
        return Filed(case_number=row.number, code=row.code, created=True)

    def _case(
        self, tx: Transaction, draft: Row[Any], values: Mapping[str, Any], proposal: Proposal, now: datetime
    ) -> PetitionRow:
        region = region_of(values.get("place_code"))
        name = _text(values, "petitioner_name")
        row = PetitionRow(
            number=next_number(tx, region=region, now=now),
            draft_id=draft.id,
            draft_version=draft.version,
            code=draft.code,
            code_index=draft.code_index,
            channel=draft.channel,
            address=draft.address,
            language=draft.language,
            state=self._rules.workflow.filing.to,
            nature=proposal.nature,
            route=None,
            proposed_route=proposal.route.route if proposal.route else None,
            grounds=_grounds(proposal),
            matter=joined(proposal.matter),
            matter_confidence=proposal.matter_confidence,
            matter_words=list(proposal.matter_words),
            region_code=region,
            region_name=_text(values, "place_name"),
            affected_count=values.get("affected_count"),
            petitioner_name=name,
            anonymous=bool(values.get("anonymous")) or not name,
            public_ok=bool(values.get("public_ok")),
            # An accusation must not pass through a queue unsealed, not even until a person has looked at it. What was
            # sealed while it was told stays so: only a person may open it.
            sealed=_accuses(proposal) or bool(values.get("sealed")),
            risk=[dict(risk) for risk in proposal.risk],
            unit="",
            unit_id=None,
            office_id=None,
            received_at=now,
            state_since=now,
            next_due=None,
            next_clock="",
            urgency=first_look(proposal.risk, _text(values, "facts")).value,
            waiting_since=None,
            form=_text(values, "form") or ONLINE,
            representatives=list(values.get("representatives") or ()) or None,
            version=1,
            **{field: _text(values, field) for field in _TEXTS},
        )
        set_search_columns(row, self._key_ring)
        return row

    def _start_clocks(self, row: PetitionRow, now: datetime, *, direct: bool) -> list[ClockRow]:
        started = [
            clock
            for name in self._rules.workflow.filing.starting(direct=direct)
            if (clock := self._rules.clocks.start(name, now, case_id=None, route=row.route, region=row.region_code))
        ]
        set_next_due(row, started, self._rules.clocks)
        return started

    def _tell(self, tx: Transaction, row: PetitionRow, clocks: list[ClockRow], now: datetime, *, direct: bool) -> None:
        notice = self._rules.workflow.filing.notice
        facts = {"sealed": row.sealed, "direct": direct}
        values = {
            "unit": row.unit,
            "number": row.number,
            "code": row.code,
            "date": day_in_words(now, row.language),
            "due": day_in_words(clocks[0].due, row.language) if clocks else "",
        }
        text = self._rules.notices.text(notice, language=row.language, facts=facts, values=values)
        line = self._rules.notices.text(f"timeline_{notice}", language=row.language, facts=facts, values=values)
        entry = Entry(at=now, by=BY_PETITIONER, step=notice, actor=None, version=1, told=line)
        write_entry(tx, row.id, entry, source=None)
        receipt = NewMessage(
            channel=row.channel,
            address=row.address,
            text=text,
            key=f"notice:{row.number}:{notice}",
            custom={"case": {"number": row.number, "query_code": row.code}},
            case_number=row.number,
        )
        self._outbox.put([receipt], tx=tx)


def _keep(tx: Transaction, row: PetitionRow, clocks: list[ClockRow], now: datetime) -> None:
    tx.add(row)
    tx.flush()
    place(tx, row)
    for clock in clocks:
        clock.case_id = row.id
    tx.add_all(clocks)
    write_events(tx, [Happened(clock, "started", now) for clock in clocks])


def set_next_due(row: PetitionRow, clocks: list[ClockRow], rules: Clocks) -> None:
    """Keep the nearest limit of an office on the case itself."""
    running = [clock for clock in clocks if clock.state is ClockState.RUNNING and rules.is_office(clock)]
    nearest = min(running, key=lambda clock: clock.due, default=None)
    row.next_due = nearest.due if nearest else None
    row.next_clock = nearest.clock if nearest else ""


_TEXTS = (
    "place",
    "occurred_at",
    "respondent",
    "facts",
    "request",
    "prior_handling",
    "petitioner_phone",
    "petitioner_address",
    "id_number",
)


def _check(draft: Row[Any], values: Mapping[str, Any], command: FilePetition) -> None:
    if draft.state is not DraftState.OPEN:
        raise WrongState(f"draft {draft.id} is {draft.state}")
    if draft.version != command.draft_version:
        raise DraftChanged(f"version {draft.version}, confirmed was {command.draft_version}")
    if not _text(values, "facts"):
        raise DraftIncomplete("facts")


def _accuses(proposal: Proposal) -> bool:
    """One accusation among the claims seals the whole: its story cannot be told in halves."""
    return Nature.ACCUSATION in {proposal.nature, *(claim.nature for claim in proposal.claims)}


def _grounds(proposal: Proposal) -> dict[str, Any]:
    guess = proposal.route
    why: dict[str, Any] = {"hints": list(proposal.hints)}
    if guess is not None:
        roads = [dict(road) for road in guess.roads]
        why |= {"reason": guess.reason, "reason_en": guess.reason_en, "words": list(guess.words), "roads": roads}
    return why


def _text(values: Mapping[str, Any], field: str) -> str:
    value = values.get(field)
    return "" if value is None else str(value).strip()
