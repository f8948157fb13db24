from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime

import pytest

from cases import (
    Case,
    Clock,
    ClockState,
    Nature,
    NotAllowed,
    NotFound,
    Official,
    Register,
    State,
    StepIncomplete,
    TakeStep,
    VersionConflict,
    WrongState,
)
from cases.calendar import BEIJING
from tests.support.clock import FakeClock
from tests.support.register import (
    ADMINISTRATOR,
    DISCIPLINE,
    LEADER,
    OFFICIAL,
    OPINION,
    accepted,
    approve_unsealing,
    filed,
    notices,
    replied,
    take,
)


def clock_of(case: Case, name: str) -> Clock:
    (found,) = [clock for clock in case.clocks if clock.id == name]
    return found


def due(case: Case, name: str) -> date:
    return clock_of(case, name).due.astimezone(BEIJING).date()


def running(case: Case) -> list[str]:
    return [clock.id for clock in case.clocks if clock.state is ClockState.RUNNING]


def test_transfer_names_the_unit_and_starts_its_clock(register: Register, clock: FakeClock) -> None:
    number = filed(register).case_number
    clock.advance(days=1)
    case = take(register, number, "transfer", unit="赣县区自然资源局", text="请尽快联系信访人")
    assert (case.state, case.unit, running(case)) == (State.TRANSFERRED, "赣县区自然资源局", ["C3", "C4"])
    assert clock_of(case, "C1").state is ClockState.MET
    assert due(case, "C3") == date(2026, 3, 18)
    entry = case.history[-1]
    assert (entry.by, entry.text, entry.at) == ("李伟", "赣县区自然资源局\n请尽快联系信访人", clock.now)
    told = notices(register)[-1]
    for word in (number, "赣县区自然资源局", "2026年3月3日", "2026年3月18日", "请尽快联系信访人"):
        assert word in told.text
    assert told.key == f"notice:{number}:transfer:2"


def test_a_step_taken_too_late_misses_its_clock(register: Register, clock: FakeClock) -> None:
    number = filed(register).case_number
    clock.now = datetime(2026, 3, 17, 15, 59, 59, tzinfo=UTC)
    assert clock_of(register.for_official(OFFICIAL).case(number), "C1").state is ClockState.RUNNING
    clock.advance(seconds=1)
    assert clock_of(register.for_official(OFFICIAL).case(number), "C1").state is ClockState.MISSED
    assert clock_of(take(register, number, "transfer", unit="局"), "C1").state is ClockState.MISSED


def test_accepting_on_the_sixth_route_gives_sixty_days(register: Register, clock: FakeClock) -> None:
    number = filed(register).case_number
    clock.now = datetime(2026, 3, 17, 2, tzinfo=UTC)
    case = take(register, number, "accept", route="六", nature="claim", matter="农村农业/征地补偿")
    assert (case.state, case.route, case.matter_confidence) == (State.ACCEPTED, "六", 1.0)
    assert due(case, "C6") == date(2026, 5, 16)
    assert clock_of(case, "C6").rolled.astimezone(BEIJING).date() == date(2026, 5, 18)
    assert "2026年5月16日" in notices(register)[-1].text


@pytest.mark.parametrize("route", ["一", "二", "三", "四", "五", "建议", "检举", "咨询"])
def test_no_other_route_has_sixty_days(register: Register, route: str) -> None:
    number = accepted(register, route=route)
    case = register.for_official(OFFICIAL).case(number)
    assert running(case) == []
    assert register.for_official(OFFICIAL).inbox().rows[0].next_due is None
    assert "2026年5月1日" not in notices(register)[-1].text


def test_a_reply_starts_the_petitioners_own_limit(register: Register, clock: FakeClock) -> None:
    number = accepted(register)
    clock.now = datetime(2026, 6, 22, 3, tzinfo=UTC)
    case = take(
        register,
        number,
        "reply",
        text="经查属实，补偿款应当发放。",
        outcome="supported",
        legal_basis="土地管理法第48条",
        served_at="2026-06-20",
    )
    assert clock_of(case, "C6").state is ClockState.MISSED
    assert due(case, "C8") == date(2026, 7, 20)
    told = notices(register)[-1].text
    for word in (number, "支持", "经查属实，", "2026年7月20日", "复查"):
        assert word in told
    assert register.for_official(OFFICIAL).inbox().rows[0].next_due is None


