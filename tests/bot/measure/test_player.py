"""The player: answers whatever is asked, and compares the case with what a careful reader expects."""

from collections.abc import AsyncIterator, Mapping
from typing import Any

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

from bot.measure.player import MOST_REPEATS, SKIP, Outcome, case_number, compare, play_all
from bot.measure.scripts import Aside, Script

CASE: Mapping[str, Any] = {
    "number": "360704-20260302-0001",
    "state": "registered",
    "nature": "claim",
    "sealed": False,
    "region": {"code": "360704", "name": "江西省赣州市赣县区"},
    "place": "梅林镇红金路8号",
    "occurred_at": "2025-10",
    "respondent": "老张烧烤店",
    "facts": "楼下的烧烤店天天排油烟\n老人咳得睡不着",
    "claims": [{"request": "装净化设备"}, {"request": None}, {"request": "赔偿"}],
    "affected_count": 30,
    "petitioner": {"name": "王建国", "phone": "13812345678", "anonymous": False},
}


@pytest.mark.parametrize(
    "expected",
    [
        {"state": "registered", "nature": "claim", "sealed": False, "affected_count": 30},
        {"region.code": "360704", "petitioner.name": "王建国", "petitioner.phone": "13812345678"},
        {"facts": "天天排油烟"},
        {"facts": ["天天排油烟", "老人咳得睡不着"]},
        {"place": "红金路", "respondent": "老张", "occurred_at": "2025"},
        {"request": ["净化设备", "赔偿"]},
        {"anonymous": False},
        {"filed": True},
        {},
    ],
)
def test_a_case_as_expected(expected: Mapping[str, Any]) -> None:
    assert compare(expected, CASE) == {}


@pytest.mark.parametrize(
    ("expected", "wrong"),
    [
        ({"state": "accepted"}, {"state": ("accepted", "registered")}),
        ({"region.code": "3607"}, {"region.code": ("3607", "360704")}),
        ({"petitioner.name": "王建"}, {"petitioner.name": ("王建", "王建国")}),
        ({"affected_count": "30"}, {"affected_count": ("30", 30)}),
        ({"facts": ["天天排油烟", "半夜放音响"]}, {"facts": (["天天排油烟", "半夜放音响"], CASE["facts"])}),
        ({"request": "退钱"}, {"request": ("退钱", "装净化设备\n\n赔偿")}),
        ({"anonymous": True}, {"anonymous": (True, False)}),
        ({"no.such.field": 1}, {"no.such.field": (1, None)}),
        ({"state": "registered", "sealed": True}, {"sealed": (True, False)}),
    ],
)
def test_what_is_not_as_expected_is_named(expected: Mapping[str, Any], wrong: Mapping[str, Any]) -> None:
    assert compare(expected, CASE) == wrong


def test_the_number_stands_on_the_receipt() -> None:
    receipt = {"text": "登记好了", "custom": {"case": {"number": "n", "query_code": "c"}}}
    assert case_number([{"text": "对"}, {"text": "x", "custom": None}, receipt]) == "n"
    assert case_number([{"text": "登记编号 360704-20260302-0001"}]) is None


def script(**changes: Any) -> Script:
    return Script(**({"id": "plain-x", "say": ("路灯坏了",), "answers": {}} | changes))


def test_right_means_filed_where_it_should_be_and_every_field_right() -> None:
    assert Outcome(script(), number="n").right
    assert not Outcome(script()).right
    assert not Outcome(script(), number="n", wrong={"state": (1, 2)}).right
    assert Outcome(script(expect={"filed": False})).right
    assert not Outcome(script(expect={"filed": False}), number="n").right


