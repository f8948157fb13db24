"""The JSON API: what it gives, what it refuses, and that it never speaks anything but JSON."""

import json
from typing import Any
from urllib.parse import quote

import pytest
from jsonschema import Draft202012Validator, RefResolver

from cases import ClaimProposal, ClockState, Nature, Role, RouteGuess, State
from console.openapi import describe
from console.schemas import SCHEMAS
from tests.support.clock import FakeClock
from tests.support.console import House, file_case, picture, staff_member, take, talk

KEYS = {
    "number", "state", "nature", "route", "proposed_route", "matter", "region", "place", "occurred_at", "respondent",
    "facts", "claims", "prior_handling", "affected_count", "petitioner", "public_ok", "sealed", "risk", "evidence",
    "unit", "clocks", "history", "links", "version",
}  # fmt: skip
DEEP = "[" * 100_000


class Caller:
    """A program that calls the API with a token."""

    def __init__(self, house: House, *roles: Role) -> None:
        self.house = house
        self.token = house.register.staff.issue_token("test", roles)

    async def get(self, path: str, status: int = 200, **query: str) -> Any:
        """What a GET gives."""
        return await self.call("GET", path, status, params=query)

    async def post(self, path: str, body: Any, status: int = 200) -> Any:
        """What a POST of JSON gives."""
        return await self.call("POST", path, status, json=body)

    async def call(self, method: str, path: str, status: int, **options: Any) -> Any:
        """One call; every answer must be JSON of the described shape, and never kept by anybody."""
        headers = {"Authorization": f"Bearer {self.token}"}
        answer = await self.house.client.request(method, f"/api{path}", headers=headers, **options)
        body = await answer.json()
        assert answer.status == status, body
        assert answer.headers["Cache-Control"] == "no-store"
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        if status >= 400:
            valid(body, "Error")
        return body


def valid(body: Any, name: str) -> None:
    """`body` has the shape that the API's description promises."""
    resolver = RefResolver.from_schema(describe("/api"))
    Draft202012Validator(SCHEMAS[name], resolver=resolver).validate(body)


@pytest.fixture
def official(house: House) -> Caller:
    return Caller(house, Role.OFFICIAL)


async def test_several_claims_and_the_proposed_route(house: House, official: Caller) -> None:
    guess = RouteGuess(route="二", reason="应当先走劳动仲裁", words=("工资",))
    claims = (ClaimProposal(request="把工资发了", nature=Nature.CLAIM, route=guess), ClaimProposal(request="补缴社保"))
    number = file_case(house.register, proposed={"route": guess, "claims": claims})
    case = await official.get(f"/cases/{number}")
    valid(case, "Case")
    assert [(claim["id"], claim["request"]) for claim in case["claims"]] == [(1, "把工资发了"), (2, "补缴社保")]
    assert case["route"] is None
    assert case["proposed_route"] == {
        "route": "二",
        "reason": "应当先走劳动仲裁",
        "words": ["工资"],
        "claims": [{"id": 1, "nature": "claim", "route": "二"}, {"id": 2, "nature": None, "route": "二"}],
    }


async def test_a_case_has_exactly_the_keys_others_rely_on(house: House, official: Caller) -> None:
    number = file_case(
        house.register,
        files=[("现场.png", "image/png", picture(4, 4))],
        risk=({"kind": "minor", "level": "medium", "words": ["孩子"]},),
    )
    take(house.register, number, "accept", route="六", nature="claim", unit="甲局")
    case = await official.get(f"/cases/{number}")
    valid(case, "Case")
    assert set(case) == KEYS
    assert case["region"] == {"code": "360721", "name": "江西省赣州市赣县区"}
    assert case["matter"] == ["自然资源", "土地征收", "安置补偿"]
    assert case["claims"] == [
        {
            "id": 1,
            "request": "请求尽快发放征地补偿款。",
            "matter": ["自然资源", "土地征收", "安置补偿"],
            "unit": "甲局",
            "assisting": [],
            "state": State.ACCEPTED,
            "outcome": None,
            "disposition": None,
            "solved": None,
        }
    ]
    assert case["proposed_route"] is None
    assert case["clocks"][-1] == {
        "id": "C6",
        "article": "34",
        "started": "2026-03-02T09:00:00+08:00",
        "due": "2026-05-01T23:59:59+08:00",
        "state": ClockState.RUNNING,
        "limits_version": 0,
        "calendar_version": 0,
    }
    assert case["risk"] == [{"kind": "minor", "level": "medium"}]
    assert [entry["step"] for entry in case["history"]] == ["registered", "accept"]
    assert case["links"] == []


