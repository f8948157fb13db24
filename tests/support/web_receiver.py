"""A receiver for channel tests: answers by a script and remembers the conversation in memory."""

import asyncio
import hashlib
import hmac
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from itertools import count

from aiohttp import web

from bot.channels.webchat.incoming import WebChat
from bot.channels.webchat.messages import HistoryItem, heard, said
from bot.channels.webchat.outgoing import WebSender
from bot.channels.webchat.sentences import Sentences
from bot.channels.webchat.sockets import Sockets
from bot.messages import Delivered, Inbound, Outbound, Sender
from tests.support.clock import FakeClock

Script = Callable[[Inbound], list[Outbound]]


def echo(message: Inbound) -> list[Outbound]:
    """Say back what was heard."""
    return [Outbound(id=0, recipient=message.sender, text=f"收到：{message.text}")]


@dataclass
class EchoReceiver:
    """Keeps what comes in, answers by its script, and hands answers to `sender` when it has one."""

    script: Script = echo
    sender: Sender | None = None
    broken: bool = False
    clock: FakeClock = field(default_factory=FakeClock)
    messages: list[Inbound] = field(default_factory=list)
    lines: list[tuple[str, HistoryItem]] = field(default_factory=list)
    uploads: dict[str, tuple[bytes, str, str, str, str]] = field(default_factory=dict)
    read_up_to: dict[str, int] = field(default_factory=dict)
    deliveries: list[asyncio.Task[list[Delivered]]] = field(default_factory=list)
    ids: "count[int]" = field(default_factory=lambda: count(1))

    async def receive(self, message: Inbound) -> bool:
        if self.broken:
            raise OSError("the disk is full")
        if any(message.message_id == each.message_id for each in self.messages):
            return False
        self.messages.append(message)
        self.lines.append((message.sender, heard(message, id=len(self.messages), at=self.clock())))
        answers = [self._keep(replace(answer, recipient=message.sender)) for answer in self.script(message)]
        # Apart from the page's own conversation, as the delivery is: that waits for the page's word.
        self.deliveries.append(asyncio.create_task(self._deliver(answers)))
        return True

    async def say(self, message: Outbound) -> Delivered | None:
        """Put a message of ours into the history, and push it when there is a sender."""
        return next(iter(await self._deliver([self._keep(message)])), None)

    def _keep(self, message: Outbound) -> Outbound:
        numbered = replace(message, id=next(self.ids), created_at=self.clock())
        self.lines.append((message.recipient, said(numbered, at=self.clock())))
        return numbered

    async def _deliver(self, messages: list[Outbound]) -> list[Delivered]:
        if self.sender is None:
            return []
        delivered = []
        for message in messages:
            await self.sender.typing(message.recipient)
            delivered.append(await self.sender.send(message))
        return delivered

    async def reply_to(self, message: Inbound) -> list[Outbound]:
        if self.broken:
            raise OSError("the disk is full")
        self.messages.append(message)
        return self.script(message)

    async def reachable(self, channel: str, sender: str, *, reachable: bool, reason: str = "") -> None:
        raise AssertionError("the web and REST channels never call this")

    async def history(self, session: str, since: int) -> list[HistoryItem]:
        if self.broken:
            raise OSError("the disk is full")
        mine = [item for owner, item in self.lines if owner == session]
        return [item for item in mine if not item.from_bot or item.id > since]

    async def hold(self, data: bytes, *, name: str, media_type: str, kind: str, owner: str) -> str:
        if self.broken:
            raise OSError("the disk is full")
        ref = f"held-{len(self.uploads) + 1}"
        self.uploads[ref] = (data, name, media_type, kind, owner)
        return ref

    async def seen(self, session: str, up_to: int) -> None:
        self.read_up_to[session] = up_to


def sign(text: str) -> str:
    """A signature as the key ring gives it."""
    return hmac.new(b"a key for tests", text.encode(), hashlib.sha256).hexdigest()


def signed_by_us(text: str, signature: str) -> bool:
    return hmac.compare_digest(sign(text).encode(), signature.encode())


def web_chat(
    receiver: EchoReceiver, *, sockets: Sockets, clock: FakeClock | None = None, secure_cookies: bool = False
) -> WebChat:
    """The web chat on a receiver of this kind."""
    clock = clock or FakeClock()
    return WebChat(
        receiver,
        history=receiver.history,
        hold=receiver.hold,
        seen=receiver.seen,
        sign=sign,
        verify=signed_by_us,
        secure_cookies=secure_cookies,
        sentences=Sentences.load(),
        sockets=sockets,
        clock=clock,
        monotonic=lambda: clock().timestamp(),
    )


def web_app(receiver: EchoReceiver, *, clock: FakeClock | None = None, secure_cookies: bool = False) -> web.Application:
    """An application with nothing but the web chat; the receiver's answers are pushed to its pages."""
    sockets = Sockets()
    chat = web_chat(receiver, sockets=sockets, clock=clock, secure_cookies=secure_cookies)
    receiver.sender = receiver.sender or WebSender(sockets)
    app = web.Application()
    app.add_routes(chat.routes())
    app.on_shutdown.append(chat.close)
    return app
