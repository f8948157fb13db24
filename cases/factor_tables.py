"""The table of second factors."""

from datetime import datetime

from sqlalchemy import JSON, BigInteger, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from cases.tables import Base
from storage import Encrypted, UtcDateTime


class FactorRow(Base):
    """Somebody's second factor: being set up until its first code was right."""

    __tablename__ = "staff_factors"

    staff_id: Mapped[int] = mapped_column(ForeignKey("staff.id"), primary_key=True, autoincrement=False)
    secret: Mapped[str] = mapped_column(Encrypted)
    last_step: Mapped[int] = mapped_column(BigInteger)
    """The time step of the last code that was taken: neither it nor an older one is taken again."""
    recovery: Mapped[list[str]] = mapped_column(JSON)
    """Keyed digests of the recovery codes that are left."""
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    confirmed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
