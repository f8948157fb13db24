"""Wishes to have one's data deleted (PIPL Arts. 15, 47).

What was never filed goes at once. What was filed is kept with its file by law (PIPL Art. 47(2), archives' schedules): a
person decides there, and the citizen is told either way. A wish about a sealed case is for discipline staff to decide:
for everybody else it does not exist.
"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime
from itertools import islice

from sqlalchemy import Select, and_, delete, exists, select

from cases import audit
from cases.access import require, sight, who
from cases.citizen_tables import DeletionRow
from cases.errors import NotFound, StepIncomplete, WrongState
from cases.evidence import EvidenceStore
from cases.notices import Notices
from cases.outbox import Outbox
from cases.tables import DraftRow, EvidenceRow, HeldFileRow, OutboxRow, PetitionRow
from cases.values import DraftState, MessageState, NewMessage, Official, Role
from storage import Database, Transaction

WAITING, GRANTED, KEPT, DONE = "waiting", "granted", "kept", "done"
MOST_WAITING = 200
READ_AT_ONCE = 200
DECIDED_SHOWN = 50


@dataclass(frozen=True, kw_only=True)
class Deletion:
    """A wish and what became of it."""

    id: int
    channel: str
    address: str
    asked_at: datetime
    drafts: int
    numbers: tuple[str, ...]
    """The filed cases it is about; a person decides on them."""
    state: str
    answer: str = ""
    """What the citizen was told, with the reason."""
    decided_at: datetime | None = None
    decided_by: str = ""


class Deletions:
    """Deletes what may go at once, and keeps the rest for a person's decision."""

    def __init__(
        self,
        database: Database,
        *,
        outbox: Outbox,
        files: EvidenceStore,
        clock: Callable[[], datetime],
        notices: Notices,
    ) -> None:
        self._database = database
        self._outbox = outbox
        self._files = files
        self._clock = clock
        self._notices = notices

    def ask(self, channel: str, address: str, *, source: str, language: str = "zh") -> Deletion:
        """Delete what was never filed in this conversation, and note the wish. The same message again asks once."""
        wish, files = self._ask(channel, address, source, language)
        self._files.forget(files)
        return wish

    def _ask(self, channel: str, address: str, source: str, language: str) -> tuple[Deletion, Sequence[str]]:
        with self._database.begin() as tx:
            known = tx.scalars(select(DeletionRow).where(DeletionRow.source == source)).one_or_none()
            if known is not None:
                return _view(known), ()
            filed = and_(PetitionRow.channel == channel, PetitionRow.address == address)
            numbers = list(tx.scalars(select(PetitionRow.number).where(filed).order_by(PetitionRow.id)))
            drafts, files = self._delete_unfiled(tx, channel, address)
            row = DeletionRow(
                channel=channel,
                address=address,
                language=language,
                source=source,
                asked_at=self._clock(),
                drafts=drafts,
                numbers=numbers,
                state=WAITING if numbers else DONE,
                decided_at=None,
                decided_by="",
                answer="",
            )
            tx.add(row)
            tx.flush()
            return _view(row), files

    def waiting(self, official: Official) -> list[Deletion]:
        """What this person has to decide, the oldest first. Raises `NotAllowed`."""
        require(official, Role.ADMINISTRATOR, Role.DISCIPLINE)
        with self._database.read() as tx:
            found = _all_theirs(
                tx, official, select(DeletionRow).where(DeletionRow.state == WAITING).order_by(DeletionRow.id)
            )
            return [_view(row) for row in islice(found, MOST_WAITING)]

    def decided(self, official: Official) -> list[Deletion]:
        """What was decided, the newest first. Raises `NotAllowed`."""
        require(official, Role.ADMINISTRATOR, Role.DISCIPLINE)
        over = DeletionRow.state.in_((GRANTED, KEPT))
        with self._database.read() as tx:
            newest = select(DeletionRow).where(over).order_by(DeletionRow.decided_at.desc(), DeletionRow.id.desc())
            found = _all_theirs(tx, official, newest)
            return [_view(row) for row in islice(found, DECIDED_SHOWN)]

    def decide(self, official: Official, deletion_id: int, *, grant: bool, answer: str) -> Deletion:
        """Decide on a wish, with what the citizen is told. Raises `NotAllowed`, `NotFound`, `WrongState`.

        Granting deletes nothing by itself: which rows of a file may go is the archive's schedule, not a program's.
        """
        require(official, Role.ADMINISTRATOR, Role.DISCIPLINE)
        if not answer.strip():
            raise StepIncomplete("missing: what the citizen is told")
        with self._database.begin() as tx:
            row = tx.get(DeletionRow, deletion_id, with_for_update=True, populate_existing=True)
            if row is None or not _theirs(tx, official, [row]):
                raise NotFound(f"deletion {deletion_id}")
            if row.state != WAITING:
                raise WrongState(f"deletion {deletion_id} is {row.state}")
            row.state, row.answer = GRANTED if grant else KEPT, answer.strip()
            row.decided_at, row.decided_by = self._clock(), who(official)
            self._note(tx, row, row.decided_at)
            self._tell(tx, row)
            return _view(row)

    def _note(self, tx: Transaction, row: DeletionRow, at: datetime) -> None:
        sealed = tx.scalar(exists().where(PetitionRow.number.in_(row.numbers), PetitionRow.sealed).select())
        subject, by = f"deletion {row.id}", row.decided_by
        # The answer itself may name people, and the audit is readable in the database.
        audit.write(tx, at=at, who=by, action="deletion", subject=subject, reason=row.state, sealed=bool(sealed))

    def _tell(self, tx: Transaction, row: DeletionRow) -> None:
        values = {"text": row.answer, "number": "、".join(row.numbers)}
        words = self._notices.text(
            "deletion", language=row.language, facts={"granted": row.state == GRANTED}, values=values
        )
        message = NewMessage(channel=row.channel, address=row.address, text=words, key=f"deletion:{row.id}")
        self._outbox.put([message], tx=tx)

    def _delete_unfiled(self, tx: Transaction, channel: str, address: str) -> tuple[int, Sequence[str]]:
        """Delete drafts that became no case, and what was answered here; how many drafts, and which files they had."""
        here = and_(DraftRow.channel == channel, DraftRow.address == address)
        unfiled = and_(here, DraftRow.state != DraftState.FILED, DraftRow.case_number.is_(None))
        ids: Sequence[str] = tx.scalars(select(DraftRow.id).where(unfiled)).all()
        attached = and_(EvidenceRow.draft_id.in_(ids), EvidenceRow.case_number.is_(None))
        held = HeldFileRow.owner == f"{channel}:{address}"
        files = [*tx.scalars(select(EvidenceRow.sha256).where(attached))]
        files += tx.scalars(select(HeldFileRow.sha256).where(held))
        for gone in (delete(EvidenceRow).where(attached), delete(DraftRow).where(DraftRow.id.in_(ids))):
            tx.execute(gone.execution_options(synchronize_session=False))
        tx.execute(delete(HeldFileRow).where(held).execution_options(synchronize_session=False))
        # What waits to be sent is still sent; notices have a key, and belong to cases or to calls for a person.
        said = and_(OutboxRow.channel == channel, OutboxRow.address == address, OutboxRow.case_number.is_(None))
        answers = delete(OutboxRow).where(said, OutboxRow.key.is_(None), OutboxRow.state != MessageState.QUEUED)
        tx.execute(answers.execution_options(synchronize_session=False))
        return len(ids), files


