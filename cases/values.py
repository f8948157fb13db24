"""What goes in and out of the register: commands and facts, all frozen, none of them tied to a database."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any

PERSONAL_FIELDS = ("petitioner_name", "petitioner_phone", "petitioner_address", "id_number")
"""Draft and case fields that are masked unless the viewer may see them."""

FIELDS = (
    "facts",
    "place",
    "occurred_at",
    "respondent",
    "request",
    "prior_handling",
    "affected_count",
    *PERSONAL_FIELDS[:3],
)
"""The intake form's fields in the order they are asked when missing, `evidence` and `confirm` apart."""


class State(StrEnum):
    """Where a case stands. The steps between states are data: `cases/workflow.yml`."""

    REGISTERED = "registered"
    TRANSFERRED = "transferred"
    RECEIVED = "received"
    OBJECTED = "objected"
    ACCEPTED = "accepted"
    AWAITING_MATERIAL = "awaiting_material"
    DRAFTED = "drafted"
    APPROVED = "approved"
    REPLIED = "replied"
    CONCLUDED = "concluded"
    REVIEWING = "reviewing"
    RE_REVIEWING = "re_reviewing"
    REDIRECTED = "redirected"
    NOT_ACCEPTED = "not_accepted"
    MERGED = "merged"
    WITHDRAWN = "withdrawn"
    TERMINATED = "terminated"


class Nature(StrEnum):
    """信访事项性质 (Arts. 29-31)."""

    SUGGESTION = "suggestion"
    ACCUSATION = "accusation"
    CLAIM = "claim"
    CONSULTATION = "consultation"


class Role(StrEnum):
    """What a member of staff may be."""

    ADMINISTRATOR = "administrator"
    OFFICIAL = "official"  # of the petition office (信访部门)
    HANDLER = "handler"  # of the unit with authority over the matter (有权处理机关)
    APPROVER = "approver"  # of that unit: extensions and opinions need a second person
    LEADER = "leader"
    SUPERVISOR = "supervisor"
    OPERATOR = "operator"
    AUDITOR = "auditor"
    DISCIPLINE = "discipline"


class DraftState(StrEnum):
    OPEN = "open"
    FILED = "filed"
    CANCELLED = "cancelled"


class MessageState(StrEnum):
    """How far an outgoing message has come."""

    QUEUED = "queued"
    ACCEPTED = "accepted"  # the channel has it
    DELIVERED = "delivered"  # the citizen's device has it
    OPENED = "opened"
    FAILED = "failed"  # undeliverable on this channel: a person must act
    OTHER_MEANS = "other_means"


class ClockState(StrEnum):
    RUNNING = "running"
    PAUSED = "paused"
    MET = "met"
    MISSED = "missed"
    STOPPED = "stopped"


@dataclass(frozen=True, kw_only=True)
class Evidence:
    """A file kept with a draft or case."""

    id: str
    name: str
    media_type: str
    kind: str
    size: int
    sha256: str
    at: datetime


@dataclass(frozen=True, kw_only=True)
class Draft:
    """A petition being written: validated values only."""

    id: str
    code: str
    """Shown to the citizen: resumes the draft elsewhere, and later queries the case."""
    channel: str
    address: str
    state: DraftState
    form_version: int
    """The form its values are of: today's, whichever it was begun on."""
    version: int
    """Grows with every change. What the citizen confirmed is named by id and version."""
    language: str
    values: Mapping[str, Any]
    """Field -> value, named as in `FIELDS`; `place_code` and `place_name` beside `place`; `skipped` lists fields."""
    sources: Mapping[str, str]
    """Field -> message id that said it, so that an edited message corrects the right field."""
    evidence: tuple[Evidence, ...]
    updated_at: datetime
    case_number: str | None = None


@dataclass(frozen=True, kw_only=True)
class RouteGuess:
    """The way of Art. 31 the machine proposes, and why. Only a person's step makes it the route."""

    route: str
    reason: str = ""
    reason_en: str = ""
    words: tuple[str, ...] = ()
    roads: tuple[Mapping[str, Any], ...] = ()
    """Other legal roads with their limits, as the petitioner was told of them."""


