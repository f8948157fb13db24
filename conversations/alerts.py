"""Alerts: a person is called because a message shows danger, or because a citizen asks for one.

An alert is raised in the transaction that writes its turn, so a message that is answered again after a kill raises
nothing twice. It never holds what was said: it names the messages, and their words are read from the inbox.
"""

import math
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, and_, case, func, select, true

from conversations.tables import AlertRecord, ConversationRecord, InboxRecord
from conversations.values import AlertFigures, AlertGone, AlertView, NewAlert, Taken
from storage import Database, Transaction

LEVELS = ("low", "medium", "high")
FIGURES_OF = timedelta(days=30)
MOST = 200
OPEN = AlertRecord.closed_at.is_(None)
_URGENCY = case({level: rank for rank, level in enumerate(LEVELS)}, value=AlertRecord.level, else_=0)


class Alerts:
    """Raises alerts, and lets people take and close them."""

    def __init__(self, database: Database, *, clock: Callable[[], datetime]) -> None:
        self._database = database
        self._clock = clock

    def raise_all(
        self, tx: Transaction, conversation_id: str, inbox_ids: Sequence[int], alerts: Iterable[NewAlert]
    ) -> None:
        """Raise alerts for a message: one open alert a conversation and kind, which counts its messages."""
        highest: dict[str, str] = {}
        for alert in alerts:
            highest[alert.kind] = max(alert.level, highest.get(alert.kind, "low"), key=LEVELS.index)
        for kind, level in highest.items():
            self._raise(tx, conversation_id, inbox_ids[-1], kind, level)

    def _raise(self, tx: Transaction, conversation_id: str, inbox_id: int, kind: str, level: str) -> None:
        now = self._clock()
        query = select(AlertRecord).where(
            AlertRecord.conversation_id == conversation_id, AlertRecord.kind == kind, OPEN
        )
        record = tx.scalars(query.with_for_update()).one_or_none()
        if record is None:
            tx.add(
                AlertRecord(
                    conversation_id=conversation_id,
                    kind=kind,
                    level=level,
                    first_inbox_id=inbox_id,
                    last_inbox_id=inbox_id,
                    raised_at=now,
                    last_at=now,
                )
            )
        elif record.last_inbox_id != inbox_id:
            record.count += 1
            record.last_inbox_id, record.last_at = inbox_id, now
            record.level = max(record.level, level, key=LEVELS.index)

    def list(self, *, sealed: bool = False, closed: int = 20) -> tuple[AlertView, ...]:
        """Open alerts, those nobody has taken first, then the most urgent, then the longest waiting; then closed ones.

        Of sealed conversations nothing, unless the viewer may see sealed ones.
        """
        waiting = case((AlertRecord.taken_at.is_(None), 0), else_=1)
        with self._database.read() as tx:
            rows = tx.execute(
                _visible(sealed).where(OPEN).order_by(waiting, _URGENCY.desc(), AlertRecord.raised_at).limit(MOST)
            ).all()
            if closed:
                done = _visible(sealed).where(AlertRecord.closed_at.is_not(None))
                rows = [*rows, *tx.execute(done.order_by(AlertRecord.closed_at.desc()).limit(closed)).all()]
            words = _words(tx, [record for record, _ in rows])
        return tuple(_view(record, is_sealed, words) for record, is_sealed in rows)

    def take(self, alert_id: int, *, by: str, sealed: bool = False, tx: Transaction | None = None) -> Taken:
        """Somebody reads now. Raises `AlertGone` when it is not theirs to see, closed, or somebody else's already."""
        now = self._clock()
        with self._database.begin(tx) as transaction:
            record, is_sealed = self._open(transaction, alert_id, sealed=sealed)
            if record.taken_at is not None:
                raise AlertGone(alert_id)
            others = select(func.count()).where(
                AlertRecord.conversation_id == record.conversation_id, OPEN, AlertRecord.taken_at.is_not(None)
            )
            told = bool(transaction.scalar(others))
            record.taken_by, record.taken_at = by, now
            transaction.flush()
            view = _view(record, is_sealed, _words(transaction, [record]))
        return Taken(alert=view, seconds=(now - record.raised_at).total_seconds(), told_before=told)

    def close(
        self, alert_id: int, *, by: str, note: str, sealed: bool = False, tx: Transaction | None = None
    ) -> AlertView:
        """It is seen to, and how. Raises `AlertGone` when it is not theirs to see or closed already."""
        with self._database.begin(tx) as transaction:
            record, is_sealed = self._open(transaction, alert_id, sealed=sealed)
            if record.taken_at is None:
                record.taken_by, record.taken_at = by, self._clock()
            record.closed_by, record.closed_at, record.note = by, self._clock(), note
            transaction.flush()
            return _view(record, is_sealed, _words(transaction, [record]))

    def _open(self, tx: Transaction, alert_id: int, *, sealed: bool) -> tuple[AlertRecord, bool]:
        query = _visible(sealed).where(AlertRecord.id == alert_id, OPEN).with_for_update(of=AlertRecord)
        found = tx.execute(query).one_or_none()
        if found is None:
            raise AlertGone(alert_id)
        return found[0], found[1]

    def figures(self, *, sealed: bool = False) -> AlertFigures:
        """How long people waited for a person in the last thirty days, and who waits now."""
        now = self._clock()
        with self._database.read() as tx:
            taken = tx.execute(
                _visible(sealed)
                .where(AlertRecord.taken_at.is_not(None), AlertRecord.raised_at > now - FIGURES_OF)
                .with_only_columns(AlertRecord.raised_at, AlertRecord.taken_at)
                .limit(10_000)
            ).all()
            waiting = tx.execute(
                _visible(sealed)
                .where(OPEN, AlertRecord.taken_at.is_(None))
                .with_only_columns(AlertRecord.id, AlertRecord.level, AlertRecord.raised_at)
            ).all()
        seconds = sorted((taken_at - raised_at).total_seconds() for raised_at, taken_at in taken if taken_at)
        return AlertFigures(
            median=_share(seconds, 0.5),
            p95=_share(seconds, 0.95),
            waiting=len(waiting),
            waiting_high=len([level for _, level, _ in waiting if level == "high"]),
            newest_high=max((number for number, level, _ in waiting if level == "high"), default=0),
            longest=max(((now - raised_at).total_seconds() for _, _, raised_at in waiting), default=None),
        )

    def open_by_kind(self) -> dict[tuple[str, str], int]:
        """How many alerts of each kind and level are open: a figure for Prometheus, about nobody."""
        query = select(AlertRecord.kind, AlertRecord.level, func.count()).where(OPEN)
        with self._database.read() as tx:
            rows = tx.execute(query.group_by(AlertRecord.kind, AlertRecord.level)).all()
        return {(kind, level): count for kind, level, count in rows}


