"""Messages to citizens: kept before they are sent, sent in order, each once."""

from collections.abc import Callable, Collection, Sequence
from datetime import datetime, timedelta
from functools import cache
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Executable,
    Row,
    Select,
    and_,
    bindparam,
    literal_column,
    null,
    or_,
    select,
    update,
)
from sqlalchemy.orm import aliased

from cases.rows import new_row, on_postgresql, take_turns
from cases.tables import OUTBOX, ContactRow, OutboxRow
from cases.values import MessageState, NewMessage, Outgoing
from storage import Database, Prepared, Transaction

UNREACHABLE = "unreachable"
"""How the detail of a message begins that failed because its recipient could not be reached at all."""
LEFT_FOR = timedelta(seconds=3)
COUNTER = "counter"
"""The channel of letters, visits and calls. Nothing is ever sent on it."""

# A report that overtakes another must not take a message back: "delivered" stays when "accepted" comes late.
_MAY_FOLLOW = {
    MessageState.QUEUED: {MessageState.FAILED},
    MessageState.ACCEPTED: {MessageState.QUEUED},
    MessageState.DELIVERED: {MessageState.QUEUED, MessageState.ACCEPTED, MessageState.FAILED},
    MessageState.OPENED: {
        MessageState.QUEUED,
        MessageState.ACCEPTED,
        MessageState.DELIVERED,
        MessageState.FAILED,
    },
    MessageState.FAILED: {MessageState.QUEUED, MessageState.ACCEPTED},
    MessageState.OTHER_MEANS: {MessageState.QUEUED, MessageState.ACCEPTED, MessageState.FAILED},
}

# Spelled out, because only a literal lets the database use the index of queued messages.
_QUEUED = OutboxRow.state == literal_column("'queued'")

# Built once: building a statement takes longer than running it.
_PUT = Prepared(OUTBOX.insert().returning(OUTBOX.c.id))
_OF_KEY = select(OUTBOX.c.id).where(OUTBOX.c.key == bindparam("kept"))
_HANDED_OVER = {"state": MessageState.ACCEPTED, "next_try": null(), "leased_until": null(), "leased_by": null()}
_TO = (
    OUTBOX.c.channel == bindparam("to_channel"),
    OUTBOX.c.address == bindparam("to_address"),
    OUTBOX.c.state == literal_column("'queued'"),
)
_TAKE = Prepared(update(OUTBOX).where(*_TO).values(_HANDED_OVER).returning(OUTBOX))
_TAKE_AS_ANSWER = Prepared(
    update(OUTBOX).where(*_TO).values({**_HANDED_OVER, "inbox_id": bindparam("answers")}).returning(OUTBOX)
)


