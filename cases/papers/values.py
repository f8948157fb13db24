"""Statutory papers as others see them: all frozen, none tied to a database."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum


class PaperState(StrEnum):
    """How far a paper has come."""

    DRAFTED = "drafted"  # a person edits it
    ISSUED = "issued"  # signed, numbered, no longer changed
    SERVED = "served"
    VOID = "void"  # given up; a number it had stays taken


class Way(StrEnum):
    """How a paper was handed over."""

    IN_PERSON = "in_person"
    POST = "post"
    CHAT = "chat"
    LEFT = "left"  # refused, and left there before witnesses
    OTHER = "other"


@dataclass(frozen=True, kw_only=True)
class Service:
    """How, when and by whom a paper was served, and what proves it."""

    way: Way
    on: date
    by: str = ""
    proof: str = ""
    """A receipt's or a registered letter's number, the witnesses, the page with the signature."""
    received_by: str = ""
    refused: bool = False


@dataclass(frozen=True, kw_only=True)
class Choice:
    key: str
    label: str
    label_en: str


@dataclass(frozen=True, kw_only=True)
class PaperPart:
    """One field of the form that a paper is edited with."""

    name: str
    """The key in the contents: the part, or the part and its claim: `facts.2`."""
    label: str
    label_en: str
    hint: str
    hint_en: str
    required: bool
    choices: tuple[Choice, ...]
    """Empty: free text."""
    text: str
    claim: int | None
    """The position of the claim it answers."""


@dataclass(frozen=True, kw_only=True)
class PaperLine:
    """One paper in a case's list: nothing of its words."""

    id: int
    case_number: str
    kind: str
    label: str
    label_en: str
    number: str
    state: PaperState
    changed_at: datetime
    issued_at: datetime | None
    served_on: date | None


@dataclass(frozen=True, kw_only=True)
class Paper:
    """A paper with its words, for whoever may see them."""

    line: PaperLine
    article: str
    to: str
    """petitioner or unit"""
    version: int
    contents: Mapping[str, str]
    parts: tuple[PaperPart, ...]
    missing: tuple[str, ...]
    """Names of the parts without which it cannot be signed."""
    created_by: str
    changed_by: str
    issued_by: str
    service: Service | None
    may_change: bool
    may_sign: bool
    sealed: bool
    void_reason: str = ""


@dataclass(frozen=True, kw_only=True)
class PaperKind:
    """A kind of paper that may be drawn up for a case."""

    kind: str
    label: str
    label_en: str
    article: str


@dataclass(frozen=True, kw_only=True)
class Changed:
    """What a version changed in one part: (same, gone or new; the words)."""

    part: str
    label: str
    label_en: str
    pieces: tuple[tuple[str, str], ...]


@dataclass(frozen=True, kw_only=True)
class PaperVersion:
    version: int
    at: datetime
    by: str
    changes: tuple[Changed, ...]
    """Compared with the version before; the first is compared with nothing."""


@dataclass(frozen=True, kw_only=True)
class Paragraph:
    text: str
    heading: bool = False


@dataclass(frozen=True, kw_only=True)
class Layout:
    """A paper as it is set on the page, for print and for Word alike."""

    office: str
    number: str
    title: str
    addressee: str
    paragraphs: tuple[Paragraph, ...]
    date: str
    copies: str
    mark: str = ""
    """What is said across it while it may not be used: not signed, or given up."""

    # A paper is Chinese whatever language its reader's screen has.
    seal = "印章"

    @property
    def shown_number(self) -> str:
        """The number, or that there is none yet."""
        return self.number or "（未编号）"

    @property
    def shown_date(self) -> str:
        """The day it was signed, or room for it."""
        return self.date or "　　年　月　日"

    @property
    def to_line(self) -> str:
        """Whom it is to."""
        return f"{self.addressee}："

    @property
    def copies_line(self) -> str:
        """Who else gets it."""
        return f"抄送：{self.copies}" if self.copies else ""
