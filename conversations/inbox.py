"""The inbox: every message is kept here before it is answered, and it is the queue the answers come from.

A conversation has one owner at a time. Keeping a message claims its conversation if nobody owns it, and finishing a
turn gives it back, both in transactions that have to be written anyway: ownership costs no statement of its own.
"""

import json
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import CursorResult, bindparam, exists, func, null, or_, select, true, update
from sqlalchemy.dialects import postgresql, sqlite

from conversations.tables import CONVERSATIONS, INBOX, UNDONE, ConversationRecord, InboxRecord
from conversations.values import AnsweredAlready, InboxRow, InboxView, Kept
from storage import Database, Prepared, Transaction

LEASE = timedelta(seconds=30)
"""An owner that has not been heard of for this long is taken for dead."""
QUEUE_READ = 50

_ROW = (
    INBOX.c.id, INBOX.c.conversation_id, INBOX.c.channel, CONVERSATIONS.c.address, INBOX.c.message_id,
    INBOX.c.body, INBOX.c.received_at, INBOX.c.tries, INBOX.c.next_try, CONVERSATIONS.c.turns,
)  # fmt: skip
_FROM = INBOX.join(CONVERSATIONS, CONVERSATIONS.c.id == INBOX.c.conversation_id)

# Built once: building a statement takes longer than running it.
_WAITING = Prepared(
    select(*_ROW)
    .select_from(_FROM)
    .where(INBOX.c.conversation_id == bindparam("conversation"), UNDONE, INBOX.c.state == "waiting")
    .order_by(INBOX.c.id)
    .limit(QUEUE_READ)
)
_LATEST = Prepared(
    select(*_ROW)
    .select_from(_FROM)
    .where(INBOX.c.conversation_id == bindparam("conversation"))
    .order_by(INBOX.c.id.desc())
    .limit(bindparam("most"))
)
_KNOWN = Prepared(
    select(INBOX.c.id, INBOX.c.state).where(
        INBOX.c.channel == bindparam("of_channel"), INBOX.c.message_id == bindparam("known")
    )
)
_CLAIMED = (
    update(CONVERSATIONS)
    .where(
        CONVERSATIONS.c.id == bindparam("conversation"),
        or_(CONVERSATIONS.c.owner.is_(None), CONVERSATIONS.c.owned_until < bindparam("now")),
    )
    .values(owner=bindparam("new_owner"), owned_until=bindparam("until"))
)
_RELEASED = (
    update(CONVERSATIONS)
    .where(CONVERSATIONS.c.id == bindparam("conversation"))
    .values(owner=null(), owned_until=null())
)
# Whoever comes here holds the conversation's row already, so that nothing can come in between.
_OTHERS_WAIT = exists().where(INBOX.c.conversation_id == bindparam("conversation"), UNDONE, INBOX.c.state == "waiting")
_CLAIM = Prepared(_CLAIMED)
_CLAIM_FOR_FIRST = Prepared(_CLAIMED.where(~_OTHERS_WAIT.where(INBOX.c.id < bindparam("kept"))))
_RELEASE = Prepared(_RELEASED)
_RELEASE_WHEN_DONE = Prepared(_RELEASED.where(~_OTHERS_WAIT))
_DONE = Prepared(
    update(INBOX)
    .where(INBOX.c.id == bindparam("answered"), INBOX.c.state == "waiting")
    .values(state="done", next_try=null())
)


