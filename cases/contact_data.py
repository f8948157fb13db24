"""Putting right who a petitioner is and how to reach them, on the petitioner's own word, and visibly in the file."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from cases.afterwards import own_case
from cases.masking import mask_address, mask_name, mask_phone
from cases.search import set_search_columns
from cases.tables import HistoryRow, PetitionRow
from storage import Database, Transaction

STEP = "contact"
BY_PETITIONER = "petitioner"
_LABELS: Mapping[str, tuple[str, Callable[[str], str]]] = {
    "petitioner_name": ("姓名", mask_name),
    "petitioner_phone": ("电话", mask_phone),
    "petitioner_address": ("住址", mask_address),
}


@dataclass(frozen=True, kw_only=True)
class CorrectContact:
    """New contact data of one's own case; empty means unchanged. The same message again changes nothing."""

    number: str
    petitioner_name: str = ""
    petitioner_phone: str = ""
    petitioner_address: str = ""
    source: str
    channel: str
    address: str
    code: str | None = None


class ContactData:
    """Corrects contact data."""

    def __init__(self, database: Database, *, clock: Callable[[], datetime]) -> None:
        self._database = database
        self._clock = clock

    def correct(self, command: CorrectContact) -> bool:
        """Change what is new; False when nothing is. Raises `NotFound`."""
        with self._database.begin() as tx:
            row = own_case(
                tx,
                self._database.key_ring,
                command.number,
                channel=command.channel,
                address=command.address,
                code=command.code,
            )
            new = {name: value for name in _LABELS if (value := getattr(command, name)) and value != getattr(row, name)}
            if not new or self._known(tx, row, command.source):
                return False
            # Masked on both sides: the file shows that it was changed, the case itself what it is now.
            changes = (
                f"{label}：{mask(getattr(row, name)) or '无'} → {mask(new[name])}" for name, label, mask in _of(new)
            )
            entry = {"at": self._clock(), "by": BY_PETITIONER, "step": STEP, "source": command.source}
            text = "；".join(changes)
            tx.add(HistoryRow(case_id=row.id, text=text, told=text, **entry))
            for name, value in new.items():
                setattr(row, name, value)
            row.anonymous = row.anonymous and not row.petitioner_name
            set_search_columns(row, self._database.key_ring)
            # An official who has not seen it must not serve a paper at the old address.
            row.version += 1
            return True

    def _known(self, tx: Transaction, row: PetitionRow, source: str) -> bool:
        query = select(HistoryRow.id).where(HistoryRow.case_id == row.id, HistoryRow.source == source)
        return tx.scalar(query) is not None


def _of(new: Mapping[str, str]) -> list[tuple[str, str, Callable[[str], str]]]:
    return [(name, label, mask) for name, (label, mask) in _LABELS.items() if name in new]
