"""Questions that need more than a sentence."""

from actions import Understanding
from actions.asking import AskConfirm, AskPlace
from cases import Register
from tests.support.register import told
from tests.support.tracker import Conversation


def test_the_place_is_asked(citizen: Conversation) -> None:
    citizen.do(AskPlace())
    assert citizen.responses() == ["utter_ask_place"]


def test_candidates_are_offered_once(citizen: Conversation) -> None:
    citizen.slots["place_choices"] = [["350102", "福建省福州市鼓楼区"], ["320106", "江苏省南京市鼓楼区"]]
    citizen.do(AskPlace())
    assert citizen.responses() == ["utter_which_place"]
    assert citizen.said[0]["buttons"] == [
        {"title": "福建省福州市鼓楼区", "payload": '/choose_region{"code": "350102"}'},
        {"title": "江苏省南京市鼓楼区", "payload": '/choose_region{"code": "320106"}'},
    ]
    citizen.do(AskPlace())
    assert citizen.responses() == ["utter_ask_place"]


def test_the_record_shows_what_will_be_filed_in_the_version_it_has(
    register: Register, understanding: Understanding, citizen: Conversation
) -> None:
    draft = told(register, prior_handling="打过12345")
    citizen.do(AskConfirm(register, understanding))
    shown = citizen.said[-1]
    assert shown["response"] == "utter_ask_confirm"
    for value in (draft.values["facts"], "下坝村村委会", "请求发放补偿款", "打过12345", "王建国", "138 0000 0001"):
        assert value in shown["record"]
    assert citizen.slots["draft_version"] == draft.version


def test_another_road_is_told_once_before_the_record(
    register: Register, understanding: Understanding, citizen: Conversation
) -> None:
    facts = "老板欠我们四个月工资，人也找不到了"
    told(register, facts=facts, request="把工资发了", occurred_at="2025-11", prior_handling="没有")
    ask = AskConfirm(register, understanding)
    citizen.do(ask)
    assert citizen.responses() == ["utter_road_left", "utter_ask_confirm"]
    road = citizen.said[0]
    # Counted from the first of November: the last day is the first of the next November.
    assert (road["limit"], road["days"]) == ("1年", 244)
    assert "劳动仲裁" in road["road"]
    citizen.do(ask)
    assert citizen.responses() == ["utter_ask_confirm"]


def test_what_may_be_over_is_said_with_care(
    register: Register, understanding: Understanding, citizen: Conversation
) -> None:
    told(register, facts="城管罚了我两千块，我不服处罚决定", request="撤销处罚", occurred_at="2020-03-01")
    citizen.do(AskConfirm(register, understanding))
    assert citizen.responses() == ["utter_road_maybe_over", "utter_ask_confirm"]


def test_an_accuser_is_not_sent_elsewhere(
    register: Register, understanding: Understanding, citizen: Conversation
) -> None:
    told(register, facts="公司拖欠工资，村支书贪污补偿款", request="查处", sealed=True)
    citizen.do(AskConfirm(register, understanding))
    assert citizen.responses() == ["utter_ask_confirm"]


def test_several_claims_are_numbered(register: Register, understanding: Understanding, citizen: Conversation) -> None:
    told(register, request="一要把工资发了，二要补缴社保")
    citizen.do(AskConfirm(register, understanding))
    assert "2项" in citizen.said[-1]["record"]
    assert "1. 要把工资发了" in citizen.said[-1]["record"]
    assert "2. 要补缴社保" in citizen.said[-1]["record"]
