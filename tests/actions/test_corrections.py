"""Which field a correction means, and what it shall be."""

from collections.abc import Mapping
from typing import Any

import pytest

from actions import Understanding
from actions.corrections import in_story, named_field, read_correction, sounds_like_one

TOLD: Mapping[str, Any] = {
    "facts": "3号楼的电梯坏了三个月，老人下不了楼，物业说没钱修。",
    "place": "江西省赣州市赣县区梅林镇红金路8号",
    "respondent": "宏达物业公司",
    "request": "修好电梯",
    "petitioner_name": "王建国",
    "petitioner_phone": "13812345678",
    "petitioner_address": "梅林镇红金路8号3楼",
}


@pytest.mark.parametrize(
    ("text", "field"),
    [
        ("电话打错了", "petitioner_phone"),
        ("手机号不对", "petitioner_phone"),
        ("姓名写错了", "petitioner_name"),
        ("我家地址要改", "petitioner_address"),
        ("地点错了", "place"),
        ("时间不对", "occurred_at"),
        ("人数不对", "affected_count"),
        ("反映的是另一家公司", "respondent"),
        ("诉求要改", "request"),
        ("之前找过哪里写错了", "prior_handling"),
        ("事情经过漏了一句", "facts"),
        ("the phone is wrong", "petitioner_phone"),
        ("my home address is wrong", "petitioner_address"),
        # The one that is named first is meant.
        ("电话错了，时间没错", "petitioner_phone"),
    ],
)
def test_the_field_that_is_named(text: str, field: str) -> None:
    assert named_field(text) == field


@pytest.mark.parametrize("text", ["不对", "漏水", "王建国", "👍"])
def test_no_field_is_named(text: str) -> None:
    assert named_field(text) is None


@pytest.mark.parametrize(
    ("text", "changes"),
    [
        ("电话打错了，应该是13900000002", {"petitioner_phone": "13900000002"}),
        ("电话：13900000002", {"petitioner_phone": "13900000002"}),
        ("不是13812345678，是13900000002", {"petitioner_phone": "13900000002"}),
        ("电话不对，尾号是6578，我打成5678了", {"petitioner_phone": "13812346578"}),
        ("名字的字不对，我姓邢台的邢，邢保国", {"petitioner_name": "邢保国"}),
        ("名字不对，是王字旁那个琚，琚小平", {"petitioner_name": "琚小平"}),
        ("13900000002才对", {"petitioner_phone": "13900000002"}),
        ("姓名写错了，我叫李秀英", {"petitioner_name": "李秀英"}),
        ("我不叫王建国，叫王建军", {"petitioner_name": "王建军"}),
        ("時間改為2024年5月，其他冇錯", {"occurred_at": "2024-05"}),
        ("电话尾四位系6578，唔系5678", {"petitioner_phone": "13812346578"}),
        ("电话末尾两位打反了，应该是87", {"petitioner_phone": "13812345687"}),
        ("公司名字不是宏达，是洪远", {"respondent": "洪远物业公司"}),
        ("时间改为2024年5月，别的没错", {"occurred_at": "2024-05"}),
        ("人数改成50户", {"affected_count": 50}),
        ("反映的是宏远物业公司", {"respondent": "宏远物业公司"}),
        ("不是宏达，是宏远", {"respondent": "宏远物业公司"}),
        ("我住的不是3楼，是5楼", {"petitioner_address": "梅林镇红金路8号5楼"}),
        ("诉求改成换一部新电梯", {"request": "换一部新电梯"}),
        ("请把对方改成宏远物业公司", {"respondent": "宏远物业公司"}),
        ("对，就是电话错了，应该是13900000002", {"petitioner_phone": "13900000002"}),
        ("the phone should be 13900000002", {"petitioner_phone": "13900000002"}),
        ("change my phone number to 13900000002", {"petitioner_phone": "13900000002"}),
    ],
)
def test_a_correction_gives_the_new_value(understanding: Understanding, text: str, changes: Mapping[str, Any]) -> None:
    assert read_correction(text, TOLD, understanding) == changes


def test_what_is_on_a_telephone_is_no_number() -> None:
    assert named_field("照片在我手机里，晚点传") is None
    assert named_field("手机写错了") == "petitioner_phone"


def test_another_number_leaves_the_phone_alone(understanding: Understanding) -> None:
    assert read_correction("人数不是12，是15", TOLD | {"affected_count": 12}, understanding) == {"affected_count": 15}


def test_a_corrected_place_brings_its_new_region(understanding: Understanding) -> None:
    read = read_correction("地点不对，应该是福建省福州市鼓楼区", TOLD, understanding)
    assert read == {"place": "福建省福州市鼓楼区", "place_code": "350102", "place_name": "福建省福州市鼓楼区"}


@pytest.mark.parametrize("text", ["不对", "电话错了", "电话错了，是138", "时间错了，是？", "还有一件事要说"])
def test_what_states_no_valid_value_changes_nothing(understanding: Understanding, text: str) -> None:
    assert read_correction(text, TOLD, understanding) is None


@pytest.mark.parametrize(
    ("text", "there"),
    [
        ("不是3号楼，是5号楼", True),
        ("not 三个月 but 四个月", True),
        ("搞错了，坏了四个月，不是三个月", True),
        ("搞错了，坏了四个月，不是九个月", False),
        # The respondent says it too: that is what is corrected then.
        ("不是物业，是开发商", False),
        ("不是7号楼，是5号楼", False),
        ("电话打错了", False),
    ],
)
def test_what_only_the_story_says(text: str, there: bool) -> None:
    assert in_story(text, TOLD) is there


@pytest.mark.parametrize(
    ("text", "asked", "sounds"),
    [
        ("电话打错了，是13900000002", "request", True),
        ("电话打错了，是13900000002", "petitioner_phone", False),
        ("把姓名改成李秀英", "place", True),
        ("电话是13900000002", "request", False),
        ("他们打错了人", "request", False),
    ],
)
def test_what_sounds_like_a_correction_of_another_field(text: str, asked: str, sounds: bool) -> None:
    assert sounds_like_one(text, asked=asked) is sounds
