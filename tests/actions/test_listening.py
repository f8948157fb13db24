"""Hearing one message: the story, an answer, more of the story, a button, an edit, a file. Nothing said is lost."""

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from actions.intake import ValidatePetitionForm
from cases import FIELDS, Register
from tests.support.told import STORY, Told
from tests.support.tracker import Conversation

ANSWERED = (*FIELDS[1:], "evidence", "confirm")


@pytest.fixture
def at(form: ValidatePetitionForm, register: Register) -> Any:
    def ask(asked: str) -> Told:
        return Told(form, register, asked)

    return ask


# ---- the story ---------------------------------------------------------------------------------------------


def test_a_story_in_several_messages_is_one_story_word_for_word(at: Any) -> None:
    told = at("facts")
    told.says("我要投诉", intent="file_petition")
    assert told.citizen.asked == "facts"
    told.says("楼下吵", intent="tell_story")
    told.says("天天半夜放音响，<b>三年</b>了；{name} {{7*7}}", intent="tell_story")
    told.citizen.slots["requested_slot"] = "facts"
    told.says("老人孩子都睡不着，找店主说了好多回", intent="tell_story")
    assert told.draft.values["facts"] == (
        "楼下吵\n天天半夜放音响，<b>三年</b>了；{name} {{7*7}}\n老人孩子都睡不着，找店主说了好多回"
    )


def test_a_topic_is_asked_on_twice_at_most(at: Any) -> None:
    told = at("facts")
    for words in ("噪音太大", "太吵闹了"):
        told.says(words, intent="tell_story")
        assert told.citizen.asked == "facts"
    told.says("就这个事", intent="tell_story")
    assert told.citizen.asked == "place"


def test_a_burst_keeps_every_part_under_its_own_message(at: Any) -> None:
    told = at("facts")
    parts = [("a", "我是老王"), ("b", "楼下太吵，天天吵到半夜，老人孩子都睡不着"), ("c", "")]
    told.says("\n".join(words for _, words in parts if words), intent="tell_story", parts=parts)
    assert told.draft.values["facts"] == "我是老王\n楼下太吵，天天吵到半夜，老人孩子都睡不着"
    draft = told.draft
    assert told.register.drafts.field_of(draft.id, "a") == "facts"
    assert told.register.drafts.field_of(draft.id, "b") == "facts"


@pytest.mark.parametrize("text", ["？", "👍", "a", "呃"])
def test_what_holds_no_words_is_no_story(at: Any, text: str) -> None:
    told = at("facts")
    assert told.says(text) == ["utter_need_story"]
    assert told.citizen.asked == "facts"
    assert told.citizen.slots["misunderstood"] is True
    assert told.draft.values == {}


def test_what_was_read_from_the_story_is_said_back(at: Any) -> None:
    told = at("facts")
    said = told.says("我叫王建国，" + STORY + "我的电话是13812345678。", intent="tell_story")
    assert "utter_understood" in said
    fields = next(m["fields"] for m in told.citizen.said if m["response"] == "utter_understood")
    assert "王建国" in fields
    assert "13812345678" in fields


def test_a_later_story_never_replaces_what_was_told_before(at: Any) -> None:
    told = at("request")
    told.register.drafts.save(told.draft.id, {"petitioner_phone": "13800000001"})
    told.citizen.slots["requested_slot"] = "evidence"
    told.says("店主的电话我也有，我的电话是13900000002，他经常半夜还在营业", intent="tell_story")
    assert told.draft.values["petitioner_phone"] == "13800000001"
    assert "13900000002" in told.draft.values["facts"]


@pytest.mark.parametrize("remark", ["一天到晚就晓得推来推去", "真是日了狗了这世道", "就那小区，3栋1单元"])
def test_a_remark_where_papers_are_asked_for_is_kept_and_the_question_stands(at: Any, remark: str) -> None:
    told = at("evidence")
    told.says(remark, intent="nlu_fallback", confidence=0.2)
    assert told.citizen.asked == "evidence"
    assert remark in told.draft.values["facts"]


def test_what_tells_where_something_is_stays_in_the_story_too(at: Any) -> None:
    told = at("place")
    told.says("厂在昆山张浦", intent="answer")
    assert told.draft.values["place"] == "厂在昆山张浦"
    assert "厂在昆山张浦" in told.draft.values["facts"]


