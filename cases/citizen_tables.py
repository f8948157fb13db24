"""The tables of what citizens do after filing: how they rate it, who signs with them, what they want deleted."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from cases.tables import ADDRESS, CHANNEL, DIGEST, WORD, Base
from storage import Encrypted, UtcDateTime


class EvaluationRow(Base):
    """How a petitioner rates one object. No row is silence, and silence is no level."""

    __tablename__ = "evaluations"

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"))
    object: Mapped[str] = mapped_column(WORD)
    """`office` or `unit`."""
    level: Mapped[str] = mapped_column(WORD)
    reason: Mapped[str] = mapped_column(Encrypted)
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    source: Mapped[str] = mapped_column(String(200))

    __table_args__ = (UniqueConstraint("case_id", "object", name="uq_evaluations_case_id_object"),)


class JoinCodeRow(Base):
    """The code with which others confirm that they petition together. It opens nothing else."""

    __tablename__ = "join_codes"

    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"), primary_key=True)
    code: Mapped[str] = mapped_column(Encrypted)
    code_index: Mapped[str] = mapped_column(DIGEST, unique=True)
    at: Mapped[datetime] = mapped_column(UtcDateTime)


class CoPetitionerRow(Base):
    """Somebody who confirmed from their own chat that they petition too."""

    __tablename__ = "co_petitioners"

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"))
    channel: Mapped[str] = mapped_column(CHANNEL)
    address: Mapped[str] = mapped_column(ADDRESS)
    language: Mapped[str] = mapped_column(WORD)
    kind: Mapped[str] = mapped_column(WORD)
    """`representative` or `signer`."""
    name: Mapped[str] = mapped_column(Encrypted)
    phone: Mapped[str] = mapped_column(Encrypted)
    phone_index: Mapped[str | None] = mapped_column(DIGEST, index=True)
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    left_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    __table_args__ = (
        UniqueConstraint("case_id", "channel", "address", name="uq_co_petitioners_case_id_channel_address"),
        Index("ix_co_petitioners_channel_address", "channel", "address"),
    )


class DeletionRow(Base):
    """A wish to have one's data deleted, as far as it is about one case; without a case, what went at once."""

    __tablename__ = "deletion_requests"

    id: Mapped[int] = mapped_column(primary_key=True)
    channel: Mapped[str] = mapped_column(CHANNEL)
    address: Mapped[str] = mapped_column(ADDRESS)
    language: Mapped[str] = mapped_column(WORD)
    source: Mapped[str] = mapped_column(String(200))
    asked_at: Mapped[datetime] = mapped_column(UtcDateTime)
    drafts: Mapped[int]
    """So many unfiled petitions were deleted at once."""
    case_id: Mapped[int | None] = mapped_column(ForeignKey("cases.id"), index=True)
    """The filed case it is about: whoever may see that one decides."""
    state: Mapped[str] = mapped_column(WORD, index=True)
    """`waiting` for a person, `granted` (it is being carried out), `erased` (it was), `kept` (the law keeps it), or
    `done` where nothing was filed."""
    decided_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    decided_by: Mapped[str] = mapped_column(String(200))
    answer: Mapped[str] = mapped_column(Encrypted)

    __table_args__ = (UniqueConstraint("source", "case_id", name="uq_deletion_requests_source_case_id"),)
