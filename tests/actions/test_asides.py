"""Whether a message is a side question or exit, and not an answer to what is asked."""

import pytest

from actions import Understanding
from actions.answers import FREE_TEXT
from actions.asides import (
    EXITS,
    LONGEST,
    NEVER_ANSWERS,
    SIDE_QUESTIONS,
    SMALL_TALK,
    answers,
    is_aside,
    is_no_answer,
    mark,
)
from actions.base import Said
from cases import FIELDS
from tests.support.tracker import tracker

QUESTIONS = (*FIELDS, "evidence", "confirm")
SAID = {
    "ask_why": "为什么要问这个",
    "faq/identity": "你是真人吗",
    "faq/privacy": "你们会不会把我的信息泄露出去",
    "faq/time_limit": "多久能有结果",
    "faq/where": "我该去哪里反映",
    "faq/cost": "这个收费吗",
    "faq/anonymous": "可以匿名吗",
    "faq/accusation": "举报干部要找哪里",
    "help": "你能干什么",
    "thanks": "谢谢你",
    "greet": "你好",
    "insult": "你们都是骗子",
    "ask_status": "我之前那件办到哪了",
    "ask_human": "帮我转人工",
    "new_petition": "我还有另外一件事",
    "withdraw": "我要撤诉，不告了",
    "cancel": "不报了，取消吧",
    "start_over": "重新来过",
    "goodbye": "我先走了，再见",
    "resume_draft": "接着上次的",
}


def said(text: str, intent: str, confidence: float = 0.9) -> Said:
    return Said.latest(tracker(text, intent=intent, confidence=confidence))


def pressed(intent: str) -> Said:
    return Said.latest(tracker(intent=intent, payload={}))


def test_the_table_below_is_whole() -> None:
    assert {intent.partition("/")[0] for intent in SAID} == SIDE_QUESTIONS | EXITS


@pytest.mark.parametrize("asked", QUESTIONS)
@pytest.mark.parametrize("intent", sorted(SAID))
def test_every_side_question_and_exit_is_heard_at_every_question(
    understanding: Understanding, intent: str, asked: str
) -> None:
    assert is_aside(said(SAID[intent], intent), asked, understanding)
    assert is_aside(pressed(intent.partition("/")[0]), asked, understanding)


@pytest.mark.parametrize("asked", QUESTIONS)
@pytest.mark.parametrize("intent", sorted(set(SAID) - (EXITS - {"goodbye"})))
def test_the_same_again_is_an_answer(understanding: Understanding, intent: str, asked: str) -> None:
    again = said(SAID[intent], intent)
    assert not is_aside(again, asked, understanding, before=mark(again, asked))


@pytest.mark.parametrize("asked", QUESTIONS)
@pytest.mark.parametrize("intent", sorted(EXITS - {"goodbye"}))
def test_an_exit_stays_one_however_often_it_is_said(understanding: Understanding, intent: str, asked: str) -> None:
    again = said(SAID[intent], intent)
    assert is_aside(again, asked, understanding, before=mark(again, asked))


def test_the_same_aside_at_another_question_is_one_again(understanding: Understanding) -> None:
    why = said(SAID["ask_why"], "ask_why")
    assert is_aside(why, "petitioner_phone", understanding, before=mark(why, "petitioner_name"))


@pytest.mark.parametrize("asked", QUESTIONS)
@pytest.mark.parametrize(
    "intent",
    ["change_field", "choose_region", "skip", "affirm", "deny", "just_me", "done_evidence", "give_evidence",
     "share_location", "edit_message", "stale_button"],
)  # fmt: skip
def test_buttons_of_the_form_itself_are_for_the_form(understanding: Understanding, intent: str, asked: str) -> None:
    assert not is_aside(pressed(intent), asked, understanding)


@pytest.mark.parametrize(
    ("asked", "text", "intent"),
    [
        # What an intent looks like does not matter when the answer is valid.
        ("petitioner_phone", "13812345678", "ask_status"),
        ("place", "江西省赣州市赣县区", "faq/where"),
        ("affected_count", "30户", "goodbye"),
        ("evidence", "没有了", "goodbye"),
        ("evidence", "发完了", "thanks"),
        ("confirm", "对的，提交吧", "thanks"),
        ("prior_handling", "没有", "cancel"),
        ("request", "希望查清楚多久能退钱", "faq/time_limit"),
        ("petitioner_name", "不方便说", "faq/privacy"),
        ("petitioner_phone", "不留", "cancel"),
        ("petitioner_address", "保密", "faq/privacy"),
    ],
)
def test_a_valid_answer_beats_a_guessed_intent(
    understanding: Understanding, asked: str, text: str, intent: str
) -> None:
    assert answers(said(text, intent), asked, understanding)
    assert not is_aside(said(text, intent), asked, understanding)


@pytest.mark.parametrize(
    ("asked", "confidence", "aside"),
    [
        ("affected_count", 0.5, False),
        ("affected_count", 0.6, True),
        ("respondent", 0.6, False),
        ("respondent", 0.8, True),
        ("facts", 0.6, True),
        ("confirm", 0.6, True),
    ],
)
def test_where_the_citizens_own_words_are_asked_for_more_certainty_is_needed(
    understanding: Understanding, asked: str, confidence: float, aside: bool
) -> None:
    assert is_aside(said("麻烦你们了", "thanks", confidence), asked, understanding) is aside