async def test_personal_fields_come_masked_unless_a_reason_is_given(house: House, official: Caller) -> None:
    number = file_case(house.register)
    case = await official.get(f"/cases/{number}")
    assert case["petitioner"]["name"] == "王**"
    assert case["petitioner"]["phone"] == "138****0001"
    case = await official.get(f"/cases/{number}", unmask="导入省平台")
    assert case["petitioner"] == {
        "name": "王建国",
        "phone": "13800000001",
        "address": "赣县区茅店镇上坝村12号",
        "id_number": "",
        "anonymous": False,
    }
    audit = house.register.for_official(staff_member(house.register, "chen.jing")).audit(5)
    looks = [(entry.who, entry.action, entry.reason) for entry in audit if entry.action != "sign_in"]
    assert looks == [("test", "unmask", "导入省平台")]
    await official.get(f"/cases/{number}", 400, unmask=" ")


@pytest.mark.parametrize("header", [None, "", "Bearer", "Bearer ", "Bearer x", "Basic abc", "Bearer fq_" + "a" * 9000])
async def test_nobody_without_a_token(house: House, header: str | None) -> None:
    headers = {} if header is None else {"Authorization": header}
    if header and len(header) > 8000:
        headers = {"Authorization": header[:5000]}
    for path in ("/cases", "/cases/x", "/cases/x/steps", "/conversations", "/conversations/x"):
        answer = await house.client.get(f"/api{path}", headers=headers)
        assert answer.status == 401
        assert answer.headers["WWW-Authenticate"] == "Bearer"
        assert (await answer.json())["error"]["code"] == "unauthorized"


async def test_a_session_cookie_is_no_token(house: House) -> None:
    visitor = await house.visitor("li.wei")
    await visitor.get("/api/cases")
    assert visitor.status == 401


async def test_a_revoked_or_old_token_is_none(house: House, official: Caller, clock: FakeClock) -> None:
    other = Caller(house, Role.OPERATOR)
    clock.advance(days=366)
    await other.get("/conversations", 401)
    fresh = Caller(house, Role.OFFICIAL)
    await fresh.get("/cases")
    house.register.staff.revoke_token("test")
    await fresh.get("/cases", 401)


@pytest.mark.parametrize(
    ("role", "path"),
    [
        (Role.OPERATOR, "/cases"),
        (Role.OPERATOR, "/cases/360721-20260302-0001"),
        (Role.OPERATOR, "/cases/360721-20260302-0001/steps"),
        (Role.OFFICIAL, "/conversations"),
        (Role.OFFICIAL, "/conversations/telegram:1"),
        (Role.DISCIPLINE, "/conversations"),
    ],
)
async def test_a_role_reads_only_what_is_its_work(house: House, role: Role, path: str) -> None:
    file_case(house.register)
    body = await Caller(house, role).get(path, 403)
    assert body["error"]["code"] == "CASE-002"


async def test_sealed_cases_exist_only_for_the_discipline_role(house: House, official: Caller) -> None:
    number = file_case(house.register, nature=Nature.ACCUSATION)
    for path in (f"/cases/{number}", f"/cases/{number}/steps"):
        assert (await official.get(path, 404))["error"]["code"] == "CASE-001"
    await official.post(f"/cases/{number}/steps", {"step": "note", "version": 1, "text": "x"}, 404)
    assert (await official.get("/cases"))["total"] == 0
    discipline = Caller(house, Role.DISCIPLINE)
    assert (await discipline.get(f"/cases/{number}"))["sealed"] is True
    assert (await discipline.get("/cases"))["total"] == 1


