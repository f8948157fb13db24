"""How much one session may send: gentle, and counted for each session apart."""

from collections import deque
from collections.abc import Callable

SWEEP_ABOVE = 10_000


class Limit:
    """At most `count` in any `seconds`, for each key."""

    def __init__(self, count: int, *, seconds: float, monotonic: Callable[[], float]) -> None:
        self._count = count
        self._seconds = seconds
        self._monotonic = monotonic
        self._taken: dict[str, deque[float]] = {}

    def take(self, key: str) -> bool:
        """Count one more; False when it is one too many."""
        now = self._monotonic()
        if len(self._taken) > SWEEP_ABOVE:
            self._sweep(now)
        taken = self._taken.setdefault(key, deque())
        while taken and taken[0] <= now - self._seconds:
            taken.popleft()
        if len(taken) >= self._count:
            return False
        taken.append(now)
        return True

    def _sweep(self, now: float) -> None:
        """Forget the keys that have been quiet, so that visitors who never come back cost nothing."""
        self._taken = {key: taken for key, taken in self._taken.items() if taken and taken[-1] > now - self._seconds}
