"""The gatekeeper: what one official may see and do. The console knows no other way to a case."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from sqlalchemy import ColumnElement, Select, and_, func, literal_column, or_, select
from sqlalchemy.orm import defer

from cases import audit
from cases.access import (
    case_row,
    may_unmask,
    only_assisted,
    region_of_line,
    regions_assisted,
    require,
    sees_all_sealed,
    sight,
    standing,
    visible,
    who,
)
from cases.alike import AlikeCases
from cases.approvals import UNSEAL, Approvals
from cases.assignments import Assignments
from cases.bulk import Bulk
from cases.counter import Counter
from cases.dossiers import Dossier, done_in, dossier, limits_of
from cases.errors import NotAllowed, NotFound, StepIncomplete
from cases.exports import Exports
from cases.listing import NOT_LISTED, count_by_state, in_order, list_cases, page_of
from cases.notice_register import is_duty
from cases.outbox import Outbox, outgoing_view
from cases.permits import Situation
from cases.rules import Rules
from cases.saved_filters import SavedFilters
from cases.sealing import named_handlers
from cases.search import person_sought
from cases.steps import Steps
from cases.tables import ContactRow, HistoryRow, OutboxRow, PetitionRow, StaffRow
from cases.urgency import usual_steps
from cases.values import (
    AuditEntry,
    Case,
    CaseFilter,
    CaseRow,
    HistoryEntry,
    MessageState,
    Official,
    Outgoing,
    Page,
    Role,
    StepForm,
    TakeStep,
)
from cases.views import Views
from cases.warnings import ClockWarning, Seen, count_warnings, warnings
from storage import Database, Transaction

MAX_PARKED = 200
MANY_TRIES = 5
"""Half a minute of trying: nearly everything that can be sent is sent before."""
ADVISE = "advise"
"""What an assisting unit does."""


class Desk:
    """The register as one official may use it."""

    def __init__(
        self,
        database: Database,
        official: Official,
        *,
        rules: Rules,
        steps: Steps,
        views: Views,
        outbox: Outbox,
        counter: Counter,
        clock: Callable[[], datetime],
        approvals: Approvals,
    ) -> None:
        self._database = database
        self._approvals = approvals
        self._official = official
        self._rules = rules
        self._steps = steps
        self._views = views
        self._outbox = outbox
        self._clock = clock
        self.assignments = Assignments(database, official, clock=clock)
        self.saved_filters = SavedFilters(database, official, clock=clock)
        self.likeness = AlikeCases(database, official, clock=clock)
        self.alike = self.likeness.alike
        self.exports = Exports(database, official, rules=rules, clock=clock, approvals=approvals)
        self.counter = counter
        self.bulk = Bulk(self.take, self.steps)

    def inbox(self, wanted: CaseFilter | None = None) -> Page:
        """A page of cases, what the law leaves the least time for first. A search for a person is audited."""
        wanted = wanted or CaseFilter()
        if wanted.text.strip() and may_unmask(self._official):
            self._note_search(wanted.text)
        contact = and_(ContactRow.channel == PetitionRow.channel, ContactRow.address == PetitionRow.address)
        with self._database.read() as tx:
            listed = list_cases(
                tx,
                visible(tx, self._official),
                wanted,
                ring=self._database.key_ring,
                may_find_people=may_unmask(self._official),
                now=self._clock(),
                line=region_of_line(tx, self._official),
                beyond=regions_assisted(tx, self._official) if wanted.text.strip() else (),
            )
            rows = (
                select(PetitionRow, func.coalesce(ContactRow.reachable, True), StaffRow.display_name)
                .outerjoin(ContactRow, contact)
                .outerjoin(StaffRow, StaffRow.name == PetitionRow.assigned_to)
                .where(PetitionRow.id.in_(listed.ids))
                .options(*map(defer, NOT_LISTED))
            )
            found = in_order(tx.execute(rows).all(), listed.ids)
            others = only_assisted(tx, self._official, (row for row, _, _ in found))
            lines = tuple(self._line(row, bool(known), name, row.id in others) for row, known, name in found)
            return page_of(listed, lines, last=found[-1][0] if found else None)

    def _note_search(self, said: str) -> None:
        with self._database.read() as tx:
            person = person_sought(tx, said, sight(tx, self._official, helping=True), self._database.key_ring)
        if person:
            self.note("person_search", person)

    def _line(self, row: PetitionRow, reachable: bool, assigned_name: str | None, assists: bool) -> CaseRow:
        line = self._views.line(row, reachable=reachable)
        forms = {form.step: form for form in self._rules.workflow.forms(row.state, self._official.roles)}
        likely = (ADVISE,) if assists else usual_steps(row.state)
        usual = next((forms[step] for step in likely if step in forms), None)
        name = assigned_name or line.assigned_to
        return replace(line, assigned_name=name, next_step=usual, assists=assists)

    def counts(self) -> Mapping[str, int]:
        """How many cases are in each state; 1001 stands for more than a thousand."""
        with self._database.read() as tx:
            return count_by_state(tx, visible(tx, self._official))

    def case(self, number: str, *, unmask: str | None = None) -> Case:
        """A case, masked. With a reason it is shown in full, and that is written down."""
        if unmask is None:
            with self._database.read() as tx:
                row = case_row(tx, self._official, number, helping=True)
                return self._seen_by(tx, row, dossier(tx, row), masked=True)
        with self._database.begin() as tx:
            row = case_row(tx, self._official, number, helping=True)
            if not may_unmask(self._official):
                raise NotAllowed("personal data")
            if not unmask.strip():
                raise StepIncomplete("missing: the reason for looking at personal data")
            self._audit(tx, "unmask", row, unmask.strip())
            return self._seen_by(tx, row, dossier(tx, row), masked=False)

    def _seen_by(self, tx: Transaction, row: PetitionRow, whole: Dossier, *, masked: bool) -> Case:
        case = self._views.for_official(tx, whole, masked=masked)
        return replace(case, assists=bool(only_assisted(tx, self._official, [row])))

    def steps(self, number: str) -> list[StepForm]:
        """The steps this official can take on a case now, the usual ones first."""
        with self._database.read() as tx:
            case = standing(tx, self._official, number)
            done, limits, named = done_in(tx, case.id), limits_of(tx, case.id), named_handlers(tx, case)
            assists = bool(only_assisted(tx, self._official, [case]))
            situation = Situation(case, done, limits, self._clock(), named, assists)
            forms = self._steps.permits.forms(situation, self._official)
            likely = usual_steps(case.state)
            forms = [replace(form, usual=True) if form.step in likely else form for form in forms]
            # The likeliest first; a sort keeps the workflow's own order among the rest.
            return sorted(forms, key=lambda form: likely.index(form.step) if form.usual else len(likely))

    def latest(self, number: str) -> tuple[int, HistoryEntry]:
        """A case's version and its last event's time, author and step: what an open page asks for again and again."""
        with self._database.read() as tx:
            row = case_row(tx, self._official, number, helping=True)
            newest = select(HistoryRow).where(HistoryRow.case_id == row.id).order_by(HistoryRow.id.desc()).limit(1)
            last = tx.scalars(newest).one()
            return row.version, HistoryEntry(at=last.at, by=last.by, step=last.step, text="")

    def take(self, command: TakeStep) -> Case:
        """Take one step. Raises `NotFound`, `NotAllowed`, `VersionConflict`, `WrongState`, `StepIncomplete`."""
        with self._database.begin() as tx:
            row = case_row(tx, self._official, command.number, lock=True, helping=True)
            was_sealed, assists = row.sealed, bool(only_assisted(tx, self._official, [row]))
            now, whole = self._clock(), dossier(tx, row)
            after = self._steps.take(tx, whole, command, by=self._official, now=now, assists=assists)
            if was_sealed and not row.sealed:
                self._approvals.require(UNSEAL, row.number, by=self._official, tx=tx)
            if row.sealed != was_sealed:
                self._audit(tx, "seal" if row.sealed else "unseal", row, command.text, sealed=True)
            tx.flush()
            return replace(self._views.for_official(tx, after, masked=True), assists=assists)

    def warnings(self) -> list[ClockWarning]:
        """Limits that end soon or have passed, of the cases this official may see; the most pressing first."""
        with self._database.read() as tx:
            return warnings(tx, self._seen(tx), self._rules.clocks, self._clock())

    def warning_count(self) -> int:
        """How many such limits there are, as far as they are listed."""
        with self._database.read() as tx:
            return count_warnings(tx, self._seen(tx), self._rules.clocks, self._clock())

    def _seen(self, tx: Transaction) -> Seen:
        return Seen(sight(tx, self._official), all=self._official.unit_id is None)

    def audit(self, limit: int = 100) -> list[AuditEntry]:
        """The newest audit entries, for administrators and auditors."""
        require(self._official, Role.ADMINISTRATOR, Role.AUDITOR)
        with self._database.read() as tx:
            return audit.newest(tx, limit=limit, with_sealed=sees_all_sealed(self._official))

    def note(self, action: str, subject: str, *, reason: str = "") -> None:
        """Write down what this official did outside the register: read a conversation, changed an account."""
        with self._database.begin() as tx:
            audit.write(
                tx, at=self._clock(), who=who(self._official), action=action, subject=subject[:200], reason=reason
            )

    def parked(self) -> list[Outgoing]:
        """Messages that could not be delivered; their words only where the case may be seen, and that is audited."""
        failed = OutboxRow.state == literal_column("'failed'")
        with self._database.read() as tx:
            found = [
                (replace(outgoing_view(row, with_text=sealed is not None), duty=is_duty(row.key)), sealed)
                for row, sealed in tx.execute(self._messages(tx, failed).order_by(OutboxRow.id.desc()))
            ]
        self._note_read(found)
        return [message for message, _ in found]

    def retrying(self) -> list[Outgoing]:
        """Messages that were tried many times and still are, the longest waiting first; without their words."""
        still = and_(OutboxRow.state == literal_column("'queued'"), OutboxRow.tries >= MANY_TRIES)
        with self._database.read() as tx:
            rows = tx.execute(self._messages(tx, still).order_by(OutboxRow.id))
            return [outgoing_view(row, with_text=False) for row, _ in rows]

    def _messages(self, tx: Transaction, where: ColumnElement[bool]) -> Select[OutboxRow, bool]:
        """Messages with whether their case is sealed; of cases that the official may see, or of none."""
        return (
            select(OutboxRow, PetitionRow.sealed)
            .outerjoin(PetitionRow, PetitionRow.number == OutboxRow.case_number)
            .where(where, or_(PetitionRow.id.is_(None), sight(tx, self._official)))
            .limit(MAX_PARKED)
        )

    def _note_read(self, found: Sequence[tuple[Outgoing, bool | None]]) -> None:
        """Write down of which cases the words were read; of sealed ones apart, so that these are told to fewer."""
        with self._database.begin() as tx:
            for kind in (False, True):
                read = list(dict.fromkeys(str(one.case_number) for one, sealed in found if sealed is kind))
                if read:
                    said = {"action": "undelivered_read", "subject": f"{len(read)} cases", "reason": " ".join(read)}
                    audit.write(tx, at=self._clock(), who=who(self._official), sealed=kind, **said)

    def retry(self, outgoing_id: int) -> None:
        """Send a parked message again."""
        with self._database.begin() as tx:
            row = self._parked(tx, outgoing_id)
            contact = tx.get(ContactRow, (row.channel, row.address))
            if contact is not None and not contact.reachable:
                contact.reachable, contact.since = True, self._clock()
                contact.reason = f"retried by {who(self._official)}"
            self._outbox.mark(row.id, MessageState.QUEUED, tx=tx)
            self._audit_message(tx, "retry", row)

    def mark_other_means(self, outgoing_id: int, text: str) -> None:
        """Note that the citizen was told in another way what no law says they must be told.

        Raises `StepIncomplete` for what is a duty to tell: that is proven, by `NoticeRegister.prove` alone.
        """
        if not text.strip():
            raise StepIncomplete("missing: how the citizen was told")
        with self._database.begin() as tx:
            row = self._parked(tx, outgoing_id)
            if is_duty(row.key):
                raise StepIncomplete("missing: way, day, person and receipt, as the register of notices asks for them")
            self._outbox.mark(row.id, MessageState.OTHER_MEANS, detail=text.strip(), tx=tx)
            if row.case_number is not None:
                case = case_row(tx, self._official, row.case_number)
                entry = {"step": "other_means", "text": text.strip(), "told": None, "source": None}
                tx.add(HistoryRow(case_id=case.id, at=self._clock(), by=who(self._official), **entry))
            self._audit_message(tx, "other_means", row)

    def _parked(self, tx: Transaction, outgoing_id: int) -> OutboxRow:
        row = tx.get(OutboxRow, outgoing_id)
        if row is None or row.state is not MessageState.FAILED:
            raise NotFound(f"message {outgoing_id}")
        if row.case_number is not None:
            case_row(tx, self._official, row.case_number)
        return row

    def _audit(self, tx: Transaction, action: str, row: PetitionRow, reason: str, *, sealed: bool = False) -> None:
        audit.write(
            tx,
            at=self._clock(),
            who=who(self._official),
            action=action,
            subject=row.number,
            reason=reason,
            sealed=row.sealed or sealed,
        )

    def _audit_message(self, tx: Transaction, action: str, row: OutboxRow) -> None:
        case = tx.scalars(select(PetitionRow).where(PetitionRow.number == row.case_number)).one_or_none()
        audit.write(
            tx,
            at=self._clock(),
            who=who(self._official),
            action=action,
            subject=f"message {row.id}",
            sealed=case is not None and case.sealed,
        )
