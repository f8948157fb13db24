"""Erases who a petitioner is, for good: in the case, in all that was written about it, and where they are reached.

What belongs to the register goes in the transaction of the decision. The words of the conversation, the bytes of files
and the notice itself follow (`finish`); a kill in between leaves them to the next time, and doing it again changes
nothing.
"""

import secrets
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import delete, exists, or_, select

from cases.citizen_tables import CoPetitionerRow, DeletionRow, EvaluationRow, JoinCodeRow
from cases.erasure import answered
from cases.evidence import EvidenceStore, doom
from cases.likeness_tables import KeyRow, TieRow
from cases.masking import cut_text, mask_address, without_town
from cases.papers.tables import PaperRow, PaperVersionRow
from cases.tables import (
    ClaimRow,
    ContactRow,
    DraftRow,
    EvidenceRow,
    HistoryRow,
    OutboxRow,
    PetitionRow,
)
from cases.unit_tables import ApprovalRow
from cases.urgency import Why
from cases.values import DraftState, MessageState
from storage import Database, Transaction

STEP = "erase"
GRANTED, ERASED = "granted", "erased"
NOTICE_KEPT = timedelta(days=30)
"""So long the petitioner can read what was decided; then the notice goes, and with it where it was sent."""
BATCH = 50
Forget = Callable[[Transaction, str, datetime], None]
"""Forgets what was said in a conversation until then: the other register's part."""


@dataclass(frozen=True)
class Identity:
    """What is cut out of every text of a case."""

    names: tuple[str, ...]
    said: tuple[str, ...]

    @classmethod
    def of(cls, row: PetitionRow) -> "Identity":
        """Who a petitioner is, in the ways that it may be written."""
        names = (row.petitioner_name, *(row.representatives or ()))
        home = row.petitioner_address
        said = (home, without_town(home), row.petitioner_phone, row.id_number, row.code)
        return cls(tuple(filter(None, names)), tuple(filter(None, said)))

    def cut(self, text: str) -> str:
        """A text without them, and without whatever looks like a number or an address of a person."""
        return cut_text(text, names=self.names, said=self.said)


class Erasing:
    """Carries out what was granted."""

    def __init__(self, database: Database, *, files: EvidenceStore, clock: Callable[[], datetime]) -> None:
        self._database = database
        self._files = files
        self._clock = clock

    def erase(self, tx: Transaction, wish: DeletionRow, row: PetitionRow, *, by: str) -> None:
        """Erase one case, or one signature under it, that is locked by the caller."""
        if (row.channel, row.address) != (wish.channel, wish.address):
            _erase_signature(tx, wish, row.id, self._clock())
        else:
            _erase_case(tx, row, _digest(self._database), by=by, at=self._clock())
        tx.flush()
        _forget_contact(tx, wish.channel, wish.address)

    def finish(self, forget: Forget) -> int:
        """Do what is left of everything granted; how many wishes are over with."""
        done, after = 0, 0
        while ids := self._granted(after):
            after = ids[-1]
            for wish_id in ids:
                with self._database.begin() as tx:
                    done += self._finish(tx, wish_id, forget)
        self._files.clear()
        return done

    def _granted(self, after: int) -> list[int]:
        with self._database.read() as tx:
            query = select(DeletionRow.id).where(DeletionRow.state == GRANTED, DeletionRow.id > after)
            return list(tx.scalars(query.order_by(DeletionRow.id).limit(BATCH)))

    def _finish(self, tx: Transaction, wish_id: int, forget: Forget) -> bool:
        wish = tx.get(DeletionRow, wish_id, with_for_update=True, populate_existing=True)
        if wish is None or wish.state != GRANTED or wish.decided_at is None:
            return False
        row = tx.get_one(PetitionRow, wish.case_id)
        here = OutboxRow.channel == wish.channel, OutboxRow.address == wish.address
        # What was still on its way at the decision has been sent by now.
        _blank(tx, lambda _: "", _nowhere(), OutboxRow.case_number == row.number, *here)
        if not _lives_on(tx, wish.channel, wish.address):
            forget(tx, f"{wish.channel}:{wish.address}", self._until(tx, wish, wish.decided_at))
            old = OutboxRow.case_number.is_(None), OutboxRow.key.is_(None), OutboxRow.created_at <= wish.decided_at
            _delete(tx, OutboxRow, *here, *old, OutboxRow.state != MessageState.QUEUED)
        if not self._read_long_enough(tx, wish):
            return False
        _delete(tx, OutboxRow, OutboxRow.key == notice_key(wish))
        wish.state, wish.address, wish.source = ERASED, "", f"{ERASED}:{wish.id}"
        return True

    def _until(self, tx: Transaction, wish: DeletionRow, decided_at: datetime) -> datetime:
        """What is being written now is another petition: its words are needed."""
        begun = tx.scalar(select(DraftRow.created_at).where(*_writing(wish.channel, wish.address)))
        return min(decided_at, begun) if begun is not None else decided_at

    def _read_long_enough(self, tx: Transaction, wish: DeletionRow) -> bool:
        notice = tx.scalars(select(OutboxRow).where(OutboxRow.key == notice_key(wish))).one_or_none()
        if notice is None:
            return True
        return notice.state is not MessageState.QUEUED and notice.created_at <= self._clock() - NOTICE_KEPT


