"""Signs of danger in a message: what they are, how urgent, and the words that show it.

A sign asks for a human; it decides nothing, blocks nothing, and says nothing about the person. `risk.yml` lists the
signs, `risk_context.yml` what takes them back: a denial, a film, a finished past, a mere fear.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache

from nlu.text.lexicon import load_yaml
from nlu.text.risk_context import Context
from nlu.text.risk_guess import guess
from nlu.text.risk_words import Plain, plain

KINDS = ("self_harm", "violence", "emergency", "minor", "domestic_violence", "fraud", "crowd", "wages")
"""The most urgent first."""
LEVELS = ("high", "medium", "low")


@dataclass(frozen=True, slots=True)
class Risk:
    """One kind of danger a message shows signs of, with the words that show it."""

    kind: str
    level: str
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Sign:
    kind: str
    group: str
    pattern: re.Pattern[str]


def find_risk(text: str) -> list[Risk]:
    """Find the danger in a message, the most urgent first: by its signs, or guessed where a short one has none."""
    said = plain(text)
    context = Context(said.text)
    found = list(_found(said, context))
    if not found and context.is_open() and (guessed := guess(said.text)):
        return [Risk(guessed.kind, "high", guessed.words)]
    return _risks(found)


def find_signs(text: str) -> list[Risk]:
    """Only by its signs."""
    said = plain(text)
    return _risks(_found(said, Context(said.text)))


def _found(said: Plain, context: Context) -> Iterator[tuple[str, str | None, str]]:
    """(kind, level, words) of every sign; no level where what stands around takes it back."""
    for sign in _signs():
        for match in sign.pattern.finditer(said.text):
            level = context.level(sign.kind, sign.group, match.start(), match.end())
            yield sign.kind, level, said.original(match.start(), match.end())


def _risks(found: Iterable[tuple[str, str | None, str]]) -> list[Risk]:
    signs: dict[str, list[tuple[str, str]]] = {}
    for kind, level, words in found:
        if level:
            signs.setdefault(kind, []).append((level, words))
    risks = [_risk(kind, some) for kind, some in signs.items()]
    return sorted(risks, key=lambda risk: (LEVELS.index(risk.level), KINDS.index(risk.kind)))


def _risk(kind: str, signs: list[tuple[str, str]]) -> Risk:
    level = min((level for level, _ in signs), key=LEVELS.index)
    return Risk(kind, level, tuple(dict.fromkeys(words for one, words in signs if one == level)))


@cache
def _signs() -> tuple[_Sign, ...]:
    lexicon = load_yaml("risk.yml")
    words: dict[str, str] = lexicon["words"]
    return tuple(
        _Sign(kind, group, re.compile(_filled("|".join(patterns), words)))
        for kind in KINDS
        for group, patterns in lexicon["kinds"][kind].items()
    )


def _filled(pattern: str, words: dict[str, str]) -> str:
    """The pattern with `{name}` replaced by the words of that name; `{2,5}` is left alone."""
    return re.sub(r"\{([a-z]+)\}", lambda gap: f"(?:{words[gap.group(1)]})", pattern)