@pytest.mark.parametrize(
    ("query", "total"),
    [
        ({}, 2),
        ({"state": "registered"}, 1),
        ({"nature": "suggestion"}, 1),
        ({"region": "36"}, 1),
        ({"matter": "自然资源"}, 2),
        ({"text": "补偿款"}, 2),
        ({"text": "王建国"}, 2),
        ({"page_size": "1", "page": "2"}, 2),
        ({"page": "9"}, 2),
    ],
)
async def test_the_list_is_filtered_and_paged(
    house: House, official: Caller, query: dict[str, str], total: int
) -> None:
    take(house.register, file_case(house.register, address="1"), "transfer", unit="甲局")
    file_case(house.register, address="2", nature=Nature.SUGGESTION, place_code="440300")
    page = await official.get("/cases", **query)
    valid(page, "CasePage")
    assert page["total"] == total
    size, number = int(query.get("page_size", 25)), int(query.get("page", 1))
    assert len(page["cases"]) == max(0, min(size, total - size * (number - 1)))


@pytest.mark.parametrize(
    "query",
    [
        {"state": "lost"},
        {"nature": "?"},
        {"region": "abc"},
        {"region": "36072100"},
        {"page": "0"},
        {"page": "-1"},
        {"page": "x"},
        {"page": "９"},
        {"page_size": "101"},
        {"page_size": "1" * 500},
    ],
)
async def test_a_filter_that_is_none_is_refused(official: Caller, query: dict[str, str]) -> None:
    body = await official.get("/cases", 400, **query)
    assert body["error"]["code"] == "bad_request"


async def test_the_steps_and_taking_one(house: House, official: Caller) -> None:
    number = file_case(house.register)
    steps = await official.get(f"/cases/{number}/steps")
    valid(steps, "Steps")
    offered = {step["step"] for step in steps["steps"]}
    assert {"transfer", "assign", "accept", "redirect", "note", "correct"} <= offered
    assert not offered & {"reply", "conclude", "sign", "approve"}
    body = {"step": "transfer", "version": steps["version"], "text": "请依法办理", "fields": {"unit": "甲局"}}
    case = await official.post(f"/cases/{number}/steps", body)
    valid(case, "Case")
    assert (case["state"], case["unit"], case["version"]) == ("transferred", "甲局", steps["version"] + 1)
    assert (await official.post(f"/cases/{number}/steps", body, 409))["error"]["code"] == "CASE-004"
    body["version"] = case["version"]
    assert (await official.post(f"/cases/{number}/steps", body, 409))["error"]["code"] == "CASE-003"


