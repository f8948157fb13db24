"""Signs of danger in a message: what they are, how urgent, and the words that show it.

A sign asks for a human; it decides nothing, blocks nothing, and says nothing about the person. `risk.yml` lists the
signs, `risk_context.yml` what takes them back: a denial, a film, a finished past, a mere fear. A learnt guess
(`risk_guess.py`) weighs each sentence with the signs in it: it finds what no sign fits, and lets go what only looks so.
"""

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from nlu.text.lexicon import load_yaml
from nlu.text.risk_concepts import concepts, is_done, speaks_of
from nlu.text.risk_context import Context
from nlu.text.risk_guess import Guess, guess
from nlu.text.risk_windows import sentence, windows
from nlu.text.risk_words import Plain, plain

KINDS = ("self_harm", "violence", "emergency", "minor", "domestic_violence", "fraud", "crowd", "wages")
"""The most urgent first."""
LEVELS = ("high", "medium", "low")

SURE, SURE_AGAINST = 0.5, 0.75
"""How likely danger must be in a short message where no sign stands, and where something takes danger back."""
ALL_TAKEN_BACK = 0.88
"""How likely danger must be where every sign of it is taken back."""
UNSPOKEN, UNSPOKEN_AT_LENGTH = 0.5, 0.6
"""How likely danger must be where nothing that danger is made of is even spoken of, in few words and in a story."""
FEW_WORDS = 40
VERY_FEW, SURE_OF_VERY_FEW = 16, 0.62
"""In an answer of a few characters a guess rests on little."""
NOTHING_DONE = 0.52
"""How likely danger must be in a short message where nothing is spoken of that it is done by or suffered."""
BESIDE = 0.12
"""A second kind is named beside the likeliest from here on."""
LET_GO = {"high": 0.03, "medium": 0.05}
"""Where danger is less likely than this, a sign of a short message is none."""
DOUBT_IN_LETTERS = {
    "self_harm": 0.4,
    "violence": 0.3,
    "emergency": 0.35,
    "domestic_violence": 0.25,
    "wages": 0.25,
    "minor": 0.06,
    "crowd": 0.04,
    "fraud": 0.07,
}
"""How much doubt the sentences of a long message may leave together, where no sign of the kind stands: the more of them
there are, the surer each must be."""
HOLDS_IN_LETTERS = {"high": 0.2, "medium": 0.6}
"""How likely a sign's kind must be for the sign to hold there, and danger of any kind beside."""
DANGER_IN_LETTERS = 0.5


@dataclass(frozen=True, slots=True)
class Risk:
    """One kind of danger a message shows signs of, with the words that show it and how likely it is."""

    kind: str
    level: str
    words: tuple[str, ...]
    likely: float = 1.0
    guessed: bool = False
    """Whether no sign of it stands there, and only the learnt guess names it."""


@dataclass(frozen=True, slots=True)
class Sign:
    """A sign where it stands; no level where what stands around takes it back."""

    kind: str
    level: str | None
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class _Pattern:
    kind: str
    group: str
    pattern: re.Pattern[str]


def find_risk(text: str) -> list[Risk]:
    """Find the danger in a message, the most urgent first."""
    said = plain(text)
    context = Context(said.text)
    signs = list(_signs(said, context))
    cut = windows(said.text)
    pieces = cut if len(cut) == 1 else list(dict.fromkeys([*cut, *_alone(said.text, cut, signs)]))
    sure = SURE if context.is_open() else SURE_AGAINST
    found: dict[str, Risk] = {}
    for start, end in pieces:
        inside = [sign for sign in signs if start <= sign.start < end]
        for risk in _weighed(said, start, end, inside, sentences=len(cut), sure=sure):
            known = found.get(risk.kind)
            found[risk.kind] = risk if known is None else _both(known, risk)
    return _ordered(found.values())


def _alone(text: str, cut: Iterable[tuple[int, int]], signs: Iterable[Sign]) -> Iterator[tuple[int, int]]:
    """The sentences with an urgent sign: a short one is not to drown in the one before it."""
    places = [sign.start for sign in signs if sign.level == "high"]
    return (sentence(text, at, start, end) for start, end in cut for at in places if start <= at < end)


def find_signs(text: str) -> list[Risk]:
    """Only by its signs, unweighed."""
    said = plain(text)
    signs = [sign for sign in signs_of(said) if sign.level]
    return _ordered(_risk(said, kind, signs, 1.0) for kind in {sign.kind for sign in signs})


def tells_of(text: str, kind: str) -> bool:
    """Whether a message speaks of anything that such danger is done by, suffered or seen from."""
    return is_done(kind, concepts(plain(text).text))


