"""Looks after limits while nobody looks: warns before they end and after they have, once each, whatever is restarted.

Every process may call it as often as it likes. The clocks it deals with are locked and marked in the transaction that
warns, so that several processes at once share the work and nobody is warned twice.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, and_, literal_column, or_, select

from cases.clock_events import Happened, write_events
from cases.linking import merged_here
from cases.notices import day_in_words
from cases.outbox import Outbox
from cases.rules import Rules
from cases.tables import ClockRow, HistoryRow, PetitionRow
from cases.values import NewMessage
from storage import Database, Transaction

BY_SYSTEM = "system"
# Said as the partial index says it (`cases/tables.py`): what was escalated is done with, and there is ever more of it.
RUNNING, NOT_ESCALATED = ClockRow.state == literal_column("'running'"), ClockRow.escalated_at.is_(None)
ANSWERED_TO_ALL = ("C8", "C10")
"""The limits of whoever does not agree with an answer."""
MOST = 100
"""Clocks dealt with in one transaction: writers behind it wait for a moment, not for a morning."""


@dataclass(frozen=True, kw_only=True)
class Swept:
    """What was done."""

    warned: int = 0
    """Offices, of a limit that ends soon."""
    escalated: int = 0
    """Offices, of a limit that has passed."""
    reminded: int = 0
    """Petitioners, of a limit of their own."""

    def __add__(self, other: "Swept") -> "Swept":
        return Swept(
            warned=self.warned + other.warned,
            escalated=self.escalated + other.escalated,
            reminded=self.reminded + other.reminded,
        )

    @property
    def total(self) -> int:
        """How many clocks were dealt with."""
        return self.warned + self.escalated + self.reminded


class Sweep:
    """Warns and escalates."""

    def __init__(self, database: Database, *, rules: Rules, outbox: Outbox, clock: Callable[[], datetime]) -> None:
        self._database = database
        self._rules = rules
        self._outbox = outbox
        self._clock = clock

    def __call__(self) -> Swept:
        """Deal with everything that is due by now."""
        done = Swept()
        while True:
            with self._database.begin() as tx:
                batch = self._batch(tx, self._clock())
            done += batch
            if batch.total < MOST:
                return done

    def _batch(self, tx: Transaction, now: datetime) -> Swept:
        warned = escalated = reminded = 0
        query = (
            select(ClockRow, PetitionRow)
            .join(PetitionRow, PetitionRow.id == ClockRow.case_id)
            .where(RUNNING, NOT_ESCALATED, ClockRow.due <= self._soon(now))
            .where(or_(self._to_warn(now), self._to_escalate(now)))
            .order_by(ClockRow.due, ClockRow.id)
            .limit(MOST)
            .with_for_update(of=ClockRow, skip_locked=True)
        )
        for clock, row in tx.execute(query).all():
            if self._rules.clocks.lapsed(clock, now):
                # Too late to warn: what passed while nobody ran is escalated once, and not warned of as well.
                clock.warned_at = clock.warned_at or now
                clock.escalated_at = now
                if self._rules.clocks.is_office(clock):
                    escalated += 1
                    self._write(tx, row, clock, "escalated", now)
                else:
                    write_events(tx, [Happened(clock, "lapsed", now)])
            else:
                clock.warned_at = now
                warned += self._rules.clocks.is_office(clock)
                self._write(tx, row, clock, "warned", now)
                reminded += self._remind(tx, row, clock)
        return Swept(warned=warned, escalated=escalated, reminded=reminded)

    def _soon(self, now: datetime) -> datetime:
        """Nothing that ends later concerns the sweep, so that the index need not be read any further."""
        return now + timedelta(days=max(rule.warn_days for rule in self._rules.clocks.rules.values()))

    def _to_warn(self, now: datetime) -> ColumnElement[bool]:
        """Clocks whose end is near; each limit says itself how near. What is due at once is so from its start."""
        near = [
            and_(ClockRow.clock == name, ClockRow.due <= now + timedelta(days=rule.warn_days))
            for name, rule in self._rules.clocks.rules.items()
        ]
        return and_(ClockRow.warned_at.is_(None), or_(*near))

    def _to_escalate(self, now: datetime) -> ColumnElement[bool]:
        at_once = [name for name, rule in self._rules.clocks.rules.items() if rule.at_once]
        return and_(ClockRow.rolled < now, ClockRow.clock.not_in(at_once))

    def _write(self, tx: Transaction, row: PetitionRow, clock: ClockRow, kind: str, now: datetime) -> None:
        """A line in the limit's own record and one in the case's history. Nobody changed the case: same version."""
        write_events(tx, [Happened(clock, kind, now, detail=day_in_words(clock.due, "zh"))])
        text = f"{clock.clock} {clock.label}：{day_in_words(clock.due, 'zh')}"
        entry = {"by": BY_SYSTEM, "step": kind, "text": text, "told": None, "source": None, "version": None}
        tx.add(HistoryRow(case_id=row.id, at=now, actor=None, **entry))

    def _remind(self, tx: Transaction, row: PetitionRow, clock: ClockRow) -> int:
        """Tell petitioners of a limit of their own, where there is a sentence for it."""
        notice = f"reminder_{clock.clock}"
        if notice not in self._rules.notices.names:
            return 0
        # What is handled together was answered together: the others may ask for a review as well.
        together = merged_here(tx, row) if clock.clock in ANSWERED_TO_ALL else ()
        # By chat, so that nobody is reminded twice in one.
        for one in {(one.channel, one.address): one for one in (*together, row)}.values():
            values = {"number": one.number, "due": day_in_words(clock.due, one.language)}
            text = self._rules.notices.text(notice, language=one.language, facts={"sealed": one.sealed}, values=values)
            message = NewMessage(
                channel=one.channel,
                address=one.address,
                text=text,
                key=f"notice:{one.number}:{notice}:{clock.id}",
                case_number=one.number,
            )
            self._outbox.put([message], tx=tx)
        return 1