def test_a_time_told_more_exactly_a_line_later_counts(at: Any) -> None:
    told = at("respondent")
    told.register.drafts.save(told.draft.id, {"occurred_at": "2025"})
    told.says("补助是2025年7月停发的，每个月六百多，问谁都说不知道", intent="tell_story")
    assert told.draft.values["occurred_at"] == "2025-07"


# ---- danger and seal ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "intent", "help_"),
    [
        ("我不想活了", "insult", "utter_help_self_harm"),
        ("我要跟他们同归于尽", "nlu_fallback", "utter_help_violence"),
        ("着火了，快来人", "goodbye", "utter_help_emergency"),
        ("我老公天天打我", "tell_story", "utter_help_domestic_violence"),
    ],
)
@pytest.mark.parametrize("asked", ["facts", *ANSWERED])
def test_words_of_danger_name_help_first_at_every_question_whatever_else_they_look_like(
    at: Any, asked: str, text: str, intent: str, help_: str
) -> None:
    told = at(asked)
    said = told.says(text, intent=intent)
    assert said[0] == help_
    assert said.count(help_) == 1
    assert told.citizen.slots["confirm"] is None


def test_help_is_named_for_the_message_that_shows_danger_not_for_every_later_one(at: Any) -> None:
    told = at("facts")
    assert "utter_help_self_harm" in told.says("我真的不想活了", intent="tell_story")
    assert "utter_help_self_harm" not in told.says("村里把我家的地占了，一分钱没有给", intent="tell_story")


def test_an_edit_that_shows_danger_names_help_too(at: Any) -> None:
    told = at("facts")
    told.says(STORY, intent="tell_story", message_id="a")
    data = {"edits": "a", "edited": "我不想活了"}
    assert told.says(intent="edit_message", payload={}, data=data)[0] == "utter_help_self_harm"


@pytest.mark.parametrize("asked", ["facts", "evidence", "confirm"])
def test_an_accusation_is_sealed_from_its_first_message(at: Any, asked: str) -> None:
    told = at(asked)
    said = told.says("我举报村支书贪污低保款，他还收了包工头的钱给亲戚办事", intent="tell_story")
    assert "utter_accusation_sealed" in said
    assert told.draft.values["sealed"] is True
    assert told.citizen.slots["sealed"] is True
    code = next(m["code"] for m in told.citizen.said if m["response"] == "utter_accusation_sealed")
    assert code == told.draft.code


def test_the_seal_is_told_once_and_never_lifted(at: Any) -> None:
    told = at("facts")
    told.says("我举报村支书贪污低保款，他还收了包工头的钱给亲戚办事", intent="tell_story")
    told.citizen.slots["requested_slot"] = "evidence"
    said = told.says("另外我家门口的路灯坏了好几个月，也请顺便修一修", intent="tell_story")
    assert "utter_accusation_sealed" not in said
    assert told.draft.values["sealed"] is True


# ---- answers -----------------------------------------------------------------------------------------------


def test_an_answer_remembers_which_message_said_it(at: Any) -> None:
    told = at("respondent")
    told.says("老张烧烤店", message_id="x7")
    assert told.draft.sources["respondent"] == "x7"


def test_more_of_the_story_instead_of_an_answer_is_added_and_the_question_asked_again(at: Any) -> None:
    told = at("affected_count")
    more = "他们还把垃圾堆在楼道里，夏天臭得不得了，苍蝇到处飞"
    assert told.says(more, intent="tell_story") == ["utter_listening", "utter_hint_affected_count"]
    assert told.draft.values["facts"] == f"{STORY}\n{more}"
    assert told.citizen.slots["misunderstood"] is False


def test_a_story_said_again_is_not_kept_twice(at: Any) -> None:
    told = at("affected_count")
    told.says(STORY, intent="tell_story")
    assert told.draft.values["facts"].count(STORY) == 1


@pytest.mark.parametrize(
    ("asked", "answer", "skipped"),
    [
        ("affected_count", "没有", False),
        ("respondent", "不知道", True),
        ("occurred_at", "记不清了", True),
        ("petitioner_name", "不想说", True),
        ("petitioner_phone", "没有", True),
        ("petitioner_address", "保密", True),
        ("prior_handling", "没有", False),
        ("prior_handling", "跳过", True),
        ("place", "跳过", True),
        ("place", "不清楚", True),
    ],
)
def test_none_and_will_not_say(at: Any, asked: str, answer: str, skipped: bool) -> None:
    told = at(asked)
    told.says(answer)
    assert (asked in told.draft.values.get("skipped", ())) is skipped
    assert (told.draft.values.get(asked) is None) is skipped
    assert told.citizen.asked != asked


