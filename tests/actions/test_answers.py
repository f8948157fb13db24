"""How an answer to each question is read: valid ones give a value, everything else gives none."""

from typing import Any

import pytest

from actions import Understanding
from actions.answers import FREE_TEXT, READERS
from actions.stories import NOBODY_BY_NAME, ONLY_A_KIND, is_open, story_values
from cases import FIELDS

VALID: list[tuple[str, str, Any]] = [
    ("place", "江西省赣州市赣县区梅林镇红金路8号", "江西省赣州市赣县区梅林镇红金路8号"),
    ("place", "就是江西省贛州市贛縣區。", "江西省贛州市贛縣區"),
    ("occurred_at", "去年10月", "2025-10"),
    ("occurred_at", "2023年5月1日", "2023-05-01"),
    ("occurred_at", "昨天", "2026-03-01"),
    ("occurred_at", "一直都这样", "一直都这样"),
    ("occurred_at", "好多年了，从我嫁过来就是", "好多年了，从我嫁过来就是"),
    ("respondent", "就是物业公司。", "物业公司"),
    ("respondent", "包工头张某", "包工头张某"),
    ("request", "希望退钱", "希望退钱"),
    ("request", "修", "修"),
    ("request", "<b>退钱</b>'; DROP TABLE cases;-- {name}", "<b>退钱</b>'; DROP TABLE cases;-- {name}"),
    ("prior_handling", "没有", "没有"),
    ("prior_handling", "无", "无"),
    ("prior_handling", "打过12345，没有下文", "打过12345，没有下文"),
    ("affected_count", "30多户", 30),
    ("affected_count", "就我一个", 1),
    ("affected_count", "两百", 200),
    ("affected_count", "班上吐了7个孩子", 7),
    ("petitioner_name", "王建国", "王建国"),
    ("petitioner_name", "我叫王建国", "王建国"),
    ("petitioner_name", "沙马阿依", "沙马阿依"),
    ("petitioner_name", "姓名：沙马阿依", "沙马阿依"),
    ("petitioner_name", "Ahmet Kaya", "Ahmet Kaya"),
    ("petitioner_name", "我奶奶叫屠秀英，您写她的名。我叫屠小波，是孙子", "屠秀英"),
    ("petitioner_phone", "13812345678", "13812345678"),
    ("petitioner_phone", "１３８ １２３４ ５６７８", "13812345678"),
    ("petitioner_phone", "一三八一二三四五六七八", "13812345678"),
    ("petitioner_phone", "0797-8123456", "0797-8123456"),
    ("petitioner_address", "梅林镇红金路8号3楼", "梅林镇红金路8号3楼"),
]

INVALID: list[tuple[str, str]] = [
    ("place", "就在那边"),
    ("place", "鼓楼区"),
    ("place", "🤷"),
    ("occurred_at", "？"),
    ("occurred_at", "👍"),
    ("occurred_at", "I have 2 children waiting for school fees"),
    ("respondent", "…"),
    ("request", "！"),
    ("request", "嗯"),
    ("prior_handling", "。"),
    ("affected_count", "不少人"),
    ("affected_count", "0"),
    ("affected_count", "13812345678"),
    ("affected_count", "1个大人2个孩子"),
    ("affected_count", "我还有另外一件事"),
    ("affected_count", "一直都有人"),
    ("affected_count", "第12次了"),
    ("affected_count", "找过物业三次，打过12345"),
    ("affected_count", "打了110也没用"),
    ("affected_count", "从2023年起就有"),
    ("affected_count", "2023年开始，陆陆续续有不少人，具体多少我也说不好，反正很多"),
    ("petitioner_name", "你管我"),
    ("petitioner_name", "13812345678"),
    ("petitioner_phone", "1381234567"),
    ("petitioner_phone", "138123456789"),
    ("petitioner_phone", "没有手机"),
    ("petitioner_address", "8号"),
]


@pytest.mark.parametrize(("field", "text", "value"), VALID)
def test_a_valid_answer_gives_its_value(understanding: Understanding, field: str, text: str, value: Any) -> None:
    read = READERS[field](text, understanding)
    assert read is not None
    assert read[field] == value


