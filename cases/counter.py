"""Letters, visits and calls: an official writes down what is told, in the same draft, filed by the same transaction."""

import secrets
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import literal_column, select

from cases import audit
from cases.access import require, who
from cases.clocks import DIRECT
from cases.draft_fields import FORMS
from cases.drafts import Drafts
from cases.errors import NotFound, StepIncomplete
from cases.evidence import EvidenceStore
from cases.filing import Filed, Filing
from cases.form_versions import values_of
from cases.outbox import COUNTER, Outbox
from cases.repeats import Earlier, Repeats
from cases.tables import ClockRow, DraftRow, OutboxRow, PetitionRow
from cases.values import Draft, DraftState, Evidence, FilePetition, MessageState, Nature, Official, Proposal, Role
from storage import Database

TELLERS = (Role.OFFICIAL, Role.DISCIPLINE)
"""Whose work it is to write down what is told."""

MOST_REPRESENTATIVES = 5
"""Art. 20(3): a matter of many is put forward by at most five."""

MOST_OPEN = 50
ELSEWHERE = "elsewhere"
_BY = "taken_by"


@dataclass(frozen=True, kw_only=True)
class Slip:
    """What a petitioner takes home from the counter."""

    number: str
    code: str
    form: str
    filed_at: datetime
    direct: bool = False
    """The organ that took it in answers itself (Art. 23)."""


class Counter:
    """The counter, for one official. Nobody else sees what they have not filed yet."""

    def __init__(
        self,
        database: Database,
        official: Official,
        *,
        drafts: Drafts,
        evidence: EvidenceStore,
        filing: Filing,
        outbox: Outbox,
        repeats: Repeats,
        clock: Callable[[], datetime],
    ) -> None:
        self._database = database
        self._official = official
        self._drafts = drafts
        self._evidence = evidence
        self._filing = filing
        self._outbox = outbox
        self._repeats = repeats
        self._clock = clock

    def start(self, form: str) -> Draft:
        """Begin to write down what is told. Raises `StepIncomplete` for a form that is none."""
        require(self._official, *TELLERS)
        if form not in FORMS:
            raise StepIncomplete(f"form: {form!r} is not possible")
        draft = self._drafts.open(COUNTER, secrets.token_hex(12))
        return self._drafts.save(draft.id, {"form": form, _BY: self._official.name})

    def open_drafts(self) -> list[Draft]:
        """What this official has begun and not filed, the newest first."""
        here = DraftRow.channel == COUNTER, DraftRow.state == literal_column("'open'"), DraftRow.attached
        with self._database.read() as tx:
            rows = tx.scalars(select(DraftRow).where(*here).order_by(DraftRow.updated_at.desc())).all()
            mine = [row.id for row in rows if values_of(row).get(_BY) == self._official.name]
        return [self._drafts.get(draft) for draft in mine[:MOST_OPEN]]

    def draft(self, draft_id: str) -> Draft:
        """One's own draft of the counter, open or filed. Raises `NotFound` for any other."""
        require(self._official, *TELLERS)
        draft = self._drafts.get(draft_id)
        if draft.channel != COUNTER or draft.values.get(_BY) != self._official.name:
            raise NotFound(f"draft {draft_id}")
        return draft

    def save(self, draft_id: str, values: Mapping[str, Any]) -> Draft:
        """Keep what is written so far; an empty value takes a field away."""
        draft = self.draft(draft_id)
        people = values.get("representatives") or ()
        if len(people) > MOST_REPRESENTATIVES:
            raise StepIncomplete(f"representatives: no more than {MOST_REPRESENTATIVES} (Art. 20)")
        given = {name: value for name, value in values.items() if value not in ("", None, (), [])}
        return self._drafts.save(draft.id, given, remove=values.keys() - given.keys())

    def keep_file(self, draft_id: str, data: bytes, *, name: str, media_type: str) -> Evidence:
        """Keep a photo of a letter, or whatever was handed over."""
        draft = self.draft(draft_id)
        kind = "photo" if media_type.startswith("image/") else "document"
        return self._evidence.keep(data, name=name, media_type=media_type, kind=kind, draft_id=draft.id, source=COUNTER)

    def give_up(self, draft_id: str) -> None:
        """Throw away what was begun."""
        self._drafts.cancel(self.draft(draft_id).id)

    def earlier(self, draft_id: str) -> Earlier:
        """Open cases of whoever is named in the draft by name and phone, as far as one may see them. Audited."""
        draft = self.draft(draft_id)
        found = self._repeats.seen_by(self._official, draft)
        if found.cases or found.elsewhere:
            numbers = " ".join(one.number for one in found.cases)
            with self._database.begin() as tx:
                by, why = who(self._official), f"draft {draft.id}"
                subject = numbers or ELSEWHERE
                audit.write(tx, at=self._clock(), who=by, action="counter_match", subject=subject, reason=why)
        return found

    def join(self, draft_id: str, number: str) -> None:
        """Add what is told to an open case of theirs that one may see. Raises as `Repeats.join` does."""
        draft = self.draft(draft_id)
        self._repeats.join(draft.id, number, source=f"counter:{draft.id}", by=self._official)

    def file(self, draft_id: str, version: int, *, nature: Nature | None, matter: Sequence[str]) -> Filed:
        """File it, once. Its receipt is printed and handed over, so that nothing waits to be sent.

        Raises as `Register.file` does.
        """
        draft, now = self.draft(draft_id), self._clock()
        # A person has judged it: there is nothing left to guess.
        proposal = Proposal(nature=nature, matter=tuple(matter), matter_confidence=1.0 if matter else 0.0)
        organ = self._official.unit_id
        with self._database.begin() as tx:
            command = FilePetition(draft_id=draft.id, draft_version=version, proposal=proposal, organ_id=organ)
            filed = self._filing.file(tx, command, now)
            receipts = select(OutboxRow.id).where(OutboxRow.channel == COUNTER, OutboxRow.address == draft.address)
            for receipt in tx.scalars(receipts).all() if filed.created else ():
                self._outbox.mark(receipt, MessageState.OTHER_MEANS, detail="printed at the counter", tx=tx)
        return filed

    def slip(self, draft_id: str) -> Slip:
        """What is printed for the petitioner; only for who wrote it down. Raises `NotFound` before it is filed."""
        draft = self.draft(draft_id)
        if draft.state is not DraftState.FILED or draft.case_number is None:
            raise NotFound(f"draft {draft_id}")
        form = str(draft.values.get("form", ""))
        its = select(ClockRow.id).join(PetitionRow, PetitionRow.id == ClockRow.case_id)
        its = its.where(PetitionRow.number == draft.case_number, ClockRow.clock == DIRECT)
        with self._database.read() as tx:
            direct = tx.scalar(its.limit(1)) is not None
        return Slip(number=draft.case_number, code=draft.code, form=form, filed_at=draft.updated_at, direct=direct)
