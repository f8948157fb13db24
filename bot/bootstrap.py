"""Builds the whole product from its settings. Nothing else in it knows how the parts fit together."""

import asyncio
import secrets
from collections.abc import Awaitable, Callable, Coroutine
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import structlog
from aiohttp import web

from bot.alert_gauge import AlertGauge
from bot.channels.rest.incoming import RestDoor
from bot.channels.webchat.incoming import WebChat
from bot.channels.webchat.outgoing import WebSender
from bot.channels.webchat.sentences import Sentences as WebSentences
from bot.channels.webchat.sockets import Sockets
from bot.counting import Counting
from bot.delivery import Delivery
from bot.history import WebHistory
from bot.keys import load_keys
from bot.messages import DialogueEngine, Fetcher, Sender
from bot.metrics import Metrics
from bot.offload import Offload
from bot.retention import Retention
from bot.sentences import Sentences
from bot.settings import ROOT, Settings, Totp
from bot.spool import Spool
from bot.sweeping import Sweeping
from bot.turns import TurnLimits, Turns
from bot.web import from_this_machine, web_app
from bot.workers import SPOOL, Worker
from cases import Register, Role
from console import api_app, console_app
from conversations import Log
from storage import Database, KeyRing
from storage.migrate import migrate

if TYPE_CHECKING:
    from bot.telegram import Telegram

log = structlog.get_logger(__name__)

BEIJING = ZoneInfo("Asia/Shanghai")
FIRST_LOGIN = "admin"

Clock = Callable[[], datetime]


def system_clock() -> datetime:
    """The time."""
    return datetime.now(UTC)


@dataclass(frozen=True)
class Store:
    """What keeps: the database and both registers on it."""

    database: Database
    key_ring: KeyRing
    register: Register
    log: Log

    def close(self) -> None:
        """Close every connection."""
        self.database.close()


def open_store(settings: Settings, *, clock: Clock = system_clock) -> Store:
    """Open (and where needed make) the data folder, the keys and the migrated database."""
    settings.data.mkdir(parents=True, exist_ok=True)
    key_ring, made = load_keys(settings.keys, settings.data)
    if made:
        log.warning("encryption key made", path=str(settings.data / "keys"), advice="keep a copy apart from the data")
    database = Database(settings.resolved_database_url, key_ring=key_ring)
    migrate(database)
    register = Register(database, files_dir=settings.data / "files", clock=clock)
    return Store(database, key_ring, register, Log(database, clock=clock))


def load_dialogue(store: Store, model: Path, *, clock: Clock = system_clock) -> Any:
    """The embedded engine with its actions, started. Takes seconds: Rasa is imported here."""
    from bot.unused import leave_out

    leave_out()
    from actions import Understanding, all_actions
    from bot.dialogue import Dialogue
    from bot.matters import load_matters

    matters = load_matters(model.parent)
    understanding = Understanding.load(
        lambda: clock().astimezone(BEIJING).date(),
        matters,
        helpline_table=lambda: store.register.policies.now.helplines,
    )
    dialogue = Dialogue(
        model,
        last_turns=store.log.turns.last,
        actions=all_actions(store.register, understanding),
    )
    dialogue.start()
    return dialogue


@dataclass
class Product:
    """Everything, wired and not yet running."""

    store: Store
    turns: Turns
    delivery: Delivery
    app: web.Application
    telegram: "Telegram | None"
    offload: Offload
    background: list[Callable[[], Coroutine[Any, Any, None]]] = field(default_factory=list)
    worker: Worker | None = None
    _tasks: list["asyncio.Task[None]"] = field(default_factory=list)

    async def start(self) -> None:
        """Start answering: first what earlier processes left undone."""
        if self.worker or self.store.database.is_sqlite:
            # The earlier life of this worker is gone. Without workers SQLite is one process's: everybody is.
            owner = self.worker.owner if self.worker else None
            await self.offload(self.store.log.inbox.release_all, owner)
            await self.offload(self.store.register.outbox.release_all, owner)
        self._tasks = [asyncio.create_task(run()) for run in self.background]

    async def stop(self) -> None:
        """Finish the turns under way, then stop."""
        await self.turns.finish()
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        if self.telegram:
            await self.telegram.close()
        self.offload.close()