def test_nobody_else_is_one_person(at: Any) -> None:
    told = at("affected_count")
    told.says("没有")
    assert told.draft.values["affected_count"] == 1


def test_a_skipped_name_is_told_what_that_means(at: Any) -> None:
    assert at("petitioner_name").says("跳过", intent="skip") == ["utter_anonymous_note"]


@pytest.mark.parametrize(
    ("asked", "bad", "tries"),
    [
        ("occurred_at", "？", 2),
        ("respondent", "…", 2),
        ("request", "！", 2),
        ("prior_handling", "。", 2),
        ("affected_count", "蛮热闹的", 2),
        ("petitioner_name", "你猜我是谁的", 2),
        ("petitioner_phone", "1381234567", 3),
        ("petitioner_address", "8号", 2),
        ("place", "村口那里", 3),
    ],
)
def test_a_question_that_cannot_be_answered_is_let_go(at: Any, asked: str, bad: str, tries: int) -> None:
    told = at(asked)
    for _ in range(tries - 1):
        assert told.says(bad) == [f"utter_hint_{asked}"]
        assert told.citizen.asked == asked
        assert told.citizen.slots["misunderstood"] is True
    assert "utter_let_go" in told.says(bad)
    assert told.citizen.asked not in (asked, None)


UNANSWERABLE = {
    "place": ["就在那边", "地球上", "桥头老榕树底下再过去一点的那个院子里面"],
    "occurred_at": ["？？", "……"],
    "respondent": ["不知道，一个姓张的包工头带着几个人"],
    "affected_count": ["很多很多人", "男女老少都有，谁也说不清楚到底有多少"],
    "petitioner_name": ["你猜我是谁的", "名字说了也白说，反正你们从来不管"],
    "petitioner_phone": ["1381234567", "号码给了你们又会打来骂我们全家"],
    "petitioner_address": ["8号", "不留，怕他们找上门来"],
    "evidence": ["照片在我儿子手机里，等他下班了我再让他发过来"],
    "confirm": ["楼上也漏水", "还有他们半夜倒垃圾的事情我也想说一下"],
}


@pytest.mark.parametrize("intent", ["answer", "nlu_fallback", "tell_story"])
@pytest.mark.parametrize(("asked", "texts"), UNANSWERABLE.items())
def test_every_word_of_what_cannot_be_used_is_kept(at: Any, asked: str, texts: list[str], intent: str) -> None:
    told = at(asked)
    for text in texts:
        told.citizen.slots["requested_slot"] = asked
        told.says(text, intent=intent if asked != "confirm" else "tell_story")
        assert told.citizen.slots["confirm"] is None
    for text in texts:
        if any(character.isalnum() for character in text):
            assert text in told.words


@pytest.mark.parametrize(
    ("asked", "text", "value"),
    [
        ("occurred_at", "去年10月开始的，他们还把我家的门砸了两回", "2025-10"),
        ("affected_count", "一共30户，连对面楼的老人都跟着睡不好觉", 30),
        ("petitioner_name", "我叫王建国，他们昨天又来我家门口骂人", "王建国"),
        ("petitioner_phone", "13812345678，白天要上班，请晚上七点以后打", "13812345678"),
    ],
)
def test_what_is_said_beside_an_answer_is_kept_in_the_story(at: Any, asked: str, text: str, value: Any) -> None:
    told = at(asked)
    told.says(text)
    assert told.draft.values[asked] == value
    assert text in told.draft.values["facts"]


@pytest.mark.parametrize(
    ("asked", "text"),
    [
        ("occurred_at", "大概是2025年10月"),
        ("affected_count", "我们30多户"),
        ("petitioner_name", "我的名字叫王建国"),
        ("petitioner_name", "我是她闺女，王玉梅"),
        ("petitioner_phone", "我的电话是13812345678"),
        ("petitioner_phone", "幺三八四个零一二三四"),
    ],
)
def test_a_bare_answer_stays_out_of_the_story(at: Any, asked: str, text: str) -> None:
    told = at(asked)
    told.says(text)
    assert told.draft.values[asked]
    assert told.draft.values["facts"] == STORY


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    asked=st.sampled_from([*FIELDS, "evidence"]),
    words=st.text("人我在有他这来到时大地中说生国年着那要她出也里后自会abc0195路县", min_size=13, max_size=60),
    intent=st.sampled_from(["answer", "tell_story", "nlu_fallback", "out_of_scope", "affirm"]),
)
def test_no_word_of_a_longer_message_is_ever_lost(at: Any, asked: str, words: str, intent: str) -> None:
    told = at(asked)
    told.says(words, intent=intent)
    assert words in told.words


