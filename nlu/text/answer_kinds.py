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
from nlu.text.replies import agrees, asks, objects
from nlu.text.respondents import find_respondents
from nlu.text.weights import read_weights

WEIGHTS = "answer_kinds_weights.csv"
SIZES = (1, 2, 3)
STORY, QUESTION, AGREEMENT, OBJECTION = "story", "question", "agreement", "objection"
_LENGTHS = (2, 4, 6, 8, 11, 15, 20, 30)
_KEPT = 64
_WORD = re.compile(r"[a-z']+")
_LETTERS = re.compile(r"[a-z]+")
_DIGITS = re.compile(r"\d+")
_CLAUSE_END = re.compile(r"[\s,;。.!?]+(?=\S)")
_MOSTLY = 0.6
_SURELY, _HARDLY = 0.5, 0.12
_AGREED, _LONGEST_YES = 0.45, 30


@lru_cache(_KEPT)
def sounds_like(text: str) -> Mapping[str, float]:
    """How much a short text sounds like each kind of answer, like the story, or like something said to us."""
    fitted = _fitted()
    return dict(zip(fitted.labels, map(float, fitted.shares(text)), strict=True))


def tells(text: str) -> bool:
    """Whether a short text is surely of the story and not said to us."""
    shares = sounds_like(text)
    return shares[STORY] >= _SURELY and shares[QUESTION] <= _HARDLY


_SENTENCES = re.compile(r"(?<=[.!?。！？])\s*")
_SEVERAL = 2
_TAKES_BACK = re.compile(
    r"不对|不行|不是|错(?!不了)|但|不过|改|漏|还有|等等|等一下|别|"
    r"\b(?:but|wrong|change|not|wait|except|cancel|don'?t|do not|stop|delete|remove|withdraw|should (?:be|read)|"
    r"instead|missing|mistake|hold on|also|add|one more|correction)\b",
    re.IGNORECASE,
)
"""What else is said beside the yes must take nothing of it back."""


def says_yes(text: str) -> bool:
    """Whether an answer to "is this right?" is a yes, however it is put: 核对无误，有劳了; 奶奶说对."""
    if agrees(text) or _yes_first(text):
        return True
    if len(text) > _LONGEST_YES or objects(text) or asks(text):
        return False
    shares = sounds_like(text)
    return shares[AGREEMENT] >= _AGREED and shares[OBJECTION] <= _HARDLY


def _yes_first(text: str) -> bool:
    """Yes, great! How long till we get the answer? / That's good actually. Yes, do send it."""
    sentences = [sentence for sentence in _SENTENCES.split(text) if sentence.strip()]
    if any(asks(sentence) and agrees(sentence) for sentence in sentences) or len(sentences) < _SEVERAL:
        return False
    others = [sentence for sentence in sentences if not asks(sentence)]
    return any(map(agrees, others)) and not any(_TAKES_BACK.search(fold(sentence)) for sentence in others)


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
