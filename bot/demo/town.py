"""The demonstration's prefecture: its units and staff, made through the register's own doors."""

import random
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from cases import Official, Register, Role, UnitKind

BY = "demo"
HANDLING = (Role.HANDLER, Role.APPROVER)


@dataclass(frozen=True, kw_only=True)
class Login:
    """Somebody a visitor can sign in as."""

    name: str
    display_name: str
    roles: tuple[str, ...]
    unit: str
    password: str


@dataclass(frozen=True)
class Town:
    """The prefecture as it stands: who works where."""

    data: Mapping[str, Any]
    people: Mapping[tuple[str, str], tuple[Official, ...]]
    """(region, office) -> who works there."""
    logins: tuple[Login, ...]

    def at(self, region: str, office: str, role: Role) -> Official:
        """Somebody with this role in an office; where a county has none, its city's."""
        for place in (region, self.city):
            for official in self.people.get((place, office), ()):
                if role in official.roles:
                    return official
        raise LookupError(f"nobody is {role} at {office} of {region}")

    @property
    def city(self) -> str:
        """The prefecture's code."""
        return str(self.data["prefecture"]["code"])

    @property
    def counties(self) -> Sequence[str]:
        """The counties' codes."""
        return tuple(self.data["counties"])

    def office_for(self, matter: str) -> str:
        """The office whose remit a matter begins with; the housing office where none has it."""
        for office in self.data["offices"]:
            if any(matter.startswith(remit) for remit in office.get("remit", ())):
                return str(office["key"])
        return "zj"

    def unit(self, region: str, office: str) -> str:
        """The code of an office's unit."""
        return f"{region}-{office}"


@cache
def load_prefecture() -> Mapping[str, Any]:
    """`prefecture.yml`."""
    data: Mapping[str, Any] = yaml.load(
        (Path(__file__).parent / "prefecture.yml").read_text(encoding="utf-8"), Loader=yaml.CSafeLoader
    )
    return data


def build_town(register: Register, chance: random.Random) -> Town:
    """Make units and staff. Passwords are new each time; only those of the listed people are told."""
    data = load_prefecture()
    places = {str(data["prefecture"]["code"]): data["prefecture"]["name"].removeprefix("江西省")}
    places |= {str(code): str(name) for code, name in data["counties"].items()}
    for region, place in places.items():
        _offices(register, data, region, place, city=next(iter(places)))
    logins = [_listed(register, data, one, next(iter(places))) for one in data["staff"]]
    _others(register, data, list(places), chance)
    return Town(data, _people(register), tuple(logins))


def _offices(register: Register, data: Mapping[str, Any], region: str, place: str, *, city: str) -> None:
    for office in data["offices"]:
        above = f"{region}-gov" if office["key"] != "gov" else f"{city}-gov" if region != city else None
        register.units.create(
            f"{region}-{office['key']}",
            office["name"].format(place=place),
            kind=UnitKind(office["kind"]),
            parent=above,
            region=region,
            remit=office.get("remit", ()),
            by=BY,
        )


def _listed(register: Register, data: Mapping[str, Any], one: Mapping[str, Any], city: str) -> Login:
    region = city if one["of"] == "city" else str(one["of"])
    unit = f"{region}-{one['at']}" if one["at"] else ""
    password = _employ(register, one["name"], one["display_name"], [Role(role) for role in one["roles"]], unit)
    name = register.units.get(unit).name if unit else ""
    return Login(
        name=one["name"], display_name=one["display_name"], roles=tuple(one["roles"]), unit=name, password=password
    )


def _others(register: Register, data: Mapping[str, Any], places: Sequence[str], chance: random.Random) -> None:
    """A handler and an approver for every handling office, an official for every petition office."""
    taken = {one.name for one in register.staff.list()}
    for region in places:
        for office in data["offices"]:
            roles = {"handling": HANDLING, "petition_office": (Role.OFFICIAL,), "discipline": (Role.DISCIPLINE,)}
            for role in roles.get(office["kind"], ()):
                name = f"{office['key']}.{role.value[:4]}.{region}"
                if name not in taken:
                    display = chance.choice(data["surnames"]) + chance.choice(data["given"])
                    _employ(register, name, display, [role], f"{region}-{office['key']}")


def _employ(register: Register, name: str, display: str, roles: Sequence[Role], unit: str) -> str:
    password = secrets.token_urlsafe(12)
    register.staff.create(name, password, display_name=display, roles=roles, unit=unit or None)
    return password


def _people(register: Register) -> Mapping[tuple[str, str], tuple[Official, ...]]:
    units = {unit.id: unit.code for unit in register.units.list()}
    people: dict[tuple[str, str], list[Official]] = {}
    for member in register.staff.list():
        if member.unit_id is None:
            continue
        region, _, office = units[member.unit_id].partition("-")
        official = Official(
            id=member.id, name=member.name, display_name=member.display_name, roles=member.roles, unit_id=member.unit_id
        )
        people.setdefault((region, office), []).append(official)
    return {key: tuple(found) for key, found in people.items()}
