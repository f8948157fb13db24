"""Whether a citizen has raised a matter before: the open cases it may be, and joining a draft to one of them.

Who is the same person is decided here, whether it is the same matter by whoever asks; neither is ever acted on without
the citizen's word (domain.md 2.2).
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, bindparam, select, update

from cases.access import sight, standing
from cases.alike import AlikeCase, alike_to_draft
from cases.citizens import SUPPLEMENT
from cases.claims import levels
from cases.erasure import ENDED
from cases.errors import NotFound, WrongState
from cases.filing import BY_PETITIONER
from cases.form_versions import values_of
from cases.likeness import Grade
from cases.numbers import normalise_number
from cases.passing import heard
from cases.search import name_digest, phone_digest
from cases.tables import DraftRow, EvidenceRow, HistoryRow, PetitionRow
from cases.values import Draft, DraftState, EarlierCase, Official, State
from storage import Database, Transaction

MOST = 8
_LOOKED_AT = 100
"""So many of the newest are looked at; a chat with more open cases is nobody's everyday."""
# One statement for each index: joined by "or", neither database would use them. Built once, as every filing asks.
_NEWEST = select(PetitionRow.id).order_by(PetitionRow.id.desc()).limit(_LOOKED_AT)
_HERE = _NEWEST.where(PetitionRow.channel == bindparam("channel"), PetitionRow.address == bindparam("address"))
_SAME = _NEWEST.where(
    PetitionRow.phone_index == bindparam("phone"),
    PetitionRow.name_index == bindparam("name"),
    PetitionRow.sealed.is_(False),
)
SURE = 0.8
"""Somebody is asked about another's case only where little doubt is left."""
FEWEST_TOLD = 3
"""What is told of fewer would tell of somebody."""
SUPPORTED = "supported"
FROM_ELSEWHERE = "（在另一处会话里补充，姓名和电话相同）\n"


@dataclass(frozen=True, kw_only=True)
class Others:
    """What may be told of others' cases: never who told it, where or when."""

    same: str | None = None
    """The number of an open case of the same incident; for us, not for the citizen."""
    ended: int = 0
    """So many alike have ended with an opinion; 0 where they are too few to be spoken of."""
    supported: int = 0


@dataclass(frozen=True, kw_only=True)
class Earlier:
    """What an official may know of the open cases of who stands before them."""

    cases: tuple[EarlierCase, ...] = ()
    elsewhere: bool = False
    """There is one that is not theirs to see: its number and code are the petitioner's to give."""


