"""The sending side of the web chat: to every open page of the session, at once."""

from datetime import UTC, datetime

from bot.channels.webchat.messages import history_json, said
from bot.channels.webchat.sockets import Sockets
from bot.messages import Delivered, Outbound


class WebSender:
    """Pushes what we say to the pages that are open. Nothing is lost without one: a page loads its history."""

    def __init__(self, sockets: Sockets) -> None:
        self._sockets = sockets

    async def send(self, message: Outbound) -> Delivered:
        """Delivered when a page says it shows the message; otherwise it waits in the history."""
        frame = history_json(said(message, at=message.created_at or datetime.now(UTC)))
        shown = await self._sockets.deliver(message.recipient, message.id, frame)
        return Delivered.DELIVERED if shown else Delivered.ACCEPTED

    async def typing(self, recipient: str) -> None:
        """Show three dots on the open pages."""
        await self._sockets.tell(recipient, {"type": "typing"})
