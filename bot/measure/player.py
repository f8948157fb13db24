"""Plays a script through the REST door, answering whatever `requested_slot` asks."""

import asyncio
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

import aiohttp

from bot.measure.scripts import Script

SKIP = "跳过"
MOST_REPEATS = 3
"""A question that is asked this often in a row is a loop."""


@dataclass
class Outcome:
    """How a conversation went."""

    script: Script
    number: str | None = None
    turns: int = 0
    questions: int = 0
    asides: int = 0
    asides_right: int = 0
    asides_lost: list[tuple[str, str, str | None]] = field(default_factory=list)
    """What was said beside a question, the question, and what was asked afterwards or understood instead."""
    looped: bool = False
    wrong: dict[str, tuple[Any, Any]] = field(default_factory=dict)
    """Field -> (expected, found)."""
    heard: list[tuple[str, str]] = field(default_factory=list)
    seconds: list[float] = field(default_factory=list)

    @property
    def right(self) -> bool:
        """Ended as expected, every field right."""
        return (self.number is not None) == self.script.files and not self.wrong


class Player:
    """One client for many conversations."""

    def __init__(self, base: str, token: str, client: aiohttp.ClientSession) -> None:
        self._base = base.rstrip("/")
        self._token = token
        self._client = client

    async def play(self, script: Script) -> Outcome:
        """Play one script to its end and compare the case."""
        outcome = Outcome(script)
        sender = f"{script.id}-{uuid4().hex[:8]}"
        for text in script.say:
            await self._say(sender, text, outcome)
        await self._answer_questions(sender, script, outcome)
        if outcome.number and script.files:
            outcome.wrong = compare(script.expect, await self.case(outcome.number))
        return outcome

    async def _answer_questions(self, sender: str, script: Script, outcome: Outcome) -> None:
        asked: dict[str, int] = {}
        said_aside: set[int] = set()
        in_a_row, last = 0, None
        while outcome.number is None and outcome.turns < script.max_turns:
            slot, _ = await self._state(sender)
            if slot is None:
                return
            if slot == last:
                in_a_row += 1
                if in_a_row >= MOST_REPEATS:
                    outcome.looped = True
            else:
                in_a_row, last = 0, slot
            aside = next(
                (
                    (i, a)
                    for i, a in enumerate(script.asides)
                    if a.at == slot and i not in said_aside and slot not in asked
                ),
                None,
            )
            if aside:
                said_aside.add(aside[0])
                in_a_row = 0
                last = None
                await self._say(sender, aside[1].say, outcome)
                after, intent = await self._state(sender)
                outcome.asides += 1
                stands = after == slot or outcome.number is not None
                if stands and _is(intent, aside[1].intent):
                    outcome.asides_right += 1
                else:
                    outcome.asides_lost.append((aside[1].say, slot, intent if stands else after))
                continue
            if slot not in script.answers and not script.files:
                return
            answers = script.answers.get(slot, (SKIP,))
            answer = answers[min(asked.get(slot, 0), len(answers) - 1)]
            asked[slot] = asked.get(slot, 0) + 1
            outcome.questions += 1
            await self._say(sender, answer, outcome)

    async def _say(self, sender: str, text: str, outcome: Outcome) -> None:
        outcome.turns += 1
        started = time.perf_counter()
        replies = await self.say(sender, text)
        outcome.seconds.append(time.perf_counter() - started)
        outcome.heard.append((text, "\n".join(reply.get("text") or "" for reply in replies)))
        outcome.number = case_number(replies) or outcome.number

    async def say(self, sender: str, text: str, *, message_id: str | None = None) -> list[Mapping[str, Any]]:
        """Say something; the bot's replies."""
        body = {"sender": sender, "message": text, **({"message_id": message_id} if message_id else {})}
        async with self._client.post(f"{self._base}/webhooks/rest/webhook", json=body) as response:
            response.raise_for_status()
            replies: list[Mapping[str, Any]] = await response.json()
            return replies

    async def _state(self, sender: str) -> tuple[str | None, str | None]:
        """The slot that is asked, and the intent of the latest message."""
        url = f"{self._base}/conversations/{sender}/tracker"
        async with self._client.get(url, headers={"Authorization": f"Bearer {self._token}"}) as response:
            response.raise_for_status()
            tracker = await response.json()
        intent = (tracker.get("latest_message") or {}).get("intent") or {}
        # With its topic, where the intent has one: "faq/cost".
        return tracker["slots"].get("requested_slot"), intent.get("full_retrieval_intent_name") or intent.get("name")

    async def case(self, number: str) -> Mapping[str, Any]:
        """The case as those see it who may see it all."""
        url = f"{self._base}/api/cases/{number}"
        headers = {"Authorization": f"Bearer {self._token}"}
        async with self._client.get(url, params={"unmask": "comparison"}, headers=headers) as response:
            response.raise_for_status()
            case: Mapping[str, Any] = await response.json()
            return case


def case_number(replies: Iterable[Mapping[str, Any]]) -> str | None:
    """The number of the case that these replies say was filed."""
    for reply in replies:
        if case := (reply.get("custom") or {}).get("case"):
            return str(case["number"])
    return None


def compare(expected: Mapping[str, Any], case: Mapping[str, Any]) -> dict[str, tuple[Any, Any]]:
    """What of a case is not as expected: field -> (expected, found)."""
    wrong = {}
    for name, wanted in expected.items():
        if name == "filed":
            continue
        found = _found(name, case)
        if not _fits(name, wanted, found):
            wrong[name] = (wanted, found)
    return wrong


CONTAINED = frozenset({"facts", "place", "occurred_at", "respondent", "request"})


def _fits(name: str, wanted: Any, found: Any) -> bool:
    if name in CONTAINED:
        return all(text in (found or "") for text in ([wanted] if isinstance(wanted, str) else wanted))
    return bool(wanted == found)


def _found(name: str, case: Mapping[str, Any]) -> Any:
    if name == "request":
        return "\n".join(claim["request"] or "" for claim in case["claims"])
    if name == "anonymous":
        return case["petitioner"]["anonymous"]
    value: Any = case
    for key in name.split("."):
        value = value.get(key) if isinstance(value, Mapping) else None
    return value


async def play_all(
    scripts: Sequence[Script], *, base: str, token: str, at_once: int, done: Callable[[Outcome], None]
) -> list[Outcome]:
    """Play many scripts, several citizens at once."""
    gate = asyncio.Semaphore(at_once)
    timeout = aiohttp.ClientTimeout(total=60)
    async with aiohttp.ClientSession(timeout=timeout, connector=aiohttp.TCPConnector(limit=0)) as client:
        player = Player(base, token, client)

        async def play(script: Script) -> Outcome:
            async with gate:
                outcome = await player.play(script)
                done(outcome)
                return outcome

        return await asyncio.gather(*map(play, scripts))


def _is(understood: str | None, meant: str | None) -> bool:
    """Whether an intent is the one meant, where one is; `faq` is meant by every topic of it."""
    return meant is None or understood == meant or (understood or "").startswith(f"{meant}/")