class Outbox:
    """The door to outgoing messages."""

    def __init__(self, database: Database, *, clock: Callable[[], datetime]) -> None:
        self._database = database
        self._clock = clock

    def put(self, messages: Sequence[NewMessage], *, tx: Transaction | None = None) -> list[int]:
        """Keep messages to be sent; their ids in the same order. A key that is kept already gives that message's id."""
        if not messages:
            return []
        with self._database.begin(tx) as transaction:
            # Ids of one recipient must become visible in order, or a reader that asks "what is new since 5?" would
            # never see a 4 that was committed later.
            take_turns(transaction, *(f"outbox {m.channel}:{m.address}" for m in messages))
            now = self._clock()
            return [_put(transaction, message, now) for message in messages]

    def due(
        self,
        channels: Collection[str],
        *,
        limit: int,
        owner: str,
        lease_seconds: float = 30,
        near: Collection[str] | None = None,
    ) -> list[Outgoing]:
        """Claim the head of each recipient's queue for `owner`; nobody else gets it until the lease ends.

        `near` are the recipients that this process has a line to. Others it leaves for `LEFT_FOR` to whoever has.
        """
        now = self._clock()
        ready = _ready(channels, now)
        if near is not None:
            ready = and_(ready, or_(OutboxRow.address.in_(near), OutboxRow.created_at <= now - LEFT_FOR))
        with self._database.read() as tx:
            # An idle poll must not take SQLite's only write lock.
            if tx.scalar(select(OutboxRow.id).where(ready).limit(1)) is None:
                return []
        with self._database.begin(durable=False) as tx:
            query = select(OutboxRow).where(ready).order_by(OutboxRow.id).limit(limit)
            heads = tx.scalars(query.with_for_update(skip_locked=True)).all()
            lost = _fail_unreachable(tx, heads)
            claimed = [row for row in heads if (row.channel, row.address) not in lost]
            lease = {"leased_until": now + timedelta(seconds=lease_seconds), "leased_by": owner}
            _change(tx, OutboxRow.id.in_([row.id for row in claimed]), lease)
            return [_outgoing(row) for row in claimed]

    def release_all(self, owner: str | None = None) -> None:
        """At a start: whoever was sending a message is dead, or only the earlier life of `owner` is."""
        held = OutboxRow.leased_until.is_not(None) if owner is None else OutboxRow.leased_by == owner
        with self._database.begin(durable=False) as tx:
            _change(tx, held, {"leased_until": None, "leased_by": None})

    def mark(
        self,
        outgoing_id: int,
        state: MessageState,
        *,
        detail: str = "",
        retry_at: datetime | None = None,
        tx: Transaction | None = None,
    ) -> None:
        """Note how far a message has come. With `retry_at` it stays queued and is tried again then."""
        with self._database.begin(tx, durable=False) as transaction:
            this = OutboxRow.id == outgoing_id
            changes: dict[str, Any] = {"detail": detail[:500], "leased_until": None, "leased_by": None}
            if retry_at is not None:
                _change(
                    transaction,
                    and_(this, _QUEUED),
                    {**changes, "tries": OutboxRow.tries + 1, "next_try": retry_at},
                )
                return
            if state is MessageState.QUEUED:
                changes |= {"tries": 0}
            before = OutboxRow.state.in_(_MAY_FOLLOW[state])
            _change(transaction, and_(this, before), {**changes, "state": state, "next_try": None})

    def latest(self, channel: str, address: str, after_id: int = 0, *, limit: int) -> list[Outgoing]:
        """The last of what was sent to a citizen after a message they know, oldest first."""
        query = _to(channel, address).where(OutboxRow.id > after_id).order_by(OutboxRow.id.desc()).limit(limit)
        return self._read(query)[::-1]

    def of_inbox(self, inbox_id: int) -> list[Outgoing]:
        """The answers to one incoming message."""
        return self._read(select(OutboxRow).where(OutboxRow.inbox_id == inbox_id).order_by(OutboxRow.id))

    def queued(self, channel: str, address: str) -> list[Outgoing]:
        """What still waits to be sent to a citizen."""
        query = _to(channel, address).where(_QUEUED)
        return self._read(query.order_by(OutboxRow.id))

    def take_queued(
        self, channel: str, address: str, *, inbox_id: int | None = None, tx: Transaction | None = None
    ) -> list[Outgoing]:
        """Hand over all that waits for a citizen, as accepted: for a channel that carries it in its answer.

        With `inbox_id` all of it belongs to the answer to that message from then on: asked again, it is given again.
        """
        taken = {"to_channel": channel, "to_address": address}
        with self._database.begin(tx) as transaction:
            if inbox_id is None:
                rows = _TAKE.rows(transaction, taken)
            else:
                rows = _TAKE_AS_ANSWER.rows(transaction, {**taken, "answers": inbox_id})
            return sorted(map(_outgoing, rows), key=lambda message: message.id)

    def opened(self, channel: str, address: str, up_to: int) -> None:
        """The citizen has had everything up to this message before their eyes."""
        with self._database.begin() as tx:
            _change(
                tx,
                and_(
                    OutboxRow.channel == channel,
                    OutboxRow.address == address,
                    OutboxRow.id <= up_to,
                    OutboxRow.state.in_(_MAY_FOLLOW[MessageState.OPENED] - {MessageState.FAILED}),
                ),
                {"state": MessageState.OPENED, "next_try": None, "leased_until": None, "leased_by": None},
            )

    def next_due_at(self, channels: Collection[str] | None = None) -> datetime | None:
        """When the next message can be sent; None when none waits."""
        with self._database.read() as tx:
            heads = select(OutboxRow.next_try, OutboxRow.leased_until, OutboxRow.created_at).where(_is_head())
            if channels is not None:
                heads = heads.where(OutboxRow.channel.in_(channels))
            moments = [max(filter(None, row)) for row in tx.execute(heads)]
            return min(moments, default=None)

    def _read(self, query: Select[OutboxRow]) -> list[Outgoing]:
        with self._database.read() as tx:
            return [_outgoing(row) for row in tx.scalars(query)]


def fail_queued(tx: Transaction, channel: str, address: str, *, reason: str) -> None:
    """Park everything that waits for somebody who cannot be reached."""
    _change(
        tx,
        and_(
            OutboxRow.channel == channel,
            OutboxRow.address == address,
            _QUEUED,
        ),
        {"state": MessageState.FAILED, "detail": _lost(reason), "leased_until": None, "leased_by": None},
    )