def _all_theirs(tx: Transaction, official: Official, wishes: Select[DeletionRow]) -> Iterator[DeletionRow]:
    """The wishes among these that this person decides on, in their order; read on until nobody asks for more."""
    # The database leaves out what cannot be theirs. Which cases a wish is about is encrypted, and checked afterwards.
    filed = exists().where(PetitionRow.channel == DeletionRow.channel, PetitionRow.address == DeletionRow.address)
    if Role.ADMINISTRATOR not in official.roles:
        filed = filed.where(PetitionRow.sealed)
    wishes = wishes.where(filed.where(sight(tx, official)))
    with closing(tx.scalars(wishes, execution_options={"yield_per": READ_AT_ONCE})) as read:
        for rows in read.partitions():
            yield from _theirs(tx, official, rows)


def _theirs(tx: Transaction, official: Official, rows: Sequence[DeletionRow]) -> list[DeletionRow]:
    """The wishes this person decides on: they may see every case of it, and a sealed one is not an administrator's."""
    numbers = {number for row in rows for number in row.numbers}
    if not numbers:
        return []
    known = select(PetitionRow.number, PetitionRow.sealed).where(PetitionRow.number.in_(numbers), sight(tx, official))
    sealed = {number: hidden for number, hidden in tx.execute(known)}
    manages = Role.ADMINISTRATOR in official.roles
    return [
        row
        for row in rows
        if all(number in sealed for number in row.numbers)
        and (manages or any(sealed[number] for number in row.numbers))
    ]


def _view(row: DeletionRow) -> Deletion:
    return Deletion(
        id=row.id,
        channel=row.channel,
        address=row.address,
        asked_at=row.asked_at,
        drafts=row.drafts,
        numbers=tuple(row.numbers),
        state=row.state,
        answer=row.answer,
        decided_at=row.decided_at,
        decided_by=row.decided_by,
    )