def build(
    settings: Settings,
    store: Store,
    dialogue: DialogueEngine,
    *,
    clock: Clock = system_clock,
    worker: Worker | None = None,
) -> Product:
    """Wire the product around a dialogue engine (the real one, or a test's). A `worker` is one process of several."""
    register, conversation_log = store.register, store.log
    offload, metrics, sockets = Offload(), Metrics(), Sockets()
    sentences = Sentences.read(ROOT / "domain.yml")
    owner = worker.owner if worker else secrets.token_hex(8)
    senders: dict[str, Sender] = {"web": WebSender(sockets)}
    fetchers: dict[str, Fetcher] = {}
    delivery = Delivery(
        register=register,
        senders=senders,
        offload=offload,
        owner=owner,
        clock=clock,
        metrics=metrics,
        near={"web": sockets.sessions},
    )
    turns = Turns(
        register=register,
        conversation_log=conversation_log,
        dialogue=dialogue,
        senders=senders,
        fetchers=fetchers,
        spool=Spool(
            settings.data / (worker.spool if worker else SPOOL),
            encrypt=store.key_ring.encrypt,
            decrypt=store.key_ring.decrypt,
        ),
        offload=offload,
        owner=owner,
        clock=clock,
        sentence=sentences,
        wake_delivery=delivery.wake,
        metrics=metrics,
        limits=TurnLimits(turn=settings.turn_seconds, burst=settings.burst_seconds),
    )
    telegram = _telegram(settings, store, turns, sentences, clock=clock)
    if telegram:
        senders["telegram"], fetchers["telegram"] = telegram.sender, telegram.sender
    web_chat = _web_chat(settings, store, turns, sockets, offload, clock=clock)
    rest = RestDoor(turns, _tracker(dialogue), token_ok=_token_ok(register, offload))
    app = web_app(
        routes=[*web_chat.routes(), *rest.routes(), *(telegram.routes if telegram else ())],
        parts={
            "/console/": console_app(
                register,
                conversation_log,
                secure_cookies=settings.secure_cookies,
                clock=clock,
                to_human=metrics.to_human,
                factor_required=settings.totp is Totp.REQUIRED,
            ),
            "/api/": api_app(register, conversation_log, clock=clock, to_human=metrics.to_human),
        },
        ready=_ready(store, offload),
        metrics=metrics,
        metrics_allowed=from_this_machine,
    )
    app.on_shutdown.append(web_chat.close)
    retention = Retention(register=register, conversation_log=conversation_log, offload=offload, clock=clock)
    gauge = AlertGauge(conversation_log=conversation_log, metrics=metrics, offload=offload)
    # One process asks Telegram for updates, or it refuses the second one.
    listening = telegram.background if telegram and (worker is None or worker.leads) else ()
    sweeping = Sweeping(register.sweep, offload=offload)
    counting = Counting([register.figure_counting.count, register.unfinished_counting.count], offload=offload)
    background = [turns.run, delivery.run, gauge.run, sweeping.run, retention.run, counting.run, *listening]
    return Product(store, turns, delivery, app, telegram, offload, background, worker)


def _telegram(
    settings: Settings, store: Store, turns: Turns, sentences: Sentences, *, clock: Clock
) -> "Telegram | None":
    if not settings.telegram_token:
        return None
    # The client library is large: only who uses it pays for it.
    from bot.telegram import telegram_part

    return telegram_part(settings, store.key_ring, turns, sentences, clock=clock)


def _web_chat(
    settings: Settings, store: Store, turns: Turns, sockets: Sockets, offload: Offload, *, clock: Clock
) -> WebChat:
    async def hold(data: bytes, *, name: str, media_type: str, kind: str, owner: str) -> str:
        keep = store.register.evidence.hold
        return await offload(keep, data, name=name, media_type=media_type, kind=kind, owner=f"web:{owner}")

    async def seen(session: str, up_to: int) -> None:
        await offload(store.register.outbox.opened, "web", session, up_to)

    return WebChat(
        turns,
        history=WebHistory(register=store.register, conversation_log=store.log, offload=offload),
        hold=hold,
        seen=seen,
        sign=store.key_ring.sign,
        verify=store.key_ring.signed_by_us,
        secure_cookies=settings.secure_cookies,
        sentences=WebSentences.load(),
        sockets=sockets,
        clock=clock,
    )


def _tracker(dialogue: Any) -> Callable[[str], Awaitable[dict[str, Any] | None]]:
    async def tracker(sender: str) -> dict[str, Any] | None:
        # A Rasa client knows its own sender; operators may name any conversation by its full id.
        found = await dialogue.tracker(f"rest:{sender}")
        if found is None and ":" in sender:
            found = await dialogue.tracker(sender)
        return dict(found) if found is not None else None

    return tracker


def _token_ok(register: Register, offload: Offload) -> Callable[[str, str], Awaitable[bool]]:
    def may_read(token: str, sender: str) -> bool:
        # A tracker is a conversation unmasked, sealed ones too: for those who may see everything, and on record.
        official = register.staff.token(token)
        if official is None or not official.roles >= {Role.ADMINISTRATOR, Role.DISCIPLINE}:
            return False
        register.for_official(official).note("tracker", sender)
        return True

    async def token_ok(token: str, sender: str) -> bool:
        return await offload(may_read, token, sender)

    return token_ok


def _ready(store: Store, offload: Offload) -> Callable[[], Awaitable[bool]]:
    async def ready() -> bool:
        try:
            await offload(store.log.inbox.next_due_at)
        except Exception as error:
            log.warning("not ready", error=type(error).__name__)
            return False
        return True

    return ready


def first_login(register: Register) -> str | None:
    """Make the first administrator; their password, shown this once, or None when there are staff already."""
    if register.staff.any():
        return None
    password = secrets.token_urlsafe(12)
    register.staff.create(FIRST_LOGIN, password, display_name="管理员", roles=[*Role])
    return password