class Bot:
    """Asks its questions in turn, whatever it is told; a question in `hold` is asked again so many times."""

    def __init__(self, *questions: str, intents: Mapping[str, str] | None = None, **hold: int) -> None:
        self.questions = list(questions)
        self.intents = intents or {}
        self.hold = hold
        self.asked: str | None = None
        self.said: list[str] = []

    def app(self) -> web.Application:
        app = web.Application()
        app.add_routes(
            [
                web.post("/webhooks/rest/webhook", self.hear),
                web.get("/conversations/{sender}/tracker", self.tracker),
                web.get("/api/cases/{number}", self.case),
            ]
        )
        return app

    async def hear(self, request: web.Request) -> web.Response:
        text = (await request.json())["message"]
        self.said.append(text)
        if text in self.intents:
            return web.json_response([{"text": "answered aside"}])
        if self.asked and self.hold.get(self.asked, 0) > 0:
            self.hold[self.asked] -= 1
            return web.json_response([{"text": "once more"}])
        if self.asked == "confirm":
            self.asked = None
            return web.json_response([{"text": "filed", "custom": {"case": {"number": CASE["number"]}}}])
        self.asked = self.questions.pop(0) if self.questions else None
        return web.json_response([{"text": f"{self.asked}?"}])

    async def tracker(self, request: web.Request) -> web.Response:
        assert request.headers["Authorization"] == "Bearer t"
        intent = self.intents.get(self.said[-1], "answer")
        return web.json_response(
            {"slots": {"requested_slot": self.asked}, "latest_message": {"intent": {"name": intent}}}
        )

    async def case(self, request: web.Request) -> web.Response:
        assert request.query["unmask"]
        return web.json_response(CASE)


async def played(bot: Bot, *scripts: Script) -> list[Outcome]:
    server = TestServer(bot.app())
    await server.start_server()
    done: list[Outcome] = []
    try:
        outcomes = await play_all(scripts, base=str(server.make_url("")), token="t", at_once=1, done=done.append)
    finally:
        await server.close()
    assert done == outcomes
    return outcomes


async def test_a_citizen_answers_what_is_asked_and_skips_what_they_were_not_told_to_answer() -> None:
    bot = Bot("place", "request", "confirm")
    wanted = script(answers={"place": ("赣县区",), "confirm": ("对",)}, expect={"state": "registered", "nature": "x"})
    (outcome,) = await played(bot, wanted)
    assert bot.said == ["路灯坏了", "赣县区", SKIP, "对"]
    assert outcome.number == CASE["number"]
    assert (outcome.turns, outcome.questions, outcome.looped) == (4, 3, False)
    assert outcome.wrong == {"nature": ("x", "claim")}
    assert outcome.heard[0] == ("路灯坏了", "place?")
    assert len(outcome.seconds) == 4


async def test_a_list_of_answers_is_used_in_turn_and_its_last_repeated() -> None:
    bot = Bot("place", "confirm", place=2)
    wanted = script(answers={"place": ("那边", "赣县区"), "confirm": ("对",)})
    (outcome,) = await played(bot, wanted)
    assert bot.said == ["路灯坏了", "那边", "赣县区", "赣县区", "对"]
    assert not outcome.looped


async def test_a_question_asked_again_and_again_is_a_loop() -> None:
    (outcome,) = await played(Bot("place", place=100), script(max_turns=12, answers={"place": ("那边",)}))
    assert outcome.looped
    assert (outcome.turns, outcome.number) == (12, None)
    (patient,) = await played(Bot("place", "confirm", place=MOST_REPEATS - 1), script())
    assert not patient.looped


async def test_an_aside_is_said_once_before_its_question_is_answered() -> None:
    asides = (
        Aside(at="place", say="为什么", intent="ask_why"),
        Aside(at="request", say="收费吗", intent="faq/cost"),
        Aside(at="never", say="不说", intent="help"),
    )
    bot = Bot("place", "request", "confirm", intents={"为什么": "ask_why", "收费吗": "faq/where"})
    (outcome,) = await played(bot, script(asides=asides))
    assert bot.said == ["路灯坏了", "为什么", SKIP, "收费吗", SKIP, SKIP]
    assert (outcome.asides, outcome.asides_right) == (2, 1)


async def test_whoever_files_nothing_stops_when_nothing_is_left_to_say() -> None:
    bot = Bot("place", "request")
    (outcome,) = await played(bot, script(expect={"filed": False}, answers={"place": ("再见",)}))
    assert bot.said == ["路灯坏了", "再见"]
    assert outcome.right


@pytest.fixture
async def broken() -> AsyncIterator[str]:
    async def fails(_request: web.Request) -> web.Response:
        return web.Response(status=500)

    app = web.Application()
    app.router.add_post("/webhooks/rest/webhook", fails)
    server = TestServer(app)
    await server.start_server()
    yield str(server.make_url(""))
    await server.close()


async def test_a_fault_of_the_server_is_not_passed_over(broken: str) -> None:
    with pytest.raises(Exception, match="500"):
        await play_all([script()], base=broken, token="t", at_once=1, done=lambda outcome: None)
