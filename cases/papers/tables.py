"""The tables of statutory papers. Their words are encrypted, the words of every version too."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import Date, Enum, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from cases.papers.values import PaperState
from cases.tables import WORD, Base
from storage import Encrypted, EncryptedJson, UtcDateTime


class PaperRow(Base):
    """One statutory paper of a case."""

    __tablename__ = "papers"

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"), index=True)
    kind: Mapped[str] = mapped_column(String(30))
    number: Mapped[str | None] = mapped_column(String(80), unique=True)
    """None until it is signed."""
    state: Mapped[PaperState] = mapped_column(
        Enum(
            PaperState,
            name="ck_papers_state",
            native_enum=False,
            create_constraint=True,
            length=20,
            values_callable=lambda members: [member.value for member in members],
        )
    )
    template_version: Mapped[int]
    """The version of the settings that it was drafted with; 0 is what is shipped."""
    claims: Mapped[int]
    """How many claims it answers: those the case had when it was drafted."""
    version: Mapped[int]
    contents: Mapped[dict[str, str]] = mapped_column(EncryptedJson)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    created_by: Mapped[str] = mapped_column(String(200))
    changed_at: Mapped[datetime] = mapped_column(UtcDateTime)
    changed_by: Mapped[str] = mapped_column(String(200))
    issued_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    issued_by: Mapped[str] = mapped_column(String(200))
    served_on: Mapped[date | None] = mapped_column(Date)
    service: Mapped[dict[str, Any] | None] = mapped_column(EncryptedJson)
    void_reason: Mapped[str] = mapped_column(Encrypted)

    __table_args__ = (Index("ix_papers_state", "state", "issued_at"),)


class PaperVersionRow(Base):
    """A paper as it once read."""

    __tablename__ = "paper_versions"

    id: Mapped[int] = mapped_column(primary_key=True)
    paper_id: Mapped[int] = mapped_column(ForeignKey("papers.id"))
    version: Mapped[int]
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    by: Mapped[str] = mapped_column(String(200))
    contents: Mapped[dict[str, str]] = mapped_column(EncryptedJson)

    __table_args__ = (UniqueConstraint("paper_id", "version", name="uq_paper_versions_paper_id_version"),)


class PaperSequenceRow(Base):
    """The last number of an office, kind and year."""

    __tablename__ = "paper_sequences"

    office: Mapped[str] = mapped_column(String(40), primary_key=True)
    word: Mapped[str] = mapped_column(WORD, primary_key=True)
    year: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    last: Mapped[int]
