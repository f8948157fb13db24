"""Kills the product at random instants while citizens file petitions, and counts what was lost or doubled.

Each citizen tells a story that occurs nowhere else, and sends a message again (with the same id) until it is answered,
as a phone does. What the law of this product says is then counted in the database: every message answered once, every
petition one case, every case one receipt.
"""

import asyncio
import contextlib
import random
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from uuid import uuid4

import aiohttp
from sqlalchemy import text

from bot.bootstrap import Store, open_store
from bot.measure.load import FILING
from bot.measure.player import Player, case_number
from bot.measure.server import Server
from cases import Official, Role

CITIZENS = 4
MOST_ANSWERS = 24
"""So many messages at most are answered in a life: the instant goes by what was done, not by the clock."""
AN_INSTANT_SECONDS = 0.3
LONGEST_LIFE_SECONDS = 20
GIVE_UP_SECONDS = 180


@dataclass
class Losses:
    """What must all be zero."""

    kills: int = 0
    messages: int = 0
    petitions: int = 0
    lost_messages: int = 0
    lost_cases: int = 0
    doubled_cases: int = 0
    lost_notices: int = 0
    doubled_notices: int = 0
    doubled_turns: int = 0
    disordered: int = 0

    @property
    def none(self) -> bool:
        """Whether nothing was lost or doubled."""
        return not any(
            (
                self.lost_messages,
                self.lost_cases,
                self.doubled_cases,
                self.lost_notices,
                self.doubled_notices,
                self.doubled_turns,
                self.disordered,
            )
        )


@dataclass
class Told:
    """What the citizens saw."""

    stories: set[str] = field(default_factory=set)
    """The markers of the stories that were told to their end."""
    receipts: Counter[str] = field(default_factory=Counter)
    """Case number -> how many different answers brought its receipt."""
    answered: set[str] = field(default_factory=set)
    """Ids of the messages that were answered."""


async def kill_and_count(server: Server, *, times: int, progress: Callable[[], None]) -> Losses:
    """Kill `times` times under load, let every petition end, and count."""
    told, stop = Told(), asyncio.Event()
    await server.start()
    async with aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=15)) as client:
        player = Player(server.url, "", client)
        citizens = [asyncio.create_task(_citizen(player, told, stop)) for _ in range(CITIZENS)]
        for _ in range(times):
            await _a_life(told)
            server.kill()
            await server.start()
            progress()
        stop.set()
        await asyncio.wait_for(asyncio.gather(*citizens), GIVE_UP_SECONDS)
    await until_all_are_answered(server)
    server.stop()
    return count_losses(server, told, kills=times)


async def _a_life(told: Told) -> None:
    enough = len(told.answered) + random.randint(0, MOST_ANSWERS)
    with contextlib.suppress(TimeoutError):
        async with asyncio.timeout(LONGEST_LIFE_SECONDS):
            while len(told.answered) < enough:
                await asyncio.sleep(0.01)
    await asyncio.sleep(random.uniform(0, AN_INSTANT_SECONDS))


async def until_all_are_answered(server: Server) -> None:
    """A citizen who was told "kept, we are in trouble" is answered a little later: give that its time."""
    store = open_store(server.settings())
    try:
        for _ in range(GIVE_UP_SECONDS):
            with store.database.read() as tx:
                if not tx.execute(text("SELECT count(*) FROM inbox WHERE state <> 'done'")).scalar():
                    return
            await asyncio.sleep(1)
    finally:
        store.close()


async def _citizen(player: Player, told: Told, stop: asyncio.Event) -> None:
    while not stop.is_set():
        marker = uuid4().hex
        sender = f"citizen-{marker[:12]}"
        for number, words in enumerate((f"{FILING[0]}（{marker}）", *FILING[1:])):
            await _until_answered(player, sender, words, f"{marker}-{number}", told)
        told.stories.add(marker)


async def _until_answered(player: Player, sender: str, words: str, message_id: str, told: Told) -> None:
    while True:
        with contextlib.suppress(aiohttp.ClientError, TimeoutError, ConnectionError):
            replies = await player.say(sender, words, message_id=message_id)
            told.answered.add(message_id)
            if number := case_number(replies):
                told.receipts[number] += 1
            return
        await asyncio.sleep(0.2)


def count_losses(server: Server, told: Told, *, kills: int = 0) -> Losses:
    """Compare what the citizens saw with what the database of a stopped server holds."""
    store = open_store(server.settings())
    try:
        with store.database.read() as tx:
            inbox = {
                row.message_id.rpartition(":")[2]: row
                for row in tx.execute(text("SELECT id, message_id, state FROM inbox")).all()
            }
            turns = tx.execute(
                text("SELECT conversation_id, seq, inbox_ids FROM turns ORDER BY conversation_id, seq")
            ).all()
            # By case and not by key: a key is unique, and could not show what came under another one.
            notices = Counter(tx.scalars(text("SELECT case_number FROM outbox WHERE case_number IS NOT NULL")))
            numbers = list(tx.execute(text("SELECT number FROM cases")).scalars())
        cases = Counter(_marker(store, number) for number in numbers)
    finally:
        store.close()
    answered_by = Counter(part for turn in turns for part in turn.inbox_ids.split(","))
    order = [(turn.conversation_id, int(part)) for turn in turns for part in turn.inbox_ids.split(",")]
    return Losses(
        kills=kills,
        messages=len(told.answered),
        petitions=len(numbers),
        lost_messages=sum(1 for one in told.answered if one not in inbox or inbox[one].state != "done"),
        lost_cases=sum(1 for marker in told.stories if not cases[marker]),
        doubled_cases=sum(count - 1 for count in cases.values()),
        lost_notices=sum(1 for number in numbers if not notices[number]),
        doubled_notices=sum(count - 1 for count in (*notices.values(), *told.receipts.values())),
        doubled_turns=sum(count - 1 for count in answered_by.values()),
        disordered=sum(
            1
            for before, after in zip(order, order[1:], strict=False)
            if before[0] == after[0] and before[1] >= after[1]
        ),
    )


def _marker(store: Store, number: str) -> str:
    """The marker in a case's story."""
    everything = Official(id=0, name="measure", display_name="", roles=frozenset(Role))
    facts = store.register.for_official(everything).case(number, unmask="counting").facts
    return facts.partition("（")[2].partition("）")[0]