class Inbox:
    """Keeps messages, and hands out conversations that have unanswered ones."""

    def __init__(self, database: Database, *, clock: Callable[[], datetime]) -> None:
        self._database = database
        self._clock = clock
        insert = sqlite.insert if database.is_sqlite else postgresql.insert
        touch = insert(CONVERSATIONS)
        self._touch = Prepared(
            touch.on_conflict_do_update(index_elements=["id"], set_={"last_at": touch.excluded.last_at}).returning(
                CONVERSATIONS.c.listening, CONVERSATIONS.c.turns
            )
        )
        self._keep = Prepared(insert(INBOX).on_conflict_do_nothing().returning(INBOX.c.id))

    def keep(
        self,
        *,
        channel: str,
        address: str,
        message_id: str,
        kind: str,
        body: Mapping[str, Any],
        owner: str | None,
        tx: Transaction | None = None,
    ) -> Kept:
        """Keep one message, and claim its conversation for `owner` (if any) when it is free.

        A message that is known by its id is not kept again.
        """
        now = self._clock()
        conversation_id = f"{channel}:{address}"
        with self._database.begin(tx) as transaction:
            touched = {
                "id": conversation_id, "channel": channel, "address": address, "created_at": now, "last_at": now,
            }  # fmt: skip
            conversation = self._touch.one(transaction, touched)
            message = {
                "conversation_id": conversation_id, "channel": channel, "message_id": message_id, "kind": kind,
                "body": dict(body), "received_at": now,
            }  # fmt: skip
            new = self._keep.one(transaction, message)
            if new is None:
                known = _KNOWN.one(transaction, {"of_channel": channel, "known": message_id})
                return Kept(inbox_id=known.id, new=False, done=known.state != "waiting", waiting=(), listening=False)
            first = InboxRow(
                id=new.id, conversation_id=conversation_id, channel=channel, address=address, message_id=message_id,
                # As it would be read back: what is answered now is answered alike when it is played again.
                body=json.loads(json.dumps(dict(body))), received_at=now, tries=0,
                turns=conversation.turns,
            )  # fmt: skip
            waiting = () if owner is None else self._claim_with(transaction, first, owner=owner, now=now)
            return Kept(inbox_id=new.id, new=True, done=False, waiting=waiting, listening=conversation.listening)

    def _claim_with(self, tx: Transaction, kept: InboxRow, *, owner: str, now: datetime) -> tuple[InboxRow, ...]:
        """The queue that a message was just added to, if its conversation could be claimed for it."""
        claim = {"conversation": kept.conversation_id, "new_owner": owner, "now": now, "until": now + LEASE}
        if _CLAIM_FOR_FIRST.changed(tx, {**claim, "kept": kept.id}) == 1:
            return (kept,)
        waiting = self._waiting(tx, kept.conversation_id, now)
        return waiting if waiting and self._claim(tx, kept.conversation_id, owner=owner, now=now) else ()

    def _claim(self, tx: Transaction, conversation_id: str, *, owner: str, now: datetime) -> bool:
        claim = {"conversation": conversation_id, "new_owner": owner, "now": now, "until": now + LEASE}
        return _CLAIM.changed(tx, claim) == 1

    def _waiting(self, tx: Transaction, conversation_id: str, now: datetime) -> tuple[InboxRow, ...]:
        rows = _WAITING.rows(tx, {"conversation": conversation_id})
        # Order is sacred: a message that waits for its next try holds up the ones behind it.
        if rows and rows[0].next_try is not None and rows[0].next_try > now:
            return ()
        return tuple(map(_row, rows))

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

    def listening(self, conversation_id: str) -> bool:
        """Whether the bot is listening to a story there: what waits is heard as one, also by who takes it over."""
        with self._database.read() as tx:
            query = select(ConversationRecord.listening).where(ConversationRecord.id == conversation_id)
            return bool(tx.scalar(query))

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
        for inbox_id in inbox_ids:
            if _DONE.changed(tx, {"answered": inbox_id}) != 1:
                raise AnsweredAlready

    def release_or_more(self, tx: Transaction, conversation_id: str) -> tuple[InboxRow, ...]:
        """What came in meanwhile; when nothing did, the conversation is given back."""
        if _RELEASE_WHEN_DONE.changed(tx, {"conversation": conversation_id}) == 1:
            return ()
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
        _RELEASE.changed(tx, {"conversation": conversation_id})

    def release_all(self, owner: str | None = None) -> None:
        """At a start: whoever owned a conversation is dead, or only the earlier life of `owner` is."""
        held = ConversationRecord.owner.is_not(None) if owner is None else ConversationRecord.owner == owner
        with self._database.begin() as tx:
            tx.execute(update(ConversationRecord).where(held).values(owner=None))

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
            rows = _LATEST.rows(tx, {"conversation": conversation_id, "most": limit})
        return tuple(map(_row, reversed(rows)))

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


def _row(row: Any) -> InboxRow:
    return InboxRow(
        id=row.id,
        conversation_id=row.conversation_id,
        channel=row.channel,
        address=row.address,
        message_id=row.message_id,
        body=row.body,
        received_at=row.received_at,
        tries=row.tries,
        turns=row.turns,
    )
