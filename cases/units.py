"""The units tree: who stands under whom, where each works and what is its to handle. Every change is kept."""

import json
from collections.abc import Callable, Collection, Iterable, Sequence
from datetime import datetime
from typing import Any, cast

from sqlalchemy import Row, Select, Table, Text, bindparam, exists, select
from sqlalchemy import cast as sql_cast

from cases.errors import NotFound, UnitError, VersionConflict
from cases.numbers import NO_REGION
from cases.rows import take_turns
from cases.unit_tables import UnitChangeRow, UnitRow
from cases.unit_values import Unit, UnitChange, UnitKind, region_prefix
from storage import Database, Transaction

_EDITABLE = ("name", "region_code", "remit", "aliases", "people")


class Units:
    """The door to the tree."""

    def __init__(self, database: Database, *, clock: Callable[[], datetime]) -> None:
        self._database = database
        self._clock = clock

    def create(
        self,
        code: str,
        name: str,
        *,
        kind: UnitKind,
        by: str,
        parent: str | None = None,
        region: str = "",
        remit: Collection[str] = (),
        aliases: Collection[str] = (),
        people: Collection[str] = (),
    ) -> Unit:
        """Add a unit. Raises `UnitError` when the code is taken, `NotFound` when there is no such parent."""
        values = _checked(name=name, region=region, remit=remit, aliases=aliases, people=people)
        with self._database.begin() as tx:
            take_turns(tx, "units")
            if not code.strip() or tx.scalar(select(exists().where(UnitRow.code == code.strip()))):
                raise UnitError(f"The code {code!r} is empty or taken.")
            above = _active(tx, parent) if parent else None
            row = UnitRow(code=code.strip(), parent_id=above.id if above else None, path="", kind=UnitKind(kind))
            row.active, row.version, row.changed_at = True, 0, self._clock()
            _set(row, values)
            tx.add(row)
            tx.flush()
            row.path = f"{above.path if above else '/'}{row.id}/"
            self._note(tx, row, "create", by)
            return unit_view(row)

    def change(
        self,
        code: str,
        *,
        by: str,
        version: int | None = None,
        name: str | None = None,
        region: str | None = None,
        remit: Collection[str] | None = None,
        aliases: Collection[str] | None = None,
        people: Collection[str] | None = None,
    ) -> Unit:
        """Change what is given. Raises `NotFound`, `UnitError`, or `VersionConflict` when `version` is not current."""
        values = _checked(name=name, region=region, remit=remit, aliases=aliases, people=people)
        with self._database.begin() as tx:
            row = self._locked(tx, code, version)
            _set(row, values)
            self._note(tx, row, "change", by)
            return unit_view(row)

    def rename(self, code: str, name: str, *, by: str, version: int | None = None) -> Unit:
        """Give a unit another name; it goes on being found by the old one. Raises as `change` does."""
        old = self.get(code)
        aliases = [*old.aliases, *([old.name] if old.name != name.strip() else [])]
        return self.change(code, by=by, version=version or old.version, name=name, aliases=aliases)

    def move(self, code: str, *, under: str | None, by: str, version: int | None = None) -> Unit:
        """Put a unit, with all under it, under another one or at the top. Raises as `change` does."""
        with self._database.begin() as tx:
            row = self._locked(tx, code, version)
            above = _active(tx, under) if under else None
            if above is not None and above.path.startswith(row.path):
                raise UnitError("A unit cannot be put under itself.")
            old, new = row.path, f"{above.path if above else '/'}{row.id}/"
            row.parent_id = above.id if above else None
            for lower in tx.scalars(select(UnitRow).where(UnitRow.path.startswith(old))):
                lower.path = new + lower.path[len(old) :]
            self._note(tx, row, "move", by)
            return unit_view(row)

    def close(self, code: str, *, by: str, version: int | None = None) -> Unit:
        """Let a unit be named no more; what it has stays with it. Raises `UnitError` while there are units under it."""
        with self._database.begin() as tx:
            row = self._locked(tx, code, version)
            under = exists().where(UnitRow.parent_id == row.id, UnitRow.active)
            if tx.scalar(select(under)):
                raise UnitError("There are units under it: close or move those first.")
            row.active = False
            self._note(tx, row, "close", by)
            return unit_view(row)

    def reopen(self, code: str, *, by: str, version: int | None = None) -> Unit:
        """Let a closed unit be named again. Raises as `change` does."""
        with self._database.begin() as tx:
            row = self._locked(tx, code, version)
            row.active = True
            self._note(tx, row, "reopen", by)
            return unit_view(row)

    def any(self, *, tx: Transaction | None = None) -> bool:
        """Whether a tree is set up."""
        with self._database.read(tx) as read:
            return set_up(read)

    def get(self, code: str) -> Unit:
        """A unit by its code. Raises `NotFound`."""
        with self._database.read() as tx:
            return unit_view(_row(tx, code))

    def list(self, *, closed: bool = False, tx: Transaction | None = None) -> Sequence[Unit]:
        """All units, each after the one it stands under; those at one level by code."""
        with self._database.read(tx) as read:
            query = select(UnitRow) if closed else select(UnitRow).where(UnitRow.active)
            return in_order(map(unit_view, read.scalars(query)))

    def subtree(self, code: str) -> Sequence[Unit]:
        """A unit and all under it, closed ones too. Raises `NotFound`."""
        with self._database.read() as tx:
            row = _row(tx, code)
            return in_order(map(unit_view, tx.scalars(select(UnitRow).where(UnitRow.path.startswith(row.path)))))

    def line(self, code: str) -> Sequence[Unit]:
        """A unit with all over and under it. Raises `NotFound`."""
        unit = self.get(code)
        return [one for one in self.list(closed=True) if one.in_line_with(unit)]

    def history(self, code: str) -> Sequence[UnitChange]:
        """What was changed, newest first. Raises `NotFound`."""
        with self._database.read() as tx:
            query = select(UnitChangeRow).where(UnitChangeRow.unit_id == _row(tx, code).id)
            rows = tx.scalars(query.order_by(UnitChangeRow.version.desc()))
            return [UnitChange(version=r.version, at=r.at, by=r.by, what=r.what, values=r.values) for r in rows]

    def _locked(self, tx: Transaction, code: str, version: int | None) -> UnitRow:
        # One editor at a time: a move changes many rows, and two at once could make a circle.
        take_turns(tx, "units")
        row = _row(tx, code)
        if version is not None and version != row.version:
            raise VersionConflict(f"version {row.version}, seen was {version}")
        return row

    def _note(self, tx: Transaction, row: UnitRow, what: str, by: str) -> None:
        row.version += 1
        row.changed_at = self._clock()
        values = {name: getattr(row, name) for name in (*_EDITABLE, "path", "active")}
        change = {"version": row.version, "at": row.changed_at, "by": by, "what": what, "values": values}
        tx.add(UnitChangeRow(unit_id=row.id, **change))


