"""Made-up petitions for measuring: people, places and stories put together from the product's own word lists."""

import random
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from itertools import accumulate
from typing import TypeVar

from nlu.text.lexicon import load_lines, load_rows
from nlu.text.matter_training import examples

One = TypeVar("One")

PROVINCE = "36"
DAYS = 1095
"""Cases are spread over three years."""
_GIVEN = "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀兰霞平刚桂英建国志华海燕玉梅春花文斌"
_PLACES = ("村", "小区", "社区", "花园", "路", "大道", "新村", "家园")
_HEADS = "金银红星和平新华东湖西岭南山北坪长胜安福永丰青云白石大塘上坝下洲龙泉凤凰梅林桃源"
_WHEN = ("去年{}月", "今年{}月", "{}月份", "从{}月起", "上个月", "{}月初")
_REQUESTS = (
    "请尽快处理并答复",
    "请求依法查处",
    "要求退还所收费用",
    "请求发放补偿款",
    "希望派人到现场看看",
    "要求恢复原状",
)
_OPENINGS = ("您好，", "领导好，", "我要反映一件事：", "", "", "我们这里")
_TAILS = ("找了几次都没有人管。", "打过电话，说等通知，到现在没有下文。", "住户都很着急。", "老人小孩都受影响。", "")
_BODIES = ("物业公司", "村委会", "街道办事处", "建筑有限公司", "中学", "人民医院", "供水公司", "置业有限公司", "餐馆")


@dataclass(frozen=True, kw_only=True)
class Story:
    """One petition as it was told."""

    region: str
    region_name: str
    matter: tuple[str, ...]
    name: str
    phone: str
    place: str
    respondent: str
    facts: str
    request: str
    occurred_at: str
    received_at: datetime
    accuses: bool


@dataclass(frozen=True, kw_only=True)
class _Incident:
    region: tuple[str, str]
    matter: tuple[str, ...]
    sentences: tuple[str, ...]
    place: str
    respondent: str
    at: datetime


class Storyteller:
    """Tells petitions, the same ones for the same seed. Some are told again, some by many people."""

    def __init__(self, seed: int, now: datetime) -> None:
        self._chance = random.Random(seed)
        self._now = now
        regions, grievances = counties(), matters()
        self._regions, self._region_weights = regions, _falling(len(regions), 0.7)
        self._matters, self._matter_weights = grievances, _falling(len(grievances), 0.6)
        self._people: list[tuple[str, str]] = []
        self._incidents: list[_Incident] = []

    def tell(self) -> Story:
        """The next petition."""
        chance = self._chance
        incident = self._incident()
        name, phone = self._person()
        later = timedelta(days=chance.expovariate(1 / 12), minutes=chance.randrange(600))
        facts = self._facts(incident)
        return Story(
            region=incident.region[0],
            region_name=incident.region[1],
            matter=incident.matter,
            name=name,
            phone=phone,
            place=incident.place,
            respondent=incident.respondent,
            facts=facts,
            request=chance.choice(_REQUESTS),
            occurred_at=f"{incident.at:%Y-%m}",
            received_at=min(incident.at + later, self._now - timedelta(minutes=chance.randrange(1, 600))),
            accuses=chance.random() < 0.03,
        )

    def _incident(self) -> _Incident:
        """An incident: one in five petitions is about one that was told before."""
        chance = self._chance
        if self._incidents and chance.random() < 0.2:
            return chance.choice(self._incidents)
        (region,) = chance.choices(self._regions, cum_weights=self._region_weights)
        ((matter, sentences),) = chance.choices(self._matters, cum_weights=self._matter_weights)
        place = "".join(chance.choices(_HEADS, k=2)) + chance.choice(_PLACES)
        incident = _Incident(
            region=region,
            matter=matter,
            sentences=tuple(chance.sample(sentences, min(2, len(sentences)))),
            place=f"{place}{chance.randrange(1, 300)}号",
            respondent="".join(chance.choices(_HEADS, k=2)) + chance.choice(_BODIES),
            at=self._now - timedelta(days=chance.random() * DAYS, hours=1),
        )
        _keep(self._incidents, incident, 2000, chance)
        return incident

    def _person(self) -> tuple[str, str]:
        chance = self._chance
        if self._people and chance.random() < 0.12:
            return chance.choice(self._people)
        name = chance.choice(load_lines("surnames.txt")) + "".join(chance.choices(_GIVEN, k=2))
        person = name, f"1{chance.choice('3578')}{chance.randrange(10**9):09d}"
        _keep(self._people, person, 20_000, chance)
        return person

    def _facts(self, incident: _Incident) -> str:
        chance = self._chance
        when = chance.choice(_WHEN).format(chance.randrange(1, 13))
        told = "，".join(chance.sample(incident.sentences, len(incident.sentences)))
        opening, tail = chance.choice(_OPENINGS), chance.choice(_TAILS)
        return f"{opening}{when}，{incident.place}，{told}。是{incident.respondent}的事，{tail}"


def _keep(kept: list[One], one: One, most: int, chance: random.Random) -> None:
    if len(kept) < most:
        kept.append(one)
    else:
        kept[chance.randrange(most)] = one


def _falling(count: int, power: float) -> Sequence[float]:
    """Cumulated weights that fall with the rank, as towns and grievances do."""
    return list(accumulate(1 / rank**power for rank in range(1, count + 1)))


@cache
def counties() -> list[tuple[str, str]]:
    """The counties of the province, with their full names."""
    names = {row["code"]: row["name"] for row in load_rows("regions.csv")}
    province, own = names.get(f"{PROVINCE}0000", ""), [code for code in names if code.startswith(PROVINCE)]
    counties = [code for code in own if not code.endswith("00")]
    return [(code, f"{province}{names.get(f'{code[:4]}00', '')}{names[code]}") for code in sorted(counties)]


@cache
def matters() -> list[tuple[tuple[str, ...], list[str]]]:
    """Matters by their levels, with sentences about each."""
    found: dict[str, list[str]] = {}
    for text, matter in examples():
        found.setdefault(matter, []).append(text)
    return [(tuple(matter.split("/")), texts) for matter, texts in found.items() if "/" in matter]
