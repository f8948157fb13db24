"""Settings of the office: checked before they hold, versioned, followed by every process, never longer than the law."""

from datetime import date
from typing import Any

import pytest
from sqlalchemy.exc import SQLAlchemyError

from cases import (
    EvaluationState,
    NotAllowed,
    NotFound,
    Official,
    PolicyInvalid,
    PolicyKind,
    Register,
    StepIncomplete,
    VersionConflict,
)
from cases.policies import REREAD_SECONDS, Policies
from cases.policies.shapes import shipped_body
from storage import Database
from tests.support.clock import FakeClock
from tests.support.register import ADMINISTRATOR, OFFICIAL, OPERATOR, accepted, filed, notices, replied, take


def change(register: Register, kind: PolicyKind, body: dict[str, Any], *, by: Official = ADMINISTRATOR) -> int:
    seen = register.policies.versions(by, kind)[0].version
    return register.policies.change(by, kind, body, seen=seen, reason="地方规定").version


def due(register: Register, number: str, clock: str) -> date:
    case = register.for_official(OFFICIAL).case(number)
    return next(one.due for one in case.clocks if one.id == clock).date()


def test_a_limit_of_a_region_holds_from_now_on_and_earlier_clocks_stay(register: Register) -> None:
    before = filed(register).case_number
    assert due(register, before, "C1") == date(2026, 3, 17)
    change(register, PolicyKind.LIMITS, {"clocks": {"C1": {"regions": {"3607": 5}}}})
    assert due(register, filed(register, address="later").case_number, "C1") == date(2026, 3, 7)
    assert due(register, before, "C1") == date(2026, 3, 17)
    elsewhere = filed(register, address="far", place_code="110101", place_name="北京市东城区").case_number
    assert due(register, elsewhere, "C1") == date(2026, 3, 17)


def counted_by(register: Register, number: str, clock: str) -> tuple[int | None, int | None]:
    """The versions of limits and local days that a limit was counted by."""
    case = register.for_official(OFFICIAL).case(number)
    return next((one.limits_version, one.calendar_version) for one in case.clocks if one.id == clock)


def test_a_clock_says_by_which_version_it_was_counted_and_what_is_counted_again_says_the_newer(
    register: Register, clock: FakeClock
) -> None:
    before = filed(register).case_number
    change(register, PolicyKind.LIMITS, {"clocks": {"C1": {"regions": {"3607": 5}}}})
    change(register, PolicyKind.CALENDAR, {"days": {"2026-03-17": {"working": False, "name": "本地纪念日"}}})
    later = filed(register, address="later").case_number
    assert counted_by(register, before, "C1") == (0, 0)
    assert counted_by(register, later, "C1") == (1, 1)
    clock.advance(days=1)
    take(register, before, "correct_date", which="received_at", day="2026-03-01", text="窗口登记晚了一天")
    # Its days are those that held when it started; only its end was counted again.
    assert (due(register, before, "C1"), counted_by(register, before, "C1")) == (date(2026, 3, 16), (0, 1))
    take(register, before, "correct", region="360722", text="地点有误")
    assert (due(register, before, "C1"), counted_by(register, before, "C1")) == (date(2026, 3, 6), (1, 1))


@pytest.mark.parametrize(
    ("kind", "body", "why"),
    [
        (PolicyKind.LIMITS, {"clocks": {"C6": {"days": 61}}}, "60 days at most"),
        (PolicyKind.LIMITS, {"clocks": {"C6": {"regions": {"36": 90}}}}, "60 days at most"),
        (PolicyKind.LIMITS, {"clocks": {"C8": {"days": 10}}}, "gives the petitioner 30 days"),
        (PolicyKind.LIMITS, {"clocks": {"C99": {"days": 10}}}, "no limit C99"),
        (PolicyKind.LIMITS, {"clocks": {"C6": {"regions": {"赣县": 10}}}}, "region code"),
        (PolicyKind.LIMITS, {"clocks": {"C6": {"article": "1"}}}, "article"),
        (PolicyKind.LIMITS, {"clocks": {"C6": {"days": 0}}}, "days"),
        (PolicyKind.CALENDAR, {"days": {"soon": {"working": False, "name": "三月三"}}}, "days"),
        (PolicyKind.CALENDAR, {"days": {"2026-04-19": {"working": False, "name": ""}}}, "name"),
        (PolicyKind.NOTICES, {"wordings": {"goodbye": [{"zh": "再见", "en": "Bye"}]}}, "no notice goodbye"),
        (PolicyKind.NOTICES, {"wordings": {"conclude": [{"zh": "{secret}", "en": "Done"}]}}, "secret"),
        (PolicyKind.NOTICES, {"wordings": {"conclude": [{"zh": "办结了", "en": "Done"}]}}, "must be told number"),
        (PolicyKind.NOTICES, {"wordings": {"registered": [{"zh": "{number}{code}{due}", "en": "-"}]}}, "cases"),
        (PolicyKind.PAPERS, {"offices": {"36": {"name": "江西省信访局", "sign": "赣信访"},
                                         "3607": {"name": "赣州市信访局", "sign": "赣信访"}}}, "share their numbers"),
        (PolicyKind.PAPERS, {"offices": {"jx": {"name": "江西省信访局", "sign": "赣信访"}}}, "region code"),
        (PolicyKind.HELPLINES, {"lines": {}, "kinds": {}}, "dangers without numbers"),
        (PolicyKind.TIMERS, {"unfiled_months": 0}, "unfiled_months"),
        (PolicyKind.TIMERS, {"forever": 1}, "forever"),
    ],
)  # fmt: skip
def test_what_contradicts_itself_or_the_law_is_not_taken(
    register: Register, kind: PolicyKind, body: dict[str, Any], why: str
) -> None:
    with pytest.raises(PolicyInvalid, match=why):
        change(register, kind, body)
    assert [one.version for one in register.policies.versions(ADMINISTRATOR, kind)] == [0]


