"""Load through the REST door: whole conversations of many citizens at once, every answer timed."""

import asyncio
import statistics
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from uuid import uuid4

import aiohttp

FILING = (
    "楼下天天排油烟，一到晚上屋里全是味，老人咳得整夜睡不着，说了好几次都不管用。",
    "江西省赣州市赣县区梅林镇红金路8号",
    "去年10月",
    "楼下的老张烧烤店",
    "希望他们装上油烟净化设备",
    "打过12345，没有下文",
    "30户",
    "王建国",
    "13812345678",
    "梅林镇红金路8号3楼",
    "没有",
    "对，提交",
)
"""One citizen from the first word to the receipt."""

STARTER = (
    "hi", "i am sad", "yes", "no", "hello", "very bad", "yes", "are you a bot", "hey", "not good", "no", "bye",
)  # fmt: skip
"""As many messages for Rasa's starter bot, every one of which it understands."""


@dataclass
class Timed:
    """What a load took."""

    citizens: int
    seconds: float = 0.0
    latencies: list[float] = field(default_factory=list)
    finished: int = 0
    """Conversations that ended as they should."""
    conversations: int = 0
    errors: int = 0

    @property
    def turns_per_second(self) -> float:
        """Answered messages a second, over all citizens."""
        return len(self.latencies) / self.seconds if self.seconds else 0.0

    def percentile(self, percent: int) -> float:
        """Milliseconds that this share of the answers stayed under."""
        if len(self.latencies) < 2:
            return 1000 * sum(self.latencies)
        return 1000 * statistics.quantiles(self.latencies, n=100, method="inclusive")[percent - 1]


async def load(
    base: str,
    messages: Sequence[str],
    *,
    citizens: int,
    conversations: int,
    ended_well: Callable[[str], bool],
) -> Timed:
    """`conversations` conversations, `citizens` of them at any moment."""
    timed = Timed(citizens, conversations=conversations)
    todo = iter(range(conversations))
    connector = aiohttp.TCPConnector(limit=0)
    async with aiohttp.ClientSession(connector=connector, timeout=aiohttp.ClientTimeout(total=120)) as client:

        async def citizen() -> None:
            for number in todo:
                last = await converse(client, base, f"load-{number}-{uuid4().hex[:8]}", messages, timed)
                timed.finished += ended_well(last)

        started = time.perf_counter()
        await asyncio.gather(*(citizen() for _ in range(citizens)))
        timed.seconds = time.perf_counter() - started
    return timed


async def converse(client: aiohttp.ClientSession, base: str, sender: str, messages: Sequence[str], timed: Timed) -> str:
    """One conversation; the last answer's text."""
    last = ""
    for message in messages:
        started = time.perf_counter()
        try:
            body = {"sender": sender, "message": message}
            async with client.post(f"{base}/webhooks/rest/webhook", json=body) as response:
                replies = await response.json()
        except (aiohttp.ClientError, TimeoutError):
            timed.errors += 1
            continue
        timed.latencies.append(time.perf_counter() - started)
        last = "\n".join(str(reply.get("text") or "") for reply in replies)
    return last


def was_filed(last: str) -> bool:
    """Whether an answer is a receipt."""
    return "查询码" in last


async def petitions_of_one(base: str, *, count: int) -> list[float]:
    """Milliseconds a turn of one citizen's 1st, 2nd, … petition."""
    averages: list[float] = []
    sender = f"faithful-{uuid4().hex[:8]}"
    async with aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=120)) as client:
        for _ in range(count):
            timed = Timed(1)
            last = await converse(client, base, sender, FILING, timed)
            if not was_filed(last):
                raise RuntimeError("a petition was not filed")
            averages.append(1000 * statistics.fmean(timed.latencies))
    return averages
