"""Character n-grams of a text: what the matter models see of it. They need no dictionary and survive typing errors."""

import re
from collections import Counter
from collections.abc import Sequence

from nlu.text.normalise import fold

#: Runs of Chinese characters or Latin letters; digits, signs and masked names say nothing about the matter.
_RUN = re.compile(r"[\u4e00-\u9fff]+|[a-z]+")
#: Some boards write line ends into the text.
_LINE_END = re.compile(r"_x000[dD]_")


def ngrams(text: str, sizes: Sequence[int]) -> Counter[str]:
    """Count the n-grams of these sizes, none of them across a sign."""
    found: Counter[str] = Counter()
    for run in _RUN.findall(fold(_LINE_END.sub(" ", text)).lower()):
        for size in sizes:
            found.update(run[at : at + size] for at in range(len(run) - size + 1))
    return found