def requeue_notices(tx: Transaction, channel: str, address: str) -> None:
    """Send what was decided while somebody could not be reached. Old chat replies are not sent again."""
    _change(
        tx,
        and_(
            OutboxRow.channel == channel,
            OutboxRow.address == address,
            OutboxRow.state == MessageState.FAILED,
            OutboxRow.case_number.is_not(None),
            OutboxRow.detail.startswith(UNREACHABLE),
        ),
        {"state": MessageState.QUEUED, "detail": "", "tries": 0, "next_try": None},
    )


def outgoing_view(row: OutboxRow, *, with_text: bool) -> Outgoing:
    """A row as a value; without its words for those who may not see them."""
    return _outgoing(row, with_text=with_text)


def _put(tx: Transaction, message: NewMessage, now: datetime) -> int:
    values = {
        "channel": message.channel,
        "address": message.address,
        "body": {
            "text": message.text,
            "buttons": [dict(button) for button in message.buttons],
            "image": message.image,
            "custom": dict(message.custom),
        },
        "key": message.key,
        "inbox_id": message.inbox_id,
        "case_number": message.case_number,
        # Who came to the counter has no chat: a person tells them, by letter, by phone or over the counter.
        "state": MessageState.FAILED if message.channel == COUNTER else MessageState.QUEUED,
        "tries": 0,
        "detail": COUNTER if message.channel == COUNTER else "",
        "created_at": now,
    }
    if message.key is None:
        return int(_PUT.one(tx, values).id)
    new = tx.connection().scalar(_put_once(on_postgresql(tx)), values)
    if new is None:
        # Nothing is given back where the key was kept already.
        new = tx.connection().execute(_OF_KEY, {"kept": message.key}).scalar_one()
    return int(new)


@cache
def _put_once(postgres: bool) -> Executable:
    return new_row(postgres, OutboxRow).returning(OUTBOX.c.id)


def _is_head() -> ColumnElement[bool]:
    # Looked up per row, because a planner without fresh statistics takes seconds to join a long queue with itself.
    other = aliased(OutboxRow)
    first = (
        select(other.id)
        .where(
            other.channel == OutboxRow.channel,
            other.address == OutboxRow.address,
            other.state == literal_column("'queued'"),
        )
        .order_by(other.id)
        .limit(1)
        .correlate(OutboxRow)
        .scalar_subquery()
    )
    return and_(_QUEUED, OutboxRow.id == first)


def _ready(channels: Collection[str], now: datetime) -> ColumnElement[bool]:
    return and_(
        _is_head(),
        OutboxRow.channel.in_(channels),
        or_(OutboxRow.next_try.is_(None), OutboxRow.next_try <= now),
        or_(OutboxRow.leased_until.is_(None), OutboxRow.leased_until <= now),
    )


def _fail_unreachable(tx: Transaction, heads: Sequence[OutboxRow]) -> set[tuple[str, str]]:
    if not heads:
        return set()
    query = select(ContactRow).where(
        ContactRow.reachable.is_(False), ContactRow.address.in_({row.address for row in heads})
    )
    contacts = {(row.channel, row.address): row.reason for row in tx.scalars(query)}
    lost = contacts.keys() & {(row.channel, row.address) for row in heads}
    for channel, address in lost:
        fail_queued(tx, channel, address, reason=contacts[channel, address])
    return lost


def _change(tx: Transaction, where: ColumnElement[bool], changes: dict[str, Any]) -> None:
    tx.execute(update(OutboxRow).where(where).values(**changes).execution_options(synchronize_session=False))


def _to(channel: str, address: str) -> Select[OutboxRow]:
    return select(OutboxRow).where(OutboxRow.channel == channel, OutboxRow.address == address)


def _lost(reason: str) -> str:
    return f"{UNREACHABLE}: {reason}" if reason else UNREACHABLE


def _outgoing(row: OutboxRow | Row[Any], *, with_text: bool = True) -> Outgoing:
    body = row.body if with_text else {"text": "", "buttons": [], "image": None, "custom": {}}
    return Outgoing(
        id=row.id,
        channel=row.channel,
        address=row.address,
        text=body["text"],
        buttons=tuple(body["buttons"]),
        image=body["image"],
        custom=body["custom"],
        key=row.key,
        inbox_id=row.inbox_id,
        case_number=row.case_number,
        state=row.state,
        tries=row.tries,
        detail=row.detail,
        created_at=row.created_at,
        next_try=row.next_try,
    )