def test_a_reply_on_another_route_starts_none(register: Register) -> None:
    number = accepted(register, route="五")
    case = take(register, number, "reply", text="…", outcome="explained", legal_basis="土地管理法第48条")
    assert running(case) == []
    assert "依据：土地管理法第48条" in notices(register)[-1].text
    assert "复查" not in notices(register)[-1].text


def test_a_reply_cannot_have_been_served_tomorrow(register: Register) -> None:
    number = accepted(register)
    with pytest.raises(StepIncomplete, match="served_at"):
        take(register, number, "reply", **{**OPINION, "served_at": "2026-03-03"})


def test_concluding_leaves_the_right_to_a_review(register: Register) -> None:
    case = take(register, replied(register), "conclude")
    assert (case.state, running(case)) == (State.CONCLUDED, ["C8"])


def test_a_note_tells_the_citizen_nothing(register: Register) -> None:
    number = filed(register).case_number
    before = len(notices(register))
    case = take(register, number, "note", by=ADMINISTRATOR, text="信访人情绪激动")
    assert len(notices(register)) == before
    assert case.history[-1].text == "信访人情绪激动"
    assert "情绪" not in str(register.status_of(number))


def test_notices_go_out_in_english_to_who_writes_english(register: Register) -> None:
    number = filed(register, language="en").case_number
    take(register, number, "transfer", unit="Ganxian Natural Resources Bureau")
    take(register, number, "accept", route="六")
    take(
        register,
        number,
        "reply",
        text="Granted: the money is owed to you.",
        outcome="supported",
        legal_basis="Land Law",
    )
    take(register, number, "conclude")
    for message in notices(register):
        assert number in message.text
        assert "您" not in message.text


def test_correcting_the_region_moves_running_clocks(register: Register) -> None:
    number = filed(register).case_number
    case = take(register, number, "correct", region="110101 东城区", text="地名同名")
    assert (case.region_code, case.region_name, case.number) == ("110101", "东城区", number)
    assert running(case) == ["C1"]
    assert case.history[-1].text == "110101 东城区\n地名同名"


def test_a_corrected_route_takes_its_limit_along(register: Register, clock: FakeClock) -> None:
    number = accepted(register, route="五")
    clock.advance(days=5)
    case = take(register, number, "correct", route="六")
    assert due(case, "C6") == date(2026, 5, 1), "counted from the day it was accepted"
    case = take(register, number, "correct", route="四")
    assert clock_of(case, "C6").state is ClockState.STOPPED
    assert running(case) == []
    case = take(register, number, "correct", route="六")
    assert running(case) == ["C6"]
    assert register.for_official(OFFICIAL).inbox().rows[0].next_clock == "C6"


def test_correcting_a_route_that_stays_changes_no_clock(register: Register) -> None:
    number = accepted(register)
    before = register.for_official(OFFICIAL).case(number).clocks
    assert take(register, number, "correct", route="六").clocks == before


def test_a_route_corrected_after_the_reply_gives_the_review_only(register: Register) -> None:
    number = replied(register, route="五")
    assert running(take(register, number, "correct", route="六")) == ["C8"]


def test_an_accusation_seen_late_is_sealed_at_once(register: Register) -> None:
    number = filed(register).case_number
    case = take(register, number, "correct", nature="accusation")
    assert case.sealed
    with pytest.raises(NotFound):
        register.for_official(OFFICIAL).case(number)
    assert register.for_official(DISCIPLINE).case(number).nature is Nature.ACCUSATION
    with register.transaction() as tx:
        assert tx.connection().exec_driver_sql("SELECT search_text FROM cases").scalar() == ""


def test_only_discipline_opens_what_was_sealed(register: Register) -> None:
    number = filed(register, nature=Nature.ACCUSATION).case_number
    with pytest.raises(NotFound):
        register.for_official(OFFICIAL).take(
            TakeStep(number=number, step="correct", version=1, fields={"nature": "claim"})
        )
    with pytest.raises(NotAllowed, match="second person"):
        take(register, number, "correct", by=DISCIPLINE, nature="claim", text="不涉及个人")
    approve_unsealing(register, number)
    take(register, number, "correct", by=DISCIPLINE, nature="claim", text="不涉及个人")
    assert not register.for_official(OFFICIAL).case(number).sealed
    actions = [entry.action for entry in register.for_official(ADMINISTRATOR).audit()]
    assert actions == ["unseal", "approval_given", "approval_asked"]


@pytest.mark.parametrize("who", [LEADER, ADMINISTRATOR])
def test_legal_steps_are_for_officials(register: Register, who: Official) -> None:
    number = filed(register).case_number
    with pytest.raises(NotAllowed):
        take(register, number, "accept", by=who, route="六")


