"""One claim or several: precision first, in the petitioner's own words."""

import pytest

from nlu.text.claims import split_claims


def texts(facts: str, request: str = "") -> list[str]:
    return [claim.request for claim in split_claims(facts, request)]


STORY = "老板从去年10月开始拖欠我们工资，一共二十几个人，要了好几次都说没钱。"


@pytest.mark.parametrize(
    ("facts", "request_"),
    [
        (STORY, "把工资发给我们"),
        (STORY, "要么发工资，要么给个准日子"),
        ("买的洗衣机三天就坏了，商家不认账。", "要么退钱要么换货"),
        ("买的洗衣机三天就坏了，商家不认账。", "第一次修没修好，希望第二次能换新的"),
        ("厂里夜里排黑烟，一是味道呛人，二是窗户都不敢开，孩子咳嗽一个月了。", "让他们停下来"),
        ("楼下烧烤店油烟大，还吵，半夜两点还有人喝酒唱歌。", "请查处"),
        ("公司拖欠工资，另外老板还威胁我们，说去告就别想拿钱。", "发工资"),
        ("第一天去他说没空，第二天去他说领导不在，第三天直接关门了。", "给我办证"),
        ("2023年1月签的合同，2月交的钱，3月就联系不上了，押金5000元也没退。", "退钱"),
        ("房子漏水，墙皮掉了，家具泡坏了，找物业也不管。", "修好并赔偿"),
        ("村里修路占了我家两亩地，说好一亩三万，到现在一分没给。", "给补偿款，谢谢领导"),
        ("Our landlord kept the deposit and does not answer the phone.", "return the deposit or explain why not"),
    ],
)
def test_one_story_is_one_claim(facts: str, request_: str) -> None:
    assert texts(facts, request_) == [request_]


@pytest.mark.parametrize(
    ("request_", "expected"),
    [
        ("一要把工资发了，二要给我们补缴社保", ["要把工资发了", "要给我们补缴社保"]),
        ("1、退还押金2000元；2、赔偿搬家损失；3、道歉", ["退还押金2000元", "赔偿搬家损失", "道歉"]),
        ("第一，恢复我的低保。第二，把停发的三个月补上。", ["恢复我的低保", "把停发的三个月补上"]),
        ("①修好电梯②公开维修基金的账", ["修好电梯", "公开维修基金的账"]),
        ("首先要停工，其次赔我们的裂缝，最后给个书面答复", ["要停工", "赔我们的裂缝", "给个书面答复"]),
        ("把工资发了，另外要求补缴社保", ["把工资发了", "要求补缴社保"]),
        ("退学费，还有就是把扣的学籍档案给我", ["退学费", "把扣的学籍档案给我"]),
        ("First, pay our wages. Second, return my passport.", ["pay our wages", "return my passport"]),
    ],
)
def test_requests_that_are_counted_or_added_are_claims(request_: str, expected: list[str]) -> None:
    assert texts(STORY.replace("道歉", ""), request_)[: len(expected)] == expected
    assert len(texts(STORY, request_)) == len(expected)


def test_a_story_that_counts_what_it_asks_for() -> None:
    story = "我们小区交房五年问题一大堆。现在要求：1、把房产证办下来；2、地下室漏水给修好；3、公开公共收益。谢谢领导。"
    assert texts(story) == ["把房产证办下来", "地下室漏水给修好", "公开公共收益"]


def test_a_second_matter_is_a_second_claim() -> None:
    story = "楼下饭店排油烟，熏得我家窗户都不敢开，找了城管两次。还有就是村口的路坏了半年也没人修。"
    first, second = texts(story, "让饭店把油烟管好")
    assert first.endswith("让饭店把油烟管好")
    assert second == "村口的路坏了半年也没人修"


def test_a_furious_owner_has_as_many_claims_as_grievances() -> None:
    story = "物业费说涨就涨！电梯三天两头坏！地下室漏水没人修！保安还打人！都给我解决！"
    assert texts(story, "都给我解决") == [
        "物业费说涨就涨",
        "电梯三天两头坏",
        "地下室漏水没人修",
        "保安还打人！都给我解决",
    ]


def test_voice_typing_without_marks() -> None:
    story = "那个我们小区物业费又涨了然后电梯天天坏然后地下室漏水也没人修"
    assert texts(story) == ["那个我们小区物业费又涨了", "电梯天天坏", "地下室漏水也没人修"]


def test_every_word_of_a_claim_is_the_petitioners() -> None:
    story = "物业费乱漲，電梯壞了沒人修，樓道垃圾堆成山沒人管，停車位被佔也不管。"
    for claim in texts(story):
        assert claim in story


def test_what_was_asked_stands_with_the_grievance_it_is_about() -> None:
    story = "物业费说涨就涨，电梯三天两头坏，地下室漏水没人修。"
    assert texts(story, "把电梯换新的")[1] == "电梯三天两头坏；把电梯换新的"


def test_nothing_said_is_no_claim_and_a_bare_story_is_one() -> None:
    assert split_claims("", "") == []
    assert len(split_claims("村口的路坏了。", "")) == 1
