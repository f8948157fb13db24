"""The way a claim takes by Art. 31, and the limits of other roads."""

from datetime import date

import pytest

from nlu.text.lexicon import load_yaml
from nlu.text.routes import RouteProposal, find_road, first_day, propose_route, road_names

TODAY = date(2026, 3, 2)


def route(text: str, *, nature: str = "claim", prior: str = "", when: str = "") -> RouteProposal:
    return propose_route(text, nature=nature, matter=(), prior_handling=prior, today=TODAY, occurred_at=when)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("法院判了两年了一分钱没执行到，老赖还开豪车", "一"),
        ("我被网上的人骗走八万块，派出所不给立案", "一"),
        ("邻居借了我三万块钱，打了欠条，三年不还", "一"),
        ("租房到期了，房东不退押金", "一"),
        ("老板欠我四个月工资，人也找不到了", "二"),
        ("公司无故把我辞退，也不给经济补偿", "二"),
        ("厂里不给我们交社保，加班费也不给", "二"),
        ("My boss has not paid my salary for three months", "二"),
        ("承包地流转给公司种，流转费三年没给", "二"),
        ("我不服党内严重警告的处分，申请复审", "三"),
        ("城管罚了我两千块，我不服这个处罚决定", "四"),
        ("民政局停了我的低保，没有给任何理由", "四"),
        ("镇里把我家房子强拆了，没有征收决定", "四"),
        ("申请残疾证不批，材料退回三次", "四"),
        ("楼下烧烤店油烟噪音扰民，请查处", "五"),
        ("上游化工厂夜里偷排污水，河里鱼都死了", "五"),
        ("小区一楼私搭乱建占用消防通道，城管不作为", "五"),
        ("超市卖过期奶粉，请严查", "五"),
        ("村口的路坏了两年，一下雨就没法走", "六"),
        ("我们村一直没通公交，老人看病不方便，请解决", "六"),
        ("当年移民时答应给我们的门面房到现在没有兑现", "六"),
    ],
)
def test_the_way_of_a_claim(text: str, expected: str) -> None:
    assert route(text).route == expected


@pytest.mark.parametrize(
    ("nature", "expected"), [("suggestion", "建议"), ("accusation", "检举"), ("consultation", "咨询")]
)
def test_other_natures_have_ways_of_their_own(nature: str, expected: str) -> None:
    proposal = route("公司拖欠工资", nature=nature)
    assert proposal.route == expected
    assert proposal.roads == ()


def test_what_went_to_court_before_belongs_there() -> None:
    story = "开发商的房子漏水，要求赔偿损失"
    assert route(story, prior="去年起诉了，法院判决开发商赔，一直没执行").route == "一"
    assert route(story, prior="去年起诉了，法院判决开发商赔，一直没执行").roads[0].kind == "judgment"


def test_it_says_why_and_by_which_words() -> None:
    proposal = route("老板欠我四个月工资")
    assert "劳动仲裁" in proposal.reason
    assert "arbitration" in proposal.reason_en
    assert "工资" in proposal.words
    assert 0 < proposal.confidence <= 1


def test_what_is_recognised_as_nothing_else_is_the_petition_procedure_and_unsure() -> None:
    proposal = route("有个事想请你们帮忙")
    assert (proposal.route, proposal.words, proposal.roads) == ("六", (), ())
    assert proposal.confidence <= 0.6


@pytest.mark.parametrize(
    ("kind", "when", "ends"),
    [
        ("reconsideration", "2026-02-10", date(2026, 4, 11)),
        ("suit", "2025-08-31", date(2026, 2, 28)),
        ("labour_arbitration", "2025-06", date(2026, 6, 1)),
        ("labour_arbitration", "2024-02-29", date(2025, 2, 28)),
        ("court", "2025-03-01/2026-03-02", date(2028, 3, 1)),
    ],
)
def test_a_limit_is_counted_from_the_first_day_it_can_mean(kind: str, when: str, ends: date) -> None:
    road = find_road(kind, occurred_at=when, today=TODAY)
    assert road.ends == ends
    assert road.left_days == (ends - TODAY).days


@pytest.mark.parametrize("when", ["", "好几年了", "2026-13-40"])
def test_without_a_time_no_days_are_counted(when: str) -> None:
    road = find_road("reconsideration", occurred_at=when, today=TODAY)
    assert (road.number, road.unit, road.ends, road.left_days) == (60, "days", None, None)


def test_the_road_whose_time_runs_out_first_comes_first() -> None:
    assert [road.kind for road in route("城管罚了我两千块，我不服这个处罚决定", when="2026-02-10").roads] == [
        "reconsideration",
        "suit",
    ]
    # What is over is said after what is still open.
    assert [road.kind for road in route("城管罚了我两千块，我不服这个处罚决定", when="2025-11-10").roads] == [
        "suit",
        "reconsideration",
    ]


def test_waiting_for_an_authority_counts_no_days_down() -> None:
    road = route("楼下烧烤店油烟噪音扰民，请查处", when="2025-10").roads[0]
    assert (road.kind, road.waiting, road.left_days) == ("duty", True, None)


@pytest.mark.parametrize("kind", load_yaml("routes.yml")["roads"])
def test_every_road_has_a_name_and_a_law_in_both_languages(kind: str) -> None:
    chinese, english = road_names(kind, "zh"), road_names(kind, "en")
    assert chinese["law"].startswith("《")
    assert english["law"].isascii()
    assert chinese["road"] != english["road"]


def test_every_rule_names_roads_that_there_are() -> None:
    lists = load_yaml("routes.yml")
    assert {road for rule in lists["rules"].values() for road in rule["roads"]} <= set(lists["roads"])
    assert {rule["route"] for rule in lists["rules"].values()} == {"一", "二", "三", "四", "五"}


def test_first_day() -> None:
    assert first_day("2025-10") == date(2025, 10, 1)
    assert first_day("去年") is None
