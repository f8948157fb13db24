"""Deleting what was said in a conversation, on its citizen's wish (PIPL Art. 47)."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import delete, exists, or_, select

from conversations.tables import AlertRecord, ConversationRecord, InboxRecord, TurnRecord
from storage import Transaction

_EMPTY: Mapping[str, Any] = {"text": "", "attachments": [], "data": {}}


class Forgetting:
    """Forgets turns and messages. That there was a conversation, and when, stays: the network log the law asks for."""

    def idle(self, tx: Transaction, before: datetime, *, after: str = "", limit: int = 200) -> list[str]:
        """Conversations in which nothing was said since, and of which words are kept; in the order of their ids."""
        said = exists().where(TurnRecord.conversation_id == ConversationRecord.id)
        query = select(ConversationRecord.id).where(
            ConversationRecord.last_at < before, ConversationRecord.id > after, said
        )
        return list(tx.scalars(query.order_by(ConversationRecord.id).limit(limit)))

    def forget(self, tx: Transaction, conversation_id: str, *, until: datetime | None = None) -> bool:
        """Delete what was said and answered, all of it or `until` then; what still waits for its answer stays.

        Gives back whether there were turns.
        """
        turns = [TurnRecord.conversation_id == conversation_id]
        here = [InboxRecord.conversation_id == conversation_id, InboxRecord.state == "done"]
        if until is not None:
            turns.append(TurnRecord.at <= until)
            here.append(InboxRecord.received_at <= until)
        gone = tx.execute(delete(TurnRecord).where(*turns).returning(TurnRecord.seq)).all()
        # What called a person stays as a call, without its words.
        called = select(InboxRecord).where(
            *here,
            or_(
                InboxRecord.id.in_(select(AlertRecord.first_inbox_id)),
                InboxRecord.id.in_(select(AlertRecord.last_inbox_id)),
            ),
        )
        kept = []
        for row in tx.scalars(called):
            row.body = {name: _EMPTY.get(name, value) for name, value in row.body.items()}
            kept.append(row.id)
        tx.flush()
        rest = delete(InboxRecord).where(*here, InboxRecord.id.not_in(kept))
        tx.execute(rest.execution_options(synchronize_session=False))
        return bool(gone)
