"""Questions that need more than a sentence."""

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


def test_the_record_shows_what_will_be_filed_in_the_version_it_has(register: Register, citizen: Conversation) -> None:
    draft = told(register, prior_handling="打过12345")
    citizen.do(AskConfirm(register))
    (shown,) = citizen.said
    assert shown["response"] == "utter_ask_confirm"
    for value in (draft.values["facts"], "下坝村村委会", "请求发放补偿款", "打过12345", "王建国", "138 0000 0001"):
        assert value in shown["record"]
    assert citizen.slots["draft_version"] == draft.version
