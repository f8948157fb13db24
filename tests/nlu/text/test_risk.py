"""Signs of danger: found in many words, denied, told of films, long past, or ordinary words that only look like one."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from nlu.text.risk import KINDS, find_risk, find_signs

SENTENCES = Path(__file__).parent / "danger_sentences.txt"
UNPATTERNED = Path(__file__).parent / "danger_unpatterned.txt"
KEPT_OUT = Path(__file__).parent / "danger_kept_out.txt"
CALM = Path(__file__).parent / "calm_answers.txt"


def labelled(table: Path = SENTENCES) -> Iterator[tuple[str, str]]:
    """(kind, sentence) of the table; `ordinary` is no kind of danger."""
    kind = ""
    for line in table.read_text(encoding="utf-8").splitlines():
        if line.startswith("["):
            kind = line.strip("[]")
        elif line and not line.startswith("#"):
            yield kind, line


TABLE = list(labelled())


def high(text: str) -> set[str]:
    """The kinds that a text shows an urgent sign of."""
    return {risk.kind for risk in find_risk(text) if risk.level == "high"}


def test_the_table_has_every_kind_and_is_written_without_doubles() -> None:
    assert {kind for kind, _ in TABLE} == {*KINDS, "ordinary"}
    assert len({text for _, text in TABLE}) == len(TABLE) >= 400


def test_danger_is_found() -> None:
    missed = [text for kind, text in TABLE if kind != "ordinary" and kind not in high(text)]
    assert len(missed) <= 3, missed


def test_ordinary_words_raise_no_alarm() -> None:
    alarming = [text for kind, text in TABLE if kind == "ordinary" and high(text)]
    assert len(alarming) <= 2, alarming


def test_ordinary_answers_to_the_forms_questions_raise_no_alarm() -> None:
    answers = list(labelled(CALM))
    alarming = [text for _, text in answers if find_risk(text)]
    assert len(answers) >= 600
    assert len(alarming) <= len(answers) * 0.015, alarming


@pytest.mark.parametrize(
    "text",
    [
        "我是他儿子，屠晓峰",
        "闺女你是真人还是机器呀，我怎么听不见你说话",
        "家长群里现在86个人，都是一样的情况",
        "就我跟老伴儿",
    ],
)
def test_kin_names_and_groups_endanger_nobody(text: str) -> None:
    assert find_risk(text) == []


@pytest.mark.parametrize("text", ["担心电梯困人", "如果房子倒塌怎么办", "2015年他跳楼自杀身亡", "十年前这里着火了"])
def test_fears_and_the_past_are_low_at_most(text: str) -> None:
    assert {risk.level for risk in find_risk(text)} <= {"low"}


def test_despair_without_a_plan_is_a_level_lower() -> None:
    assert [(risk.kind, risk.level) for risk in find_risk("为这事我走投无路")] == [("self_harm", "medium")]


def test_wages_of_one_without_a_festival_are_a_level_lower() -> None:
    assert [(risk.kind, risk.level) for risk in find_risk("老板欠我两个月工资")] == [("wages", "medium")]


def test_the_most_urgent_comes_first_with_its_words() -> None:
    risks = find_risk("房子摇摇欲坠，再没人管我就不想活了")
    assert [(risk.kind, risk.level) for risk in risks] == [("self_harm", "high"), ("emergency", "medium")]
    assert risks[0].words == ("不想活",)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("不 想 活 了，真的", "不 想 活"),
        ("我想自鲨了", "我想自鲨"),
        ("我準備跳樓了", "我準備跳樓"),
        ("ＩＴ部门起火了快来人", "起火了快"),
    ],
)
def test_the_words_are_those_that_were_written(text: str, words: str) -> None:
    assert words in find_risk(text)[0].words


def test_a_story_may_be_long_and_still_end_in_danger() -> None:
    story = "村里修路占了我家两亩地，补偿款一直没有发，我去镇里问过三次，都说再等等。" * 8
    assert high(story) == set()
    assert high(story + "我真的不想活了") == {"self_harm"}
    assert high(story + "现在楼下着火了，快来人") == {"emergency"}


def test_a_short_message_without_any_sign_is_guessed() -> None:
    text = "死了就不连累家里人了"
    assert find_signs(text) == []
    assert high(text) == {"self_harm"}


def test_nothing_is_guessed_where_a_sign_was_taken_back() -> None:
    assert find_risk("I am not going to kill myself, I just want my money") == []


@pytest.mark.parametrize("text", ["", " ", "。", "？？", "\n\n", "\U0001f62d" * 40, "İİİ 不想活了"])
def test_odd_texts_do_not_fail(text: str) -> None:
    find_risk(text)


def test_sentences_no_pattern_was_made_for_are_mostly_understood() -> None:
    rows = [(kind, {risk.kind for risk in find_risk(text)}) for kind, text in labelled(UNPATTERNED)]
    shown = [kind in seen for kind, seen in rows if kind != "ordinary"]
    alarms = [bool(seen) for kind, seen in rows if kind == "ordinary"]
    assert sum(shown) / len(shown) >= 0.94
    assert sum(alarms) / len(alarms) <= 0.12


def test_sentences_kept_out_of_the_training_are_mostly_understood() -> None:
    rows = [(kind, {risk.kind for risk in find_risk(text)}) for kind, text in labelled(KEPT_OUT)]
    dangerous = [(kind, seen) for kind, seen in rows if kind != "ordinary"]
    assert sum(bool(seen) for _, seen in dangerous) / len(dangerous) >= 0.94
    assert sum(kind in seen for kind, seen in dangerous) / len(dangerous) >= 0.85


def test_one_sentence_of_a_long_letter_is_heard() -> None:
    ordinary = "我们小区的路灯坏了很久，物业一直没有修，打了几次电话都说在排队。" * 6
    assert find_risk(ordinary) == []
    assert "self_harm" in {
        risk.kind for risk in find_risk(ordinary + "我真的不想活了，今晚就从楼上跳下去。" + ordinary)
    }
