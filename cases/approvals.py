"""What one person may not do alone: somebody asks with a reason, somebody else approves or declines."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select, update

from cases import audit
from cases.access import case_row, require, who
from cases.errors import NotAllowed, NotFound, SecondPersonNeeded, StepIncomplete, WrongState
from cases.unit_tables import ApprovalRow
from cases.unit_values import ApprovalState
from cases.values import Official, Role
from storage import Database, Transaction

UNSEAL = "unseal"
ERASE = "erase"
"""Of a sealed case, who told it: for good."""
BULK_EXPORT = "bulk_export"
VALID_HOURS = 72

APPROVERS: Mapping[str, frozenset[Role]] = {
    UNSEAL: frozenset({Role.DISCIPLINE}),
    ERASE: frozenset({Role.DISCIPLINE}),
    BULK_EXPORT: frozenset({Role.LEADER, Role.SUPERVISOR, Role.APPROVER, Role.ADMINISTRATOR}),
}
"""Who may be the second person."""
_OF_A_CASE = (UNSEAL, ERASE)


@dataclass(frozen=True, kw_only=True)
class Approval:
    """One request and what became of it."""

    id: int
    kind: str
    subject: str
    reason: str
    state: ApprovalState
    requested_by: str
    requested_at: datetime
    expires_at: datetime
    decided_by: str
    note: str
    mine: bool
    """Asked for by who looks: somebody else has to decide."""


class Approvals:
    """The door to requests. What concerns a sealed case is shown only to those who may see it."""

    def __init__(self, database: Database, *, clock: Callable[[], datetime]) -> None:
        self._database = database
        self._clock = clock

    def request(self, kind: str, subject: str, *, reason: str, by: Official) -> Approval:
        """Ask for something. Raises `NotFound` for a case not theirs to see, `StepIncomplete` without a reason."""
        if kind not in APPROVERS or not reason.strip():
            raise StepIncomplete("missing: what for, and the reason")
        now = self._clock()
        with self._database.begin() as tx:
            if kind in _OF_A_CASE:
                subject = case_row(tx, by, subject).number
            row = ApprovalRow(kind=kind, subject=subject[:200], reason=reason.strip(), state=ApprovalState.PENDING)
            row.requested_by, row.requester_id, row.requested_at = who(by), by.id, now
            row.expires_at, row.decided_by, row.note = now + timedelta(hours=VALID_HOURS), "", ""
            tx.add(row)
            tx.flush()
            self._note(tx, row, "approval_asked", reason.strip(), by)
            return _view(row, by)

    def decide(self, approval_id: int, *, approve: bool, by: Official, note: str = "") -> Approval:
        """Approve or decline. Raises `NotFound`, `NotAllowed` (one's own), `WrongState` (decided already, or over)."""
        with self._database.begin() as tx:
            query = select(ApprovalRow).where(ApprovalRow.id == approval_id).with_for_update()
            row = tx.scalars(query.execution_options(populate_existing=True)).one_or_none()
            if row is None or not self._may_see(tx, row, by):
                raise NotFound(f"approval {approval_id}")
            require(by, *APPROVERS[row.kind])
            if row.requester_id == by.id:
                raise NotAllowed("a second person has to decide")
            if row.state is not ApprovalState.PENDING or row.expires_at <= self._clock():
                raise WrongState(f"the request is {row.state.value}, or over")
            row.state = ApprovalState.APPROVED if approve else ApprovalState.DECLINED
            row.decided_by, row.note = who(by), note.strip()
            self._note(tx, row, "approval_given" if approve else "approval_declined", note.strip(), by)
            return _view(row, by)

    def list(self, *, by: Official, limit: int = 100) -> Sequence[Approval]:
        """The newest requests that this person asked for or may decide on."""
        kinds = [kind for kind, roles in APPROVERS.items() if roles & by.roles]
        query = select(ApprovalRow).where(ApprovalRow.kind.in_(kinds) | (ApprovalRow.requester_id == by.id))
        with self._database.read() as tx:
            rows = tx.scalars(query.order_by(ApprovalRow.id.desc()).limit(limit)).all()
            return [_view(row, by) for row in rows if self._may_see(tx, row, by)]

    def require(self, kind: str, subject: str, *, by: Official, tx: Transaction | None = None) -> None:
        """Use up an approval that this person asked for. Raises `SecondPersonNeeded` where none still holds."""
        with self._database.begin(tx) as write:
            mine = ApprovalRow.kind == kind, ApprovalRow.subject == subject, ApprovalRow.requester_id == by.id
            good = ApprovalRow.state == ApprovalState.APPROVED, ApprovalRow.expires_at > self._clock()
            found = write.scalars(select(ApprovalRow.id).where(*mine, *good).order_by(ApprovalRow.id)).first()
            used = update(ApprovalRow).where(ApprovalRow.id == found, *good).values(state=ApprovalState.USED)
            if found is None or not write.execute(used.returning(ApprovalRow.id)).all():
                raise SecondPersonNeeded(kind, subject)

    def _may_see(self, tx: Transaction, row: ApprovalRow, by: Official) -> bool:
        if row.kind not in _OF_A_CASE:
            return True
        try:
            case_row(tx, by, row.subject)
        except NotFound:
            return False
        return True

    def _note(self, tx: Transaction, row: ApprovalRow, action: str, reason: str, by: Official) -> None:
        sealed = row.kind in _OF_A_CASE
        subject = row.subject if sealed else f"{row.kind} {row.subject}"[:200]
        at = self._clock()
        audit.write(tx, at=at, who=who(by), action=action, subject=subject, reason=reason, sealed=sealed)


def _view(row: ApprovalRow, by: Official) -> Approval:
    return Approval(
        id=row.id,
        kind=row.kind,
        subject=row.subject,
        reason=row.reason,
        state=row.state,
        requested_by=row.requested_by,
        requested_at=row.requested_at,
        expires_at=row.expires_at,
        decided_by=row.decided_by,
        note=row.note,
        mine=row.requester_id == by.id,
    )
