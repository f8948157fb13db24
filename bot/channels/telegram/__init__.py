"""Telegram: updates in by webhook or polling, messages out, files fetched. Imports `bot.messages` of ours alone."""

from bot.channels.telegram.buttons import STALE, PayloadStore
from bot.channels.telegram.client import BotClient, make_bot
from bot.channels.telegram.incoming import TelegramWebhook, register_webhook
from bot.channels.telegram.outgoing import TelegramSender
from bot.channels.telegram.pacing import Pacer
from bot.channels.telegram.polling import TelegramPolling
from bot.channels.telegram.reception import SENTENCES
from bot.channels.telegram.updates import CHANNEL

__all__ = [
    "CHANNEL",
    "SENTENCES",
    "STALE",
    "BotClient",
    "Pacer",
    "PayloadStore",
    "TelegramPolling",
    "TelegramSender",
    "TelegramWebhook",
    "make_bot",
    "register_webhook",
]
