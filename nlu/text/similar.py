"""How alike two stories are, by the pairs of characters they share. Only to ask by; nobody acts on it alone."""

import re
from collections import Counter

from nlu.text.normalise import fold

ALIKE = 0.34
"""From here on two stories of one person in one county are probably about the same matter."""
_EMPTY = re.compile(
    r"的|了|我们?|你们?|他们?|她们?|它|是|在|有|没有?|不|到|就|都|也|还|和|跟|给|把|被|说|要|去|来|这|那|个|一|着|过|得|"
    r"您|请|希望|领导|谢谢|反映|问题|情况|现在|已经|因为|所以|但是|然后|解决|处理|"
    r"\b(?:the|a|an|i|my|our|is|are|was|has|have|and|to|of|in|it|they|he|she)\b"
)
_WORD = re.compile(r"[\u4e00-\u9fff]+|[a-z]+|\d+")
_FEW = 8


def similarity(one: str, other: str) -> float:
    """From 0 (nothing in common) to 1. A short retelling of a long story is like it."""
    a, b = _pairs(one), _pairs(other)
    if not a or not b:
        return 0.0
    shared = sum((a & b).values())
    small, large = sorted((sum(a.values()), sum(b.values())))
    even = shared / (small * large) ** 0.5
    within = 0.75 * shared / small if small >= _FEW else 0.0
    return float(round(max(even, within), 3))


def _pairs(text: str) -> Counter[str]:
    pairs: Counter[str] = Counter()
    for run in _WORD.findall(_EMPTY.sub(" ", fold(text).lower())):
        if run.isascii():
            pairs[run] += 1
        else:
            pairs.update({run[at : at + 2] for at in range(len(run) - 1)})
    # Each once: who repeats a word does not say more.
    return Counter(dict.fromkeys(pairs, 1))
