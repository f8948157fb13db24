"""Who says what in the demonstration: stories of the prefecture's people, each filled in differently."""

import random
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from bot.demo.town import Town


@dataclass(frozen=True, kw_only=True)
class Story:
    """One petition as its petitioner tells it."""

    region: str
    region_name: str
    values: Mapping[str, Any]


def tell(town: Town, number: int, chance: random.Random) -> Story:
    """The story of the `number`th petitioner."""
    data = town.data
    template = data["stories"][number % len(data["stories"])]
    region = chance.choice(town.counties)
    county = data["counties"][region]
    place = chance.choice(data["towns"])
    fill = {
        "n": chance.randint(6, 60),
        "months": chance.randint(2, 14),
        "money": chance.choice([3200, 8600, 12000, 25000, 48000, 96000]),
        "town": place,
    }
    values: dict[str, Any] = {
        "facts": template["facts"].format(**fill),
        "request": template["request"].format(**fill),
        "respondent": template["respondent"].format(**fill),
        "place": f"{county}{place}",
        "place_code": region,
        "place_name": f"{data['prefecture']['name']}{county}",
        "petitioner_name": chance.choice(data["surnames"]) + chance.choice(data["given"]),
        # Numbers that no carrier gives out.
        "petitioner_phone": f"1{chance.choice('3578')}0{chance.randint(0, 9)}0000{chance.randint(0, 999):03d}",
        "petitioner_address": f"{county}{place}{chance.randint(1, 60)}号",
        "prior_handling": chance.choice(["没有", "打过12345", "去镇里反映过，没有下文", "没有反映过"]),
        "affected_count": fill["n"] if template.get("people") else 1,
    }
    return Story(region=region, region_name=county, values={key: value for key, value in values.items() if value != ""})