class Repeats:
    """Finds and joins. A sealed case is only known in its own chat, and only sealed words are ever added to it."""

    def __init__(self, database: Database, *, clock: Callable[[], datetime]) -> None:
        self._database = database
        self._clock = clock

    def candidates(self, draft: Draft) -> list[EarlierCase]:
        """The open cases of the same citizen and region, newest first. For the chat: officials ask `seen_by`."""
        with self._database.read() as tx:
            query = self._open(tx, draft)
            return [] if query is None else [_view(row, draft) for row in tx.scalars(query.limit(MOST))]

    def seen_by(self, official: Official, draft: Draft) -> Earlier:
        """Those of them that an official may see; of any other only that there is one."""
        with self._database.read() as tx:
            query = self._open(tx, draft)
            if query is None:
                return Earlier()
            seen = tx.scalars(query.where(sight(tx, official, helping=True))).all()
            known = tx.scalars(query.with_only_columns(PetitionRow.id)).all()
            return Earlier(cases=tuple(_view(row, draft) for row in seen[:MOST]), elsewhere=len(known) > len(seen))

    def _open(self, tx: Transaction, draft: Draft) -> Select[PetitionRow] | None:
        code, sealed = str(draft.values.get("place_code") or ""), bool(draft.values.get("sealed"))
        ids = [*self._here(tx, draft), *self._same_person(tx, draft)]
        if not ids:
            return None
        query = select(PetitionRow).where(PetitionRow.id.in_(ids), PetitionRow.state != State.CONCLUDED)
        if code:
            query = query.where(PetitionRow.region_code == code)
        if sealed:
            query = query.where(PetitionRow.sealed)
        return query.order_by(PetitionRow.id.desc())

    def alike(self, draft: Draft, *, matter: Sequence[str] = ()) -> tuple[AlikeCase, ...]:
        """What others told that this may be about too, graded, with reasons and with how it ended."""
        return alike_to_draft(self._database, draft, matter=matter, now=self._clock())

    def others(self, draft: Draft, *, matter: Sequence[str] = ()) -> Others:
        """What can be told of others' cases: one that is surely of the same incident, or how such things ended."""
        found = [case for case in self.alike(draft, matter=matter) if case.grade is not Grade.REPEAT]
        same = (case for case in found if case.grade is Grade.SAME_INCIDENT and case.score >= SURE)
        running = next((case.number for case in same if case.state not in ENDED), None)
        ended = [case for case in found if case.outcomes and case.state in ENDED and _same_matter(case)]
        if running is not None or len(ended) < FEWEST_TOLD:
            return Others(same=running)
        return Others(ended=len(ended), supported=sum(SUPPORTED in case.outcomes for case in ended))

    def join(self, draft_id: str, number: str, *, source: str, by: Official | None = None) -> None:
        """Add a draft's words and files to a case, and close the draft. Again, it does nothing.

        `by`: the official who does it, to a case that they may see. Raises `NotFound` when the case is not this
        citizen's to add to, `WrongState` when the draft was filed.
        """
        with self._database.begin() as tx:
            draft = tx.scalars(select(DraftRow).where(DraftRow.id == draft_id).with_for_update()).one_or_none()
            if draft is None:
                raise NotFound(f"draft {draft_id}")
            if draft.state is DraftState.CANCELLED and draft.case_number == normalise_number(number):
                return
            if draft.state is not DraftState.OPEN:
                raise WrongState(f"draft {draft_id} is {draft.state}")
            if by is not None:
                standing(tx, by, number)
            row = self._own_case(tx, draft, number)
            self._add(tx, row, draft, source)
            draft.state, draft.case_number, draft.updated_at = DraftState.CANCELLED, row.number, self._clock()

    def _own_case(self, tx: Transaction, draft: DraftRow, number: str) -> PetitionRow:
        query = select(PetitionRow).where(PetitionRow.number == normalise_number(number)).with_for_update()
        row = tx.scalars(query, execution_options={"populate_existing": True}).one_or_none()
        if row is None:
            raise NotFound(number)
        here = (row.channel, row.address) == (draft.channel, draft.address)
        values = values_of(draft)
        phone, name = self._digests(values)
        same = not row.sealed and phone is not None and (row.phone_index, row.name_index) == (phone, name)
        if not (here or same) or (values.get("sealed") and not row.sealed):
            raise NotFound(number)
        return row

    def _add(self, tx: Transaction, row: PetitionRow, draft: DraftRow, source: str) -> None:
        here = (row.channel, row.address) == (draft.channel, draft.address)
        values = values_of(draft)
        told = [str(values.get(field) or "").strip() for field in ("facts", "request")]
        words = "\n".join(dict.fromkeys(filter(None, told)))
        text = words if here else f"{FROM_ELSEWHERE}{words}"
        entry = {"at": self._clock(), "by": BY_PETITIONER, "step": SUPPLEMENT, "source": source or f"draft:{draft.id}"}
        tx.add(HistoryRow(case_id=row.id, text=text, told=words, **entry))
        there = select(EvidenceRow.sha256).where(EvidenceRow.case_number == row.number)
        files = update(EvidenceRow).where(EvidenceRow.draft_id == draft.id, EvidenceRow.sha256.not_in(there))
        tx.execute(files.values(case_number=row.number).execution_options(synchronize_session=False))
        # An official who has not read these words must not take a step past them.
        row.version += 1
        heard(tx, row, words)

    def _here(self, tx: Transaction, draft: Draft) -> Iterable[int]:
        return tx.connection().scalars(_HERE, {"channel": draft.channel, "address": draft.address})

    def _same_person(self, tx: Transaction, draft: Draft) -> Iterable[int]:
        phone, name = self._digests(draft.values)
        if phone is None or name is None:
            return ()
        return tx.connection().scalars(_SAME, {"phone": phone, "name": name})

    def _digests(self, values: Mapping[str, Any]) -> tuple[str | None, str | None]:
        ring = self._database.key_ring
        phone, name = str(values.get("petitioner_phone") or ""), str(values.get("petitioner_name") or "")
        return phone_digest(ring, phone), name_digest(ring, name)


def _same_matter(case: AlikeCase) -> bool:
    return any(kind == "matter" for kind, _ in case.reasons)


def _view(row: PetitionRow, draft: Draft) -> EarlierCase:
    return EarlierCase(
        number=row.number,
        state=row.state,
        matter=levels(row.matter),
        facts=row.facts,
        request=row.request,
        respondent=row.respondent,
        same_chat=(row.channel, row.address) == (draft.channel, draft.address),
    )
