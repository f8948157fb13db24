"""Figures of whatever has one right label: intents, natures, routes, matters."""

from collections.abc import Sequence

from bot.measure.evaluate.intervals import bootstrap, wilson
from bot.measure.evaluate.report import Figure
from bot.measure.evaluate.scores import Pair, accuracy, macro_f1


def label_figures(what: str, pairs: Sequence[Pair], labels: Sequence[str] | None = None) -> list[Figure]:
    """Accuracy and macro-F1 with their intervals; `labels` where more than those in the set are meant."""

    def f1(drawn: Sequence[Pair]) -> float:
        return macro_f1(drawn, labels)

    right = sum(meant == understood for meant, understood in pairs)
    return [
        Figure(f"{what}: accuracy", accuracy(pairs), wilson(right, len(pairs)), len(pairs)),
        Figure(f"{what}: macro-F1", f1(pairs), bootstrap(f1, pairs), len(pairs)),
    ]