def signs_of(said: Plain) -> list[Sign]:
    """Every sign in a plain message."""
    return list(_signs(said, Context(said.text)))


def _signs(said: Plain, context: Context) -> Iterator[Sign]:
    for sign in _patterns():
        for match in sign.pattern.finditer(said.text):
            level = context.level(sign.kind, sign.group, match.start(), match.end())
            yield Sign(sign.kind, level, match.start(), match.end())


def _weighed(said: Plain, start: int, end: int, signs: Sequence[Sign], *, sentences: int, sure: float) -> list[Risk]:
    """What a sentence shows, by its signs and by the guess together: a short message, or one of many `sentences`."""
    text = said.text[start:end]
    spoken_of = concepts(text)
    guessed = guess(text, [(sign.kind, sign.level) for sign in signs], spoken_of)
    holding = [sign for sign in signs if sign.level in ("high", "medium")]
    if sentences > 1:
        named = _in_letters(guessed, holding, sentences)
    else:
        done = [kind for kind in KINDS if is_done(kind, spoken_of)]
        named = _in_short(guessed, holding, _sure(text, signs, holding, spoken_of, sure), done)
    return [_risk(said, kind, holding, guessed.likely[kind], guessed.words(kind)) for kind in named]


def _sure(text: str, signs: Sequence[Sign], holding: Sequence[Sign], spoken_of: Collection[str], sure: float) -> float:
    """How likely danger must be in a short message."""
    if signs and not holding:
        return ALL_TAKEN_BACK
    if signs or any(speaks_of(kind, spoken_of) for kind in KINDS):
        return sure
    if len(text) <= VERY_FEW:
        return max(sure, SURE_OF_VERY_FEW)
    return max(sure, UNSPOKEN if len(text) <= FEW_WORDS else UNSPOKEN_AT_LENGTH)


def _in_short(guessed: Guess, signs: Iterable[Sign], sure: float, done: Collection[str]) -> set[str]:
    # Wages of one are no danger, yet somebody helps with them: their sign always stands.
    named = {sign.kind for sign in signs if sign.kind == "wages" or guessed.danger >= LET_GO[str(sign.level)]}
    if guessed.danger >= (sure if guessed.kind() in done else max(sure, NOTHING_DONE)):
        named.add(guessed.kind())
    beside = {kind for kind in KINDS if guessed.likely[kind] >= (BESIDE if kind in done else SURE)}
    return named | beside if named else named


def _in_letters(guessed: Guess, signs: Iterable[Sign], sentences: int) -> set[str]:
    likely = guessed.likely
    if guessed.danger < DANGER_IN_LETTERS:
        return set()
    named = {sign.kind for sign in signs if likely[sign.kind] >= HOLDS_IN_LETTERS[str(sign.level)]}
    if guessed.danger >= 1 - DOUBT_IN_LETTERS[guessed.kind()] / sentences:
        named.add(guessed.kind())
    return named


def _risk(said: Plain, kind: str, signs: Sequence[Sign], likely: float, guessed: tuple[str, ...] = ()) -> Risk:
    own = [sign for sign in signs if sign.kind == kind]
    if not own:
        return Risk(kind, "high", guessed, likely, guessed=True)
    level = min((str(sign.level) for sign in own), key=LEVELS.index)
    words = (said.original(sign.start, sign.end) for sign in own if sign.level == level)
    return Risk(kind, level, tuple(dict.fromkeys(words)), likely)


def _both(one: Risk, other: Risk) -> Risk:
    first, second = sorted((one, other), key=lambda risk: LEVELS.index(risk.level))
    words = first.words if first.level != second.level else tuple(dict.fromkeys((*one.words, *other.words)))
    likely, guessed = max(one.likely, other.likely), one.guessed and other.guessed
    return Risk(first.kind, first.level, words, likely, guessed=guessed)


def _ordered(risks: Iterable[Risk]) -> list[Risk]:
    return sorted(risks, key=lambda risk: (LEVELS.index(risk.level), KINDS.index(risk.kind)))


@cache
def _patterns() -> tuple[_Pattern, ...]:
    lexicon = load_yaml("risk.yml")
    words: dict[str, str] = lexicon["words"]
    return tuple(
        _Pattern(kind, group, re.compile(_filled("|".join(patterns), words)))
        for kind in KINDS
        for group, patterns in lexicon["kinds"][kind].items()
    )


def _filled(pattern: str, words: dict[str, str]) -> str:
    """The pattern with `{name}` replaced by the words of that name; `{2,5}` is left alone."""
    return re.sub(r"\{([a-z]+)\}", lambda gap: f"(?:{words[gap.group(1)]})", pattern)