# ---- the record before filing ------------------------------------------------------------------------------


@pytest.mark.parametrize("text", ["对", "对的，提交吧", "没问题", "OK"])
def test_a_yes_confirms(at: Any, text: str) -> None:
    told = at("confirm")
    told.says(text)
    assert told.citizen.slots["confirm"] == "yes"
    assert told.citizen.asked is None


@pytest.mark.parametrize(
    "text",
    ["对，但是电话错了", "不对", "等一下", "可以，不过住址要改", "电话13800000009", "可以匿名吗", "👍", "我再想想看"],
)
@pytest.mark.parametrize("intent", ["answer", "nlu_fallback", "deny", "correct_field"])
def test_nothing_else_does(at: Any, text: str, intent: str) -> None:
    told = at("confirm")
    told.says(text, intent=intent)
    assert told.citizen.slots.get("confirm") is None
    assert told.citizen.asked is not None


@pytest.mark.parametrize("text", ["对，但是电话错了", "不对", "等一下", "可以，不过住址要改"])
def test_a_yes_that_is_taken_back_is_none_however_sure_the_classifier(at: Any, text: str) -> None:
    told = at("confirm")
    told.says(text, intent="affirm", confidence=1.0)
    assert told.citizen.slots["confirm"] is None


def test_naming_a_field_at_the_record_asks_for_it_again(at: Any) -> None:
    told = at("confirm")
    told.says("姓名那里要动一下", intent="deny")
    assert told.citizen.asked == "petitioner_name"
    told.says("李秀英")
    assert told.draft.values["petitioner_name"] == "李秀英"
    assert told.citizen.asked == "confirm"


def test_a_bare_no_offers_every_field(at: Any) -> None:
    told = at("confirm")
    assert told.says("不对", intent="deny") == ["utter_what_to_change"]
    buttons = told.citizen.said[0]["buttons"]
    assert [button["payload"] for button in buttons] == [f'/change_field{{"field": "{name}"}}' for name in FIELDS]
    assert told.citizen.asked == "confirm"


# ---- buttons and events ------------------------------------------------------------------------------------


def test_yes_and_no_by_button(at: Any) -> None:
    told = at("confirm")
    assert told.says(intent="deny", payload={}) == ["utter_what_to_change"]
    told.says(intent="affirm", payload={})
    assert told.citizen.slots["confirm"] == "yes"


@pytest.mark.parametrize("asked", [*FIELDS, "evidence"])
def test_a_yes_button_of_an_old_record_confirms_nothing_elsewhere(at: Any, asked: str) -> None:
    told = at(asked)
    told.says(intent="affirm", payload={})
    assert told.citizen.slots["confirm"] is None
    assert told.citizen.asked == asked


@pytest.mark.parametrize("field", FIELDS)
def test_a_field_is_changed_by_button_and_the_old_value_stays_until_the_new_one_is_valid(at: Any, field: str) -> None:
    told = at("confirm")
    before = told.draft.values[field]
    told.says(intent="change_field", payload={"field": field})
    assert told.citizen.asked == field
    told.says("？")
    assert told.draft.values[field] == before


@pytest.mark.parametrize("field", ["confirm", "sealed", "", "__class__", "code"])
def test_a_button_cannot_reach_what_is_no_field(at: Any, field: str) -> None:
    told = at("confirm")
    told.says(intent="change_field", payload={"field": field})
    assert told.citizen.asked == "confirm"


def test_who_blames_nobody_is_not_asked_again(at: Any) -> None:
    told = at("respondent")
    told.says("没得哪个，就是提个建议", intent="nlu_fallback", confidence=0.3)
    assert told.citizen.asked == "request"
    assert "respondent" in told.draft.values["skipped"]
    assert "就是提个建议" in told.draft.values["facts"]


def test_a_region_is_chosen_among_the_candidates(at: Any) -> None:
    told = at("place")
    told.says("鼓楼区的市场街")
    choices = told.citizen.slots["place_choices"]
    assert ["350102", "福建省福州市鼓楼区"] in choices
    assert told.citizen.asked == "place"
    told.says(intent="choose_region", payload={"code": "350102"})
    assert told.draft.values["place_code"] == "350102"
    assert told.draft.values["place_name"] == "福建省福州市鼓楼区"
    assert "市场街" in told.draft.values["place"]


