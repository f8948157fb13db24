"""Asking something of every message, and how long each answer took."""

import time
from collections.abc import Callable, Iterable
from typing import TypeVar

from bot.measure.evaluate.report import Report
from bot.measure.evaluate.scores import percentile

T = TypeVar("T")
R = TypeVar("R")


def ask_all(report: Report, part: str, ask: Callable[[T], R], items: Iterable[T]) -> list[R]:
    """Ask of every item; the times go to the report. The first is asked twice: it loads what all others share."""
    answers: list[R] = []
    took: list[float] = []
    for item in items:
        if not answers:
            ask(item)
        began = time.perf_counter()
        answers.append(ask(item))
        took.append((time.perf_counter() - began) * 1000)
    report.add_times(part, percentile(took, 50), percentile(took, 95))
    return answers