def test_a_paper_cannot_lose_what_the_law_wants_in_it(register: Register) -> None:
    template = register.policies.now.templates["opinion"].model_dump(mode="json")
    template["parts"] = [part for part in template["parts"] if part["id"] != "remedy"]
    with pytest.raises(PolicyInvalid, match="the law wants remedy"):
        change(register, PolicyKind.PAPERS, {"templates": {"opinion": template}})
    template = register.policies.now.templates["opinion"].model_dump(mode="json")
    template["parts"][0]["text"] = "{% if %}"
    with pytest.raises(PolicyInvalid, match="claims"):
        change(register, PolicyKind.PAPERS, {"templates": {"opinion": template}})


def test_local_days_move_working_day_limits(register: Register) -> None:
    assert register.policies.now.is_working_day(date(2026, 3, 10))
    change(register, PolicyKind.CALENDAR, {"days": {"2026-03-17": {"working": False, "name": "本地纪念日"}}})
    number = filed(register).case_number
    case = register.for_official(OFFICIAL).case(number)
    assert [one.rolled.date() for one in case.clocks if one.id == "C1"] == [date(2026, 3, 18)]


def test_citizens_are_told_in_the_new_words(register: Register) -> None:
    words = {"zh": "新的话：{number} {date}{message}", "en": "New words: {number} {date}{message}"}
    change(register, PolicyKind.NOTICES, {"wordings": {"conclude": [words]}})
    text = register.policies.rules().notices.text(
        "conclude", language="zh", facts={}, values={"number": "1", "date": "今天", "message": ""}
    )
    assert text == "新的话：1 今天"
    with pytest.raises(KeyError):
        register.policies.rules().notices.text("goodbye", language="zh", facts={}, values={})


def test_offices_sign_their_numbers_and_a_paper_keeps_the_form_it_was_drafted_in(register: Register) -> None:
    number = accepted(register)
    desk = register.papers.for_official(OFFICIAL)
    old = desk.draft(number, "opinion")
    template = register.policies.now.templates["opinion"].model_dump(mode="json")
    template["parts"].append({"id": "thanks", "zh": "致谢", "en": "Thanks", "text": "感谢您的监督。"})
    offices = {"36": {"name": "江西省信访局", "sign": "赣信访"}, "360721": {"name": "赣县区信访局", "sign": "赣县信访"}}
    change(register, PolicyKind.PAPERS, {"templates": {"opinion": template}, "offices": offices})
    new = desk.draft(number, "transfer"), desk.draft(number, "opinion")
    assert new[0].contents["office"] == "赣县区信访局"
    assert "thanks" in new[1].contents
    assert "thanks" not in {part.name for part in desk.read(old.line.id).parts}
    office = register.policies.now.office
    assert (office("360721").sign, office("360102").sign, office("330106").sign) == ("赣县信访", "赣信访", "浙信访")


def test_earlier_versions_are_shown_and_can_be_brought_back(register: Register) -> None:
    kind = PolicyKind.TIMERS
    change(register, kind, {"urge_days": 5})
    change(register, kind, {"urge_days": 9})
    policies = register.policies
    assert policies.now.timers.urge_days == 9
    back = policies.bring_back(ADMINISTRATOR, kind, 1, seen=2, reason="九天太久")
    assert (back.version, policies.now.timers.urge_days) == (3, 5)
    policies.bring_back(ADMINISTRATOR, kind, 0, seen=3, reason="按出厂设置")
    assert policies.now.timers.urge_days == 7
    assert [(one.version, one.reason) for one in policies.versions(ADMINISTRATOR, kind)] == [
        (4, "按出厂设置"),
        (3, "九天太久"),
        (2, "地方规定"),
        (1, "地方规定"),
        (0, ""),
    ]
    assert policies.body(ADMINISTRATOR, kind, 2)[1]["urge_days"] == 9
    with pytest.raises(NotFound):
        policies.body(ADMINISTRATOR, kind, 77)


