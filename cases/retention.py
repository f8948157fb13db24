"""What was never filed goes by itself: drafts, what was answered to them, uploads that became part of nothing."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import and_, delete, exists, or_, select, tuple_

from cases.evidence import EvidenceStore, doom
from cases.tables import DraftRow, EvidenceRow, HeldFileRow, OutboxRow, PetitionRow
from cases.unfinished import UNFILED
from cases.values import MessageState
from storage import Database, Transaction

BATCH = 200
"""Rows that go in one transaction: nobody who writes waits long for it."""


@dataclass(frozen=True, kw_only=True)
class Gone:
    """How much was deleted."""

    drafts: int = 0
    uploads: int = 0

    def __add__(self, other: "Gone") -> "Gone":
        return Gone(drafts=self.drafts + other.drafts, uploads=self.uploads + other.uploads)


class Retention:
    """Deletes what is older than it may be. Deleting again finds nothing, so that any process may do it."""

    def __init__(self, database: Database, *, files: EvidenceStore) -> None:
        self._database = database
        self._files = files

    def sweep(self, *, unfiled_before: datetime, held_before: datetime) -> Gone:
        """Delete drafts nobody touched since, with their files, and uploads that nothing took up."""
        gone = Gone()
        while (batch := self._drafts(unfiled_before)) is not None:
            gone += batch
        while (batch := self._held(held_before)) is not None:
            gone += batch
        self._files.clear()
        return gone

    def without_cases(self, conversations: Iterable[tuple[str, str]]) -> set[tuple[str, str]]:
        """Of these (channel, address), those in which nothing was filed and nothing is being written."""
        asked = set(conversations)
        with self._database.read() as tx:
            kept: set[tuple[str, str]] = set()
            for table in (PetitionRow, DraftRow):
                query = select(table.channel, table.address).where(tuple_(table.channel, table.address).in_(asked))
                kept |= {(channel, address) for channel, address in tx.execute(query)}
        return asked - kept

    def forget_answers(self, tx: Transaction, conversations: Collection[tuple[str, str]], before: datetime) -> None:
        """Delete what was answered there; what waits to be sent stays."""
        answers = delete(OutboxRow).where(
            tuple_(OutboxRow.channel, OutboxRow.address).in_(conversations),
            OutboxRow.case_number.is_(None),
            OutboxRow.state != MessageState.QUEUED,
            OutboxRow.created_at < before,
        )
        tx.execute(answers.execution_options(synchronize_session=False))

    def _drafts(self, before: datetime) -> Gone | None:
        old = and_(
            UNFILED,
            DraftRow.case_number.is_(None),
            DraftRow.updated_at < before,
            # Looked up for each: "not in" would have the database gather the drafts of all cases first.
            ~exists().where(PetitionRow.draft_id == DraftRow.id),
        )
        with self._database.begin() as tx:
            # Locked: a citizen who comes back this very moment finds their draft or a new one, never half of it.
            query = select(DraftRow.id).where(old).limit(BATCH).with_for_update(skip_locked=True)
            ids = list(tx.scalars(query))
            if not ids:
                return None
            theirs = EvidenceRow.draft_id.in_(ids)
            doom(tx, tx.scalars(select(EvidenceRow.sha256).where(theirs)).all())
            for gone in (delete(EvidenceRow).where(theirs), delete(DraftRow).where(DraftRow.id.in_(ids))):
                tx.execute(gone.execution_options(synchronize_session=False))
        return Gone(drafts=len(ids))

    def _held(self, before: datetime) -> Gone | None:
        with self._database.begin() as tx:
            query = select(HeldFileRow.ref, HeldFileRow.sha256).where(HeldFileRow.at < before).limit(BATCH)
            found = list(tx.execute(query))
            if not found:
                return None
            gone = delete(HeldFileRow).where(or_(*(HeldFileRow.ref == ref for ref, _ in found)))
            tx.execute(gone.execution_options(synchronize_session=False))
            doom(tx, [sha256 for _, sha256 in found])
        return Gone(uploads=len(found))
