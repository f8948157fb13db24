"""The province around made-up cases: its tree of units, and what its people were told."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from random import Random
from typing import Any

from bot.measure.register_stories import counties, matters
from cases import MessageState, UnitKind
from cases.clocks import Clocks, Holder
from cases.tables import ClockRow, PetitionRow
from cases.values import ClockState

OFFICES = (
    "信访局",
    "住建局",
    "人社局",
    "自然资源局",
    "市场监管局",
    "公安局",
    "教育局",
    "卫健委",
    "镇政府",
    "交通运输局",
)
"""What each place has; the first is its petition office."""
DISCIPLINE = "纪委监委"
_UNREACHABLE = 0.02
_PROVEN, _FAILED = 0.96, 0.002
_SEEN_BY_NOBODY = 0.9
"""So many of the limits that passed were dealt with; the others stand among the warnings."""


class Province:
    """A government for the province and each of its places, each with its offices."""

    def __init__(self, now: datetime) -> None:
        self._now = now
        self.units: list[dict[str, Any]] = []
        self._of: dict[tuple[str, str], int] = {}
        known = dict(counties())
        province = f"{next(iter(known))[:2]}0000"
        top = self._place(province, "省", "/")
        cities: dict[str, str] = {}
        for code, name in known.items():
            city = f"{code[:4]}00"
            if city not in cities:
                cities[city] = self._place(city, f"{name[:6]}市级", top)
            self._place(code, name[-3:], cities[city])

    def _place(self, region: str, name: str, above: str) -> str:
        own = self._unit(region, f"{name}人民政府", UnitKind.GOVERNMENT, above)
        tops = sorted({matter[0] for matter, _ in matters()})
        for at, office in enumerate((*OFFICES, DISCIPLINE)):
            kind = {OFFICES[0]: UnitKind.PETITION_OFFICE, DISCIPLINE: UnitKind.DISCIPLINE}.get(
                office, UnitKind.HANDLING
            )
            remit = [top for one, top in enumerate(tops) if one % len(OFFICES) == at]
            self._unit(region, f"{name}{office}", kind, own, remit=remit, short=office)
        return own

    def _unit(
        self, region: str, name: str, kind: UnitKind, above: str, *, remit: Sequence[str] = (), short: str = ""
    ) -> str:
        unit_id = len(self.units) + 1
        path, parts = f"{above}{unit_id}/", [part for part in above.split("/") if part]
        self._of[region, short] = unit_id
        self.units.append(
            {
                "id": unit_id,
                "code": f"{region}-{unit_id}",
                "parent_id": int(parts[-1]) if parts else None,
                "path": path,
                "name": name,
                "kind": kind,
                "region_code": region,
                "remit": list(remit),
                # A county's officials mean their own when they name one.
                "aliases": [short] if short and not region.endswith("00") else [],
                "people": [],
                "active": True,
                "version": 1,
                "changed_at": self._now,
            }
        )
        return path

    def changes(self) -> list[dict[str, Any]]:
        """How the tree came to be."""
        kept = ("name", "region_code", "remit", "aliases", "people", "path", "active")
        said = {"version": 1, "at": self._now, "by": "bench", "what": "create"}
        return [{"unit_id": unit["id"], **said, "values": {one: unit[one] for one in kept}} for unit in self.units]

    def stand(self, row: PetitionRow, office: str) -> None:
        """Say who answers for a case, and who has it; nobody yet where `office` is empty."""
        row.office_id = self._of[row.region_code, DISCIPLINE if row.sealed else OFFICES[0]]
        if not office:
            return
        unit = self._of[row.region_code, DISCIPLINE if row.sealed else office]
        row.unit_id, row.unit = unit, self.units[unit - 1]["name"]


def contact_of(row: PetitionRow, chance: Random) -> Mapping[str, Any]:
    """Whether a petitioner can be reached."""
    reachable = chance.random() >= _UNREACHABLE
    said = {"language": row.language, "since": row.received_at, "reason": "" if reachable else "blocked"}
    return {"channel": row.channel, "address": row.address, "reachable": reachable, **said}


def notices_of(row: PetitionRow, told: Sequence[tuple[str, datetime]], chance: Random) -> Iterator[Mapping[str, Any]]:
    """The messages that told a petitioner what was done. Of a few nothing proves that they arrived."""
    for at, (step, when) in enumerate(told):
        luck = chance.random()
        state = MessageState.OPENED if luck < _PROVEN else MessageState.ACCEPTED
        state = MessageState.FAILED if luck > 1 - _FAILED else state
        text = f"您的信访事项（编号{row.number}）有了新的进展：{step}。可以随时回到这里查询。"
        yield {
            "channel": row.channel,
            "address": row.address,
            "body": {"text": text, "buttons": [], "image": None, "custom": {}},
            "key": f"notice:{row.number}:{step}" + (f":{at + 1}" if at else ""),
            "case_number": row.number,
            "state": state,
            "tries": 1,
            "detail": "",
            "created_at": when,
        }


def look_at(clock: ClockRow, rules: Clocks, now: datetime, chance: Random) -> None:
    """Mark what the sweep has warned of."""
    rule = rules.rules[clock.clock]
    if clock.state is not ClockState.RUNNING or rule.at_once:
        return
    if rules.lapsed(clock, now):
        clock.warned_at = clock.escalated_at = clock.rolled
        if rule.holder is Holder.OFFICE and chance.random() < _SEEN_BY_NOBODY:
            rules.end(clock, clock.rolled + timedelta(days=1))
    elif clock.due <= now + timedelta(days=rule.warn_days):
        clock.warned_at = now
