"""How often somebody may guess at a case's code."""

from collections.abc import Callable
from datetime import datetime

from cases.attempts import Attempts
from storage import Database

KIND = "lookup"
MOST_FAILED = 5


class Lookups:
    """Counts wrong numbers and codes."""

    def __init__(self, database: Database, *, clock: Callable[[], datetime]) -> None:
        self._database = database
        self._attempts = Attempts(database.key_ring)
        self._clock = clock

    def allowed(self, who: str) -> bool:
        """Whether `who` (a conversation) may try again now."""
        with self._database.read() as tx:
            return self._attempts.count(tx, KIND, who, self._clock()) < MOST_FAILED

    def failed(self, who: str) -> None:
        """Note a wrong try."""
        with self._database.begin() as tx:
            self._attempts.add(tx, KIND, who, self._clock())
