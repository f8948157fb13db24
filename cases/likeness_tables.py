"""The tables that cases which belong together are found and kept by."""

from datetime import datetime

from sqlalchemy import BigInteger, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from cases.tables import WORD, Base
from storage import Encrypted, UtcDateTime


class KeyRow(Base):
    """What a case may have in common with others: bands of its text, its place, its respondent; as numbers."""

    __tablename__ = "case_keys"

    key: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"), primary_key=True, autoincrement=False, index=True)

    __table_args__ = ({"sqlite_with_rowid": False},)


class TieRow(Base):
    """What a person decided about two cases: that they belong together, or that they do not."""

    __tablename__ = "case_ties"

    id: Mapped[int] = mapped_column(primary_key=True)
    low_id: Mapped[int] = mapped_column(ForeignKey("cases.id"))
    high_id: Mapped[int] = mapped_column(ForeignKey("cases.id"), index=True)
    """The later one of the two."""
    kind: Mapped[str] = mapped_column(WORD)
    state: Mapped[str] = mapped_column(WORD)
    """`confirmed` or `dismissed`; a decision that was taken back is `undone`."""
    by: Mapped[str] = mapped_column(WORD)
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    reason: Mapped[str] = mapped_column(Encrypted)

    __table_args__ = (Index("uq_case_ties_low_id_high_id", "low_id", "high_id", unique=True),)


class FirstRow(Base):
    """Whether a case was the first anywhere in the country: known only from a person or from another system."""

    __tablename__ = "case_firsts"

    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"), primary_key=True, autoincrement=False)
    nationally: Mapped[bool]
    by: Mapped[str] = mapped_column(WORD)
    at: Mapped[datetime] = mapped_column(UtcDateTime)
