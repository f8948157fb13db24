"""Wishes to have one's data deleted (PIPL Arts. 15, 47).

What was never filed goes at once. On each filed case a person decides, with what the law keeps before their eyes
(`cases/erasure.py`), and the citizen is told either way. A sealed case is for discipline staff to decide on, two of
them where it is granted: for everybody else it does not exist, nor does the wish about it.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Select, and_, delete, func, or_, select

from cases import audit
from cases.access import case_row, require, sight, who
from cases.approvals import ERASE, Approvals
from cases.citizen_tables import CoPetitionerRow, DeletionRow
from cases.erasing import ERASED, GRANTED, Erasing, notice_key
from cases.erasure import ErasurePlan, plans
from cases.errors import NotFound, StepIncomplete, WrongState
from cases.evidence import EvidenceStore, doom
from cases.notices import Notices
from cases.outbox import Outbox
from cases.tables import DraftRow, EvidenceRow, HeldFileRow, OutboxRow, PetitionRow
from cases.values import DraftState, MessageState, NewMessage, Official, Role, State
from storage import Database, Transaction

WAITING, KEPT, DONE = "waiting", "kept", "done"
MOST_WAITING = 200
DECIDED_SHOWN = 50


@dataclass(frozen=True, kw_only=True)
class Asked:
    """What became of a wish at once."""

    drafts: int
    """So many unfiled petitions were deleted."""
    numbers: tuple[str, ...]
    """The filed cases that persons decide on, each by itself."""


@dataclass(frozen=True, kw_only=True)
class Deletion:
    """A wish as far as it is about one case, and what became of it."""

    id: int
    channel: str
    address: str
    asked_at: datetime
    drafts: int
    number: str
    case_state: State
    sealed: bool
    plan: ErasurePlan | None
    """What granting would do; None where it was decided."""
    state: str
    answer: str = ""
    """What the citizen was told, with the reason."""
    decided_at: datetime | None = None
    decided_by: str = ""


class Deletions:
    """Deletes what may go at once, and puts the rest to persons."""

    def __init__(
        self,
        database: Database,
        *,
        outbox: Outbox,
        files: EvidenceStore,
        clock: Callable[[], datetime],
        notices: Notices,
        approvals: Approvals,
        erasing: Erasing,
    ) -> None:
        self._database = database
        self._outbox = outbox
        self._files = files
        self._clock = clock
        self._notices = notices
        self._approvals = approvals
        self._erasing = erasing

    def ask(self, channel: str, address: str, *, source: str, language: str = "zh") -> Asked:
        """Delete what was never filed in this conversation, and note the wish. The same message again asks once."""
        asked = self._ask(channel, address, source, language)
        self._files.clear()
        return asked

    def _ask(self, channel: str, address: str, source: str, language: str) -> Asked:
        with self._database.begin() as tx:
            mine = _cases_of(tx, channel, address)
            known = tx.scalars(select(DeletionRow).where(DeletionRow.source == source)).all()
            if known:
                return Asked(drafts=sum(row.drafts for row in known), numbers=tuple(mine.values()))
            drafts = self._delete_unfiled(tx, channel, address)
            here = DeletionRow.channel == channel, DeletionRow.address == address, DeletionRow.state == WAITING
            waiting = set(tx.scalars(select(DeletionRow.case_id).where(*here)))
            new = [case_id for case_id in mine if case_id not in waiting]
            for case_id in new if mine else [None]:
                tx.add(
                    DeletionRow(
                        channel=channel,
                        address=address,
                        language=language,
                        source=source,
                        asked_at=self._clock(),
                        drafts=drafts if case_id in (None, *new[:1]) else 0,
                        case_id=case_id,
                        state=WAITING if mine else DONE,
                        decided_at=None,
                        decided_by="",
                        answer="",
                    )
                )
            return Asked(drafts=drafts, numbers=tuple(mine.values()))

    def waiting(self, official: Official) -> list[Deletion]:
        """What this person has to decide, the oldest first. Raises `NotAllowed`."""
        with self._database.read() as tx:
            query = _theirs(tx, official, DeletionRow.state == WAITING).order_by(DeletionRow.id).limit(MOST_WAITING)
            found = [(wish, row) for wish, row in tx.execute(query)]
            would = plans(tx, [(row, _signed(wish, row)) for wish, row in found], self._clock())
            return [_view(wish, row, plan) for (wish, row), plan in zip(found, would, strict=True)]

    def count(self, official: Official) -> int:
        """How many wait for this person. Raises `NotAllowed`."""
        with self._database.read() as tx:
            query = _theirs(tx, official, DeletionRow.state == WAITING).with_only_columns(func.count())
            return tx.scalar(query) or 0

    def decided(self, official: Official) -> list[Deletion]:
        """What was decided, the newest first. Raises `NotAllowed`."""
        with self._database.read() as tx:
            query = _theirs(tx, official, DeletionRow.state.in_((GRANTED, ERASED, KEPT)))
            newest = query.order_by(DeletionRow.decided_at.desc(), DeletionRow.id.desc()).limit(DECIDED_SHOWN)
            return [_view(wish, row, None) for wish, row in tx.execute(newest)]

    def decide(self, official: Official, deletion_id: int, *, grant: bool, answer: str) -> Deletion:
        """Decide on a wish, with what the citizen is told.

        Granting erases, for good. Raises `NotAllowed`, `NotFound`, `WrongState` (decided already), `StepIncomplete` (no
        words, or the case is still being handled), `SecondPersonNeeded` (to erase a sealed case).
        """
        if not answer.strip():
            raise StepIncomplete("missing: what the citizen is told")
        with self._database.begin() as tx:
            wish, row = self._locked(tx, official, deletion_id)
            (plan,) = plans(tx, [(row, _signed(wish, row))], self._clock())
            if grant and plan.open:
                raise StepIncomplete(f"open: {row.number} is still being handled")
            if grant and row.sealed:
                self._approvals.require(ERASE, row.number, by=official, tx=tx)
            wish.state, wish.answer = GRANTED if grant else KEPT, answer.strip()
            wish.decided_at, wish.decided_by = self._clock(), who(official)
            self._note(tx, wish, row, "deletion", f"deletion {wish.id}", wish.state)
            self._tell(tx, wish, row.number, plan)
            if grant:
                self._erasing.erase(tx, wish, row, by=wish.decided_by)
                self._note(tx, wish, row, "erased", row.number, f"deletion {wish.id}")
            return _view(wish, row, None)

    def _locked(self, tx: Transaction, official: Official, deletion_id: int) -> tuple[DeletionRow, PetitionRow]:
        found = tx.execute(_theirs(tx, official, DeletionRow.id == deletion_id)).one_or_none()
        if found is None:
            raise NotFound(f"deletion {deletion_id}")
        # The case first, as every step locks it.
        row = case_row(tx, official, found[1].number, lock=True)
        wish = tx.get_one(DeletionRow, deletion_id, with_for_update=True, populate_existing=True)
        if wish.state != WAITING:
            raise WrongState(f"deletion {deletion_id} is {wish.state}")
        return wish, row

    def _note(
        self, tx: Transaction, wish: DeletionRow, row: PetitionRow, action: str, subject: str, reason: str
    ) -> None:
        # The answer itself may name people, and the audit is readable in the database.
        by, at, sealed = wish.decided_by, self._clock(), row.sealed
        audit.write(tx, at=at, who=by, action=action, subject=subject, reason=reason, sealed=sealed)

    def _tell(self, tx: Transaction, wish: DeletionRow, number: str, plan: ErasurePlan) -> None:
        stop = "; " if wish.language.startswith("en") else "；"
        goes, stays = (stop.join(item.text(wish.language) for item in part) for part in (plan.goes, plan.stays))
        law = dict.fromkeys(item.article for item in plan.stays)
        values = {"text": wish.answer, "number": number, "goes": goes, "stays": stays, "article": "；".join(law)}
        facts = {"granted": wish.state == GRANTED}
        words = self._notices.text("deletion", language=wish.language, facts=facts, values=values)
        message = NewMessage(channel=wish.channel, address=wish.address, text=words, key=notice_key(wish))
        self._outbox.put([message], tx=tx)

    def _delete_unfiled(self, tx: Transaction, channel: str, address: str) -> int:
        """Delete drafts that became no case, their files, and what was answered here; how many drafts."""
        here = and_(DraftRow.channel == channel, DraftRow.address == address)
        unfiled = and_(here, DraftRow.state != DraftState.FILED, DraftRow.case_number.is_(None))
        ids: Sequence[str] = tx.scalars(select(DraftRow.id).where(unfiled)).all()
        attached = and_(EvidenceRow.draft_id.in_(ids), EvidenceRow.case_number.is_(None))
        held = HeldFileRow.owner == f"{channel}:{address}"
        doom(tx, tx.scalars(select(EvidenceRow.sha256).where(attached)).all())
        doom(tx, tx.scalars(select(HeldFileRow.sha256).where(held)).all())
        for gone in (delete(EvidenceRow).where(attached), delete(DraftRow).where(DraftRow.id.in_(ids))):
            tx.execute(gone.execution_options(synchronize_session=False))
        tx.execute(delete(HeldFileRow).where(held).execution_options(synchronize_session=False))
        # What waits to be sent is still sent; notices have a key, and belong to cases or to calls for a person.
        said = and_(OutboxRow.channel == channel, OutboxRow.address == address, OutboxRow.case_number.is_(None))
        answers = delete(OutboxRow).where(said, OutboxRow.key.is_(None), OutboxRow.state != MessageState.QUEUED)
        tx.execute(answers.execution_options(synchronize_session=False))
        return len(ids)


def _cases_of(tx: Transaction, channel: str, address: str) -> dict[int, str]:
    """The cases told in a conversation, and those that were signed from it: id -> number."""
    cases = select(PetitionRow.id, PetitionRow.number).order_by(PetitionRow.id)
    told = cases.where(PetitionRow.channel == channel, PetitionRow.address == address)
    signed = cases.join(CoPetitionerRow, CoPetitionerRow.case_id == PetitionRow.id)
    signed = signed.where(CoPetitionerRow.channel == channel, CoPetitionerRow.address == address)
    return {case_id: number for query in (told, signed) for case_id, number in tx.execute(query)}


def _theirs(tx: Transaction, official: Official, wanted: ColumnElement[bool]) -> Select[DeletionRow, PetitionRow]:
    """The wishes among these that this person decides on: an administrator's, or of sealed cases discipline staff's."""
    require(official, Role.ADMINISTRATOR, Role.DISCIPLINE)
    kinds = [
        PetitionRow.sealed.is_(sealed)
        for role, sealed in ((Role.ADMINISTRATOR, False), (Role.DISCIPLINE, True))
        if role in official.roles
    ]
    query = select(DeletionRow, PetitionRow).join(PetitionRow, PetitionRow.id == DeletionRow.case_id)
    return query.where(wanted, or_(*kinds), sight(tx, official))


def _signed(wish: DeletionRow, row: PetitionRow) -> bool:
    return (row.channel, row.address) != (wish.channel, wish.address)


def _view(wish: DeletionRow, row: PetitionRow, plan: ErasurePlan | None) -> Deletion:
    return Deletion(
        id=wish.id,
        channel=wish.channel,
        address=wish.address,
        asked_at=wish.asked_at,
        drafts=wish.drafts,
        number=row.number,
        case_state=row.state,
        sealed=row.sealed,
        plan=plan,
        state=wish.state,
        answer=wish.answer,
        decided_at=wish.decided_at,
        decided_by=wish.decided_by,
    )
