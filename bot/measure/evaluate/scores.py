"""The figures themselves: accuracy, macro-F1, precision and recall, reliability, percentiles."""

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass

Pair = tuple[str, str]
"""What was meant, and what was understood."""


def accuracy(pairs: Sequence[Pair]) -> float:
    """The share understood as meant."""
    return sum(meant == understood for meant, understood in pairs) / len(pairs) if pairs else 0.0


def macro_f1(pairs: Sequence[Pair], labels: Collection[str] | None = None) -> float:
    """The mean of the labels' F1; without `labels`, over those that were meant at least once."""
    right = Counter(meant for meant, understood in pairs if meant == understood)
    meant, understood = Counter(pair[0] for pair in pairs), Counter(pair[1] for pair in pairs)
    names = labels if labels is not None else set(meant)
    each = [2 * right[name] / max(1, meant[name] + understood[name]) for name in names]
    return sum(each) / len(each) if each else 0.0


@dataclass(frozen=True)
class Found:
    """How often a field was found, and found rightly."""

    stated: int
    found: int
    right: int

    @property
    def precision(self) -> float:
        """Of what was found, the share that is right."""
        return self.right / self.found if self.found else 0.0

    @property
    def recall(self) -> float:
        """Of what was stated, the share that was found rightly."""
        return self.right / self.stated if self.stated else 0.0


@dataclass(frozen=True)
class Bin:
    """Proposals of about the same confidence."""

    low: float
    high: float
    count: int
    confidence: float
    right: float


def reliability(confidences: Sequence[float], right: Sequence[bool], *, bins: int = 10) -> list[Bin]:
    """Confidence beside the share that was right, in equal steps; empty steps are left out."""
    table = []
    for step in range(bins):
        low, high = step / bins, (step + 1) / bins
        last = step == bins - 1
        inside = [at for at, each in enumerate(confidences) if low <= each < high or (last and each >= high)]
        if inside:
            said = sum(confidences[at] for at in inside) / len(inside)
            table.append(Bin(low, high, len(inside), said, sum(right[at] for at in inside) / len(inside)))
    return table


def expected_error(table: Sequence[Bin]) -> float:
    """Expected calibration error: how far confidence and truth are apart, on average over the proposals."""
    total = sum(each.count for each in table)
    return sum(each.count * abs(each.confidence - each.right) for each in table) / total if total else 0.0


def percentile(values: Sequence[float], of_hundred: float) -> float:
    """The value that this many of a hundred stay at or under."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(len(ordered) * of_hundred / 100))] if ordered else 0.0
