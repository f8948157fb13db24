"""How alike two petitions are, measured on pairs that we wrote."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import yaml

from cases.folding import fold
from cases.likeness import Grade, Likeness, Original, Told, respondent_name, spots
from cases.likeness_keys import keys_of

NOW = datetime(2026, 3, 2, tzinfo=UTC)
PAIRS = yaml.safe_load((Path(__file__).parent / "likeness_pairs.yml").read_text(encoding="utf-8"))


def told(place: str, respondent: str, facts: str, *, region: str = "360721", days: int = 0) -> Told:
    text = fold("\n".join((facts, respondent, place)))
    matter = ("其他", "其他")
    at = NOW - timedelta(days=days)
    return Told(text=text, respondent=respondent, place=place, region=region, matter=matter, at=at)


def compared(one: list[str], other: list[str]) -> Likeness:
    return Original(told(*one)).compare(told(*other, days=9))  # type: ignore[misc]  # three each


def test_the_same_incident_is_told_from_what_sounds_like_it() -> None:
    """Precision and recall of grade b on our own pairs; docs/decisions has the figures."""
    found = [compared(*pair).grade is Grade.SAME_INCIDENT for pair in PAIRS["same"]]
    wrong = [compared(*pair).grade is Grade.SAME_INCIDENT for pair in PAIRS["different"]]
    assert sum(found) / len(found) >= 0.85
    assert sum(found) / (sum(found) + sum(wrong)) >= 0.85


def test_reasons_are_what_is_shared() -> None:
    likeness = compared(*PAIRS["same"][1])
    assert likeness.same_place == "下坝村"
    assert likeness.same_respondent
    assert "补偿款" in "、".join(likeness.words)
    assert likeness.days_apart == 9


@pytest.mark.parametrize(("region", "days"), [("110101", 9), ("360721", 200)])
def test_elsewhere_or_long_ago_is_another_incident(region: str, days: int) -> None:
    one, other = PAIRS["same"][2]
    likeness = Original(told(*one)).compare(told(*other, region=region, days=days))
    assert likeness.grade is not Grade.SAME_INCIDENT


def test_who_could_be_anybody_is_nobody() -> None:
    assert respondent_name("物业公司") == respondent_name("政府") == ""
    assert respondent_name("万家 物業") == "万家物业"
    assert spots("江西省赣州市赣县区梅林镇下坝村12号") == {"下坝村"}


def test_texts_that_share_much_share_numbers() -> None:
    text = fold(
        "金湖小区电梯坏了一个多月，住十八楼的老人下不来，物业一直说在等配件，维修基金也不肯动用，业主投票通过了。"
    )
    one = set(keys_of(text, respondent="万家物业", place="金湖小区", region="360721"))
    again = set(keys_of(text.replace("一个多月", "两个多月"), respondent="", place="", region="360721"))
    other = set(
        keys_of(
            fold("学校门口堵车没有交警管，孩子上学过马路很危险，希望设置红绿灯和斑马线，安排人值守。"),
            respondent="",
            place="",
            region="360721",
        )
    )
    assert len(one & again) >= 3
    assert not one & other