def test_a_step_on_an_old_version_is_refused(register: Register) -> None:
    number = filed(register).case_number
    take(register, number, "note", text="一")
    stale = TakeStep(number=number, step="transfer", version=1, fields={"unit": "局"})
    with pytest.raises(VersionConflict):
        register.for_official(OFFICIAL).take(stale)


def test_an_unknown_step_or_case_is_refused(register: Register) -> None:
    number = filed(register).case_number
    with pytest.raises(WrongState, match="reject"):
        take(register, number, "reject")
    with pytest.raises(NotFound):
        register.for_official(OFFICIAL).take(TakeStep(number="360721-20260302-0099", step="note", version=1, text="x"))


def test_a_refused_step_leaves_nothing_behind(register: Register) -> None:
    number = filed(register).case_number
    before = register.for_official(OFFICIAL).case(number)
    with pytest.raises(StepIncomplete):
        take(register, number, "accept", route="七")
    assert register.for_official(OFFICIAL).case(number) == before
    assert len(notices(register)) == 1


def test_two_officials_at_once_take_one_step(register: Register) -> None:
    number = filed(register).case_number

    def transfer(unit: str) -> bool:
        command = TakeStep(number=number, step="transfer", version=1, fields={"unit": unit})
        try:
            register.for_official(OFFICIAL).take(command)
        except VersionConflict:
            return False
        return True

    with ThreadPoolExecutor(4) as pool:
        taken = list(pool.map(transfer, ["甲局", "乙局", "丙局", "丁局"]))
    assert sum(taken) == 1
    case = register.for_official(OFFICIAL).case(number)
    assert [entry.step for entry in case.history] == ["registered", "transfer"]
    assert len(notices(register)) == 2


def test_another_unit_has_its_own_time_to_answer_and_to_object(register: Register, clock: FakeClock) -> None:
    number = filed(register).case_number
    take(register, number, "transfer", unit="县局")
    clock.advance(days=1)
    first = take(register, number, "accept", route="六").accepted_at
    clock.advance(days=9)
    case = take(register, number, "escalate", unit="市局", text="县里长期没有解决")
    assert running(case) == ["C6", "C3", "C4"]
    (told,) = [one for one in case.clocks if one.id == "C3" and one.state is ClockState.RUNNING]
    assert told.due.astimezone(BEIJING).date() == date(2026, 3, 27)
    clock.advance(days=1)
    take(register, number, "object", text="不属于本局职权范围")
    take(register, number, "keep_with_unit", text="属于你局职权范围")
    clock.advance(days=1)
    case = take(register, number, "accept", route="六")
    assert (case.accepted_at, running(case), due(case, "C6")) == (first, ["C6"], date(2026, 5, 2))
    assert "2026年5月2日" in notices(register)[-1].text
    case = take(register, number, "correct_date", which="accepted_at", day="2026-03-02", text="当天就受理了")
    assert due(case, "C6") == date(2026, 5, 1)


def test_a_unit_that_takes_over_a_transfer_does_not_inherit_its_days(register: Register, clock: FakeClock) -> None:
    number = filed(register).case_number
    take(register, number, "transfer", unit="县局")
    clock.advance(days=20)
    case = take(register, number, "escalate", unit="市局", text="县里没有签收")
    assert [one.state for one in case.clocks if one.id == "C3"] == [ClockState.MISSED, ClockState.RUNNING]
    assert take(register, number, "object", text="不属于本局职权范围").state is State.OBJECTED


def test_the_day_a_supervision_sets_is_a_limit(register: Register, clock: FakeClock) -> None:
    number = accepted(register)
    case = take(register, number, "supervise", text="请加快办理")
    assert running(case) == ["C6"]
    case = take(register, number, "supervise", text="请在十日内办完", due_on="2026-03-12")
    assert (running(case), due(case, "M2")) == (["C6", "M2"], date(2026, 3, 12))
    case = take(register, number, "supervise", text="再宽几天", due_on="2026-03-18")
    assert due(case, "M2") == date(2026, 3, 18)
    line = register.for_official(OFFICIAL).inbox().rows[0]
    assert line.next_clock == "M2"
    clock.advance(days=15)
    register.sweep()
    assert [one.clock for one in register.for_official(OFFICIAL).warnings()] == ["M2"]
    assert clock_of(take(register, number, "reply", **OPINION), "M2").state is ClockState.MET