def set_up(tx: Transaction) -> bool:
    """Whether a tree is set up."""
    return bool(tx.connection().scalar(_ANY))


_ANY = select(exists().where(UnitRow.active))
"""Built once: every filing and every step that names a unit asks."""


def find_unit(tx: Transaction, named: str, *, region: str = "") -> Unit | None:
    """The active unit of this code, name or alias; of several of a name the one whose region the case is in.

    Raises `UnitError` when several remain.
    """
    named = named.strip()
    # As a list of names on a screen gives it: "name（code）".
    name, _, code = named.removesuffix("）").rpartition("（")
    for unit in _read(tx, _CODED, codes=[named, code]):
        if unit.code == named or (unit.code, unit.name) == (code, name):
            return unit
    return _one_of(tx, _NAMED, named, region) or _one_of(tx, _ALIASED, named, region)


def _one_of(tx: Transaction, query: Select[Any], named: str, region: str) -> Unit | None:
    """The one unit that a name means: one around, of which a province has one in each county, or else the only one."""
    # Escaped as the database keeps the list; with a part of an alias nothing is found, which is checked here.
    asked = {"named": named, "alias": json.dumps(named).replace("/", "//")}
    units = _read(tx, query.where(_IS_AROUND), around=_around(region), **asked) or _read(tx, query, **asked)
    found = [unit for unit in units if named == unit.name or named in unit.aliases]
    if len(found) > 1:
        found = [unit for unit in found if covers(unit.region_code, region)] or found
    if len(found) > 1:
        raise UnitError(f"Several units are called {named}: {', '.join(unit.code for unit in found)}")
    return found[0] if found else None


