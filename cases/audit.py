"""Who looked at what, and why."""

from datetime import datetime

from sqlalchemy import select

from cases.tables import AuditRow
from cases.values import AuditEntry
from storage import Transaction

SEALED_SUBJECT = "sealed"


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
    """Write one entry, in the same transaction as what it tells of."""
    tx.add(AuditRow(at=at, who=who, action=action, subject=subject, reason=reason, sealed=sealed))


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
