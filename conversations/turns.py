"""The turns of every conversation: written once, read back in small bounded pieces."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from sqlalchemy import Boolean, bindparam, case, func, select, update

from conversations.tables import CONVERSATIONS, TURNS, UNDONE, ConversationRecord, InboxRecord, TurnRecord
from conversations.values import (
    ConversationFilter,
    ConversationPage,
    ConversationRow,
    DialogueState,
    StoredTurn,
    Turn,
    TurnView,
)
from storage import Database, Prepared, Transaction

_LAST = Prepared(
    select(TURNS.c.seq, TURNS.c.dialogue)
    .where(TURNS.c.conversation_id == bindparam("conversation"))
    .order_by(TURNS.c.seq.desc())
    .limit(bindparam("most"))
)
_MOVED = Prepared(
    update(CONVERSATIONS)
    .where(CONVERSATIONS.c.id == bindparam("conversation"))
    .values(
        turns=CONVERSATIONS.c.turns + 1,
        last_at=bindparam("now"),
        last_intent=bindparam("intent"),
        listening=bindparam("still_listening"),
        misunderstood=CONVERSATIONS.c.misunderstood + bindparam("one_more"),
        min_confidence=case(
            (CONVERSATIONS.c.min_confidence > bindparam("confidence"), bindparam("confidence")),
            else_=CONVERSATIONS.c.min_confidence,
        ),
        # Once sealed, always sealed.
        sealed=case((bindparam("seal", type_=Boolean), True), else_=CONVERSATIONS.c.sealed),
    )
    .returning(CONVERSATIONS.c.turns)
)
_APPEND = Prepared(TURNS.insert())


class Turns:
    """Appends turns, and reads back what the dialogue or an operator needs."""

    def __init__(self, database: Database, *, clock: Callable[[], datetime]) -> None:
        self._database = database
        self._clock = clock

    def last(self, conversation_id: str, count: int) -> tuple[StoredTurn, ...]:
        """The last `count` turns, oldest first: the cost does not depend on how long the conversation is."""
        with self._database.read() as tx:
            rows = _LAST.rows(tx, {"conversation": conversation_id, "most": count})
        return tuple(
            StoredTurn(seq=seq, events=tuple(dialogue["events"]), state=DialogueState(**dialogue["state"]))
            for seq, dialogue in reversed(rows)
        )

    def append(self, tx: Transaction, turn: Turn) -> None:
        """Write a finished turn, and what the operators' list shows of it."""
        now = self._clock()
        moved = {
            "conversation": turn.conversation_id, "now": now, "intent": turn.intent,
            "still_listening": turn.requested_slot in (None, "facts"), "one_more": int(turn.misunderstood),
            "confidence": turn.confidence, "seal": turn.sealed,
        }  # fmt: skip
        seq = _MOVED.one(tx, moved).turns
        _APPEND.changed(tx, _values(turn, seq=seq, at=now))

    def conversations(self, criteria: ConversationFilter) -> ConversationPage:
        """One page of the operators' list, the latest first."""
        record = ConversationRecord
        query = select(record)
        if criteria.channel:
            query = query.where(record.channel == criteria.channel)
        if criteria.intent:
            query = query.where(record.last_intent == criteria.intent)
        if criteria.misunderstood is not None:
            query = query.where(record.misunderstood > 0 if criteria.misunderstood else record.misunderstood == 0)
        if not criteria.sealed:
            query = query.where(record.sealed.is_(False))
        with self._database.read() as tx:
            total = tx.scalar(select(func.count()).select_from(query.subquery())) or 0
            page = query.order_by(record.last_at.desc(), record.id).limit(criteria.page_size)
            records = tx.scalars(page.offset((criteria.page - 1) * criteria.page_size)).all()
            waiting = _waiting_counts(tx, [row.id for row in records])
        rows = tuple(_conversation_row(row, waiting.get(row.id, 0)) for row in records)
        return ConversationPage(rows=rows, total=total, page=criteria.page, page_size=criteria.page_size)

    def transcript(
        self, conversation_id: str, *, sealed: bool = False, limit: int = 200, before: int | None = None
    ) -> tuple[TurnView, ...]:
        """A conversation's turns, oldest first. Of a sealed one nothing, unless the viewer may see sealed ones."""
        query = (
            select(TurnRecord)
            .join(ConversationRecord, ConversationRecord.id == TurnRecord.conversation_id)
            .where(TurnRecord.conversation_id == conversation_id)
            .order_by(TurnRecord.seq.desc())
            .limit(limit)
        )
        if before is not None:
            query = query.where(TurnRecord.seq < before)
        if not sealed:
            query = query.where(ConversationRecord.sealed.is_(False))
        with self._database.read() as tx:
            rows = tx.scalars(query).all()
        return tuple(_view(row) for row in reversed(rows))


def _values(turn: Turn, *, seq: int, at: datetime) -> dict[str, Any]:
    return {
        "conversation_id": turn.conversation_id,
        "seq": seq,
        "at": at,
        "intent": turn.intent,
        "confidence": turn.confidence,
        "requested_slot": turn.requested_slot,
        "model_id": turn.model_id,
        "duration_ms": turn.duration_ms,
        "inbox_ids": ",".join(map(str, turn.inbox_ids))[:400],
        "record": {"said": turn.said, "replies": turn.replies, "entities": turn.entities},
        "dialogue": {
            "events": turn.events,
            "state": {"slots": dict(turn.state.slots), "active_loop": turn.state.active_loop},
        },
    }


def _waiting_counts(tx: Transaction, conversation_ids: list[str]) -> dict[str, int]:
    rows = tx.execute(
        select(InboxRecord.conversation_id, func.count())
        .where(InboxRecord.conversation_id.in_(conversation_ids), UNDONE)
        .group_by(InboxRecord.conversation_id)
    ).all()
    return {conversation_id: count for conversation_id, count in rows}


def _conversation_row(row: ConversationRecord, waiting: int) -> ConversationRow:
    return ConversationRow(
        id=row.id,
        channel=row.channel,
        last_at=row.last_at,
        turns=row.turns,
        last_intent=row.last_intent,
        min_confidence=row.min_confidence,
        misunderstood=row.misunderstood,
        waiting=waiting,
        sealed=row.sealed,
    )


def _view(row: TurnRecord) -> TurnView:
    return TurnView(
        seq=row.seq,
        at=row.at,
        texts=tuple(row.record["said"]),
        replies=tuple(row.record["replies"]),
        intent=row.intent,
        confidence=row.confidence,
        entities=tuple(row.record["entities"]),
        requested_slot=row.requested_slot,
        duration_ms=row.duration_ms,
        model_id=row.model_id,
    )