def test_an_unknown_region_code_is_no_choice(at: Any) -> None:
    told = at("place")
    told.says(intent="choose_region", payload={"code": "999999"})
    assert "place" not in told.draft.values
    assert told.citizen.asked == "place"


def test_a_place_may_come_in_two_answers(at: Any) -> None:
    told = at("place")
    told.says("鼓楼区")
    told.says("福建省福州市")
    assert told.draft.values["place_code"].startswith("3501")
    told.says("中山路18号")
    assert "鼓楼区" in told.draft.values["place"]


@pytest.mark.parametrize(
    ("skipped", "place", "address", "code"),
    [
        (True, None, "涡阳县城关街道", "341621"),
        (False, "江苏宿迁述阳", "沭阳县沭城街道", "321322"),
        # Where somebody lives does not move what happened elsewhere.
        (False, "江西省赣州市赣县区", "沭阳县沭城街道", "360704"),
        (False, "江西省", "沭阳县沭城街道", "360000"),
    ],
)
def test_where_no_county_was_named_that_of_the_address_is_taken(
    at: Any, skipped: bool, place: str | None, address: str, code: str
) -> None:
    told = at("place")
    told.says("不想说" if skipped else str(place))
    told.citizen.slots["requested_slot"] = "petitioner_address"
    told.says(address)
    assert told.draft.values["place_code"] == code
    assert told.draft.values["petitioner_address"] == address
    assert "place" not in told.draft.values.get("skipped", ())


@pytest.mark.parametrize("text", ["你们是不是成都的哦？管不管得到嘛", "我爸妈在广东 我奶奶不识字"])
def test_a_region_named_in_passing_is_not_the_place(at: Any, text: str) -> None:
    told = at("place")
    told.says(text)
    assert "place_code" not in told.draft.values
    assert text in told.words


def test_who_is_asked_whom_it_is_about_and_says_what_they_want_has_said_it(at: Any) -> None:
    told = at("respondent")
    said = told.says("俺要他赔三万块钱再给重新修好")
    assert said[0] == "utter_noted"
    assert told.draft.values["request"] == "俺要他赔三万块钱再给重新修好"
    assert "respondent" not in told.draft.values
    assert told.citizen.asked == "respondent"
    assert told.citizen.slots["asked_times"] == 0


def test_a_question_that_was_answered_is_let_go_when_it_is_put_again_and_again(at: Any) -> None:
    told = at("petitioner_name")
    words = "别写我真名行吗"
    told.citizen.slots["last_aside"] = f"petitioner_name:faq/anonymous:{words}"
    told.says(words, intent="faq/anonymous")
    assert told.citizen.asked == "petitioner_name"
    told.says(words, intent="faq/anonymous")
    assert told.citizen.asked == "petitioner_phone"
    assert "petitioner_name" in told.draft.values["skipped"]


def test_just_me_and_none_by_button(at: Any) -> None:
    told = at("affected_count")
    told.says(intent="just_me", payload={})
    assert told.draft.values["affected_count"] == 1
    told = at("prior_handling")
    told.says(intent="deny", payload={})
    assert told.draft.values["prior_handling"] == "没有"
    assert told.says(intent="stale_button", payload={}) == ["utter_stale_button"]


def test_files_are_kept_with_the_draft_and_the_question_stays(at: Any) -> None:
    told = at("petitioner_name")
    hold = told.register.evidence.hold
    files = [
        {
            "ref": hold(data, name=name, media_type="image/jpeg", kind="photo", owner=f"web:{told.address}"),
            "source": "p1",
        }
        for data, name in ((b"one", "1.jpg"), (b"two", "2.jpg"), (b"one", "again.jpg"))
    ]
    data = {"files": files, "problems": ["big.mp4"]}
    assert told.says(intent="give_evidence", payload={}, data=data) == ["utter_evidence_kept", "utter_evidence_problem"]
    assert sorted(file.name for file in told.draft.evidence) == ["1.jpg", "2.jpg"]
    assert told.citizen.asked == "petitioner_name"
    assert len(told.citizen.slots["evidence"]) == 2


def test_a_caption_is_heard_and_its_file_is_kept(at: Any) -> None:
    told = at("facts")
    ref = told.register.evidence.hold(
        b"x", name="a.jpg", media_type="image/jpeg", kind="photo", owner=f"web:{told.address}"
    )
    told.says(STORY, intent="tell_story", data={"files": [{"ref": ref, "source": "m"}]})
    assert told.draft.values["facts"] == STORY
    assert len(told.draft.evidence) == 1


