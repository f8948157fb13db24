"""Which of our questions a short text could answer, or whether it tells the story: a linear model over our sentences.

`nlu.text.answer_kinds_training` fits it to `answer_kinds.yml`. It sees characters with what stands first and last,
English words, how long the text is, and what the readers of parties and of earlier steps find in it.
"""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from functools import cache, lru_cache

from nlu.text.linear import LinearModel
from nlu.text.ngrams import ngrams
from nlu.text.normalise import HAN, fold
from nlu.text.prior import find_prior
from nlu.text.respondents import find_respondents
from nlu.text.weights import read_weights

WEIGHTS = "answer_kinds_weights.csv"
SIZES = (1, 2, 3)
STORY, QUESTION, AGREEMENT, OBJECTION = "story", "question", "agreement", "objection"
WHERE = "where"
_LENGTHS = (2, 4, 6, 8, 11, 15, 20, 30)
_KEPT = 64
_WORD = re.compile(r"[a-z']+")
_LETTERS = re.compile(r"[a-z]+")
_DIGITS = re.compile(r"\d+")
_CLAUSE_END = re.compile(r"[\s,;。.!?]+(?=\S)")
_MOSTLY = 0.6
_SURELY, _HARDLY = 0.5, 0.12


@lru_cache(_KEPT)
def sounds_like(text: str) -> Mapping[str, float]:
    """How much a short text sounds like each kind of answer, like the story, or like something said to us."""
    fitted = _fitted()
    return dict(zip(fitted.labels, map(float, fitted.shares(text)), strict=True))


def tells(text: str) -> bool:
    """Whether a short text is surely of the story and not said to us."""
    shares = sounds_like(text)
    return shares[STORY] >= _SURELY and shares[QUESTION] <= _HARDLY


def cut(text: str, sizes: Sequence[int]) -> Counter[str]:
    """What the model sees of a text."""
    plain = fold(text).lower().strip()
    found = ngrams(_LETTERS.sub(" ", plain), sizes)
    words = _WORD.findall(plain)
    found.update(f" {word}" for word in words)
    found.update(f" {one} {other}" for one, other in zip(words, words[1:], strict=False))
    found.update(_shape(plain, words))
    found.update(_read(text, plain))
    return found


def _shape(plain: str, words: Sequence[str]) -> Iterator[str]:
    """How it begins, ends and is built."""
    han = "".join(HAN.findall(plain))
    for size in (1, 2):
        yield f"^{han[:size]}"
        yield f"{han[-size:]}$"
    if words:
        yield f"^ {words[0]}"
    length = len(han) + 2 * len(words)
    yield f"[length {sum(length > most for most in _LENGTHS)}]"
    yield f"[clauses {min(len(_CLAUSE_END.findall(plain)), 2)}]"
    for digits in _DIGITS.findall(plain):
        yield f"[digits {min(len(digits), 7)}]"


def _read(text: str, plain: str) -> Iterator[str]:
    """What the readers find in it."""
    parties = find_respondents(text)
    if parties:
        whole = sum(mention.end - mention.start for mention in parties) >= _MOSTLY * len(plain)
        yield "[party]"
        yield f"[party {'alone' if whole else 'and more'}]"
    if find_prior(text):
        yield "[prior]"


@cache
def _fitted() -> LinearModel:
    return read_weights(WEIGHTS, sizes=SIZES, cut=cut)
