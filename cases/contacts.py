"""Who can be reached where."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from sqlalchemy import Row, bindparam, select

from cases.outbox import fail_queued, requeue_notices
from cases.rows import insert_if_new
from cases.tables import CONTACTS, ContactRow, PetitionRow
from cases.urgency import Why
from cases.values import Contact
from storage import Database, Prepared, Transaction

USUAL = "zh"
"""What a channel is set to that nobody has set."""
_CONTACT = select(CONTACTS).where(CONTACTS.c.channel == bindparam("of"), CONTACTS.c.address == bindparam("who"))
_KNOWN = Prepared(_CONTACT.with_only_columns(CONTACTS.c.language, CONTACTS.c.reachable))


class Contacts:
    """The door to contacts."""

    def __init__(self, database: Database, *, clock: Callable[[], datetime]) -> None:
        self._database = database
        self._clock = clock

    def seen(
        self, channel: str, address: str, language: str, *, written: str | None = None, tx: Transaction | None = None
    ) -> str:
        """Note that a citizen wrote to us: whoever writes can be reached. Gives back the language to answer in.

        `language` is what the channel is set to, `written` what the words are in; a number or a name are in neither,
        and are answered as the words before.
        """
        with self._database.begin(tx) as transaction:
            known = _KNOWN.one(transaction, {"of": channel, "who": address})
            before = known.language if known is not None and language == USUAL else language
            spoken = written or str(before)
            if known is None or not known.reachable or known.language != spoken:
                row = self._row(transaction, channel, address)
                row.language = spoken
                self._back(transaction, row)
            return spoken

    def unreachable(self, channel: str, address: str, reason: str) -> None:
        """Note that a citizen cannot be reached any more: what waits for them is parked for a person to see."""
        with self._database.begin() as tx:
            row = self._row(tx, channel, address)
            if row.reachable:
                row.reachable, row.since, row.reason = False, self._clock(), reason
            fail_queued(tx, channel, address, reason=reason)
            _lift(tx, row)

    def reachable(self, channel: str, address: str, reason: str = "") -> None:
        """Note that a citizen came back: notices they missed are sent now."""
        with self._database.begin() as tx:
            self._back(tx, self._row(tx, channel, address), reason)

    def get(self, channel: str, address: str) -> Contact | None:
        """What we know of reaching this citizen."""
        with self._database.read() as tx:
            row = tx.get(ContactRow, (channel, address))
            return None if row is None else contact_view(row)

    def language(self, channel: str, address: str) -> str | None:
        """The language this citizen wrote in last."""
        with self._database.read() as tx:
            row = tx.get(ContactRow, (channel, address))
            return None if row is None else row.language

    def _back(self, tx: Transaction, row: ContactRow, reason: str = "") -> None:
        if not row.reachable:
            row.reachable, row.since, row.reason = True, self._clock(), reason
            requeue_notices(tx, row.channel, row.address)
            _lift(tx, row)

    def _row(self, tx: Transaction, channel: str, address: str) -> ContactRow:
        new = {"language": "zh", "reachable": True, "since": self._clock(), "reason": ""}
        insert_if_new(tx, ContactRow, {"channel": channel, "address": address, **new})
        return tx.get_one(ContactRow, (channel, address), with_for_update=True, populate_existing=True)


def _lift(tx: Transaction, contact: ContactRow) -> None:
    """Telling somebody by other means takes time: their cases are looked at sooner."""
    theirs = PetitionRow.channel == contact.channel, PetitionRow.address == contact.address
    for row in tx.scalars(select(PetitionRow).where(*theirs).with_for_update()):
        row.urgency = row.urgency & ~Why.UNREACHABLE if contact.reachable else row.urgency | Why.UNREACHABLE


def contact_of(tx: Transaction, channel: str, address: str) -> Contact | None:
    """What is known of where a citizen hears from us."""
    row = tx.connection().execute(_CONTACT, {"of": channel, "who": address}).one_or_none()
    return None if row is None else contact_view(row)


def contact_view(row: ContactRow | Row[Any]) -> Contact:
    """A contact row as a value."""
    return Contact(
        channel=row.channel, address=row.address, reachable=row.reachable, since=row.since, reason=row.reason
    )
