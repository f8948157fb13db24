"""Signs of danger in a message: self-harm, violence, emergency, harm to a child, violence at home.

A sign asks for a human; it decides nothing, blocks nothing, and says nothing about the person.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from nlu.text.lexicon import load_yaml
from nlu.text.mentions import CLAUSE_END
from nlu.text.normalise import fold

KINDS = ("self_harm", "violence", "emergency", "minor", "domestic_violence")
_ORDER = {"high": 0, "medium": 1, "low": 2}
_LOWER = {"high": "medium", "medium": "low"}


@dataclass(frozen=True, slots=True)
class Risk:
    """One kind of danger a message shows signs of, with the words that show it."""

    kind: str
    level: str
    words: tuple[str, ...]


def find_risk(text: str) -> list[Risk]:
    """Find the signs of danger in a message, the most urgent kind first."""
    folded = _without_idioms(fold(text))
    found = []
    for kind in KINDS:
        signs = list(_signs(kind, text, folded))
        if signs:
            level = min((level for level, _ in signs), key=_ORDER.__getitem__)
            found.append(Risk(kind, level, tuple(dict.fromkeys(words for _, words in signs))))
    return sorted(found, key=lambda risk: (_ORDER[risk.level], KINDS.index(risk.kind)))


def _signs(kind: str, text: str, folded: str) -> Iterator[tuple[str, str]]:
    for level, pattern in _patterns()[kind].items():
        for match in pattern.finditer(folded):
            before = CLAUSE_END.split(folded[max(0, match.start() - 12) : match.start()])[-1]
            if _negation().search(before):
                continue
            words = text[match.start() : match.end()]
            yield _LOWER[level] if _softened().search(before) else level, words


def _without_idioms(folded: str) -> str:
    """Blank out ordinary words that hold a sign, keeping the length."""
    return _idioms().sub(lambda match: "□" * len(match.group()), folded)


@cache
def _patterns() -> dict[str, dict[str, re.Pattern[str]]]:
    lexicon = load_yaml("risk.yml")
    return {kind: {level: re.compile("|".join(words)) for level, words in lexicon[kind].items()} for kind in KINDS}


@cache
def _idioms() -> re.Pattern[str]:
    return re.compile("|".join(load_yaml("risk.yml")["idioms"]))


@cache
def _negation() -> re.Pattern[str]:
    words = "|".join(sorted(load_yaml("risk.yml")["negations"], key=len, reverse=True))
    # 不是不想活 and 没有不想死 are not denials of a denial to be sure about: only a direct one counts.
    return re.compile(f"(?:{words})(?:真的?|要|想|想过|想要|去|说|有|任何|发生|再|再次|什么|过)?$")


@cache
def _softened() -> re.Pattern[str]:
    return re.compile("|".join(load_yaml("risk.yml")["softened"]))