def test_a_location_becomes_evidence(at: Any) -> None:
    told = at("place")
    said = told.says(intent="share_location", payload={}, data={"latitude": 25.86, "longitude": 115.02})
    assert said == ["utter_location_kept"]
    (note,) = told.draft.evidence
    assert note.kind == "location"
    assert told.citizen.asked == "place"


@pytest.mark.parametrize(
    "text", ["没有", "没有了", "跳过", "没得照片", "没有，有的话后头再补", "I don't have any photos"]
)
def test_no_evidence_goes_on_to_the_record_and_is_no_part_of_the_story(at: Any, text: str) -> None:
    told = at("evidence")
    told.says(text)
    assert told.citizen.asked == "confirm"
    assert text not in told.words


@pytest.mark.parametrize("text", ["以后再发", "合同在老板手里，他不给我"])
def test_evidence_that_exists_is_kept_in_words(at: Any, text: str) -> None:
    told = at("evidence")
    told.says(text)
    assert told.citizen.asked == "confirm"
    assert text in told.words


# ---- edits -------------------------------------------------------------------------------------------------


def test_an_edited_answer_corrects_its_field(at: Any) -> None:
    told = at("respondent")
    told.says("老张烧烤店", message_id="a")
    told.says("希望装上净化设备", message_id="b")
    said = told.says(intent="edit_message", payload={}, data={"edits": "a", "edited": "老李烧烤店"})
    assert said == ["utter_corrected"]
    assert told.draft.values["respondent"] == "老李烧烤店"
    assert told.draft.values["request"] == "希望装上净化设备"
    assert told.citizen.asked == "prior_handling"


def test_an_edited_part_of_the_story_replaces_that_part(at: Any) -> None:
    told = at("facts")
    told.says("我是老王", intent="tell_story", message_id="a")
    told.says(STORY, intent="tell_story", message_id="b")
    assert told.says(intent="edit_message", payload={}, data={"edits": "a", "edited": "我是老李"}) == [
        "utter_edit_taken"
    ]
    assert told.draft.values["facts"] == f"我是老李\n{STORY}"


def test_what_was_read_from_a_story_follows_its_edit(at: Any) -> None:
    told = at("facts")
    told.says(f"{STORY}我的电话是13800000001。", intent="tell_story", message_id="a")
    assert told.draft.values["petitioner_phone"] == "13800000001"
    edited = f"{STORY}我的电话是13900000002。"
    assert "utter_corrected" in told.says(intent="edit_message", payload={}, data={"edits": "a", "edited": edited})
    assert told.draft.values["petitioner_phone"] == "13900000002"
    assert told.draft.values["facts"] == edited


def test_an_edited_story_leaves_alone_what_was_corrected_since(at: Any) -> None:
    told = at("facts")
    told.says(f"{STORY}我的电话是13800000001。", intent="tell_story", message_id="a")
    told.says("电话打错了，是13700000003", intent="correct_field", message_id="b")
    told.says(intent="edit_message", payload={}, data={"edits": "a", "edited": f"{STORY}我的电话是13900000002。"})
    assert told.draft.values["petitioner_phone"] == "13700000003"


@pytest.mark.parametrize(("edits", "edited"), [("never-seen", "老李烧烤店"), ("a", "？")])
def test_an_edit_that_fits_nothing_is_asked_for_again_and_changes_nothing(at: Any, edits: str, edited: str) -> None:
    told = at("respondent")
    told.says("老张烧烤店", message_id="a")
    before = told.draft.values
    assert told.says(intent="edit_message", payload={}, data={"edits": edits, "edited": edited}) == [
        "utter_edit_unclear"
    ]
    assert told.draft.values == before


# ---- corrections while something else is asked -------------------------------------------------------------


def test_a_correction_in_the_middle_changes_its_field_and_the_question_stays(at: Any) -> None:
    told = at("petitioner_address")
    assert told.says("刚才电话打错了，应该是13900000002", intent="correct_field") == ["utter_corrected"]
    assert told.draft.values["petitioner_phone"] == "13900000002"
    assert told.citizen.asked == "petitioner_address"


