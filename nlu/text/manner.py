"""What a short text sounds like: a linear model that `nlu.text.manner_training` fits to our own sentences.

It sees characters and pairs of them, English words, and what the text speaks of (`nature_concepts.yml`), alone and
together. Word lists know what they list; this knows how suggestions, questions, grievances and accusations are put. It
has a say where the lists are silent. Long texts sound like everything: of them it judges passages.
"""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from itertools import combinations

from nlu.text.lexicon import load_yaml
from nlu.text.linear import LinearModel
from nlu.text.ngrams import ngrams
from nlu.text.normalise import fold
from nlu.text.weights import read_weights

WEIGHTS = "nature_weights.csv"
SIZES = (1, 2)
LONGEST = 450
PASSAGE = 120
_WORD = re.compile(r"[a-z']+")
_LETTERS = re.compile(r"[a-z]+")
_LATIN = re.compile(r"[A-Za-z]")
_SENTENCE_END = re.compile(r"(?<=[。!?！？；;\n])")


def sounds_like(text: str, model: LinearModel | None = None) -> Mapping[str, float]:
    """How much a text sounds like each nature (summing up to 1); nothing for a text that is too long to tell."""
    if length(text) > LONGEST or not text.strip():
        return {}
    fitted = model or _fitted()
    return {nature: float(share) for nature, share in zip(fitted.labels, fitted.shares(text), strict=True)}


def length(text: str) -> int:
    """How long a text is, a letter of a word counting as much less than a Chinese character as it says."""
    return len(text) - len(_LATIN.findall(text)) * 2 // 3


def passages(text: str) -> Iterator[str]:
    """A long text in passages: whole sentences where they fit; who dictates without marks is cut anywhere."""
    passage = ""
    for sentence in _SENTENCE_END.split(text):
        if passage and len(passage) + len(sentence) > PASSAGE:
            yield passage
            passage = ""
        for at in range(0, len(sentence) - PASSAGE, PASSAGE // 2):
            # Cut within a sentence, they overlap: one of them holds what belongs together.
            yield sentence[at : at + PASSAGE]
        passage += sentence[-PASSAGE:]
    if passage.strip():
        yield passage


def cut(text: str, sizes: Sequence[int]) -> Counter[str]:
    """What the model sees of a text: n-grams of Chinese, words of English and pairs of them, concepts and pairs."""
    plain = fold(text).lower()
    found = ngrams(_LETTERS.sub(" ", plain), sizes)
    words = _WORD.findall(plain)
    found.update(f" {word}" for word in words)
    found.update(f" {one} {other}" for one, other in zip(words, words[1:], strict=False))
    named = speaks_of(plain)
    found.update(f"[{name}]" for name in named)
    found.update(f"[{one}+{other}]" for one, other in combinations(named, 2))
    return found


def speaks_of(plain: str) -> list[str]:
    """The concepts a folded text in lower case speaks of."""
    return [name for name, pattern in _concepts() if pattern.search(plain)]


def words_for(plain: str, concept: str) -> str:
    """The words by which a folded text in lower case speaks of a concept."""
    found = dict(_concepts())[concept].search(plain)
    return found.group() if found else ""


@cache
def _concepts() -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple((name, re.compile(words)) for name, words in load_yaml("nature_concepts.yml").items())


@cache
def _fitted() -> LinearModel:
    return read_weights(WEIGHTS, sizes=SIZES, cut=cut)
