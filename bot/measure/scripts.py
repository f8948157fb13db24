"""Dialogue scripts: what a citizen says, and what the case must hold in the end (tests/dialogues/README.md)."""

import csv
import json
import random
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any


@dataclass(frozen=True, kw_only=True)
class Aside:
    """Something said before a question is answered."""

    at: str
    say: str
    intent: str | None = None
    """None: whatever it is understood as, the question must stand afterwards."""


@dataclass(frozen=True, kw_only=True)
class Script:
    """One citizen from the first word to the filed case."""

    id: str
    say: tuple[str, ...]
    answers: Mapping[str, tuple[str, ...]]
    asides: tuple[Aside, ...] = ()
    expect: Mapping[str, Any] = field(default_factory=dict)
    max_turns: int = 40

    @property
    def files(self) -> bool:
        """Whether this conversation is to end with a case."""
        return self.expect.get("filed", True) is not False


def read_scripts(paths: Sequence[Path]) -> Iterator[Script]:
    """The scripts of these files. Raises ValueError naming file and line for what is no script."""
    for path in paths:
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
            if line.strip():
                try:
                    yield _script(json.loads(line))
                except (KeyError, TypeError, ValueError) as error:
                    raise ValueError(f"{path}:{number}: {error!r}") from error


def _script(fields: Mapping[str, Any]) -> Script:
    return Script(
        id=fields["id"],
        say=tuple(fields["say"]),
        answers={slot: _texts(answer) for slot, answer in fields.get("answers", {}).items()},
        asides=tuple(
            Aside(at=a["at"], say=a["say"], intent=a["expect"].get("intent")) for a in fields.get("asides", ())
        ),
        expect=fields.get("expect", {}),
        max_turns=int(fields.get("max_turns", 40)),
    )


def _texts(answer: Any) -> tuple[str, ...]:
    return (answer,) if isinstance(answer, str) else tuple(answer)


PLACES = (
    ("江西省赣州市赣县区梅林镇", "360704"),
    ("湖南省长沙市岳麓区望月湖街道", "430104"),
    ("四川省成都市双流区东升街道", "510116"),
    ("河南省郑州市中牟县官渡镇", "410122"),
    ("广东省佛山市顺德区大良街道", "440606"),
    ("山东省临沂市兰山区柳青街道", "371302"),
    ("安徽省阜阳市颍上县慎城镇", "341226"),
    ("湖北省襄阳市樊城区王寨街道", "420606"),
)
NAMES = ("王建国", "李秀英", "张伟", "刘桂芳", "陈志强", "杨丽华", "赵敏", "黄大勇", "周玉兰", "吴海涛")
DISGUISED = re.compile(r"西地省|[A-Z]\d*(?:市|区|县)")


def petition_scripts(path: Path, *, count: int, seed: int = 7) -> list[Script]:
    """Scripts made of original messages of a petition board: its story as it stands, an invented citizen around it."""
    with path.open(encoding="utf-8", newline="") as file:
        stories = [row["text"].strip() for row in csv.DictReader(file) if row.get("text", "").strip()]
    chance = random.Random(seed)
    return [_petition(number, story, chance) for number, story in enumerate(chance.sample(stories, count))]


def _petition(number: int, story: str, chance: random.Random) -> Script:
    place, code = PLACES[number % len(PLACES)]
    county = re.search(r"市(.+?[区县])", place)
    told = DISGUISED.sub(lambda m: place[:3] if m.group() == "西地省" else (county.group(1) if county else ""), story)
    phone = f"13{chance.randrange(10)}{chance.randrange(10**8):08d}"
    name = chance.choice(NAMES)
    return Script(
        id=f"petition-{number:03d}",
        say=(told,),
        answers={
            "facts": (told,),
            "place": (f"{place}红旗路{chance.randrange(1, 200)}号",),
            "occurred_at": (chance.choice(["去年10月", "上个月", "2023年5月", "一直这样，两年多了"]),),
            "respondent": (chance.choice(["就是那家公司", "物业公司", "当地政府", "说不清是谁"]),),
            "request": (chance.choice(["希望尽快解决", "请求查清楚，给个答复", "把钱退给我们"]),),
            "prior_handling": (chance.choice(["没有", "打过12345，没下文", "找过社区"]),),
            "affected_count": (chance.choice(["就我一个", "30多户", "一百来人"]),),
            "petitioner_name": (name,),
            "petitioner_phone": (phone,),
            "petitioner_address": (f"{place}和平巷{chance.randrange(1, 60)}号",),
            "evidence": ("没有",),
            "confirm": ("对的，提交吧",),
        },
        # What the story itself says (a county, a phone) may well be taken instead: only the story is sure.
        expect={"state": "registered", "facts": told},
        max_turns=30,
    )
