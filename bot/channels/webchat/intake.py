"""One message of the page, from its frame to the bot's inbox: the same for a socket and for plain HTTP."""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from bot.channels.webchat.frames import Frame, Refused, frame_id, to_inbound
from bot.channels.webchat.limits import Limit
from bot.channels.webchat.messages import heard, history_json
from bot.channels.webchat.sentences import Sentences
from bot.channels.webchat.sockets import Page, Sockets
from bot.channels.webchat.tickets import Tickets
from bot.messages import Inbound, Receiver

log = logging.getLogger(__name__)

STATUS = {"text_too_long": 413}


@dataclass(frozen=True, kw_only=True)
class Visitor:
    """Who is talking, and in which language they are spoken to."""

    session: str
    language: str


@dataclass(frozen=True, kw_only=True)
class Answer:
    """What became of a message: `frame` for the page, `status` for plain HTTP."""

    frame: dict[str, Any]
    status: int = 200


@dataclass(frozen=True, kw_only=True)
class Intake:
    """Hands messages to the bot and tells the page whether they are kept."""

    receiver: Receiver
    tickets: Tickets
    sockets: Sockets
    sentences: Sentences
    limit: Limit
    clock: Callable[[], datetime]

    async def keep(self, frame: Frame, visitor: Visitor, *, page: Page | None = None) -> Answer:
        """Keep one message; never raises. `page` is the page it came from."""
        try:
            message = to_inbound(
                frame,
                session=visitor.session,
                language=visitor.language,
                open_ticket=lambda ticket: self.tickets.read(ticket, session=visitor.session),
            )
        except Refused as refusal:
            return self._refuse(frame, visitor, refusal.key, status=STATUS.get(refusal.key, 400))
        if not self.limit.take(visitor.session):
            return self._refuse(frame, visitor, "too_fast", status=429, retry=True)
        try:
            new = await self.receiver.receive(message)
        except Exception as error:
            # Only the class: the text of a database error can quote what the citizen wrote.
            log.error("a web message could not be kept: %s", type(error).__name__)
            return self._refuse(frame, visitor, "not_kept", status=503, retry=True)
        now = self.clock()
        if new:
            await self._show_elsewhere(message, page, at=now)
        # The time too: the clock of an old phone may be years behind.
        return Answer(frame={"type": "kept", "id": frame["id"], "kept": True, "at": now.isoformat()})

    def _refuse(self, frame: Frame, visitor: Visitor, key: str, *, status: int, retry: bool = False) -> Answer:
        try:
            named = frame_id(frame)
        except Refused:
            named = ""
        sentence = self.sentences.say(key, visitor.language)
        answer = {"type": "kept", "id": named, "kept": False, "retry": retry, "sentence": sentence}
        return Answer(frame=answer, status=status)

    async def _show_elsewhere(self, message: Inbound, page: Page | None, *, at: datetime) -> None:
        """The citizen's other open pages show what they said on this one."""
        item = history_json(heard(message, id=0, at=at))
        await self.sockets.tell(message.sender, {"type": "history", "items": [item]}, but=page)
