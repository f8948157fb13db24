"""An in-memory twin of `bot.messages.Receiver`: keeps what channels bring in, drops doubles, fails when told to."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from bot.messages import Inbound, Outbound


@dataclass(frozen=True, kw_only=True)
class Reached:
    """One call of `reachable`."""

    channel: str
    sender: str
    reachable: bool
    reason: str


class RecordingReceiver:
    """Records every message once; `answers` makes what `reply_to` gives back."""

    def __init__(self, answers: Callable[[Inbound], Sequence[Outbound]] | None = None) -> None:
        self.kept: list[Inbound] = []
        self.doubles: list[Inbound] = []
        self.reached: list[Reached] = []
        self.failures: list[Exception] = []
        """Raised one by one by the next calls that keep something."""
        self._answers = answers

    async def receive(self, message: Inbound) -> bool:
        """Keep the message; False for a double."""
        if self.failures:
            raise self.failures.pop(0)
        if any((kept.channel, kept.message_id) == (message.channel, message.message_id) for kept in self.kept):
            self.doubles.append(message)
            return False
        self.kept.append(message)
        return True

    async def reply_to(self, message: Inbound) -> list[Outbound]:
        """Keep the message and answer it: an echo, unless told otherwise."""
        await self.receive(message)
        if self._answers is not None:
            return list(self._answers(message))
        return [Outbound(id=len(self.kept), recipient=message.sender, text=message.text or "ok")]

    async def reachable(self, channel: str, sender: str, *, reachable: bool, reason: str = "") -> None:
        """Record it."""
        if self.failures:
            raise self.failures.pop(0)
        self.reached.append(Reached(channel=channel, sender=sender, reachable=reachable, reason=reason))
