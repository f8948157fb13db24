"""A web visitor's conversation as the page shows it after a reload: what they said and what we said, in order."""

from datetime import timedelta

from bot.channels.webchat.messages import HistoryItem, heard, said
from bot.envelopes import outbound
from bot.hearing import from_body
from bot.offload import Offload
from cases import Register
from conversations import Log

SHOWN = 200
OWN_WORDS_BEFORE = timedelta(minutes=2)


class WebHistory:
    """Reads both registers; called with a session and the last outbox id the page knows."""

    def __init__(self, *, register: Register, conversation_log: Log, offload: Offload) -> None:
        self._register = register
        self._log = conversation_log
        self._offload = offload

    async def __call__(self, session: str, since: int) -> list[HistoryItem]:
        """Oldest first."""
        return await self._offload(self._read, session, since)

    def _read(self, session: str, since: int) -> list[HistoryItem]:
        # Of a very long conversation its end: that is what a citizen comes back for.
        sent = self._register.outbox.latest("web", session, since, limit=SHOWN)
        ours = [said(outbound(row), at=row.created_at) for row in sent]
        theirs = [
            heard(from_body(row.body), id=row.id, at=row.received_at)
            for row in self._log.inbox.latest(f"web:{session}", limit=SHOWN)
        ]
        if since and ours:
            theirs = [item for item in theirs if item.at >= ours[0].at - OWN_WORDS_BEFORE]
        return sorted([*ours, *theirs], key=lambda item: (item.at, item.from_bot, item.id))
