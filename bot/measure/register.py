"""`fengqiao bench register`: the register filled with many cases, and measured."""

import time
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime

from bot.bootstrap import open_store
from bot.measure.figures import Figures
from bot.measure.register_fill import fill
from bot.measure.register_load import PERSON, lives_per_second, measure_pages
from bot.settings import Settings

Progress = Callable[[int], object]


def prepare(settings: Settings, count: int, *, progress: Progress) -> float:
    """Fill the database of these settings, unless it holds cases already; the seconds it took.

    What was filled some days ago is looked after first, as a running office is: limits that ended are warned of.
    """
    store = open_store(settings)
    started = time.perf_counter()
    try:
        if not any(store.register.for_official(PERSON).counts().values()):
            fill(store.database, count, now=datetime.now(UTC), progress=progress)
        store.register.sweep()
        while store.register.figure_counting.count():
            pass
    finally:
        store.close()
    return time.perf_counter() - started


def measure(settings: Settings, *, seconds: float, officials: int, processes: int) -> Figures:
    """What officials wait for, and afterwards whole lives of cases a second."""
    store = open_store(settings)
    try:
        figures = measure_pages(store.register, seconds=seconds, officials=officials)
    finally:
        store.close()
    lives, cost = lives_per_second(settings, seconds=seconds / 2, processes=processes)
    return replace(figures, lives_per_second=lives, life_milliseconds=cost)
