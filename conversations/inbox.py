"""The inbox: every message is kept here before it is answered, and it is the queue the answers come from.

A conversation has one owner at a time. Keeping a message claims its conversation if nobody owns it, and finishing a
turn gives it back, both in transactions that have to be written anyway: ownership costs no statement of its own.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import CursorResult, func, select, true, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import IntegrityError

from conversations.tables import UNDONE, ConversationRecord, InboxRecord
from conversations.values import AnsweredAlready, InboxRow, InboxView, Kept
from storage import Database, Transaction

LEASE = timedelta(seconds=30)
"""An owner that has not been heard of for this long is taken for dead."""
QUEUE_READ = 50


class Inbox:
    """Keeps messages, and hands out conversations that have unanswered ones."""

    def __init__(self, database: Database, *, clock: Callable[[], datetime]) -> None:
        self._database = database
        self._clock = clock
        self._insert = sqlite.insert if database.is_sqlite else postgresql.insert

    def keep(
        self, *, channel: str, address: str, message_id: str, kind: str, body: Mapping[str, Any], owner: str | None
    ) -> Kept:
        """Keep one message, and claim its conversation for `owner` (if any) when it is free.

        A message that is known by its id is not kept again.
        """
        now = self._clock()
        conversation_id = f"{channel}:{address}"
        try:
            with self._database.begin() as tx:
                listening = self._touch(tx, conversation_id, channel=channel, address=address, now=now)
                row = InboxRecord(
                    conversation_id=conversation_id,
                    channel=channel,
                    message_id=message_id,
                    kind=kind,
                    body=dict(body),
                    received_at=now,
                )
                tx.add(row)
                tx.flush()
                waiting = self._waiting(tx, conversation_id, now)
                if owner is None or (waiting and not self._claim(tx, conversation_id, owner=owner, now=now)):
                    waiting = ()
                return Kept(inbox_id=row.id, new=True, done=False, waiting=waiting, listening=listening)
        except IntegrityError:
            return self._seen_before(channel, message_id)

    def _touch(self, tx: Transaction, conversation_id: str, *, channel: str, address: str, now: datetime) -> bool:
        statement = self._insert(ConversationRecord).values(
            id=conversation_id, channel=channel, address=address, created_at=now, last_at=now
        )
        result = tx.execute(
            statement.on_conflict_do_update(index_elements=["id"], set_={"last_at": now}).returning(
                ConversationRecord.listening
            )
        )
        return bool(result.scalar_one())

    def _claim(self, tx: Transaction, conversation_id: str, *, owner: str, now: datetime) -> bool:
        result = tx.execute(
            update(ConversationRecord)
            .where(
                ConversationRecord.id == conversation_id,
                (ConversationRecord.owner.is_(None)) | (ConversationRecord.owned_until < now),
            )
            .values(owner=owner, owned_until=now + LEASE)
        )
        assert isinstance(result, CursorResult)
        return result.rowcount == 1

    def _waiting(self, tx: Transaction, conversation_id: str, now: datetime) -> tuple[InboxRow, ...]:
        rows = tx.execute(
            select(InboxRecord, ConversationRecord.address)
            .join(ConversationRecord, ConversationRecord.id == InboxRecord.conversation_id)
            .where(InboxRecord.conversation_id == conversation_id, UNDONE, InboxRecord.state == "waiting")
            .order_by(InboxRecord.id)
            .limit(QUEUE_READ)
        ).all()
        # Order is sacred: a message that waits for its next try holds up the ones behind it.
        if rows and (first := rows[0][0]).next_try is not None and first.next_try > now:
            return ()
        return tuple(_row(record, address) for record, address in rows)

    def _seen_before(self, channel: str, message_id: str) -> Kept:
        with self._database.read() as tx:
            row = tx.scalars(
                select(InboxRecord).where(InboxRecord.channel == channel, InboxRecord.message_id == message_id)
            ).one()
            return Kept(inbox_id=row.id, new=False, done=row.state != "waiting", waiting=(), listening=False)

    def claim_next(self, *, owner: str) -> tuple[InboxRow, ...]:
        """The queue of some unowned conversation whose first message is due, now owned by `owner`; () when none is."""
        now = self._clock()
        # Only the first of each: twenty behind one that waits for its next try must not hide everybody else's.
        first = (
            select(func.min(InboxRecord.id).label("id"))
            .where(UNDONE, InboxRecord.state == "waiting")
            .group_by(InboxRecord.conversation_id)
            .subquery()
        )
        with self._database.begin() as tx:
            candidate = (
                select(ConversationRecord.id)
                .join(InboxRecord, InboxRecord.conversation_id == ConversationRecord.id)
                .join(first, first.c.id == InboxRecord.id)
                .where(
                    (InboxRecord.next_try.is_(None)) | (InboxRecord.next_try <= now),
                    (ConversationRecord.owner.is_(None)) | (ConversationRecord.owned_until < now),
                )
                .order_by(InboxRecord.id)
                .limit(20)
                .with_for_update(of=ConversationRecord, skip_locked=True)
            )
            for conversation_id in tx.scalars(candidate).all():
                rows = self._waiting(tx, conversation_id, now)
                if rows and self._claim(tx, conversation_id, owner=owner, now=now):
                    return rows
        return ()

    def more(self, conversation_id: str) -> tuple[InboxRow, ...]:
        """The queue of a conversation that the caller owns."""
        with self._database.read() as tx:
            return self._waiting(tx, conversation_id, self._clock())

    def renew(self, conversation_ids: Sequence[str], *, owner: str) -> None:
        """Tell the others that `owner` lives and still holds these conversations."""
        with self._database.begin() as tx:
            tx.execute(
                update(ConversationRecord)
                .where(ConversationRecord.id.in_(conversation_ids), ConversationRecord.owner == owner)
                .values(owned_until=self._clock() + LEASE)
            )

    def done(self, tx: Transaction, inbox_ids: Sequence[int]) -> None:
        """The messages have their answers: part of the transaction that writes the turn.

        Raises `AnsweredAlready` when they had them before; that transaction must not be committed.
        """
        result = tx.execute(
            update(InboxRecord)
            .where(InboxRecord.id.in_(inbox_ids), InboxRecord.state == "waiting")
            .values(state="done", next_try=None)
        )
        assert isinstance(result, CursorResult)
        if result.rowcount != len(inbox_ids):
            raise AnsweredAlready

    def release_or_more(self, tx: Transaction, conversation_id: str) -> tuple[InboxRow, ...]:
        """What came in meanwhile; when nothing did, the conversation is given back."""
        rows = self._waiting(tx, conversation_id, self._clock())
        if not rows:
            self._release(tx, conversation_id)
        return rows

    def put_back(
        self, conversation_id: str, inbox_ids: Sequence[int], *, error: str, retry_at: datetime | None
    ) -> None:
        """Handling failed: try again at `retry_at`, or park the messages for a person when it is None.

        A message that another owner answered meanwhile stays answered.
        """
        with self._database.begin() as tx:
            result = tx.execute(
                update(InboxRecord)
                .where(InboxRecord.id.in_(inbox_ids), InboxRecord.state == "waiting")
                .values(
                    state="waiting" if retry_at else "parked",
                    tries=InboxRecord.tries + 1,
                    next_try=retry_at,
                    error=error[:120],
                )
            )
            assert isinstance(result, CursorResult)
            if result.rowcount:
                self._release(tx, conversation_id)

    def _release(self, tx: Transaction, conversation_id: str) -> None:
        tx.execute(
            update(ConversationRecord)
            .where(ConversationRecord.id == conversation_id)
            .values(owner=None, owned_until=None)
        )

    def release_all(self) -> None:
        """At the start of the only process: whoever owned a conversation is dead."""
        with self._database.begin() as tx:
            tx.execute(update(ConversationRecord).where(ConversationRecord.owner.is_not(None)).values(owner=None))

    def next_due_at(self) -> datetime | None:
        """When the next unanswered message may be tried again."""
        with self._database.read() as tx:
            return tx.scalars(
                select(InboxRecord.next_try)
                .where(UNDONE, InboxRecord.state == "waiting", InboxRecord.next_try.is_not(None))
                .order_by(InboxRecord.next_try)
                .limit(1)
            ).first()

    def latest(self, conversation_id: str, *, limit: int) -> tuple[InboxRow, ...]:
        """The last messages of a conversation, answered or not, oldest first."""
        with self._database.read() as tx:
            rows = tx.execute(
                select(InboxRecord, ConversationRecord.address)
                .join(ConversationRecord, ConversationRecord.id == InboxRecord.conversation_id)
                .where(InboxRecord.conversation_id == conversation_id)
                .order_by(InboxRecord.id.desc())
                .limit(limit)
            ).all()
        return tuple(_row(record, address) for record, address in reversed(rows))

    def troubled(self, *, sealed: bool = False) -> tuple[InboxView, ...]:
        """Messages whose handling failed at least once and that are still unanswered, oldest first.

        Those of sealed conversations are only shown to who may see sealed ones.
        """
        with self._database.read() as tx:
            rows = tx.scalars(
                select(InboxRecord)
                .join(ConversationRecord, ConversationRecord.id == InboxRecord.conversation_id)
                .where(UNDONE, (InboxRecord.state == "parked") | (InboxRecord.tries > 0))
                .where(true() if sealed else ConversationRecord.sealed.is_(False))
                .order_by(InboxRecord.received_at, InboxRecord.id)
                .limit(200)
            ).all()
            return tuple(
                InboxView(
                    id=row.id,
                    conversation_id=row.conversation_id,
                    received_at=row.received_at,
                    state=row.state,
                    tries=row.tries,
                    next_try=row.next_try,
                    error=row.error,
                )
                for row in rows
            )

    def retry_now(self, inbox_id: int) -> None:
        """An operator asks for another try at once."""
        with self._database.begin() as tx:
            tx.execute(
                update(InboxRecord)
                .where(InboxRecord.id == inbox_id, InboxRecord.state != "done")
                .values(state="waiting", next_try=None)
            )


def _row(record: InboxRecord, address: str) -> InboxRow:
    return InboxRow(
        id=record.id,
        conversation_id=record.conversation_id,
        channel=record.channel,
        address=address,
        message_id=record.message_id,
        body=record.body,
        received_at=record.received_at,
        tries=record.tries,
    )