def _visible(sealed: bool) -> Any:
    shown: ColumnElement[bool] = true() if sealed else ConversationRecord.sealed.is_(False)
    joined = and_(ConversationRecord.id == AlertRecord.conversation_id, shown)
    return select(AlertRecord, ConversationRecord.sealed).join(ConversationRecord, joined)


def _words(tx: Transaction, records: Sequence[AlertRecord]) -> dict[int, str]:
    """What the messages said, by their number."""
    wanted = {number for record in records for number in (record.first_inbox_id, record.last_inbox_id)}
    rows = tx.execute(select(InboxRecord.id, InboxRecord.body).where(InboxRecord.id.in_(wanted))).all()
    return {number: str(body.get("text") or "") for number, body in rows}


def _view(record: AlertRecord, sealed: bool, words: dict[int, str]) -> AlertView:
    numbers = dict.fromkeys((record.first_inbox_id, record.last_inbox_id))
    return AlertView(
        id=record.id,
        conversation_id=record.conversation_id,
        kind=record.kind,
        level=record.level,
        count=record.count,
        raised_at=record.raised_at,
        last_at=record.last_at,
        taken_by=record.taken_by,
        taken_at=record.taken_at,
        closed_by=record.closed_by,
        closed_at=record.closed_at,
        note=record.note,
        sealed=sealed,
        words=tuple(words[number] for number in numbers if words.get(number)),
    )


def _share(seconds: Sequence[float], share: float) -> float | None:
    """The value that this share of them does not exceed."""
    return seconds[max(0, math.ceil(share * len(seconds)) - 1)] if seconds else None
