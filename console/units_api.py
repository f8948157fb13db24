"""The units tree and the units proposed for a case as JSON: read only, and nothing of a case that is not theirs."""

import asyncio
from collections.abc import Iterable, Sequence
from functools import partial

from aiohttp import web

from cases import Unit, UnitProposal
from console.keys import OFFICIAL, REGISTER
from console.payloads import Json


async def asked_units(request: web.Request, *, closed: bool) -> Json:
    """The tree, each unit after the one it stands under. Who answers for a unit is left out: that is personal."""
    every = await asyncio.to_thread(partial(request.app[REGISTER].units.list, closed=True))
    codes = {unit.id: unit.code for unit in every}
    return {"units": [_unit(unit, codes.get(unit.parent_id or 0)) for unit in every if closed or unit.active]}


async def asked_proposals(request: web.Request) -> Json:
    """The units that a case could go to. Raises `NotFound` for a case that is not theirs to see."""
    number, routing = request.match_info["number"], request.app[REGISTER].routing
    found = await asyncio.to_thread(partial(routing.proposals, number, by=request[OFFICIAL]))
    return _proposals(number, found)


def _unit(unit: Unit, parent: str | None) -> Json:
    return {
        "code": unit.code,
        "name": unit.name,
        "kind": unit.kind.value,
        "parent": parent,
        "region": unit.region_code,
        "remit": list(unit.remit),
        "aliases": list(unit.aliases),
        "active": unit.active,
        "version": unit.version,
    }


def _proposals(number: str, found: Sequence[UnitProposal]) -> Json:
    return {"number": number, "proposals": [_proposal(one) for one in found]}


def _proposal(one: UnitProposal) -> Json:
    return {"unit": one.unit.code, "name": one.unit.name, "score": one.score, "reasons": list(_reasons(one))}


def _reasons(one: UnitProposal) -> Iterable[Json]:
    for reason in one.reasons:
        told = reason.values
        yield {
            "kind": reason.kind,
            "rule": told.get("rule"),
            "words": list(told.get("words", ())),
            "region": told.get("region"),
            "count": told.get("count"),
            "of": told.get("of"),
        }
