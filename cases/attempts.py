"""Failed tries, counted in the database so that no restart and no second replica forgets them."""

from collections.abc import Collection
from datetime import datetime, timedelta

from sqlalchemy import delete, func, select

from cases.rows import take_turns
from cases.tables import AttemptRow
from storage import KeyRing, Transaction

WINDOW = timedelta(minutes=15)


class Attempts:
    """Counts the failed tries of somebody, whose name is kept as a digest only."""

    def __init__(self, key_ring: KeyRing) -> None:
        self._key_ring = key_ring

    def count(self, tx: Transaction, kind: str, who: str, now: datetime) -> int:
        """How many tries failed within the window."""
        query = select(func.count()).where(
            AttemptRow.kind == kind, AttemptRow.who == self._digest(kind, who), AttemptRow.at > now - WINDOW
        )
        return tx.scalar(query) or 0

    def add(self, tx: Transaction, kind: str, who: str, now: datetime) -> int:
        """Note a failed try, and forget the old ones; gives back its id."""
        tx.execute(delete(AttemptRow).where(AttemptRow.kind == kind, AttemptRow.at <= now - WINDOW))
        row = AttemptRow(kind=kind, who=self._digest(kind, who), at=now)
        tx.add(row)
        tx.flush()
        return row.id

    def take_back(self, tx: Transaction, ids: Collection[int]) -> None:
        """Forget tries that turned out well."""
        tx.execute(delete(AttemptRow).where(AttemptRow.id.in_(ids)))

    def one_at_a_time(self, tx: Transaction, *names: str) -> None:
        """Let tries of the same name pass one after the other, so that a burst of them is counted rightly."""
        take_turns(tx, *(f"attempt {name}" for name in names))

    def _digest(self, kind: str, who: str) -> str:
        return self._key_ring.index(f"attempt:{kind}:{who}")