def notice_key(wish: DeletionRow) -> str:
    """Under which the citizen is told what was decided, once."""
    return f"deletion:{wish.id}:{GRANTED if wish.state == ERASED else wish.state}"


def _digest(database: Database) -> str:
    return database.key_ring.index(f"{ERASED}:{secrets.token_hex(16)}")


def _erase_case(tx: Transaction, row: PetitionRow, digest: str, *, by: str, at: datetime) -> None:
    who = Identity.of(row)
    for name in ("facts", "request", "respondent", "occurred_at", "prior_handling"):
        setattr(row, name, who.cut(getattr(row, name)))
    row.place = mask_address(who.cut(row.place))
    row.matter_words, row.grounds, row.representatives, row.search_text = [], None, None, ""
    row.risk = [{"kind": risk.get("kind", "")} for risk in row.risk]
    row.address, row.code, row.code_index = _nowhere(), "", digest
    _erase_writing(tx, row, who)
    _erase_files(tx, row, who)
    _erase_draft(tx, row)
    _blank(tx, who.cut, row.address, OutboxRow.case_number == row.number)
    for name in ("petitioner_name", "petitioner_phone", "petitioner_address", "id_number"):
        setattr(row, name, "")
    row.name_index = row.phone_index = row.waiting_since = None
    row.urgency &= ~Why.UNREACHABLE
    row.erased_at, row.version = at, row.version + 1
    # The index of words follows the row as it is written; the numbers it is likened by would be made anew then.
    tx.flush()
    _delete(tx, KeyRow, KeyRow.case_id == row.id)
    _delete(tx, JoinCodeRow, JoinCodeRow.case_id == row.id)
    tx.add(HistoryRow(case_id=row.id, at=at, by=by, step=STEP, text="", told=None, source=None, version=row.version))


