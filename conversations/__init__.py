"""The conversation log: messages, parses and the dialogue's state. Public names only; see `docs/architecture.md`."""

from conversations.log import Log
from conversations.values import (
    AlertFigures,
    AlertGone,
    AlertView,
    AnsweredAlready,
    ConversationFilter,
    ConversationPage,
    ConversationRow,
    DialogueState,
    InboxRow,
    InboxView,
    Kept,
    NewAlert,
    StoredTurn,
    Taken,
    Turn,
    TurnView,
)

__all__ = [
    "AlertFigures",
    "AlertGone",
    "AlertView",
    "AnsweredAlready",
    "ConversationFilter",
    "ConversationPage",
    "ConversationRow",
    "DialogueState",
    "InboxRow",
    "InboxView",
    "Kept",
    "Log",
    "NewAlert",
    "StoredTurn",
    "Taken",
    "Turn",
    "TurnView",
]
