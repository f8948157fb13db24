"""The register's tables. Whatever a citizen said or is called is encrypted; what must be found has a keyed digest."""

from datetime import datetime
from enum import StrEnum
from typing import Any, cast

from sqlalchemy import (
    JSON,
    Enum,
    ForeignKey,
    Index,
    MetaData,
    SmallInteger,
    String,
    Table,
    Text,
    UniqueConstraint,
    false,
    text,
)
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column, relationship

from cases.values import ClockState, DraftState, MessageState, Nature, State
from storage import Encrypted, EncryptedJson, UtcDateTime

DIGEST = String(64)
WORD = String(20)
ADDRESS = String(200)
CHANNEL = String(40)


def one_of(words: type[StrEnum], name: str) -> Enum:
    return Enum(
        words,
        name=name,
        native_enum=False,
        create_constraint=True,
        length=20,
        values_callable=lambda members: [member.value for member in members],
    )


class Base(DeclarativeBase):
    """The base of the register's tables; migrations compare with its metadata."""

    # Both databases then know every constraint by the name that a later migration has to drop it by.
    metadata = MetaData(
        naming_convention={
            "pk": "pk_%(table_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s",
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        }
    )


class DraftRow(Base):
    """A petition being written."""

    __tablename__ = "drafts"

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    code: Mapped[str] = mapped_column(Encrypted)
    code_index: Mapped[str] = mapped_column(DIGEST, unique=True)
    channel: Mapped[str] = mapped_column(CHANNEL)
    address: Mapped[str] = mapped_column(ADDRESS)
    attached: Mapped[bool]
    """False when another draft was resumed in its conversation: only its code finds it then."""
    state: Mapped[DraftState] = mapped_column(one_of(DraftState, "ck_drafts_state"))
    form_version: Mapped[int]
    version: Mapped[int]
    language: Mapped[str] = mapped_column(WORD)
    contents: Mapped[dict[str, Any]] = mapped_column(EncryptedJson)
    """Field -> value."""
    parts: Mapped[dict[str, list[list[str]]]] = mapped_column(EncryptedJson)
    """Field -> [[source, text], ...]: what was told in several messages."""
    sources: Mapped[dict[str, str]] = mapped_column(EncryptedJson)
    case_number: Mapped[str | None] = mapped_column(String(40))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    updated_at: Mapped[datetime] = mapped_column(UtcDateTime)

    __table_args__ = (
        Index(
            "uq_drafts_open",
            "channel",
            "address",
            unique=True,
            sqlite_where=text("state = 'open' AND attached = 1"),
            postgresql_where=text("state = 'open' AND attached"),
        ),
        # What was begun and not filed: few among all that were filed, and looked for every minute.
        Index(
            "ix_drafts_unfiled",
            "updated_at",
            sqlite_where=text("state <> 'filed'"),
            postgresql_where=text("state <> 'filed'"),
        ),
    )


MOVED = "region_code <> substr(number, 1, 6)"
"""A case that was found to have happened elsewhere after it had its number."""