def test_a_correction_is_heard_also_when_its_intent_was_not(at: Any) -> None:
    told = at("petitioner_address")
    told.says("姓名写错了，改成李秀英", intent="nlu_fallback")
    assert told.draft.values["petitioner_name"] == "李秀英"
    assert told.citizen.asked == "petitioner_address"


def test_a_correction_with_an_invalid_value_leaves_the_old_one(at: Any) -> None:
    told = at("confirm")
    told.says("电话错了，是138000", intent="correct_field")
    assert told.draft.values["petitioner_phone"] == "13812345678"
    assert told.citizen.asked == "petitioner_phone"


def test_what_only_the_story_says_is_corrected_beside_it(at: Any) -> None:
    told = at("confirm")
    assert "utter_added_to_story" in told.says("不是老人咳，是孩子咳", intent="correct_field")
    assert told.draft.values["facts"] == f"{STORY}\n不是老人咳，是孩子咳"


def test_a_phone_number_after_its_question_was_let_go_is_still_the_phone(at: Any) -> None:
    told = at("petitioner_address")
    told.register.drafts.save(told.draft.id, {"skipped": ["petitioner_phone"]}, remove=["petitioner_phone"])
    told.says("13700000003")
    assert told.draft.values["petitioner_phone"] == "13700000003"
    assert told.citizen.asked == "petitioner_address"


# ---- anger, kinds and the citizen's own word ------------------------------------------------------------------------

ANGRY = "小区电梯坏了三个月没人修，老人天天爬十几层楼，物业不管，住建局也不管，肯定是官商勾结。"


def test_anger_in_passing_is_asked_about_once_and_not_sealed(
    register: Register, form: ValidatePetitionForm, citizen: Conversation
) -> None:
    citizen.do(form, ANGRY, intent="tell_story")
    assert "utter_mentions_misconduct" in citizen.responses()
    assert "官商勾结" in next(m["words"] for m in citizen.said if m["response"] == "utter_mentions_misconduct")
    assert not citizen.slots.get("sealed")
    citizen.slots["requested_slot"] = "facts"
    citizen.do(form, "真的就是官商勾结，他们有保护伞，没人管我们。", intent="tell_story")
    assert "utter_mentions_misconduct" not in citizen.responses()
    assert not register.drafts.open("web", "citizen").values.get("sealed")


@pytest.mark.parametrize("how", ["button", "按密件登记吧", "是检举"])
def test_the_citizens_word_makes_it_an_accusation(
    register: Register, form: ValidatePetitionForm, citizen: Conversation, how: str
) -> None:
    citizen.do(form, ANGRY, intent="tell_story")
    asked = citizen.asked
    if how == "button":
        citizen.do(form, intent="seal_it", payload={})
    else:
        citizen.do(form, how, intent="ask_accusation", confidence=0.9)
    assert citizen.responses() == ["utter_accusation_sealed"]
    values = register.drafts.open("web", "citizen").values
    assert (values["sealed"], values["accuses"]) == (True, True)
    assert (citizen.slots["sealed"], citizen.asked) == (True, asked)


def test_without_the_question_the_same_words_are_a_side_question(
    form: ValidatePetitionForm, citizen: Conversation
) -> None:
    citizen.do(form, STORY, intent="tell_story")
    assert citizen.do(form, "按检举怎么办", intent="faq/accusation", confidence=0.9) == []


@pytest.mark.parametrize(
    ("story", "response"),
    [
        ("建议在人民公园门口加装一个红绿灯，再画一条斑马线，方便老人和孩子过马路。", "utter_kind_suggestion"),
        ("请问外地户口的孩子在赣州市赣县区上小学，需要准备什么材料，去哪里报名？", "utter_kind_consultation"),
    ],
)
def test_what_is_no_claim_is_called_what_it_sounds_like(
    form: ValidatePetitionForm, citizen: Conversation, story: str, response: str
) -> None:
    citizen.do(form, story, intent="tell_story")
    assert citizen.responses()[-1] == response
    citizen.do(form, STORY, intent="tell_story")
    assert response not in citizen.responses()


def test_a_claim_is_not_called_anything(form: ValidatePetitionForm, citizen: Conversation) -> None:
    citizen.do(form, STORY, intent="tell_story")
    assert not [name for name in citizen.responses() if name.startswith("utter_kind")]


