"""Which regions a line reaches, as conditions on where a case happened."""

from typing import cast

from sqlalchemy import BindParameter, ColumnElement, Select, Table, bindparam, func, or_, select, true

from cases.numbers import NO_REGION
from cases.tables import PetitionRow
from cases.unit_values import region_prefix
from storage import Transaction

MOST_LISTED = 200
"""More places than this are asked for as a range."""

_REGION: ColumnElement[str] = cast(Table, PetitionRow.__table__).c.region_code


def in_region(code: str, region: ColumnElement[str] = _REGION) -> ColumnElement[bool]:
    """Whether a case happened in this region, or nobody knows where it did."""
    prefix = region_prefix(code)
    if not prefix:
        return true()
    return or_(region.between(prefix.ljust(6, "0"), prefix.ljust(6, "9")), region == NO_REGION)


def regions_within(tx: Transaction, code: str, region: ColumnElement[str] = _REGION) -> ColumnElement[bool]:
    """The same for a list: the places in the region are named one by one, so that an index can go on behind each."""
    prefix = region_prefix(code)
    if not prefix:
        return in_region(code, region)
    known = tuple(tx.connection().scalars(_PLACES, {"first": prefix.ljust(6, "0"), "last": prefix.ljust(6, "9")}))
    return region.in_((*filter(None, known), NO_REGION)) if len(known) <= MOST_LISTED else in_region(code, region)


def _places() -> Select[str]:
    """Every place in a region where something happened, by jumps over the index from one to the next."""
    code = PetitionRow.region_code
    last: BindParameter[str] = bindparam("last")
    first = select(func.min(code).label("code")).where(code >= bindparam("first"), code <= last)
    known = first.cte("known_places", recursive=True)
    following = select(func.min(code)).where(code > known.c.code, code <= last).scalar_subquery()
    known = known.union_all(select(following).where(known.c.code.is_not(None)))
    return select(known.c.code).limit(MOST_LISTED + 2)


_PLACES = _places()
