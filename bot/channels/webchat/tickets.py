"""What the page gets for an upload, and gives back when it sends it: signed, good in its own session only."""

import base64
import json
from collections.abc import Callable
from dataclasses import asdict, dataclass

from bot.messages import Attachment

MAX_TICKET = 4096


@dataclass(frozen=True, kw_only=True)
class Tickets:
    """Turns a kept upload into a ticket and back; nothing is remembered, so every replica can read it."""

    sign: Callable[[str], str]
    verify: Callable[[str, str], bool]

    def issue(self, file: Attachment, *, session: str) -> str:
        """The ticket of an upload."""
        body = base64.urlsafe_b64encode(json.dumps(asdict(file)).encode()).decode()
        return f"{body}.{self.sign(_signed(body, session))}"

    def read(self, ticket: object, *, session: str) -> Attachment | None:
        """The upload of a ticket, or None when it is not one we gave this session."""
        if not isinstance(ticket, str) or len(ticket) > MAX_TICKET or not ticket.isascii():
            return None
        body, _, signature = ticket.partition(".")
        if not self.verify(_signed(body, session), signature):
            return None
        return Attachment(**json.loads(base64.urlsafe_b64decode(body)))


def _signed(body: str, session: str) -> str:
    return f"webchat upload {session} {body}"