@pytest.mark.parametrize(
    ("asked", "answer"), [("respondent", "我们村的支部书记刘某"), ("request", "查查村支书，他把低保款贪污了")]
)
def test_an_answer_that_makes_the_story_an_accusation_seals_it(
    register: Register, form: ValidatePetitionForm, citizen: Conversation, asked: str, answer: str
) -> None:
    citizen.do(form, "那笔钱下来以后被贪污了一大半，我们十几户人家一分没拿到。", intent="tell_story")
    assert not citizen.slots.get("sealed")
    citizen.slots["requested_slot"] = asked
    citizen.do(form, answer, intent="answer")
    assert "utter_accusation_sealed" in citizen.responses()
    assert register.drafts.open("web", "citizen").values["sealed"] is True


@pytest.mark.parametrize(
    ("answer", "sealed"),
    [
        ("去过两回，经办的科长说塞五千块钱就给我办，不给就别想", True),
        ("找过村书记，书记说没钱，让我们再等等", False),
    ],
)
def test_what_was_tried_before_may_accuse_by_itself(at: Any, answer: str, sealed: bool) -> None:
    told = at("prior_handling")
    assert ("utter_accusation_sealed" in told.says(answer, intent="answer")) is sealed
    assert bool(told.draft.values.get("sealed")) is sealed


# ---- what was tried before ------------------------------------------------------------------------------------


def test_a_vague_phrase_leaves_the_question_what_was_tried(at: Any) -> None:
    told = at("facts")
    told.says("县城东门的自来水黄了三个月，一股铁锈味，老人孩子天天喝，物业推来推去就是不管", intent="tell_story")
    assert "prior_handling" not in told.draft.values
    assert "推来推去" in told.draft.values["facts"]


def test_what_else_was_tried_stands_beside_what_was_read(at: Any) -> None:
    told = at("petitioner_name")
    told.says("去年还去区信访局反映过两次，让我们回去等，后来水管又爆了两回，谁都不来修", intent="tell_story")
    assert told.draft.values["prior_handling"].startswith("打过12345;")
    assert "区信访局反映过两次" in told.draft.values["prior_handling"]


def test_what_the_story_says_of_it_is_the_answer_to_who_has_said_it(at: Any) -> None:
    told = at("prior_handling")
    told.register.drafts.save(told.draft.id, {"facts": "水管爆了没人修，社区推来推去就是不管。"})
    told.says("就是我前面说的那样", intent="answer")
    assert "社区推来推去" in told.draft.values["prior_handling"]


# ---- before the story begins ------------------------------------------------------------------------------------


def test_sighs_and_anger_are_no_story_and_the_topic_begins_it(at: Any) -> None:
    told = at("facts")
    for words in ("😡😡😡", "气死我了", "我要投诉快递！", "😤"):
        told.says(words, intent="nlu_fallback")
        assert told.citizen.asked == "facts", words
    told.says("快递员把包裹扔在雨里，里面的书全泡烂了，客服只肯赔二十块钱。", intent="tell_story")
    assert "泡烂了" in told.draft.values["facts"]
    assert told.citizen.asked != "facts"


def test_a_topic_among_emoji_waits_for_the_story(at: Any) -> None:
    told = at("facts")
    for words in ("😠学校的宿舍😠", "😠", "🤔"):
        told.says(words, intent="nlu_fallback")
        assert told.citizen.asked == "facts", words


def test_an_accusation_of_a_house_asks_for_the_person(at: Any) -> None:
    told = at("facts")
    told.says("我举报县医院采购上的那个，收了三家药厂的红包，是我亲手送的，不送就不用我们的药", intent="tell_story")
    assert told.draft.values["sealed"] is True
    assert "respondent" not in told.draft.values
    assert not at("respondent").draft.values.get("sealed")


def test_an_accused_person_is_taken_from_the_story(at: Any) -> None:
    told = at("facts")
    told.says("我要举报村支书李大山，他把低保名额都给了自己的亲戚，真正困难的一户没有", intent="tell_story")
    assert told.draft.values["sealed"] is True
    assert "李大山" in told.draft.values["respondent"]


# ---- beginning anew in so many words -----------------------------------------------------------------------


@pytest.mark.parametrize("asked", ["place", "request", "petitioner_phone", "confirm"])
def test_who_calls_all_of_it_void_begins_anew(at: Any, asked: str) -> None:
    told = at(asked)
    before = told.draft
    words = "不对不对，我岔了，这个让我邻居自己来说。前头写的全部作废，重新开始，我要说的是另外一件事"
    assert told.says(words, intent="tell_story") == ["utter_restarted"]
    assert told.citizen.asked == "facts"
    assert told.draft.id != before.id
    assert not told.draft.values
