"""Units as everybody else sees them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any


class UnitKind(StrEnum):
    """What a unit of the tree is there for."""

    GOVERNMENT = "government"
    PETITION_OFFICE = "petition_office"
    HANDLING = "handling"
    DISCIPLINE = "discipline"


class ApprovalState(StrEnum):
    """What became of a request for a second person's word."""

    PENDING = "pending"
    APPROVED = "approved"
    DECLINED = "declined"
    USED = "used"


@dataclass(frozen=True, kw_only=True)
class Unit:
    """One unit of the tree."""

    id: int
    code: str
    name: str
    kind: UnitKind
    parent_id: int | None
    path: str
    region_code: str
    """Six digits; empty means everywhere."""
    remit: tuple[str, ...]
    aliases: tuple[str, ...]
    people: tuple[str, ...]
    active: bool
    version: int

    @property
    def depth(self) -> int:
        """How far down the tree it is; the top is 0."""
        return self.path.count("/") - 2

    def over(self, other: "Unit") -> bool:
        """Whether `other` is this unit or under it."""
        return other.path.startswith(self.path)

    def in_line_with(self, other: "Unit") -> bool:
        """Whether one of the two is the other, or over it."""
        return self.over(other) or other.over(self)


@dataclass(frozen=True, kw_only=True)
class UnitChange:
    """One change of a unit."""

    version: int
    at: datetime
    by: str
    what: str
    values: Mapping[str, Any]


def region_prefix(code: str) -> str:
    """The digits of a region that all regions in it begin with: 360000 gives 36, 360700 gives 3607."""
    while code.endswith("00"):
        code = code[:-2]
    return code
