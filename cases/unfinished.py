"""Petitions that were begun and not filed: counted with the reason, so that no figure gains by discouraging anybody."""

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import cast

from sqlalchemy import Table, bindparam, exists, func, literal_column, or_, select

from cases.calendar import BEIJING
from cases.figure_tables import UnfinishedRow
from cases.figure_values import Period
from cases.form_versions import values_of
from cases.tables import DraftRow
from cases.values import FIELDS, DraftState
from storage import Database, Transaction

IDLE = timedelta(days=1)
"""After so long without a word a petition counts as left; it can still be taken up again, and then counts no more."""
BATCH = 200

# Said as the partial index says it (`cases/tables.py`).
UNFILED = DraftRow.state != literal_column("'filed'")
_UNFINISHED = cast(Table, UnfinishedRow.__table__)
_TAKE_BACK = _UNFINISHED.delete().where(_UNFINISHED.c.draft_id == bindparam("draft"))
"""Built once: every filing asks."""


class UnfinishedCounting:
    """Notes how petitions ended that were not filed."""

    def __init__(self, database: Database, *, clock: Callable[[], datetime]) -> None:
        self._database = database
        self._clock = clock

    def count(self) -> bool:
        """Note a batch. True while there is more."""
        now = self._clock()
        with self._database.begin() as tx:
            known = exists().where(UnfinishedRow.draft_id == DraftRow.id)
            ended = or_(DraftRow.state == DraftState.CANCELLED, DraftRow.updated_at < now - IDLE)
            # Locked: who comes back this very moment and files takes its line away again, or waits until there is one.
            drafts = select(DraftRow).where(UNFILED, ended, ~known).limit(BATCH).with_for_update(skip_locked=True)
            found = tx.scalars(drafts).all()
            tx.add_all([_noted(draft) for draft in found])
            return len(found) == BATCH


def take_back(tx: Transaction, draft_id: str) -> None:
    """Whoever came back and filed has finished."""
    tx.connection().execute(_TAKE_BACK, {"draft": draft_id})


def _noted(draft: DraftRow) -> UnfinishedRow:
    joined = draft.state is DraftState.CANCELLED and draft.case_number
    return UnfinishedRow(
        draft_id=draft.id,
        day=draft.created_at.astimezone(BEIJING).date().isoformat(),
        channel=draft.channel,
        reason="joined" if joined else "cancelled" if draft.state is DraftState.CANCELLED else "left",
        question=_question(draft),
    )


def _question(draft: DraftRow) -> str:
    values = values_of(draft)
    skipped = values.get("skipped", ())
    missing = (name for name in FIELDS if values.get(name) in (None, "") and name not in skipped)
    return next(missing, "confirm")


def unfinished(tx: Transaction, period: Period) -> Mapping[tuple[str, str], int]:
    """How many petitions that were begun in a period were not filed, by reason and question."""
    query = (
        select(UnfinishedRow.reason, UnfinishedRow.question, func.count())
        .where(UnfinishedRow.day.between(str(period.first), str(period.last)))
        .group_by(UnfinishedRow.reason, UnfinishedRow.question)
    )
    return {(reason, question): count for reason, question, count in tx.execute(query)}