@dataclass(frozen=True, kw_only=True)
class ClaimProposal:
    """One of the things a petition asks for, as the machine split it and the citizen confirmed it."""

    request: str
    nature: Nature | None = None
    matter: tuple[str, ...] = ()
    matter_confidence: float = 0.0
    route: RouteGuess | None = None


@dataclass(frozen=True, kw_only=True)
class Proposal:
    """What the machine understood. A person confirms every part of it."""

    nature: Nature | None = None
    route: RouteGuess | None = None
    hints: tuple[str, ...] = ()
    """Words of misconduct that did not make it an accusation: for a person to look at."""
    claims: tuple[ClaimProposal, ...] = ()
    """In the citizen's order; none means that the petition is one claim."""
    matter: tuple[str, ...] = ()
    matter_confidence: float = 0.0
    matter_words: tuple[str, ...] = ()
    risk: tuple[Mapping[str, Any], ...] = ()


@dataclass(frozen=True, kw_only=True)
class FilePetition:
    """File what the citizen confirmed. Filing the same draft and version again gives the same case back."""

    draft_id: str
    draft_version: int
    proposal: Proposal = field(default_factory=Proposal)
    organ_id: int | None = None
    """The unit at whose counter it was told. One that is no petition office answers for it itself (Art. 23)."""


@dataclass(frozen=True, kw_only=True)
class ClockEvent:
    """What happened to a limit."""

    at: datetime
    kind: str
    """started, paused, resumed, extended, moved, met, missed, stopped, revived, warned, escalated"""
    article: str
    detail: str
    """Days, or the day before and after."""


@dataclass(frozen=True, kw_only=True)
class Clock:
    id: str
    article: str
    label: str
    started: datetime
    due: datetime
    """Raw limit: the last moment of the last day, Beijing time."""
    rolled: datetime
    """The same, moved to the next working day when it falls on a rest day (Civil Code Art. 203, by analogy)."""
    state: ClockState
    ended: datetime | None = None
    """When the step that stops it was taken; None while it still runs, or is missed and still waits."""
    holder: str = "office"
    days: int = 0
    """As the limit was set, without what was added; 0 where the law gives no number or a person set the day."""
    unit: str = "days"
    extra_days: int = 0
    """Extensions and pauses, in calendar days."""
    limits_version: int | None = None
    """The version of the settings its days are from: 0 as shipped, None where it was not written down."""
    calendar_version: int | None = None
    """The version of the local days its end was counted by."""
    events: tuple[ClockEvent, ...] = ()


@dataclass(frozen=True, kw_only=True)
class HistoryEntry:
    at: datetime
    by: str
    step: str
    text: str
    version: int | None = None
    """The case's version since then, for steps."""


@dataclass(frozen=True, kw_only=True)
class Link:
    """Another case this one belongs with."""

    number: str
    kind: str
    """merged_into, merged_here, split_from, split_to"""


@dataclass(frozen=True, kw_only=True)
class Contact:
    """Where the petitioner hears from us."""

    channel: str
    address: str
    reachable: bool
    since: datetime
    reason: str = ""


@dataclass(frozen=True, kw_only=True)
class Claim:
    """One thing a case asks for. Each is answered on its own."""

    position: int
    """From 1, in the order the citizen said them; the claim's id within its case."""
    request: str
    nature: Nature | None
    matter: tuple[str, ...]
    matter_confidence: float
    proposed_route: str | None
    route: str | None
    unit: str
    state: State
    outcome: str | None
    assisting: tuple[str, ...] = ()
    disposition: str | None = None
    opinion: str = ""
    legal_basis: str = ""
    solved: str | None = None
    """What the petitioner answered to "was it solved": yes, partly, no. None is no answer, and never taken for one."""


@dataclass(frozen=True, kw_only=True)
class EarlierCase:
    """An open case of the same citizen that a draft may be about again."""

    number: str
    state: State
    matter: tuple[str, ...]
    facts: str
    request: str
    respondent: str
    same_chat: bool
    """Told in this conversation; else known by the same phone and name."""


