"""The one door to the conversation log."""

from collections.abc import Callable
from datetime import datetime

from conversations.alerts import Alerts
from conversations.forgetting import Forgetting
from conversations.inbox import Inbox
from conversations.tables import ConversationRecord
from conversations.turns import Turns
from conversations.values import ConversationFilter, ConversationPage, InboxRow, InboxView, Turn, TurnView
from storage import Database, Transaction


class Log:
    """Messages as they came in, and conversations as they went."""

    def __init__(self, database: Database, *, clock: Callable[[], datetime]) -> None:
        self._database = database
        self.inbox = Inbox(database, clock=clock)
        self.turns = Turns(database, clock=clock)
        self.alerts = Alerts(database, clock=clock)
        self._forgetting = Forgetting()

    def finish(self, turn: Turn, *, tx: Transaction) -> tuple[InboxRow, ...]:
        """Write the turn, raise its alerts, mark its messages answered, and return what came in meanwhile.

        When nothing did, the conversation is given back. Raises `AnsweredAlready`; then nothing may be committed.
        """
        if turn.forget:
            self._forgetting.forget(tx, turn.conversation_id)
        self.turns.append(tx, turn)
        self.inbox.done(tx, turn.inbox_ids)
        if turn.alerts:
            self.alerts.raise_all(tx, turn.conversation_id, turn.inbox_ids, turn.alerts)
        return self.inbox.release_or_more(tx, turn.conversation_id)

    def conversations(self, criteria: ConversationFilter) -> ConversationPage:
        """One page of the operators' list."""
        return self.turns.conversations(criteria)

    def transcript(
        self, conversation_id: str, *, sealed: bool = False, limit: int = 200, before: int | None = None
    ) -> tuple[TurnView, ...]:
        """A conversation's turns, oldest first."""
        return self.turns.transcript(conversation_id, sealed=sealed, limit=limit, before=before)

    def idle(self, before: datetime, *, after: str = "") -> list[str]:
        """Conversations in which nothing was said since, some at a time: ask again after the last one."""
        with self._database.read() as tx:
            return self._forgetting.idle(tx, before, after=after)

    def forget(self, conversation_id: str, *, before: datetime, tx: Transaction) -> bool:
        """Delete what was said in a conversation, unless something was said meanwhile."""
        record = tx.get(ConversationRecord, conversation_id, with_for_update=True, populate_existing=True)
        if record is None or record.last_at >= before:
            return False
        self._forgetting.forget(tx, conversation_id)
        record.turns += 1
        return True

    def forget_until(self, tx: Transaction, conversation_id: str, until: datetime) -> None:
        """Delete what was said in a conversation until then, in the transaction of whoever erases its citizen."""
        record = tx.get(ConversationRecord, conversation_id, with_for_update=True, populate_existing=True)
        if record is not None and self._forgetting.forget(tx, conversation_id, until=until):
            # No process goes on from where it remembers the last turn to have led.
            record.turns += 1

    def waiting(self, *, sealed: bool = False) -> tuple[InboxView, ...]:
        """Messages whose handling failed and that are still unanswered."""
        return self.inbox.troubled(sealed=sealed)

    def unstick(self, inbox_id: int) -> None:
        """Try a message again now."""
        self.inbox.retry_now(inbox_id)