@pytest.mark.parametrize(
    ("change", "status", "code"),
    [
        ({"fields": {}}, 422, "CASE-005"),
        ({"fields": {"unit": "甲局", "colour": "red"}}, 422, "CASE-005"),
        ({"fields": {"unit": {"a": [1]}}}, 400, "bad_request"),
        ({"fields": {"unit": "甲局", "text": 5}}, 400, "bad_request"),
        ({"step": "accept", "fields": {"route": ["六"]}}, 400, "bad_request"),
        ({"step": "accept", "fields": {"route": "六", "nature": "x"}}, 422, "CASE-005"),
        ({"step": "accept", "fields": {"route": "六", "matter": [7]}}, 400, "bad_request"),
        ({"step": "correct", "fields": {"region": {"code": 360721}}}, 400, "bad_request"),
        ({"step": "correct", "fields": {"region": {"name": "赣县"}}}, 422, "CASE-005"),
        ({"step": "reject"}, 409, "CASE-003"),
        ({"version": 99}, 409, "CASE-004"),
        ({"version": "1"}, 400, "bad_request"),
        ({"version": True}, 400, "bad_request"),
        ({"version": None}, 400, "bad_request"),
        ({"version": 1.5}, 400, "bad_request"),
        ({"version": 10**30}, 409, "CASE-004"),
        ({"step": ""}, 400, "bad_request"),
        ({"step": ["transfer"]}, 400, "bad_request"),
        ({"text": {"x": 1}}, 400, "bad_request"),
        ({"fields": [1]}, 400, "bad_request"),
        ({"fields": "unit"}, 400, "bad_request"),
        ({"extra": 1}, 400, "bad_request"),
        ({"text": "a\x00b"}, 400, "bad_request"),
        ({"text": "\ud800"}, 400, "bad_request"),
    ],
)
async def test_a_malformed_step_is_refused(
    house: House, official: Caller, change: dict[str, Any], status: int, code: str
) -> None:
    number = file_case(house.register)
    body = {"step": "transfer", "version": 1, "fields": {"unit": "甲局"}} | change
    answer = await official.post(f"/cases/{number}/steps", body, status)
    assert answer["error"]["code"] == code
    assert house.register.status_of(number).state is State.REGISTERED


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ("", 400), ("{", 400), ("[]", 400), ("null", 400), ('"x"', 400), ("NaN", 400), (DEEP, 400),
        ("\xff\xfe", 400), ("{}" + " " * 300_000, 413),
    ],
    ids=["empty", "half", "list", "null", "text", "nan", "deep", "bytes", "huge"],
)  # fmt: skip
async def test_a_body_that_is_no_json_object_is_refused(house: House, official: Caller, body: str, status: int) -> None:
    number = file_case(house.register)
    await official.call("POST", f"/cases/{number}/steps", status, data=body.encode("latin-1"))


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "", 404),
        ("GET", "/nothing", 404),
        ("GET", "/cases/", 404),
        ("GET", "/cases/%00", 404),
        ("GET", "/cases/..%2F..%2Fx", 404),
        ("GET", "/cases/360721-20200101-0001", 404),
        ("DELETE", "/cases", 405),
        ("POST", "/openapi.json", 405),
        ("PUT", "/cases/x/steps", 405),
        ("GET", "/conversations/telegram:0", 403),
    ],
)
async def test_what_is_not_there(official: Caller, method: str, path: str, status: int) -> None:
    await official.call(method, path, status)


async def test_our_own_failure_is_told_without_its_details(official: Caller, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> None:
        raise RuntimeError("password=secret")

    monkeypatch.setattr("cases.desk.Desk.inbox", broken)
    body = await official.get("/cases", 500)
    assert "secret" not in json.dumps(body)
    assert body["error"]["code"].startswith("E-")


async def test_a_busy_database_is_told(official: Caller, monkeypatch: pytest.MonkeyPatch) -> None:
    def busy(*_: object) -> None:
        raise TimeoutError

    monkeypatch.setattr("cases.desk.Desk.inbox", busy)
    assert (await official.get("/cases", 503))["error"]["code"] == "busy"


async def test_conversations(house: House) -> None:
    operator = Caller(house, Role.OPERATOR)
    talk(house, address="1")
    talk(house, address="2", intent="nlu_fallback", confidence=0.2)
    talk(house, address="3", sealed=True)
    page = await operator.get("/conversations")
    valid(page, "ConversationPage")
    assert page["total"] == 2
    page = await operator.get("/conversations", misunderstood="true", channel="telegram", intent="nlu_fallback")
    assert [one["id"] for one in page["conversations"]] == ["telegram:2"]
    await operator.get("/conversations", 400, misunderstood="perhaps")
    await operator.get("/conversations/telegram:3", 404)


@pytest.mark.parametrize("address", ["624181001", "a/b", "甲 乙"])
async def test_a_conversation_is_masked_unless_a_reason_is_given(house: House, address: str) -> None:
    operator = Caller(house, Role.OPERATOR)
    identity = quote(talk(house, address=address, said="我叫王建国，电话13800000001"), safe="")
    transcript = await operator.get(f"/conversations/{identity}")
    valid(transcript, "Transcript")
    assert transcript["turns"][0]["texts"] == ["我叫王**，电话138****0001"]
    transcript = await operator.get(f"/conversations/{identity}", unmask="核对")
    assert transcript["turns"][0]["texts"] == ["我叫王建国，电话13800000001"]
    audit = house.register.for_official(staff_member(house.register, "chen.jing")).audit(5)
    looks = [(entry.action, entry.reason) for entry in audit if entry.action != "sign_in"]
    assert looks == [("conversation", "核对")]
    await operator.get(f"/conversations/{identity}", 400, before="x")
    await operator.get(f"/conversations/{identity}", 404, before="1")