@dataclass(frozen=True, kw_only=True)
class Case:
    """A registered petition, as a viewer may see it (`masked` tells whether personal fields are masked)."""

    number: str
    state: State
    nature: Nature | None
    route: str | None
    matter: tuple[str, ...]
    matter_confidence: float
    matter_words: tuple[str, ...]
    region_code: str
    region_name: str
    place: str
    occurred_at: str
    respondent: str
    facts: str
    request: str
    prior_handling: str
    affected_count: int | None
    petitioner_name: str
    petitioner_phone: str
    petitioner_address: str
    id_number: str
    anonymous: bool
    public_ok: bool
    sealed: bool
    masked: bool
    risk: tuple[Mapping[str, Any], ...]
    evidence: tuple[Evidence, ...]
    unit: str
    clocks: tuple[Clock, ...]
    history: tuple[HistoryEntry, ...]
    contact: Contact | None
    received_at: datetime
    version: int
    channel: str
    address: str
    """With `channel`: the conversation the case was told in (empty on sealed cases for those who may not see it)."""
    claims: tuple[Claim, ...] = ()
    proposed_route: RouteGuess | None = None
    """The machine's proposal; `route` is what a person decided."""
    hints: tuple[str, ...] = ()
    urgency: tuple[str, ...] = ()
    waiting_since: datetime | None = None
    assigned_to: str = ""
    assigned_name: str = ""
    form: str = "online"
    representatives: tuple[str, ...] = ()

    accepted_at: datetime | None = None
    served_at: datetime | None = None
    """When the newest written opinion was served; the petitioner's own limit counts from it."""
    unit_received_at: datetime | None = None
    simple: bool = False
    lead_official: str = ""
    erased_at: datetime | None = None
    """Since then nobody can say whose it was: its petitioner asked for that."""
    links: tuple[Link, ...] = ()
    assists: bool = False
    """It is another unit's: this reader's only assists in it."""


@dataclass(frozen=True, kw_only=True)
class FieldChoice:
    """One of the answers a field offers."""

    value: str
    label: str
    label_en: str


@dataclass(frozen=True, kw_only=True)
class StepField:
    """One thing a step can carry, as screens draw it."""

    name: str
    kind: str
    """text, line, unit, units, route, nature, matter, region, claim, day, past_day, days, flag, choice, case, claims
    (an outcome for each claim) or solved (yes, partly or no for each claim)"""
    label: str
    label_en: str
    required: bool
    choices: tuple[FieldChoice, ...] = ()


@dataclass(frozen=True, kw_only=True)
class StepForm:
    """A step that can be taken now, and what it asks for: screens are drawn from this."""

    step: str
    label: str
    label_en: str
    fields: tuple[str, ...]
    required: tuple[str, ...]
    article: str
    tells_citizen: bool
    usual: bool = False
    """Whether this is what is usually done next in the case's state; the others are further away on the screen."""
    one_of: tuple[str, ...] = ()
    """One of these must be carried."""
    inputs: tuple[StepField, ...] = ()
    """The fields again, with what a screen needs to draw them."""


@dataclass(frozen=True, kw_only=True)
class CaseRow:
    """One line of the inbox: nothing personal in it."""

    number: str
    state: State
    nature: Nature | None
    matter: tuple[str, ...]
    region_name: str
    unit: str
    summary: str
    sealed: bool
    received_at: datetime
    next_due: datetime | None
    next_clock: str
    reachable: bool
    version: int
    risk: tuple[str, ...] = ()
    """Kinds of danger the machine noticed, for a person to judge first."""
    urgency: tuple[str, ...] = ()
    """Why it stands higher than its limit alone would put it: danger, objection, waiting, unreachable, …"""
    working_days: int | None = None
    """Working days left until `next_due`; today is not counted."""
    article: str = ""
    """The article of `next_clock`."""
    waiting_since: datetime | None = None
    assigned_to: str = ""
    assigned_name: str = ""
    form: str = "online"
    next_step: StepForm | None = None
    """What this reader usually does next; None when nothing is theirs to do."""
    assists: bool = False
    """It is another unit's: this reader's only assists in it."""


