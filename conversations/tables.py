"""Tables of the conversation log. Everything a citizen said is encrypted; what operators filter by is not."""

from datetime import datetime
from typing import Any, cast

from sqlalchemy import (
    CheckConstraint,
    ForeignKey,
    Index,
    MetaData,
    String,
    Table,
    UniqueConstraint,
    literal_column,
    text,
)
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from storage import Encrypted, EncryptedJson, UtcDateTime

NAMING = {"ix": "ix_%(column_0_label)s", "uq": "uq_%(table_name)s_%(column_0_name)s", "pk": "pk_%(table_name)s"}


class Base(DeclarativeBase):
    metadata = MetaData(naming_convention=NAMING)


class ConversationRecord(Base):
    """One citizen on one channel. `owner` is the process that is answering them now, until `owned_until`.

    `turns` numbers the last turn. Deleting what was said counts as one: no process goes on from what it remembers.
    """

    __tablename__ = "conversations"

    id: Mapped[str] = mapped_column(String(200), primary_key=True)
    channel: Mapped[str] = mapped_column(String(20))
    address: Mapped[str] = mapped_column(String(180))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    last_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)
    owner: Mapped[str | None] = mapped_column(String(60))
    owned_until: Mapped[datetime | None] = mapped_column(UtcDateTime)
    turns: Mapped[int] = mapped_column(default=0)
    listening: Mapped[bool] = mapped_column(default=True)
    last_intent: Mapped[str] = mapped_column(String(60), default="")
    min_confidence: Mapped[float] = mapped_column(default=1.0)
    misunderstood: Mapped[int] = mapped_column(default=0)
    sealed: Mapped[bool] = mapped_column(default=False)


class InboxRecord(Base):
    """A message as it came in, kept before anybody answers it."""

    __tablename__ = "inbox"
    __table_args__ = (
        UniqueConstraint("channel", "message_id", name="uq_inbox_message"),
        CheckConstraint("state IN ('waiting', 'done', 'parked')", name="ck_inbox_state"),
        Index("ix_inbox_conversation", "conversation_id", "id"),
        # The queue proper: the rows that are undone, few however long the history grows.
        Index(
            "ix_inbox_undone",
            "conversation_id",
            "id",
            sqlite_where=text("state <> 'done'"),
            postgresql_where=text("state <> 'done'"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    conversation_id: Mapped[str] = mapped_column(ForeignKey("conversations.id", name="fk_inbox_conversation"))
    channel: Mapped[str] = mapped_column(String(20))
    message_id: Mapped[str] = mapped_column(String(400))
    kind: Mapped[str] = mapped_column(String(20))
    body: Mapped[Any] = mapped_column(EncryptedJson)
    received_at: Mapped[datetime] = mapped_column(UtcDateTime)
    state: Mapped[str] = mapped_column(String(10), default="waiting")
    tries: Mapped[int] = mapped_column(default=0)
    next_try: Mapped[datetime | None] = mapped_column(UtcDateTime)
    error: Mapped[str] = mapped_column(String(120), default="")


class TurnRecord(Base):
    """One exchange: what was said, understood and answered, and how it moved the dialogue. Append-only."""

    __tablename__ = "turns"

    conversation_id: Mapped[str] = mapped_column(
        ForeignKey("conversations.id", name="fk_turns_conversation"), primary_key=True
    )
    seq: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    intent: Mapped[str] = mapped_column(String(60))
    confidence: Mapped[float]
    requested_slot: Mapped[str | None] = mapped_column(String(60))
    model_id: Mapped[str] = mapped_column(String(60))
    duration_ms: Mapped[int]
    inbox_ids: Mapped[str] = mapped_column(String(400))
    record: Mapped[Any] = mapped_column(EncryptedJson)
    """{"said": [...], "replies": [...], "entities": [...]}"""
    dialogue: Mapped[Any] = mapped_column(EncryptedJson)
    """{"events": [...], "state": {...}}: Rasa's events of this turn and the dialogue's state after it."""


class AlertRecord(Base):
    """A person is called to a conversation. One open alert a conversation and kind; the words stay in the inbox."""

    __tablename__ = "alerts"
    __table_args__ = (
        CheckConstraint("level IN ('high', 'medium', 'low')", name="ck_alerts_level"),
        Index(
            "uq_alerts_open",
            "conversation_id",
            "kind",
            unique=True,
            sqlite_where=text("closed_at IS NULL"),
            postgresql_where=text("closed_at IS NULL"),
        ),
        Index("ix_alerts_raised_at", "raised_at"),
        Index("ix_alerts_closed_at", "closed_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    conversation_id: Mapped[str] = mapped_column(ForeignKey("conversations.id", name="fk_alerts_conversation"))
    kind: Mapped[str] = mapped_column(String(20))
    level: Mapped[str] = mapped_column(String(10))
    first_inbox_id: Mapped[int] = mapped_column(ForeignKey("inbox.id", name="fk_alerts_first_inbox"))
    last_inbox_id: Mapped[int] = mapped_column(ForeignKey("inbox.id", name="fk_alerts_last_inbox"))
    count: Mapped[int] = mapped_column(default=1)
    raised_at: Mapped[datetime] = mapped_column(UtcDateTime)
    last_at: Mapped[datetime] = mapped_column(UtcDateTime)
    taken_by: Mapped[str | None] = mapped_column(String(100))
    taken_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    closed_by: Mapped[str | None] = mapped_column(String(100))
    closed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    note: Mapped[str] = mapped_column(Encrypted, default="")


# What every turn reads and writes goes to the tables themselves: an object for each row costs four times as much.
CONVERSATIONS, INBOX, TURNS = (
    cast(Table, record.__table__) for record in (ConversationRecord, InboxRecord, TurnRecord)
)

UNDONE = INBOX.c.state != literal_column("'done'")
"""As `ix_inbox_undone` has it, word for word: with a parameter SQLite would read the whole history instead."""
