"""Views of the inbox that somebody keeps for themselves."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, select

from cases.errors import StepIncomplete
from cases.tables import SavedFilterRow
from cases.values import Official
from storage import Database

MOST = 20
LABEL_LENGTH = 40
QUERY_LENGTH = 1000


@dataclass(frozen=True, kw_only=True)
class SavedFilter:
    """One kept view: its name, and the query of its address."""

    id: int
    label: str
    query: str


class SavedFilters:
    """The kept views of one member of staff; nobody else sees them."""

    def __init__(self, database: Database, official: Official, *, clock: Callable[[], datetime]) -> None:
        self._database = database
        self._owner = official.name
        self._clock = clock

    def list(self) -> tuple[SavedFilter, ...]:
        """One's own, in the order they were kept."""
        query = select(SavedFilterRow).where(SavedFilterRow.owner == self._owner).order_by(SavedFilterRow.id)
        with self._database.read() as tx:
            return tuple(SavedFilter(id=row.id, label=row.label, query=row.query) for row in tx.scalars(query))

    def keep(self, label: str, query: str) -> None:
        """Keep a view; one of the same name is replaced. Raises `StepIncomplete` without a name, or with too many."""
        label = label.strip()[:LABEL_LENGTH]
        if not label:
            raise StepIncomplete("missing: the name of the view")
        with self._database.begin() as tx:
            mine = tx.scalars(select(SavedFilterRow).where(SavedFilterRow.owner == self._owner)).all()
            same = next((row for row in mine if row.label == label), None)
            if same is not None:
                same.query = query[:QUERY_LENGTH]
                return
            if len(mine) >= MOST:
                raise StepIncomplete(f"no more than {MOST} views can be kept")
            at = self._clock()
            tx.add(SavedFilterRow(owner=self._owner, label=label, query=query[:QUERY_LENGTH], at=at))

    def forget(self, filter_id: int) -> None:
        """Remove one's own view; what is not one's own is not there."""
        with self._database.begin() as tx:
            tx.execute(
                delete(SavedFilterRow).where(SavedFilterRow.id == filter_id, SavedFilterRow.owner == self._owner)
            )