def test_two_administrators_at_once_and_a_change_without_a_reason(register: Register) -> None:
    change(register, PolicyKind.TIMERS, {"urge_days": 5})
    with pytest.raises(VersionConflict):
        register.policies.change(ADMINISTRATOR, PolicyKind.TIMERS, {"urge_days": 6}, seen=0, reason="同时")
    with pytest.raises(StepIncomplete):
        register.policies.change(ADMINISTRATOR, PolicyKind.TIMERS, {"urge_days": 6}, seen=1, reason=" ")


@pytest.mark.parametrize("who", [OFFICIAL, OPERATOR])
def test_only_administrators_see_and_change_settings(register: Register, who: Official) -> None:
    for refused in (
        lambda: register.policies.change(who, PolicyKind.TIMERS, {}, seen=0, reason="试试"),
        lambda: register.policies.body(who, PolicyKind.TIMERS),
        lambda: register.policies.versions(who, PolicyKind.TIMERS),
    ):
        with pytest.raises(NotAllowed):
            refused()


def test_every_change_is_in_the_audit(register: Register) -> None:
    change(register, PolicyKind.TIMERS, {"urge_days": 5})
    entry = register.for_official(ADMINISTRATOR).audit()[0]
    assert (entry.who, entry.action, entry.subject, entry.reason) == ("陈静", "settings", "timers 1", "地方规定")


def test_another_process_follows_without_a_restart_and_asks_seldom(
    register: Register, database: Database, clock: FakeClock
) -> None:
    seconds = 0.0
    other = Policies(database, clock=clock, monotonic=lambda: seconds)
    assert other.now.timers.urge_days == 7
    change(register, PolicyKind.TIMERS, {"urge_days": 5})
    assert other.now.timers.urge_days == 7
    seconds = REREAD_SECONDS
    assert other.now.timers.urge_days == 5


def test_what_was_in_force_stays_so_while_the_database_is_away(
    register: Register, database: Database, clock: FakeClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    change(register, PolicyKind.TIMERS, {"urge_days": 5})
    moment = 0.0
    other = Policies(database, clock=clock, monotonic=lambda: moment)
    assert other.now.timers.urge_days == 5
    away = SQLAlchemyError("the database is away")

    def no_reading() -> None:
        raise away

    monkeypatch.setattr(database, "read", no_reading)
    moment = REREAD_SECONDS
    assert other.now.timers.urge_days == 5


def test_the_shipped_table_of_helplines_is_whole() -> None:
    body = shipped_body(PolicyKind.HELPLINES)
    assert body["lines"]["110"]["zh"] == "报警"


def test_helplines_follow_the_settings(register: Register) -> None:
    body = shipped_body(PolicyKind.HELPLINES)
    body["lines"]["0797-110"] = {
        "zh": "本地报警", "en": "local police", "open": "always", "source": "公安局", "checked": "2026-03-01"
    }  # fmt: skip
    body["regions"] = {"3607": {"violence": ["0797-110"]}}
    change(register, PolicyKind.HELPLINES, body)
    table = register.policies.now.helplines
    assert table.regions["3607"]["violence"] == ("0797-110",)
    assert table.lines["0797-110"].checked == date(2026, 3, 1)


def test_steps_go_on_after_the_settings_changed(register: Register) -> None:
    number = accepted(register)
    change(register, PolicyKind.LIMITS, {"clocks": {"C6": {"days": 45}}})
    case = take(register, number, "note", text="看过")
    assert case.number == number


def test_the_window_for_ratings_and_what_is_said_of_a_deletion_follow_the_settings(
    register: Register, clock: FakeClock
) -> None:
    number = replied(register)
    change(register, PolicyKind.TIMERS, {"evaluation_days": 3})
    assert {one.state for one in register.evaluations.of(number)} == {EvaluationState.OPEN}
    clock.advance(days=5)
    assert {one.state for one in register.evaluations.of(number)} == {EvaluationState.LAPSED}
    wording = [one.model_dump() | {"zh": "本地说法：" + one.zh} for one in register.policies.now.wordings["deletion"]]
    change(register, PolicyKind.NOTICES, {"wordings": {"deletion": wording}})
    register.deletions.ask("web", "citizen", source="m1")
    (wish,) = register.deletions.waiting(ADMINISTRATOR)
    register.deletions.decide(ADMINISTRATOR, wish.id, grant=False, answer="要留着")
    assert any(one.text.startswith("本地说法：") for one in notices(register))
