"""The case register's one door."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import datetime
from pathlib import Path

from cases.approvals import Approvals
from cases.audit import AuditChain
from cases.citizens import Citizens, CitizenStatus
from cases.contact_data import ContactData
from cases.contacts import Contacts
from cases.copetitioners import CoPetitioners
from cases.counter import Counter
from cases.deletions import Deletions
from cases.desk import Desk
from cases.drafts import Drafts
from cases.erasing import Erasing
from cases.evaluations import Evaluations
from cases.evidence import EvidenceStore
from cases.figure_counting import FigureCounting
from cases.figures import Figures
from cases.filing import Filed, Filing
from cases.lookups import Lookups
from cases.notice_register import NoticeRegister
from cases.outbox import Outbox
from cases.papers import Papers
from cases.policies import Policies, PolicySources
from cases.repeats import Repeats
from cases.retention import Retention
from cases.sealing import Handlers
from cases.second_factor import SecondFactor
from cases.staff import Staff
from cases.steps import Steps
from cases.sweep import Sweep
from cases.unfinished import UnfinishedCounting
from cases.unit_proposals import Routing
from cases.units import Units
from cases.values import Case, CaseRow, FilePetition, NewMessage, Official, PetitionerStep, State
from cases.views import Views
from storage import Database, Transaction


class Register:
    """Drafts, cases, evidence, messages to citizens, contacts, staff and units. Safe to use from several threads."""

    def __init__(self, database: Database, *, files_dir: Path, clock: Callable[[], datetime]) -> None:
        self._database = database
        self._clock = clock
        self.policies = Policies(database, clock=clock)
        self._rules = self.policies.rules()
        self._views = Views(self._rules.clocks, clock=clock)
        self.drafts = Drafts(database, clock=clock)
        self.evidence = EvidenceStore(database, files_dir=files_dir, clock=clock)
        self.outbox = Outbox(database, clock=clock)
        self.contacts = Contacts(database, clock=clock)
        self.lookups = Lookups(database, clock=clock)
        self.staff = Staff(database, clock=clock)
        self.second_factor = SecondFactor(database, clock=clock)
        self.units = Units(database, clock=clock)
        self.handlers = Handlers(database, clock=clock)
        self.routing = Routing(database, clock=clock)
        self.approvals = Approvals(database, clock=clock)
        self.audit_chain = AuditChain(database)
        self.repeats = Repeats(database, clock=clock)
        sources = PolicySources(database, self.policies)
        self.papers = Papers(database, rules=self._rules, clock=clock, sources=sources)
        self.evaluations = Evaluations(database, clock=clock, days=lambda: self.policies.now.timers.evaluation_days)
        self.copetitioners = CoPetitioners(database, clock=clock)
        self.contact_data = ContactData(database, clock=clock)
        self.retention = Retention(database, files=self.evidence)
        self.erasing = Erasing(database, files=self.evidence, clock=clock)
        self.deletions = Deletions(
            database,
            outbox=self.outbox,
            files=self.evidence,
            clock=clock,
            notices=self._rules.notices,
            approvals=self.approvals,
            erasing=self.erasing,
        )
        self.figure_counting = FigureCounting(database, clock=clock)
        self.unfinished_counting = UnfinishedCounting(database, clock=clock)
        self._filing = Filing(self._rules, self.outbox, database.key_ring)
        self._steps = Steps(self._rules, self.outbox, database.key_ring)
        self._citizens = Citizens(database, views=self._views, steps=self._steps, rules=self._rules, clock=clock)
        self.sweep = Sweep(database, rules=self._rules, outbox=self.outbox, clock=clock)

    def now(self) -> datetime:
        """The time, as the register counts by it."""
        return self._clock()

    def transaction(self) -> AbstractContextManager[Transaction]:
        """A transaction to write in with others."""
        return self._database.begin()

    def file(self, command: FilePetition) -> Filed:
        """File what the citizen confirmed, once.

        Raises `NotFound`, `WrongState`, `DraftChanged` or `DraftIncomplete`.
        """
        with self._database.begin() as tx:
            return self._filing.file(tx, command, self._clock())

    def supplement(
        self, number: str, text: str, *, source: str, channel: str, address: str, code: str | None = None
    ) -> None:
        """Add the petitioner's words to a filed case. Raises `NotFound`."""
        self._citizens.supplement(number, text, source=source, channel=channel, address=address, code=code)

    def petitioner_step(self, command: PetitionerStep) -> CitizenStatus:
        """Take a step of the petitioner on their own case, once for each message.

        Raises `NotFound` when it is not theirs, `WrongState` when it cannot be taken now, `StepIncomplete`.
        """
        return self._citizens.step(command)

    def tell(self, notice: str, channel: str, address: str, *, key: str, tx: Transaction | None = None) -> None:
        """Tell a citizen something that belongs to no case, once for each key."""
        language = self.contacts.language(channel, address) or "zh"
        text = self._rules.notices.text(notice, language=language, facts={}, values={})
        self.outbox.put([NewMessage(channel=channel, address=address, text=text, key=key)], tx=tx)

    def find(self, number: str, code: str) -> Case | None:
        """A citizen's case by number and code, masked. How often one may try is for `lookups` to say."""
        return self._citizens.find(number, code)

    def cases_of(self, channel: str, address: str) -> list[CaseRow]:
        """The cases told in a conversation, newest first."""
        return self._citizens.cases_of(channel, address)

    def status_of(self, number: str) -> CitizenStatus:
        """Where a case stands, as its petitioner may know. Raises `NotFound`."""
        return self._citizens.status_of(number)

    def state_label(self, state: State, language: str = "zh") -> str:
        """A state's name."""
        return self._rules.workflow.states[state].text(language)

    def notices(self, official: Official) -> NoticeRegister:
        """The duties to tell and what proves them, as this official may see them."""
        return NoticeRegister(self._database, official, outbox=self.outbox, clock=self._clock)

    def for_official(self, official: Official) -> Desk:
        """The register as this official may use it."""
        return Desk(
            self._database,
            official,
            rules=self._rules,
            steps=self._steps,
            views=self._views,
            outbox=self.outbox,
            counter=Counter(
                self._database,
                official,
                drafts=self.drafts,
                evidence=self.evidence,
                filing=self._filing,
                outbox=self.outbox,
                repeats=self.repeats,
                clock=self._clock,
            ),
            clock=self._clock,
            approvals=self.approvals,
        )

    def figures(self, official: Official) -> Figures:
        """The figures as this official may read them. Raises `NotAllowed`."""
        return Figures(self._database, official, views=self._views, clock=self._clock)
