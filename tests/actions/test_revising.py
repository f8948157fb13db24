"""Corrections in a citizen's own words, among whatever else is said."""

from collections.abc import Mapping
from typing import Any

import pytest

from actions import Understanding
from actions.revising import revise

TOLD: Mapping[str, Any] = {
    "facts": "石材加工点白天黑夜切石头，粉尘飘得到处都是。",
    "place": "仙桃毛嘴镇",
    "place_code": "429004",
    "occurred_at": "2020-04",
    "respondent": "叫鑫磊石材",
    "request": "停工整改",
    "affected_count": 28,
    "petitioner_name": "张月萍",
    "petitioner_phone": "13700002286",
    "petitioner_address": "水头镇4号楼2单元301",
}


@pytest.mark.parametrize(
    ("text", "asked", "values", "rest"),
    [
        (
            "13500009118。前面我说错了，厂不在毛嘴镇，在郭河镇，我住毛嘴",
            "petitioner_phone",
            {"place": "仙桃郭河镇"},
            "13500009118",
        ),
        (
            "单位写得没错，人数也对，就是地址我刚想起来是401不是301，改一下",
            "confirm",
            {"petitioner_address": "水头镇4号楼2单元401"},
            "",
        ),
        ("单元错了，是3单元，气糊涂了", "confirm", {"petitioner_address": "水头镇4号楼3单元301"}, ""),
        (
            "郑拴柱。对了前面说错了，是2021年4月开始的，不是2020年",
            "petitioner_name",
            {"occurred_at": "2021-04"},
            "郑拴柱",
        ),
        (
            "没打过。哦还有，招牌我又去看了下，是磊鑫石材，不是鑫磊",
            "prior_handling",
            {"respondent": "叫磊鑫石材"},
            "没打过",
        ),
        (
            "13700002287。对了刚才人数我只算了这排，连后头一共是64个人",
            "petitioner_phone",
            {"affected_count": 64},
            "13700002287",
        ),
        (
            "南安市水头镇，还有名字是章月萍，不是张月萍",
            "petitioner_address",
            {"petitioner_name": "章月萍"},
            "南安市水头镇",
        ),
        ("更正一下前面的人数：有五位退出了，现在是２３位，不是２８位", "evidence", {"affected_count": 23}, ""),
        ("and the number of people is 35, not 28", "confirm", {"affected_count": 35}, ""),
        ("刚才念快了，尾数不是2286，是2268", "evidence", {"petitioner_phone": "13700002268"}, ""),
        ("手机号写错了不好意思，是2268，不是2286", "confirm", {"petitioner_phone": "13700002268"}, ""),
        (
            "哦豁，镇名我打错了，是水投镇，不是水头镇，一个音",
            "evidence",
            {"petitioner_address": "水投镇4号楼2单元301"},
            "",
        ),
        ("名儿没错，楼号整错了，是6号楼2单元301", "confirm", {"petitioner_address": "水头镇6号楼2单元301"}, ""),
        ("院子人数说拐了，又搬来两个，一共三十个人", "confirm", {"affected_count": 30}, ""),
        ("时间得改一下，不是4月，是2020年6月20号，那天礼拜六", "evidence", {"occurred_at": "2020-06-20"}, ""),
        ("招牌我写错了，是磊鑫石材店，不是鑫磊石材店", "evidence", {"respondent": "叫磊鑫石材"}, ""),
        ("前头人口说错了，我屋里是四口人，把孙子忘了", "petitioner_name", {"affected_count": 4}, ""),
        (
            "名字和电话都错了，我叫章月萍，电话是13700002268",
            "confirm",
            {"petitioner_name": "章月萍", "petitioner_phone": "13700002268"},
            "",
        ),
        ("mum says May not April, the peonies were out", "confirm", {"occurred_at": "2020-05"}, ""),
        ("the year is wrong, it was April 2021", "evidence", {"occurred_at": "2021-04"}, ""),
        ("please correct the date, it is 18/05/2020, I found the slip", "confirm", {"occurred_at": "2020-05-18"}, ""),
        ("Sorry, with the twins we are altogether thirty persons", "confirm", {"affected_count": 30}, ""),
        (
            "that phone was my old sim, new is 13700002299",
            "petitioner_address",
            {"petitioner_phone": "13700002299"},
            "",
        ),
        (
            "the clerk spelt me wrong, it must be Zhang Yueping, one word",
            "petitioner_phone",
            {"petitioner_name": "Zhang Yueping"},
            "",
        ),
    ],
)
def test_what_is_revised_and_what_else_is_said(
    understanding: Understanding, text: str, asked: str, values: Mapping[str, Any], rest: str
) -> None:
    found = revise(text, TOLD, understanding, asked=asked)
    assert found is not None
    assert {name: found.values[name] for name in values} == values
    assert set(found.values) - set(values) <= {"place_code", "place_name"}
    assert found.rest == rest


