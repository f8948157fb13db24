"""A spike: ten times as many citizens at once as in steady times, against the served product.

Citizens write a petition each, a message a second, and send a message again (with the same id) until it is taken. In
steady times there are a few of them, for the spike ten times as many, then as few as before. What counts is that nobody
hears anything but an answer or an honest "please wait", that all is as quick as before within seconds, and that
nothing is lost. An official opens the inbox once a second all the while.
"""

import asyncio
import contextlib
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from uuid import uuid4

import aiohttp
from sqlalchemy import text

from bot.bootstrap import open_store
from bot.measure.kill import Losses, Told, count_losses, until_all_are_answered
from bot.measure.load import FILING, Timed
from bot.measure.player import case_number
from bot.measure.server import Server
from bot.sentences import Sentences
from bot.settings import ROOT

TIMES = 10
PAUSE_SECONDS = 1.0
"""How long a citizen reads an answer before the next message."""
LEAST_CALM_SECONDS = 5.0
ASK_SECONDS = 30
"""Who hears nothing for so long has met an error."""
GIVE_UP_SECONDS = 180
SETTLED = 10
"""So many answers in a row show that it is as quick as before."""


@dataclass(frozen=True, kw_only=True)
class Sent:
    """One message that was answered, and how long that took."""

    at: float
    seconds: float


@dataclass
class Spike:
    """What was measured."""

    before: Timed
    during: Timed
    after: Timed
    inbox: Timed
    """The official's inbox during the spike."""
    asked_to_wait: int = 0
    errors: int = 0
    drained: float = 0.0
    """Seconds after the spike until its last message was answered."""
    recovered: float | None = None
    """Seconds after the spike until answers came as quickly as before it; None where they did not."""
    losses: Losses = field(default_factory=Losses)

    @property
    def holds(self) -> bool:
        """Whether nobody met an error, nothing was lost, and all was as before in the end."""
        return not self.errors and self.losses.none and self.recovered is not None


class Crowd:
    """Citizens of one server, and what all of them saw."""

    def __init__(
        self, base: str, client: aiohttp.ClientSession, *, wait: Iterable[str], not_kept: Iterable[str]
    ) -> None:
        self._url = f"{base}/webhooks/rest/webhook"
        self._client = client
        self._wait, self._not_kept = frozenset(wait), frozenset(not_kept)
        self.told = Told()
        self.sent: list[Sent] = []
        self.asked_to_wait = 0
        self.errors = 0

    async def citizen(self, stop: asyncio.Event, *, pause: float = PAUSE_SECONDS) -> None:
        """File one petition after the other until it is time to stop, be it in the middle of one."""
        while not stop.is_set():
            marker = uuid4().hex
            for number, words in enumerate((f"{FILING[0]}（{marker}）", *FILING[1:])):
                if stop.is_set():
                    return
                await self._until_taken(f"citizen-{marker[:12]}", words, f"{marker}-{number}")
                await _pause(stop, pause)
            self.told.stories.add(marker)

    async def _until_taken(self, sender: str, words: str, message_id: str) -> None:
        body = {"sender": sender, "message": words, "message_id": message_id}
        while not await self._taken(body, message_id):
            await asyncio.sleep(PAUSE_SECONDS)

    async def _taken(self, body: dict[str, str], message_id: str) -> bool:
        """Send a message; False when it has to be sent again."""
        began = time.perf_counter()
        try:
            async with self._client.post(self._url, json=body) as response:
                if response.status == 503 and "Retry-After" in response.headers:
                    self.asked_to_wait += 1
                    return False
                response.raise_for_status()
                replies = await response.json()
        except (aiohttp.ClientError, TimeoutError, ConnectionError):
            self.errors += 1
            return False
        said = {str(reply.get("text") or "").strip() for reply in replies}
        if said & self._not_kept:
            self.asked_to_wait += 1
            return False
        self.asked_to_wait += bool(said & self._wait)
        self.sent.append(Sent(at=began, seconds=time.perf_counter() - began))
        self.told.answered.add(message_id)
        if number := case_number(replies):
            self.told.receipts[number] += 1
        return True


class Official:
    """Opens the inbox again and again."""

    def __init__(self, base: str, token: str, client: aiohttp.ClientSession) -> None:
        self._url, self._headers = f"{base}/api/cases", {"Authorization": f"Bearer {token}"}
        self._client = client
        self.sent: list[Sent] = []
        self.errors = 0

    async def work(self, stop: asyncio.Event) -> None:
        """Look once a second."""
        while not stop.is_set():
            began = time.perf_counter()
            try:
                async with self._client.get(self._url, headers=self._headers) as response:
                    response.raise_for_status()
                    await response.read()
                self.sent.append(Sent(at=began, seconds=time.perf_counter() - began))
            except (aiohttp.ClientError, TimeoutError, ConnectionError):
                self.errors += 1
            await _pause(stop, PAUSE_SECONDS)


