"""How a petitioner was told when the channel could not show it."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from cases.tables import Base
from storage import EncryptedJson, UtcDateTime


class NoticeProofRow(Base):
    """The proof for one notice."""

    __tablename__ = "notice_proofs"

    outbox_id: Mapped[int] = mapped_column(ForeignKey("outbox.id"), primary_key=True, autoincrement=False)
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    recorded_by: Mapped[str] = mapped_column(String(200))
    proof: Mapped[dict[str, Any]] = mapped_column(EncryptedJson)
    """way, on, by, receipt"""