@pytest.mark.parametrize("asked", sorted(FREE_TEXT))
@pytest.mark.parametrize("intent", sorted(NEVER_ANSWERS))
def test_what_nobody_answers_with_needs_no_more_than_elsewhere(
    understanding: Understanding, intent: str, asked: str
) -> None:
    assert is_aside(said("你们这些人", intent, 0.6), asked, understanding)
    assert not is_aside(said("你们这些人", intent, 0.5), asked, understanding)


def test_the_shape_of_a_question_needs_less(understanding: Understanding) -> None:
    assert is_aside(said("要等几天", "faq/time_limit", 0.45), "respondent", understanding)
    assert not is_aside(said("等了几个星期", "faq/time_limit", 0.45), "respondent", understanding)


@pytest.mark.parametrize("asked", ["facts", "respondent", "request", "confirm"])
def test_what_is_long_is_told_and_not_asked(understanding: Understanding, asked: str) -> None:
    story = "他们说要收钱才给办，我问收费吗他们就骂人，" * 3
    assert len(story) > LONGEST
    assert not is_aside(said(story, "faq/cost"), asked, understanding)


@pytest.mark.parametrize(
    ("asked", "text", "intent", "aside"),
    [
        ("place", "今天天气怎么样？", "out_of_scope", True),
        ("place", "你会唱歌吗", "nlu_fallback", True),
        # Neither put to us nor a question: it may well be an answer.
        ("place", "村口那边吗", "nlu_fallback", False),
        ("place", "红星大队三组", "out_of_scope", False),
        ("facts", "今天天气怎么样？", "out_of_scope", False),
        ("confirm", "你会唱歌吗", "nlu_fallback", False),
    ],
)
def test_of_what_was_not_recognised_only_a_question_to_us(
    understanding: Understanding, asked: str, text: str, intent: str, aside: bool
) -> None:
    assert is_aside(said(text, intent), asked, understanding) is aside


@pytest.mark.parametrize("intent", ["tell_story", "answer", "affirm", "deny", "skip", "correct_field", "file_petition"])
@pytest.mark.parametrize("asked", QUESTIONS)
def test_everything_else_is_for_the_form(understanding: Understanding, intent: str, asked: str) -> None:
    assert not is_aside(said("怎么办呢", intent, 1.0), asked, understanding)


@pytest.mark.parametrize("intent", sorted({name for name in SAID if name in SMALL_TALK}))
def test_small_talk_is_met_once_and_then_an_answer_in_vain(understanding: Understanding, intent: str) -> None:
    assert is_aside(said(SAID[intent], intent), "respondent", understanding)
    assert not is_aside(said(SAID[intent], intent), "respondent", understanding, tries=1)
    assert is_no_answer(said(SAID[intent], intent), "respondent", understanding)


def test_a_question_of_general_interest_is_answered_however_often_one_was_in_vain(understanding: Understanding) -> None:
    assert is_aside(said("多久能有结果", "faq/time_limit"), "respondent", understanding, tries=2)


@pytest.mark.parametrize(
    ("text", "aside"),
    [
        ("我居家办公的 你知道一天断八回是啥感觉吗", False),
        ("交了十年钱就这么对我们，你说这公平吗", False),
        ("你们知道这个事要多久才能有结果吗", True),
    ],
)
def test_a_rhetorical_question_is_none(understanding: Understanding, text: str, aside: bool) -> None:
    assert is_aside(said(text, "faq/office", 0.9), "place", understanding) is aside


@pytest.mark.parametrize(
    ("text", "aside"),
    [
        ("重新做防水", False),
        ("请重新测量我家的地", False),
        ("重新来", True),
        ("前面的不算，从头来", True),
        ("start over", True),
    ],
)
def test_what_is_to_be_made_anew_throws_no_draft_away(understanding: Understanding, text: str, aside: bool) -> None:
    assert is_aside(said(text, "start_over", 0.95), "request", understanding) is aside


def test_markup_drops_no_draft(understanding: Understanding) -> None:
    assert not is_aside(said("'; DROP TABLE cases; --", "cancel"), "respondent", understanding)


def test_a_whole_name_is_no_thanks(understanding: Understanding) -> None:
    assert answers(Said.latest(tracker("谢登高", intent="thanks", confidence=0.9)), "petitioner_name", understanding)
    assert not answers(
        Said.latest(tracker("谢谢你", intent="thanks", confidence=0.9)), "petitioner_name", understanding
    )


def test_what_somebody_keeps_asks_nobody_to_delete(understanding: Understanding) -> None:
    kept = Said.latest(tracker("把我的包扣在她家", intent="delete_data", confidence=0.9))
    assert not is_aside(kept, "place", understanding)
    deleted = Said.latest(tracker("刪除我的資料", intent="delete_data", confidence=0.9))
    assert is_aside(deleted, "place", understanding)


@pytest.mark.parametrize(
    ("text", "answer"),
    [("Iron Horse Fitness", True), ("the Golden Lake Property Management Co.", True), ("Shut Up You", False)],
)
def test_a_name_in_english_answers_whom_it_is_about(understanding: Understanding, text: str, answer: bool) -> None:
    assert answers(said(text, "insult"), "respondent", understanding) is answer


@pytest.mark.parametrize("answer", ["一样", "同上", "跟上面的地点一样", "就是那里"])
def test_the_same_address_is_an_answer_whatever_it_sounds_like(understanding: Understanding, answer: str) -> None:
    assert not is_aside(said(answer, "insult", 0.95), "petitioner_address", understanding)
