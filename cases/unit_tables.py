"""The tables of the units tree."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from cases.tables import WORD, Base, one_of
from cases.unit_values import ApprovalState, UnitKind
from storage import Encrypted, UtcDateTime


class UnitRow(Base):
    """One unit of the tree."""

    __tablename__ = "units"

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(String(40), unique=True)
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("units.id"), index=True)
    path: Mapped[str] = mapped_column(String(400), index=True)
    """The ids from the top down to its own: `/1/4/`. Whatever begins with a unit's path is under it."""
    name: Mapped[str] = mapped_column(String(200), index=True)
    kind: Mapped[UnitKind] = mapped_column(one_of(UnitKind, "ck_units_kind"))
    region_code: Mapped[str] = mapped_column(String(6))
    """Six digits; empty means everywhere."""
    remit: Mapped[list[str]] = mapped_column(JSON)
    """Beginnings of matters (自然资源/土地征收) that are its to handle."""
    aliases: Mapped[list[str]] = mapped_column(JSON)
    people: Mapped[list[str]] = mapped_column(JSON)
    """Names of those in charge: an accusation against one of them is one against the unit."""
    active: Mapped[bool]
    version: Mapped[int]
    changed_at: Mapped[datetime] = mapped_column(UtcDateTime)

    __table_args__ = (Index("ix_units_kind_region_code", "kind", "region_code"),)


class UnitChangeRow(Base):
    """One change of the tree: what a unit was from then on."""

    __tablename__ = "unit_changes"

    id: Mapped[int] = mapped_column(primary_key=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("units.id"))
    version: Mapped[int]
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    by: Mapped[str] = mapped_column(String(200))
    what: Mapped[str] = mapped_column(WORD)
    values: Mapped[dict[str, Any]] = mapped_column(JSON)

    __table_args__ = (Index("uq_unit_changes_unit_id_version", "unit_id", "version", unique=True),)


class CaseAccusedRow(Base):
    """A unit that a sealed case is about: nobody in its line may know of the case."""

    __tablename__ = "case_accused"

    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"), primary_key=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("units.id"), primary_key=True)


class CaseHandlerRow(Base):
    """Somebody whom discipline staff named to handle a sealed case."""

    __tablename__ = "case_handlers"

    staff_id: Mapped[int] = mapped_column(ForeignKey("staff.id"), primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"), primary_key=True)
    named_by: Mapped[str] = mapped_column(String(200))
    named_at: Mapped[datetime] = mapped_column(UtcDateTime)


class CaseUnitRow(Base):
    """A unit that leads one claim of a case, or assists in it, beside the unit that has the case itself."""

    __tablename__ = "case_units"

    claim_id: Mapped[int] = mapped_column(ForeignKey("claims.id"), primary_key=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("units.id"), primary_key=True)
    leads: Mapped[bool] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"))
    """The case that the claim belongs to now."""

    __table_args__ = (Index("ix_case_units_unit_id_case_id", "unit_id", "case_id"),)


class CasePassageRow(Base):
    """One time that a case was passed to a unit, and whether the unit gave it back: what proposals learn from."""

    __tablename__ = "case_passages"

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"), index=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("units.id"), index=True)
    matter: Mapped[str] = mapped_column(String(200))
    rule: Mapped[str] = mapped_column(String(200))
    """The entry of the unit's remit that spoke for it; empty when none did."""
    rank: Mapped[int | None]
    """Its place among the proposals, from 1; None when it was not proposed."""
    first: Mapped[bool]
    sealed: Mapped[bool]
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    given_back_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    __table_args__ = (Index("ix_case_passages_matter_id", "matter", "id"),)


class ApprovalRow(Base):
    """A request for what one person may not do alone."""

    __tablename__ = "approvals"

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(WORD)
    subject: Mapped[str] = mapped_column(String(200))
    reason: Mapped[str] = mapped_column(Encrypted)
    state: Mapped[ApprovalState] = mapped_column(one_of(ApprovalState, "ck_approvals_state"))
    requested_by: Mapped[str] = mapped_column(String(200))
    requester_id: Mapped[int]
    requested_at: Mapped[datetime] = mapped_column(UtcDateTime)
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime)
    decided_by: Mapped[str] = mapped_column(String(200))
    note: Mapped[str] = mapped_column(Encrypted)

    __table_args__ = (Index("ix_approvals_requester_id", "requester_id", "kind", "subject"),)
