"""Who does the work on a case. It tells colleagues who is on it, and limits nobody."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from cases.access import case_row, require, who
from cases.errors import NotFound, VersionConflict
from cases.tables import HistoryRow, PetitionRow, StaffRow
from cases.values import Official, Role
from storage import Database, Transaction

WORKING_ROLES = (
    Role.OFFICIAL,
    Role.HANDLER,
    Role.APPROVER,
    Role.LEADER,
    Role.SUPERVISOR,
    Role.DISCIPLINE,
)
"""Whose work cases can be."""


@dataclass(frozen=True, kw_only=True)
class Colleague:
    """Somebody a case can be handed to."""

    name: str
    display_name: str


class Assignments:
    """Claiming cases and handing them over, for one official."""

    def __init__(self, database: Database, official: Official, *, clock: Callable[[], datetime]) -> None:
        self._database = database
        self._official = official
        self._clock = clock

    def claim(self, number: str) -> None:
        """Make a case one's own work. Raises `VersionConflict` when somebody else was faster."""
        require(self._official, *WORKING_ROLES)
        with self._database.begin() as tx:
            row = case_row(tx, self._official, number, lock=True)
            if row.assigned_to == self._official.name:
                return
            if row.assigned_to is not None:
                raise VersionConflict(f"it is the work of {row.assigned_to}")
            self._assign(tx, row, self._official.name, "claimed", "")

    def hand_over(self, number: str, to: str, text: str = "") -> None:
        """Make a case somebody else's work; with nobody named, nobody's. Raises `NotFound` for who cannot take it."""
        require(self._official, *WORKING_ROLES)
        with self._database.begin() as tx:
            row = case_row(tx, self._official, number, lock=True)
            if (row.assigned_to or "") == to:
                return
            receiver = self._receiver(tx, row, to) if to else None
            said = "\n".join(part for part in (receiver.display_name if receiver else "", text.strip()) if part)
            self._assign(tx, row, to or None, "handed_over" if to else "released", said)

    def colleagues(self) -> list[Colleague]:
        """Who cases can be handed to."""
        with self._database.read() as tx:
            rows = tx.scalars(select(StaffRow).where(StaffRow.disabled.is_(False)).order_by(StaffRow.display_name))
            return [
                Colleague(name=row.name, display_name=row.display_name or row.name)
                for row in rows
                if set(row.roles) & set(WORKING_ROLES)
            ]

    def _receiver(self, tx: Transaction, row: PetitionRow, to: str) -> Colleague:
        staff = tx.scalars(select(StaffRow).where(StaffRow.name == to, StaffRow.disabled.is_(False))).one_or_none()
        if staff is None or not set(staff.roles) & set(WORKING_ROLES):
            raise NotFound(f"colleague {to}")
        receiver = Official(
            id=staff.id,
            name=staff.name,
            display_name=staff.display_name,
            roles=frozenset(map(Role, staff.roles)),
            unit_id=staff.unit_id,
        )
        # Whoever may not see a case cannot be given it: for them it does not exist.
        case_row(tx, receiver, row.number)
        return Colleague(name=staff.name, display_name=staff.display_name or staff.name)

    def _assign(self, tx: Transaction, row: PetitionRow, to: str | None, step: str, text: str) -> None:
        row.assigned_to = to
        entry = {"at": self._clock(), "by": who(self._official), "step": step, "text": text}
        tx.add(HistoryRow(case_id=row.id, told=None, source=None, **entry))