class PetitionRow(Base):
    """A registered petition."""

    __tablename__ = "cases"

    id: Mapped[int] = mapped_column(primary_key=True)
    number: Mapped[str] = mapped_column(String(40), unique=True)
    draft_id: Mapped[str] = mapped_column(ForeignKey("drafts.id"), unique=True)
    draft_version: Mapped[int]
    code: Mapped[str] = mapped_column(Encrypted)
    code_index: Mapped[str] = mapped_column(DIGEST, unique=True)
    channel: Mapped[str] = mapped_column(CHANNEL)
    address: Mapped[str] = mapped_column(ADDRESS)
    language: Mapped[str] = mapped_column(WORD)
    state: Mapped[State] = mapped_column(one_of(State, "ck_cases_state"))
    nature: Mapped[Nature | None] = mapped_column(one_of(Nature, "ck_cases_nature"))
    route: Mapped[str | None] = mapped_column(WORD)
    proposed_route: Mapped[str | None] = mapped_column(WORD)
    grounds: Mapped[dict[str, Any] | None] = mapped_column(EncryptedJson)
    """Why the machine proposes that route (reason, words, roads), and hints of misconduct."""
    matter: Mapped[str] = mapped_column(String(200))
    """The levels of the matter, joined by "/"."""
    matter_confidence: Mapped[float]
    matter_words: Mapped[list[str]] = mapped_column(EncryptedJson)
    region_code: Mapped[str] = mapped_column(String(6), active_history=True)
    region_name: Mapped[str] = mapped_column(String(200))
    place: Mapped[str] = mapped_column(Encrypted)
    occurred_at: Mapped[str] = mapped_column(Encrypted)
    respondent: Mapped[str] = mapped_column(Encrypted)
    facts: Mapped[str] = mapped_column(Encrypted)
    request: Mapped[str] = mapped_column(Encrypted)
    prior_handling: Mapped[str] = mapped_column(Encrypted)
    affected_count: Mapped[int | None]
    petitioner_name: Mapped[str] = mapped_column(Encrypted)
    petitioner_phone: Mapped[str] = mapped_column(Encrypted)
    petitioner_address: Mapped[str] = mapped_column(Encrypted)
    id_number: Mapped[str] = mapped_column(Encrypted)
    name_index: Mapped[str | None] = mapped_column(DIGEST, index=True)
    phone_index: Mapped[str | None] = mapped_column(DIGEST, index=True)
    search_text: Mapped[str] = mapped_column(Text, active_history=True)
    """What the inbox searches, folded and with identifiers masked; empty when sealed. Indexed by `cases/words.py`."""
    anonymous: Mapped[bool]
    public_ok: Mapped[bool]
    sealed: Mapped[bool]
    risk: Mapped[list[dict[str, Any]]] = mapped_column(EncryptedJson)
    unit: Mapped[str] = mapped_column(String(200))
    """Its name as it was when it was named; free text where no tree is set up."""
    unit_id: Mapped[int | None] = mapped_column(ForeignKey("units.id"))
    """Who has the case now."""
    office_id: Mapped[int | None] = mapped_column(ForeignKey("units.id"))
    """The petition office that answers for it (of a sealed case: the discipline unit)."""
    received_at: Mapped[datetime] = mapped_column(UtcDateTime)
    state_since: Mapped[datetime] = mapped_column(UtcDateTime)
    next_due: Mapped[datetime | None] = mapped_column(UtcDateTime)
    """The nearest limit of an official, kept beside the clocks so that the inbox can be sorted by it."""
    next_clock: Mapped[str] = mapped_column(WORD)
    urgency: Mapped[int] = mapped_column(SmallInteger, server_default="0")
    """Why the case is lifted in the inbox, as bits of `cases.urgency.Why`."""
    rank_at: Mapped[datetime] = mapped_column(UtcDateTime, server_default="2300-01-01 00:00:00.000000")
    """What the inbox is sorted by: the nearest limit, moved forward by what cannot wait."""
    waiting_since: Mapped[datetime | None] = mapped_column(UtcDateTime)
    """The petitioner wrote then, and no official has taken a step since."""
    assigned_to: Mapped[str | None] = mapped_column(String(100))
    """The account of whoever does the work; it limits nobody."""
    form: Mapped[str] = mapped_column(WORD, server_default="online")
    """信访形式: online, letter, visit or call."""
    representatives: Mapped[list[str] | None] = mapped_column(EncryptedJson)
    """Who speaks for many at a visit: five at the most (Art. 20)."""
    version: Mapped[int]
    state_before: Mapped[str | None] = mapped_column(String(100))
    """Where steps that lead back lead to, the next one last, joined by "/"."""
    accepted_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    served_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    unit_received_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    simple: Mapped[bool] = mapped_column(default=False, server_default=false())
    lead_official: Mapped[str] = mapped_column(String(100), default="", server_default="")
    erased_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    """Since then nobody can say whose it was: `cases/erasing.py`. No step is taken on it any more."""

    __table_args__ = (
        UniqueConstraint("draft_id", "draft_version", name="uq_cases_draft_id_draft_version"),
        Index("ix_cases_state_next_due", "state", "next_due"),
        Index("ix_cases_next_due", "next_due"),
        # What lists and counts ask beside the order stands in the index too: no case has to be looked up to be counted.
        Index("ix_cases_rank_at", "rank_at", "id", "sealed"),
        Index("ix_cases_state_rank_at", "state", "rank_at", "id", "sealed"),
        Index("ix_cases_unit_id_rank_at", "unit_id", "rank_at", "id", "state", "sealed", "region_code"),
        Index("ix_cases_assigned_to_rank_at", "assigned_to", "rank_at", "id"),
        Index("ix_cases_region_code_received_at", "region_code", "received_at"),
        Index("ix_cases_office_id_rank_at", "office_id", "rank_at", "id"),
        Index("ix_cases_region_code_state", "region_code", "sealed", "state", "rank_at", "office_id", "unit_id"),
        Index("ix_cases_matter", "matter", "sealed", "rank_at"),
        # What few cases may have in common, and is filtered by.
        *(Index(f"ix_cases_{name}", name, "sealed") for name in ("nature", "form", "next_clock")),
        Index("ix_cases_unit", "unit", "sealed", "rank_at"),
        Index(
            "ix_cases_urgency",
            "rank_at",
            "id",
            "urgency",
            "sealed",
            sqlite_where=text("urgency <> 0"),
            postgresql_where=text("urgency <> 0"),
        ),
        Index("ix_cases_channel_address", "channel", "address"),
        # The few whose number does not say where they are.
        Index("ix_cases_moved", "region_code", "number", sqlite_where=text(MOVED), postgresql_where=text(MOVED)),
    )


