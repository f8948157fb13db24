"""A channel's sending side that records, and fails on demand."""

from bot.messages import Delivered, Outbound, SendError


class RecordingSender:
    """Keeps what it was given in `sent`; raises what is put into `failures`, one a call, first."""

    def __init__(self) -> None:
        self.sent: list[Outbound] = []
        self.failures: list[SendError] = []
        self.typed: list[str] = []

    async def send(self, message: Outbound) -> Delivered:
        """Record or fail."""
        if self.failures:
            raise self.failures.pop(0)
        self.sent.append(message)
        return Delivered.ACCEPTED

    async def typing(self, recipient: str) -> None:
        """Record."""
        self.typed.append(recipient)

    def texts(self, recipient: str | None = None) -> list[str]:
        """What was said (to one recipient)."""
        return [m.text for m in self.sent if recipient in (None, m.recipient)]
