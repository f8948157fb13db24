"""Who looked at what, and why: a chain in which each entry holds the hash of the one before it."""

import hashlib
import json
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import select

from cases.rows import take_turns
from cases.tables import AuditRow
from cases.values import AuditEntry
from storage import Database, Transaction

SEALED_SUBJECT = "sealed"
GENESIS = "0" * 64
"""What the first entry holds in place of a hash."""
_BATCH = 1000


@dataclass(frozen=True, kw_only=True)
class AuditCheck:
    """Whether the chain holds."""

    entries: int
    head: str
    """The newest entry's hash, to be kept elsewhere: without it, nobody can tell that the end was cut off."""
    broken_at: int | None = None
    """The id of the first entry that does not fit."""
    missing: bool = False
    """The hash that was kept elsewhere is not in the chain: its end was cut off, or all of it written anew."""

    @property
    def holds(self) -> bool:
        """Whether nothing was changed, taken out or cut off, as far as can be told."""
        return self.broken_at is None and not self.missing


class AuditChain:
    """The door to the chain for those who check it."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def head(self) -> str:
        """The newest entry's hash."""
        with self._database.read() as tx:
            return _head(tx)

    def verify(self, *, expect: str = "") -> AuditCheck:
        """Go through the whole chain; with `expect`, a hash kept elsewhere, also whether it is still part of it."""
        previous, entries, met = GENESIS, 0, expect in ("", GENESIS)
        everything = select(AuditRow).order_by(AuditRow.id).execution_options(yield_per=_BATCH)
        # Closed at a break too: the server's cursor would stay open where the rows are not read to their end.
        with self._database.read() as tx, closing(tx.scalars(everything)) as rows:
            for row in rows:
                if row.previous != previous or row.hash != _hash(row):
                    return AuditCheck(entries=entries, head=previous, broken_at=row.id, missing=not met)
                previous, entries, met = row.hash, entries + 1, met or row.hash == expect
        return AuditCheck(entries=entries, head=previous, missing=not met)


def write(
    tx: Transaction,
    *,
    at: datetime,
    who: str,
    action: str,
    subject: str,
    reason: str = "",
    sealed: bool = False,
) -> None:
    """Write one entry, in the same transaction as what it tells of. Other writers wait until that one is committed."""
    # Two entries after the same one would be a fork.
    take_turns(tx, "audit")
    row = AuditRow(at=at, who=who, action=action, subject=subject, reason=reason, sealed=sealed)
    row.previous = _head(tx)
    row.hash = _hash(row)
    tx.add(row)
    tx.flush()


def _head(tx: Transaction) -> str:
    return tx.scalar(select(AuditRow.hash).order_by(AuditRow.id.desc()).limit(1)) or GENESIS


def _hash(row: AuditRow) -> str:
    at = row.at.astimezone(UTC).isoformat(timespec="microseconds")
    told = [row.previous, at, row.who, row.action, row.subject, row.reason, bool(row.sealed)]
    return hashlib.sha256(json.dumps(told, ensure_ascii=False).encode()).hexdigest()


def newest(tx: Transaction, *, limit: int, with_sealed: bool) -> list[AuditEntry]:
    """The newest entries. What sealed cases they are about is told only to those who may see such cases."""
    rows = tx.scalars(select(AuditRow).order_by(AuditRow.id.desc()).limit(limit))
    return [_entry(row, hidden=row.sealed and not with_sealed) for row in rows]


def _entry(row: AuditRow, *, hidden: bool) -> AuditEntry:
    return AuditEntry(
        at=row.at,
        who=row.who,
        action=row.action,
        subject=SEALED_SUBJECT if hidden else row.subject,
        reason="" if hidden else row.reason,
    )