class ClaimRow(Base):
    """One thing a case asks for."""

    __tablename__ = "claims"

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"))
    position: Mapped[int]
    request: Mapped[str] = mapped_column(Encrypted)
    nature: Mapped[Nature | None] = mapped_column(one_of(Nature, "ck_claims_nature"))
    matter: Mapped[str] = mapped_column(String(200))
    matter_confidence: Mapped[float]
    proposed_route: Mapped[str | None] = mapped_column(WORD)
    route: Mapped[str | None] = mapped_column(WORD)
    unit: Mapped[str] = mapped_column(String(200))
    state: Mapped[State] = mapped_column(one_of(State, "ck_claims_state"))
    outcome: Mapped[str | None] = mapped_column(WORD)
    disposition: Mapped[str | None] = mapped_column(WORD)
    assisting: Mapped[list[str] | None] = mapped_column(JSON)
    opinion: Mapped[str | None] = mapped_column(Encrypted)
    legal_basis: Mapped[str | None] = mapped_column(Encrypted)
    solved: Mapped[str | None] = mapped_column(WORD)
    solved_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    __table_args__ = (UniqueConstraint("case_id", "position", name="uq_claims_case_id_position"),)


class HistoryRow(Base):
    """One dated event of a case."""

    __tablename__ = "case_history"

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"), index=True)
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    by: Mapped[str] = mapped_column(String(200))
    step: Mapped[str] = mapped_column(WORD)
    text: Mapped[str] = mapped_column(Encrypted)
    """What was said or written at this step, for the file."""
    told: Mapped[str | None] = mapped_column(Encrypted)
    """The words the citizen was told; None when this step is not theirs to see."""
    source: Mapped[str | None] = mapped_column(String(200))
    """The citizen's message, where there is one: the same message is one event."""
    actor: Mapped[str | None] = mapped_column(String(100))
    """The sign-in name of who took the step: two people of one name are two people."""
    version: Mapped[int | None]
    """The case's version since this step."""
    carried: Mapped[dict[str, Any] | None] = mapped_column(EncryptedJson)
    """What the step carried, field by field; None for what is no step, or was taken before this was kept."""

    __table_args__ = (UniqueConstraint("case_id", "source", name="uq_case_history_case_id_source"),)


class ClockRow(Base):
    """One legal limit of a case."""

    __tablename__ = "clocks"

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"), index=True)
    clock: Mapped[str] = mapped_column(WORD)
    article: Mapped[str] = mapped_column(WORD)
    label: Mapped[str] = mapped_column(String(100))
    started: Mapped[datetime] = mapped_column(UtcDateTime)
    due: Mapped[datetime] = mapped_column(UtcDateTime)
    rolled: Mapped[datetime] = mapped_column(UtcDateTime)
    state: Mapped[ClockState] = mapped_column(one_of(ClockState, "ck_clocks_state"))
    ended: Mapped[datetime | None] = mapped_column(UtcDateTime)
    days: Mapped[int] = mapped_column(default=0, server_default="0")
    """0: the law gives no number, or a person set the day."""
    unit: Mapped[str] = mapped_column(WORD, default="days", server_default="days")
    extended_days: Mapped[int] = mapped_column(default=0, server_default="0")
    paused_days: Mapped[int] = mapped_column(default=0, server_default="0")
    limits_version: Mapped[int | None]
    """The version of the limits that its days are from; None where nobody wrote it down."""
    calendar_version: Mapped[int | None]
    """The version of the local days that its end was counted by."""
    paused_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    warned_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    escalated_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    __table_args__ = (
        Index("ix_clocks_state_due", "state", "due"),
        # What the sweep has still to look at; the far more numerous others are not in it.
        Index(
            "ix_clocks_unescalated",
            # Constant in it, but with them SQLite prefers it to the index above.
            "state",
            "escalated_at",
            "due",
            sqlite_where=text("state = 'running' AND escalated_at IS NULL"),
            postgresql_where=text("state = 'running' AND escalated_at IS NULL"),
        ),
    )


