"""The conversation log: messages, parses and the dialogue's state. Public names only; see `docs/architecture.md`."""

from conversations.log import Log
from conversations.values import (
    AnsweredAlready,
    ConversationFilter,
    ConversationPage,
    ConversationRow,
    DialogueState,
    InboxRow,
    InboxView,
    Kept,
    StoredTurn,
    Turn,
    TurnView,
)

__all__ = [
    "AnsweredAlready",
    "ConversationFilter",
    "ConversationPage",
    "ConversationRow",
    "DialogueState",
    "InboxRow",
    "InboxView",
    "Kept",
    "Log",
    "StoredTurn",
    "Turn",
    "TurnView",
]
