"""Whatever a citizen answers, nobody hears the same question three times in a row, and everybody comes to an end."""

import itertools

import pytest

from cases import FIELDS
from tests.dialogues.test_asides_everywhere import SLOTS, Citizen
from tests.support.real_product import RunningProduct

pytestmark = [pytest.mark.rasa, pytest.mark.timeout(300)]

MOST_TURNS = 45
"""Twelve questions, each asked at most three times, and some patience at the beginning."""

NONSENSE = {
    "one character": ["啊"],
    "one letter": ["a"],
    "emoji": ["😡"],
    "two emoji in turn": ["😡", "🙏"],
    "a dot": ["。"],
    "question marks": ["？？？"],
    "numbers": ["123", "7", "00000000", "99"],
    "english": ["asdf qwer", "lorem ipsum", "blah blah"],
    "greetings": ["你好", "在吗", "hello"],
    "sighs": ["唉", "嗯", "哦", "呵呵"],
    "thanks": ["谢谢", "好的谢谢"],
    "swearing": ["骗子", "你们都是骗子", "滚"],
    "no": ["不", "不对", "不是"],
    "yes": ["好", "嗯嗯"],
    "a song": ["两只老虎两只老虎跑得快跑得快", "一只没有耳朵一只没有尾巴"],
    "markup": ["<b>x</b>", "'; DROP TABLE cases; --"],
    "what did you ask": ["你说什么", "再说一遍", "看不懂", "太长了"],
    "what did you ask, only": ["再说一遍"],
    "i cannot type": ["我不会打字", "不会弄"],
    "skip": ["跳过"],
    "spaces": ["   "],
}

HEARD_AGAIN: set[tuple[str, str]] = set()
"""Where a question is heard once too often. The set only shrinks: it is empty."""


async def walk(citizen: Citizen, kind: str) -> tuple[list[str], bool]:
    """Answer everything with one kind of nonsense: the last sentence of each answer, and whether it came to an end."""
    questions: list[str] = []
    for say in itertools.islice(itertools.cycle(NONSENSE[kind]), MOST_TURNS):
        heard = await citizen.says(say)
        assert heard, f"silence after {say}"
        questions.append(heard[-1])
        if await citizen.asked() is None:
            return questions, True
    return questions, False


def repeated(questions: list[str]) -> list[str]:
    """The questions that were heard three times in a row."""
    return [
        first for first, *others in zip(questions, questions[1:], questions[2:], strict=False) if others == [first] * 2
    ]


@pytest.mark.parametrize("kind", NONSENSE)
async def test_nonsense_from_the_beginning(product: RunningProduct, kind: str) -> None:
    citizen = Citizen(product, "facts")
    opening = await citizen.says("/file_petition")
    questions, ended = await walk(citizen, kind)
    assert repeated([opening[-1], *questions]) == []
    assert ended, questions


@pytest.mark.parametrize("kind", NONSENSE)
@pytest.mark.parametrize("slot", SLOTS[1:])
async def test_nonsense_from_every_question_on(product: RunningProduct, slot: str, kind: str) -> None:
    citizen = Citizen(product, slot)
    told = {name: citizen.draft.values[name] for name in FIELDS if name in citizen.draft.values and name != "facts"}
    code = citizen.draft.code
    opening = await citizen.says("/file_petition")
    questions, ended = await walk(citizen, kind)
    assert bool(repeated([opening[-1], *questions])) is ((slot, kind) in HEARD_AGAIN)
    assert ended, questions
    kept = product.store.register.drafts.by_code(code)
    assert kept is not None
    assert {name: kept.values[name] for name in told} == told


async def test_who_only_speaks_is_heard_by_a_person(product: RunningProduct) -> None:
    citizen = Citizen(product, "facts")
    questions = [(await citizen.says("/file_petition"))[-1]]
    while await citizen.asked() == "facts" and len(questions) < MOST_TURNS:
        questions.append((await citizen.sends_file("voice"))[-1])
    assert repeated(questions) == []
    assert await citizen.asked() == "place"
    assert "语音" in citizen.draft.values["facts"]


async def test_after_the_way_out_the_draft_is_taken_up_where_it_was(product: RunningProduct) -> None:
    citizen = Citizen(product, "confirm")
    await citizen.says("/file_petition")
    questions, _ = await walk(citizen, "emoji")
    assert citizen.draft.code in questions[-1]
    assert product.store.register.cases_of("rest", citizen.sender) == []
    await citizen.says("接着填")
    assert await citizen.asked() == "confirm"
    elsewhere = Citizen(product, "facts")
    await elsewhere.says(citizen.draft.code)
    assert await elsewhere.asked() == "confirm"