class ClockEventRow(Base):
    """What happened to a legal limit, and by which article. Only ever added to."""

    __tablename__ = "clock_events"

    id: Mapped[int] = mapped_column(primary_key=True)
    clock_id: Mapped[int] = mapped_column(ForeignKey("clocks.id"), index=True)
    clock: Mapped[ClockRow] = relationship()
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    kind: Mapped[str] = mapped_column(WORD)
    article: Mapped[str] = mapped_column(WORD)
    detail: Mapped[str] = mapped_column(String(100))


class LinkRow(Base):
    """Two cases that belong together: merged, or split one from the other. Undone by a date, never deleted."""

    __tablename__ = "case_links"

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"), index=True)
    """The one that was merged or split off."""
    other_id: Mapped[int] = mapped_column(ForeignKey("cases.id"), index=True)
    kind: Mapped[str] = mapped_column(WORD)
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class EvidenceRow(Base):
    """A file of a draft or case; its bytes are kept encrypted outside the database."""

    __tablename__ = "evidence"

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    draft_id: Mapped[str | None] = mapped_column(ForeignKey("drafts.id"))
    case_number: Mapped[str | None] = mapped_column(String(40))
    sha256: Mapped[str] = mapped_column(DIGEST)
    name: Mapped[str] = mapped_column(Encrypted)
    media_type: Mapped[str] = mapped_column(String(200))
    kind: Mapped[str] = mapped_column(WORD)
    size: Mapped[int]
    source: Mapped[str] = mapped_column(String(200))
    at: Mapped[datetime] = mapped_column(UtcDateTime)

    __table_args__ = (
        UniqueConstraint("draft_id", "sha256", name="uq_evidence_draft_id_sha256"),
        UniqueConstraint("case_number", "sha256", name="uq_evidence_case_number_sha256"),
    )


class HeldFileRow(Base):
    """An upload that is not yet part of anything."""

    __tablename__ = "held_files"

    ref: Mapped[str] = mapped_column(String(64), primary_key=True)
    owner: Mapped[str] = mapped_column(ADDRESS)
    sha256: Mapped[str] = mapped_column(DIGEST)
    name: Mapped[str] = mapped_column(Encrypted)
    media_type: Mapped[str] = mapped_column(String(200))
    kind: Mapped[str] = mapped_column(WORD)
    at: Mapped[datetime] = mapped_column(UtcDateTime)


class DoomedFileRow(Base):
    """A file whose bytes are to go, noted by the transaction in which the last row that spoke of it went."""

    __tablename__ = "doomed_files"

    sha256: Mapped[str] = mapped_column(DIGEST, primary_key=True)


_UNPROVEN = "state NOT IN ('delivered', 'opened', 'other_means')"


class OutboxRow(Base):
    """A message to a citizen and how far it has come."""

    __tablename__ = "outbox"

    id: Mapped[int] = mapped_column(primary_key=True)
    channel: Mapped[str] = mapped_column(CHANNEL)
    address: Mapped[str] = mapped_column(ADDRESS)
    body: Mapped[dict[str, Any]] = mapped_column(EncryptedJson)
    """text, buttons, image and custom: encrypted as one, because a reply should cost one encryption."""
    key: Mapped[str | None] = mapped_column(String(200), unique=True)
    inbox_id: Mapped[int | None] = mapped_column(index=True)
    case_number: Mapped[str | None] = mapped_column(String(40))
    state: Mapped[MessageState] = mapped_column(one_of(MessageState, "ck_outbox_state"))
    tries: Mapped[int]
    detail: Mapped[str] = mapped_column(Text)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    next_try: Mapped[datetime | None] = mapped_column(UtcDateTime)
    leased_until: Mapped[datetime | None] = mapped_column(UtcDateTime)
    leased_by: Mapped[str | None] = mapped_column(String(100))

    __table_args__ = (
        Index("ix_outbox_channel_address_id", "channel", "address", "id"),
        Index(
            "ix_outbox_queued",
            "channel",
            "address",
            "id",
            sqlite_where=text("state = 'queued'"),
            postgresql_where=text("state = 'queued'"),
        ),
        # What tells of cases; the far more numerous answers in chats are not in it.
        Index(
            "ix_outbox_case_number",
            "case_number",
            sqlite_where=text("case_number IS NOT NULL"),
            postgresql_where=text("case_number IS NOT NULL"),
        ),
        Index(
            "ix_outbox_unproven",
            "id",
            sqlite_where=text(f"case_number IS NOT NULL AND {_UNPROVEN}"),
            postgresql_where=text(f"case_number IS NOT NULL AND {_UNPROVEN}"),
        ),
        # The same by where the case is: its number begins with it.
        Index(
            "ix_outbox_unproven_case_number",
            "case_number",
            "id",
            "state",
            sqlite_where=text(f"case_number IS NOT NULL AND {_UNPROVEN}"),
            postgresql_where=text(f"case_number IS NOT NULL AND {_UNPROVEN}"),
        ),
        Index(
            "ix_outbox_failed",
            "id",
            sqlite_where=text("state = 'failed'"),
            postgresql_where=text("state = 'failed'"),
        ),
    )