def units_around(tx: Transaction, region: str) -> list[Unit]:
    """The units that work where this region is, closed ones too: some dozens, however many a province has."""
    if region == NO_REGION:
        return _read(tx, _ALL)
    return _read(tx, _AROUND, around=_around(region))


def _around(region: str) -> list[str]:
    return ["", NO_REGION, *(region[:digits].ljust(6, "0") for digits in (2, 4, 6))]


def _read(tx: Transaction, query: Select[Any], **asked: Any) -> list[Unit]:
    # As rows: an object of the session for each takes four times as long.
    tx.flush()
    return [unit_view(row) for row in tx.connection().execute(query, asked)]


_UNITS = cast(Table, UnitRow.__table__)
_ALL = select(_UNITS)
_IS_AROUND = _UNITS.c.region_code.in_(bindparam("around", expanding=True))
_AROUND = _ALL.where(_IS_AROUND)
_CODED = _ALL.where(_UNITS.c.active, _UNITS.c.code.in_(bindparam("codes", expanding=True)))
_NAMED = _ALL.where(_UNITS.c.active, _UNITS.c.name == bindparam("named"))
_ALIASED = _ALL.where(_UNITS.c.active, sql_cast(_UNITS.c.aliases, Text).contains(bindparam("alias"), escape="/"))


def covers(wider: str, region: str) -> bool:
    """Whether a unit's region holds this one. What happened nobody knows where is held by all."""
    return region == NO_REGION or region.startswith(region_prefix(wider))


def in_order(units: Iterable[Unit]) -> list[Unit]:
    """Each unit after the one it stands under; those at one level by code."""
    known = {unit.id: unit for unit in units}

    def key(unit: Unit) -> list[str]:
        ids = [int(part) for part in unit.path.split("/") if part]
        return [known[one].code if one in known else "" for one in ids]

    return sorted(known.values(), key=key)


def unit_view(row: UnitRow | Row[Any]) -> Unit:
    """A row as everybody else sees it."""
    return Unit(
        id=row.id,
        code=row.code,
        name=row.name,
        kind=row.kind,
        parent_id=row.parent_id,
        path=row.path,
        region_code=row.region_code,
        remit=tuple(row.remit),
        aliases=tuple(row.aliases),
        people=tuple(row.people),
        active=row.active,
        version=row.version,
    )


def unit_of(tx: Transaction, unit_id: int | None) -> Unit | None:
    """A unit by its id."""
    row = tx.get(UnitRow, unit_id) if unit_id is not None else None
    return unit_view(row) if row else None


def _row(tx: Transaction, code: str) -> UnitRow:
    row = tx.scalars(select(UnitRow).where(UnitRow.code == code)).one_or_none()
    if row is None:
        raise NotFound(f"unit {code}")
    return row


def _active(tx: Transaction, code: str) -> UnitRow:
    row = _row(tx, code)
    if not row.active:
        raise UnitError(f"The unit {code} is closed.")
    return row


def _checked(
    *,
    name: str | None,
    region: str | None,
    remit: Collection[str] | None,
    aliases: Collection[str] | None,
    people: Collection[str] | None,
) -> dict[str, Any]:
    if name is not None and not name.strip():
        raise UnitError("A unit needs a name.")
    if region and not (len(region) == 6 and region.isascii() and region.isdigit()):
        raise UnitError(f"{region!r} is not a region code of six digits.")
    lists = {"remit": remit, "aliases": aliases, "people": people}
    values: dict[str, Any] = {key: _words(words) for key, words in lists.items() if words is not None}
    texts = {"name": name, "region_code": region}
    return values | {key: text.strip() for key, text in texts.items() if text is not None}


def _words(words: Collection[str]) -> list[str]:
    return list(dict.fromkeys(word.strip().strip("/") for word in words if word.strip()))


def _set(row: UnitRow, values: dict[str, Any]) -> None:
    for name, value in values.items():
        setattr(row, name, value)