async def spike(server: Server, token: str, *, citizens: int, seconds: float, tick: Callable[[], None]) -> Spike:
    """Steady, spike, steady again; then all is counted. The server is started and stopped here."""
    await server.start()
    connector = aiohttp.TCPConnector(limit=0)
    async with aiohttp.ClientSession(connector=connector, timeout=aiohttp.ClientTimeout(total=ASK_SECONDS)) as client:
        sentences = Sentences.read(ROOT / "domain.yml")
        crowd = Crowd(
            server.url,
            client,
            wait=map(sentences, ("utter_busy", "utter_trouble")),
            not_kept=[sentences("utter_not_kept")],
        )
        official = Official(server.url, token, client)
        began, ended, drained = await _load(server, crowd, official, citizens=citizens, seconds=seconds, tick=tick)
    await until_all_are_answered(server)
    server.stop()
    before, during, after = (
        _timed(crowd.sent, since, until, citizens)
        for since, until in ((0.0, began), (began, ended), (ended, float("inf")))
    )
    return Spike(
        before=before,
        during=during,
        after=after,
        inbox=_timed(official.sent, began, ended, 1),
        asked_to_wait=crowd.asked_to_wait,
        errors=crowd.errors + official.errors,
        drained=drained,
        recovered=recovered_after(crowd.sent, ended, as_before=2 * before.percentile(95) / 1000),
        losses=count_losses(server, crowd.told),
    )


async def _load(
    server: Server, crowd: Crowd, official: Official, *, citizens: int, seconds: float, tick: Callable[[], None]
) -> tuple[float, float, float]:
    """When the spike began and ended, and the seconds until all of its messages were answered."""
    calm, everybody, more = max(LEAST_CALM_SECONDS, seconds / 4), asyncio.Event(), asyncio.Event()
    tasks = [asyncio.create_task(crowd.citizen(everybody)) for _ in range(citizens)]
    tasks.append(asyncio.create_task(official.work(everybody)))
    # The first citizens find a product that has answered nobody yet: that is no steady time.
    await _ticking(calm, tick)
    crowd.sent.clear()
    await _ticking(calm, tick)
    began = time.perf_counter()
    tasks += [asyncio.create_task(crowd.citizen(more)) for _ in range(citizens * (TIMES - 1))]
    await _ticking(seconds, tick)
    more.set()
    ended = time.perf_counter()
    drained = asyncio.create_task(_drained(server, ended))
    await _ticking(calm, tick)
    took = await drained
    everybody.set()
    await asyncio.wait_for(asyncio.gather(*tasks), GIVE_UP_SECONDS)
    return began, ended, took


async def _drained(server: Server, ended: float) -> float:
    """Wait until every message that has come by now is answered; the seconds since the spike ended."""
    store = await asyncio.to_thread(open_store, server.settings())
    try:

        def ask(query: str, **values: int) -> int:
            with store.database.read() as tx:
                return int(tx.execute(text(query), values).scalar() or 0)

        last = await asyncio.to_thread(ask, "SELECT max(id) FROM inbox")
        waiting = "SELECT count(*) FROM inbox WHERE id <= :last AND state <> 'done'"
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(GIVE_UP_SECONDS):
                while await asyncio.to_thread(ask, waiting, last=last):
                    await asyncio.sleep(0.1)
    finally:
        store.close()
    return time.perf_counter() - ended


def recovered_after(sent: Sequence[Sent], ended: float, *, as_before: float) -> float | None:
    """Seconds after the spike until answers were quick again: nine of ten in a row came within `as_before` seconds."""
    later = sorted((one for one in sent if one.at >= ended), key=lambda one: one.at)
    for first in range(len(later) - SETTLED + 1):
        row = later[first : first + SETTLED]
        if sum(one.seconds <= as_before for one in row) >= SETTLED - 1:
            return row[0].at - ended
    return None


def _timed(sent: Sequence[Sent], since: float, until: float, citizens: int) -> Timed:
    mine = [one for one in sent if since <= one.at < until]
    seconds = max((one.at + one.seconds for one in mine), default=0.0) - min((one.at for one in mine), default=0.0)
    return Timed(citizens, seconds=seconds, latencies=[one.seconds for one in mine])


async def _pause(stop: asyncio.Event, seconds: float) -> None:
    with contextlib.suppress(TimeoutError):
        async with asyncio.timeout(seconds):
            await stop.wait()


async def _ticking(seconds: float, tick: Callable[[], None]) -> None:
    for _ in range(round(seconds)):
        await asyncio.sleep(1)
        tick()