def _erase_writing(tx: Transaction, row: PetitionRow, who: Identity) -> None:
    for entry in tx.scalars(select(HistoryRow).where(HistoryRow.case_id == row.id)):
        # No step is taken any more that could take over what an earlier one carried.
        entry.text, entry.source, entry.carried = who.cut(entry.text), None, None
        entry.told = None if entry.told is None else who.cut(entry.told)
    for claim in tx.scalars(select(ClaimRow).where(ClaimRow.case_id == row.id)):
        claim.request = who.cut(claim.request)
        claim.opinion, claim.legal_basis = (text and who.cut(text) for text in (claim.opinion, claim.legal_basis))
    for rating in tx.scalars(select(EvaluationRow).where(EvaluationRow.case_id == row.id)):
        rating.reason, rating.source = who.cut(rating.reason), f"{ERASED}:{rating.id}"
    for tie in tx.scalars(select(TieRow).where(or_(TieRow.low_id == row.id, TieRow.high_id == row.id))):
        tie.reason = who.cut(tie.reason)
    for approval in tx.scalars(select(ApprovalRow).where(ApprovalRow.subject == row.number)):
        approval.reason, approval.note = who.cut(approval.reason), who.cut(approval.note)
    papers = select(PaperRow.id).where(PaperRow.case_id == row.id)
    _delete(tx, PaperVersionRow, PaperVersionRow.paper_id.in_(papers))
    _delete(tx, PaperRow, PaperRow.case_id == row.id, PaperRow.issued_at.is_(None))


def _erase_files(tx: Transaction, row: PetitionRow, who: Identity) -> None:
    theirs = or_(EvidenceRow.case_number == row.number, EvidenceRow.draft_id == row.draft_id)
    if row.id in answered(tx, [row.id]):
        for file in tx.scalars(select(EvidenceRow).where(theirs)):
            file.name, file.source = who.cut(file.name), ""
        return
    doom(tx, tx.scalars(select(EvidenceRow.sha256).where(theirs)).all())
    _delete(tx, EvidenceRow, theirs)


def _erase_draft(tx: Transaction, row: PetitionRow) -> None:
    """The draft that the case was made of holds all of it once more; and so do those that were added to it."""
    theirs = or_(DraftRow.id == row.draft_id, DraftRow.case_number == row.number)
    for draft in tx.scalars(select(DraftRow).where(theirs)):
        draft.contents, draft.parts, draft.sources = {}, {}, {}
        draft.code, draft.code_index, draft.address = "", secrets.token_hex(32), row.address


def _blank(tx: Transaction, cut: Callable[[str], str], address: str, *where: Any) -> None:
    """That the petitioner was told, and when, is the office's proof; what was said to them is cut as all else is."""
    for sent in tx.scalars(select(OutboxRow).where(*where, OutboxRow.state != MessageState.QUEUED)):
        sent.body = {"text": cut(str(sent.body["text"])), "buttons": [], "image": None, "custom": {}}
        sent.address, sent.detail, sent.inbox_id = address, "", None


def _nowhere() -> str:
    """An address that nobody has and nobody finds: it is made up and thrown away."""
    return f"{ERASED}:{secrets.token_hex(16)}"


def _erase_signature(tx: Transaction, wish: DeletionRow, case_id: int, at: datetime) -> None:
    theirs = CoPetitionerRow.channel == wish.channel, CoPetitionerRow.address == wish.address
    for signer in tx.scalars(select(CoPetitionerRow).where(CoPetitionerRow.case_id == case_id, *theirs)):
        signer.name, signer.phone, signer.phone_index = "", "", None
        signer.address, signer.left_at = _nowhere(), signer.left_at or at


def _writing(channel: str, address: str) -> Iterator[Any]:
    yield from (DraftRow.channel == channel, DraftRow.address == address, DraftRow.state == DraftState.OPEN)


def _lives_on(tx: Transaction, channel: str, address: str) -> bool:
    """Whether another case was filed in this chat: what was said there belongs to its file."""
    return bool(tx.scalar(exists().where(PetitionRow.channel == channel, PetitionRow.address == address).select()))


def _forget_contact(tx: Transaction, channel: str, address: str) -> None:
    if not _lives_on(tx, channel, address) and not tx.scalar(exists().where(*_writing(channel, address)).select()):
        _delete(tx, ContactRow, ContactRow.channel == channel, ContactRow.address == address)


def _delete(tx: Transaction, table: Any, *where: Any) -> None:
    tx.execute(delete(table).where(*where).execution_options(synchronize_session=False))