@pytest.mark.parametrize(("field", "text"), INVALID)
def test_anything_else_gives_none(understanding: Understanding, field: str, text: str) -> None:
    assert READERS[field](text, understanding) is None


def test_a_place_brings_its_region(understanding: Understanding) -> None:
    read = READERS["place"]("赣州市赣县区梅林镇", understanding)
    assert read == {"place": "赣州市赣县区梅林镇", "place_code": "360704", "place_name": "江西省赣州市赣县区"}


def test_every_field_but_the_story_can_be_read() -> None:
    assert set(READERS) == set(FIELDS) - {"facts"}
    assert set(READERS) >= FREE_TEXT


@pytest.mark.parametrize(("text", "count"), [("一个单元24户", 24), ("俺们一个村二百户", 200), ("一个小区", None)])
def test_households_beside_the_one_of_their_house_are_counted(
    understanding: Understanding, text: str, count: int | None
) -> None:
    read = READERS["affected_count"](text, understanding)
    assert (read or {}).get("affected_count") == count


@pytest.mark.parametrize(
    ("told", "open_"),
    [("", True), ("冬天烧炕的时候", True), ("一直都这样", False), ("好多年了", False), ("2025-04", False)],
)
def test_a_vague_time_gives_way_to_a_date(told: str, open_: bool) -> None:
    assert is_open({"occurred_at": told}, "occurred_at") is open_


def test_a_story_that_blames_a_kind_leaves_the_question_which_one(understanding: Understanding) -> None:
    for text in ("包工的把房子扒了一半跑了", "房東收了我兩年租金，又把廠房租給別人"):
        assert "respondent" not in story_values(text, understanding)


@pytest.mark.parametrize(
    "words", ["镇上一个干部", "上头那家养鸭子的", "三个高年级的", "县医院的护士长", "交警中队队长"]
)
def test_who_is_somebody_and_has_no_name_yet_is_asked_for(words: str) -> None:
    assert NOBODY_BY_NAME.fullmatch(words)


@pytest.mark.parametrize("words", ["县供热公司", "包工头张某", "康宁医院护士长刘梅", "书记陈建国", "城管中队"])
def test_who_is_named_is_not(words: str) -> None:
    assert not NOBODY_BY_NAME.fullmatch(words)


@pytest.mark.parametrize(
    ("words", "kind"),
    [
        ("楼下烧烤店", True),
        ("隔壁那家麻将馆", True),
        ("村口的砖厂", True),
        ("楼下张记烧烤店", False),
        ("隔壁老王", False),
    ],
)
def test_a_kind_of_shop_near_by_is_no_name(words: str, kind: bool) -> None:
    assert bool(ONLY_A_KIND.fullmatch(words)) is kind


@pytest.mark.parametrize(
    ("answer", "count"),
    [
        ("就我跟老伴儿俩人", 2),
        ("就说我自个儿的", 1),
        ("家里五口，加个刚满月的，六口", 6),
        ("阮两户亲堂，做伙十三个人", 13),
        ("先写我屋头三个人", 3),
        ("人数是指什么？填我一个还是全家？", None),
        ("就我一个，怎么了", 1),
        ("除了我还有十一个", 12),
        ("我家五口人，隔壁三口，合起来八个人", 8),
        ("My flatmate and me, so two.", 2),
    ],
)
def test_heads_are_counted_as_people_count_them(understanding: Understanding, answer: str, count: int | None) -> None:
    assert (READERS["affected_count"](answer, understanding) or {}).get("affected_count") == count


def test_a_number_out_of_use_is_not_the_one_to_call(understanding: Understanding) -> None:
    answer = "有两个，13300001103那个停机了，打13900001104这个"
    assert READERS["petitioner_phone"](answer, understanding) == {"petitioner_phone": "13900001104"}


@pytest.mark.parametrize(
    ("answer", "phone"),
    [
        ("13300001103，哎不对，尾巴念反了，13300001130", "13300001130"),
        ("13300001103 打不通就打我屋头的，算了那个不说了", "13300001103"),
        ("13300001103，还有我爱人的13900001104", "13300001103"),
    ],
)
def test_of_several_numbers_the_one_that_is_meant(understanding: Understanding, answer: str, phone: str) -> None:
    assert READERS["petitioner_phone"](answer, understanding) == {"petitioner_phone": phone}