class ContactRow(Base):
    """Where a citizen hears from us."""

    __tablename__ = "contacts"

    channel: Mapped[str] = mapped_column(CHANNEL, primary_key=True)
    address: Mapped[str] = mapped_column(ADDRESS, primary_key=True)
    language: Mapped[str] = mapped_column(WORD)
    reachable: Mapped[bool]
    since: Mapped[datetime] = mapped_column(UtcDateTime)
    reason: Mapped[str] = mapped_column(Text)


class StaffRow(Base):
    """A member of staff."""

    __tablename__ = "staff"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(100), unique=True)
    display_name: Mapped[str] = mapped_column(String(100))
    password_hash: Mapped[str] = mapped_column(String(200))
    roles: Mapped[list[str]] = mapped_column(JSON)
    unit_id: Mapped[int | None] = mapped_column(ForeignKey("units.id"), index=True)
    disabled: Mapped[bool]
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)


class SessionRow(Base):
    """A signed-in browser."""

    __tablename__ = "staff_sessions"

    token_hash: Mapped[str] = mapped_column(DIGEST, primary_key=True)
    staff_id: Mapped[int] = mapped_column(ForeignKey("staff.id"), index=True)
    csrf: Mapped[str] = mapped_column(String(64))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    seen_at: Mapped[datetime] = mapped_column(UtcDateTime)


class ApiTokenRow(Base):
    """A bearer token of another system."""

    __tablename__ = "api_tokens"

    id: Mapped[int] = mapped_column(primary_key=True)
    token_hash: Mapped[str] = mapped_column(DIGEST, unique=True)
    label: Mapped[str] = mapped_column(String(100), index=True)
    roles: Mapped[list[str]] = mapped_column(JSON)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime)
    revoked_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class AttemptRow(Base):
    """A failed try: at a password, or at a case number with its code."""

    __tablename__ = "attempts"

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(WORD)
    who: Mapped[str] = mapped_column(DIGEST)
    at: Mapped[datetime] = mapped_column(UtcDateTime)

    __table_args__ = (Index("ix_attempts_kind_who_at", "kind", "who", "at"),)


class AuditRow(Base):
    """Who looked at or changed what, and why."""

    __tablename__ = "audit"

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    who: Mapped[str] = mapped_column(String(200))
    action: Mapped[str] = mapped_column(String(40))
    subject: Mapped[str] = mapped_column(String(200))
    reason: Mapped[str] = mapped_column(Text)
    sealed: Mapped[bool]
    """The subject is a sealed case: its number is not shown to everybody who may read the audit."""
    previous: Mapped[str] = mapped_column(DIGEST)
    hash: Mapped[str] = mapped_column(DIGEST)


class SavedFilterRow(Base):
    """A view of the inbox that somebody keeps for themselves."""

    __tablename__ = "saved_filters"

    id: Mapped[int] = mapped_column(primary_key=True)
    owner: Mapped[str] = mapped_column(String(100), index=True)
    label: Mapped[str] = mapped_column(Encrypted)
    query: Mapped[str] = mapped_column(Encrypted)
    """As an address has it. Encrypted, because it may hold a name or a phone number."""
    at: Mapped[datetime] = mapped_column(UtcDateTime)


class SequenceRow(Base):
    """The last case number of a region and day."""

    __tablename__ = "number_sequences"

    region: Mapped[str] = mapped_column(String(6), primary_key=True)
    day: Mapped[str] = mapped_column(String(8), primary_key=True)
    last: Mapped[int]


# What every turn reads and writes goes to the tables themselves: an object for each row costs four times as much.
DRAFTS, EVIDENCE, OUTBOX, CONTACTS = (
    cast(Table, row.__table__) for row in (DraftRow, EvidenceRow, OutboxRow, ContactRow)
)
