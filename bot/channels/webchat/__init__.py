"""The web chat: `WebChat` listens, `WebSender` sends, both know the open pages by the same `Sockets`."""

from bot.channels.webchat.incoming import WebChat
from bot.channels.webchat.messages import History, HistoryItem, Hold, Seen, heard, said
from bot.channels.webchat.outgoing import WebSender
from bot.channels.webchat.sentences import Sentences
from bot.channels.webchat.sockets import Sockets

__all__ = ["History", "HistoryItem", "Hold", "Seen", "Sentences", "Sockets", "WebChat", "WebSender", "heard", "said"]
