"""A petitioner says that others told of the same incident: written down for officials, who decide."""

from datetime import datetime

from sqlalchemy import select

from cases.alike import WISHED
from cases.likeness import Grade
from cases.likeness_tables import TieRow
from cases.tables import HistoryRow, PetitionRow
from storage import Transaction

STEP = "same_said"
BY_PETITIONER = "petitioner"
SAID = "信访人说和别人反映的是同一件事"


def put_beside(tx: Transaction, row: PetitionRow, number: str, now: datetime) -> None:
    """Tie a new case to the one its petitioner means. Where either is sealed, nothing ties them."""
    if not number or row.sealed:
        return
    seen = PetitionRow.number == number, PetitionRow.sealed.is_(False), PetitionRow.erased_at.is_(None)
    other = tx.scalar(select(PetitionRow.id).where(*seen))
    if other is None:
        return
    said = {"kind": Grade.SAME_INCIDENT.value, "state": WISHED, "by": BY_PETITIONER, "at": now, "reason": SAID}
    tx.add(TieRow(low_id=min(other, row.id), high_id=max(other, row.id), **said))
    # Which one, the tie says to those who may see both.
    entry = {"at": now, "by": BY_PETITIONER, "step": STEP, "text": SAID, "told": None, "source": None}
    tx.add(HistoryRow(case_id=row.id, **entry))