@dataclass(frozen=True, kw_only=True)
class Page:
    """A page of the inbox."""

    rows: tuple[CaseRow, ...]
    total: int
    """Counted up to a thousand."""
    page: int
    page_size: int
    more: bool = False
    """There are more than `total`."""
    after: str = ""
    """The place behind the last row, when there may be more: to go on from, however far."""


@dataclass(frozen=True, kw_only=True)
class CaseFilter:
    """What the inbox shows; empty means all."""

    states: tuple[State, ...] = ()
    nature: Nature | None = None
    region: str = ""
    """A code prefix: 36 is a province, 3607 a city, 360721 a county."""
    matter: str = ""
    text: str = ""
    """Words, a case number, or (exactly) a phone number or name, for those who may see them."""
    unit: str = ""
    """The beginning of a unit's name."""
    unit_id: int | None = None
    """The unit that handles it now."""
    clock: str = ""
    """Cases whose nearest limit is this clock."""
    due: str = ""
    """`late`: past the nearest limit; `soon`: three days or less left."""
    assigned: str | None = None
    """The account that does the work; empty for cases that are nobody's yet, None for all."""
    why: str = ""
    """One of the reasons of `CaseRow.urgency`."""
    form: str = ""
    page: int = 1
    page_size: int = 25
    after: str = ""
    """The place at which an earlier page ended (`Page.after`), instead of a page's number: numbers reach a thousand."""


@dataclass(frozen=True, kw_only=True)
class TakeStep:
    """One step of an official on a case."""

    number: str
    step: str
    version: int
    """The version the official saw: `VersionConflict` when it is not current."""
    text: str = ""
    """What the citizen is told or the file must say, where the step asks for it."""
    fields: Mapping[str, Any] = field(default_factory=dict)
    """What else the step carries: unit, route, nature, matter, region, outcome …"""


@dataclass(frozen=True, kw_only=True)
class PetitionerStep:
    """One step of the petitioner on their own case. The same message again takes it once."""

    number: str
    step: str
    """supplement, urge, withdraw, ask_review, ask_re_review, answer or confirm_solved"""
    text: str = ""
    fields: Mapping[str, Any] = field(default_factory=dict)
    source: str
    """The petitioner's message."""
    channel: str
    address: str
    code: str | None = None
    """Needed where the case was not told in this conversation."""


@dataclass(frozen=True, kw_only=True)
class Official:
    """A signed-in member of staff, or the holder of an API token."""

    id: int
    name: str
    display_name: str
    roles: frozenset[Role]
    session_id: str = ""
    csrf: str = ""
    unit_id: int | None = None
    """Where in the units tree; nobody without a unit is bound by it."""
    second_factor: bool = False
    """Whether they give a code when they sign in. Not asked of API tokens."""


@dataclass(frozen=True, kw_only=True)
class NewMessage:
    """A message to be put into the outbox."""

    channel: str
    address: str
    text: str
    key: str | None = None
    """The same key twice is the same message: the second is not kept."""
    inbox_id: int | None = None
    buttons: tuple[Mapping[str, str], ...] = ()
    image: str | None = None
    custom: Mapping[str, Any] = field(default_factory=dict)
    case_number: str | None = None


@dataclass(frozen=True, kw_only=True)
class Outgoing:
    """An outbox row."""

    id: int
    channel: str
    address: str
    text: str
    buttons: tuple[Mapping[str, str], ...]
    image: str | None
    custom: Mapping[str, Any]
    key: str | None
    inbox_id: int | None
    case_number: str | None
    state: MessageState
    tries: int
    detail: str
    created_at: datetime
    next_try: datetime | None
    duty: bool = False
    """It fulfils a duty to tell: told by other means, it needs a proof (`cases/notice_register.py`)."""


@dataclass(frozen=True, kw_only=True)
class AuditEntry:
    at: datetime
    who: str
    action: str
    subject: str
    reason: str