def test_a_place_that_is_not_meant_is_not_taken(understanding: Understanding) -> None:
    told = TOLD | {"place": "温州龙岗"}
    found = revise("地方要写温州的龙港市，港口的港，不要写成深圳那个龙岗", told, understanding, asked="confirm")
    assert found is not None
    assert found.values["place_code"] == "330383"


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("电话不是我的，是我儿子的", "petitioner_address"),
        ("不是我一个人的事，是全村的事", "request"),
        ("他们打错了人，不是我干的", "request"),
        ("13700002286", "petitioner_phone"),
        ("老板说不是他欠的，是总包欠的", "prior_handling"),
        ("是不是填错了？", "request"),
        ("……刚才骂人不对，你也就是个程序", "petitioner_address"),
        ("医院说单子写错了，2024年5月重新开的", "prior_handling"),
        ("派出所把我名字登错了，登成张月苹", "request"),
        ("镇里说人数报错了，只认20个人", "prior_handling"),
        ("不对", "confirm"),
        ("药钱搞错了，四千六，不是四千二", "confirm"),
        # A wish is taken whole by `read_correction`.
        ("诉求改一下，改成停工，赔三千", "confirm"),
        ("要求停工，不是罚点钱就算了", "request"),
    ],
)
def test_what_revises_nothing(understanding: Understanding, text: str, asked: str) -> None:
    assert revise(text, TOLD, understanding, asked=asked) is None


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("Hang on. It began on 14 April 2020, not the 4th", "2020-04-14"),
        ("oh no, the 5th not 4th", "2020-04-05"),
        ("it was May, not April", "2020-05-04"),
        ("my sister says 2021, not 2020", "2021-04-04"),
    ],
)
def test_a_part_of_a_date_is_revised_in_english(understanding: Understanding, text: str, date: str) -> None:
    found = revise(text, {**TOLD, "occurred_at": "2020-04-04"}, understanding, asked="confirm")

    assert found is not None
    assert found.values == {"occurred_at": date}


def test_not_denies_in_english_what_it_was_not_told(understanding: Understanding) -> None:
    text = "the company take my goods, money not give me. 9,000 yuan is all we had"

    assert revise(text, TOLD, understanding, asked="occurred_at") is None


def test_what_was_never_told_is_not_revised(understanding: Understanding) -> None:
    text = "he lays tiles in Kunshan, the building name is Silver Bay, the boss says the money comes after the holiday"
    told = {name: value for name, value in TOLD.items() if name != "petitioner_name"}

    assert revise(text, told, understanding, asked="place") is None


def test_what_is_withheld_is_no_correction(understanding: Understanding) -> None:
    assert revise("我小叔子，名字就不写了吧，一家人", TOLD, understanding, asked="respondent") is None


def test_several_at_once_though_one_was_never_told_so(understanding: Understanding) -> None:
    text = "好几处要改：厂名不是鑫垒，是鑫磊；人数我又问了，准数31个"
    found = revise(text, TOLD, understanding, asked="confirm")
    assert found is not None
    assert (found.values["respondent"], found.values["affected_count"]) == ("鑫磊", 31)
