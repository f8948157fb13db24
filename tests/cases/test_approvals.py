"""What takes two people: asked with a reason, decided by somebody else, used once, over after a while."""

import pytest

from cases import Nature, NotAllowed, NotFound, Official, Register, StepIncomplete, WrongState
from cases.approvals import VALID_HOURS
from tests.support.clock import FakeClock
from tests.support.register import DISCIPLINE, LEADER, OFFICIAL, SECOND, filed


def ask(register: Register, *, by: Official = OFFICIAL, subject: str = "2026 年 3 月") -> int:
    return register.approvals.request("bulk_export", subject, reason="年度报告", by=by).id


def test_an_approved_request_is_used_once(register: Register) -> None:
    register.approvals.decide(ask(register), approve=True, by=LEADER)
    register.approvals.require("bulk_export", "2026 年 3 月", by=OFFICIAL)
    with pytest.raises(NotAllowed):
        register.approvals.require("bulk_export", "2026 年 3 月", by=OFFICIAL)


def test_what_was_not_approved_is_not_allowed(register: Register) -> None:
    asked = ask(register)
    with pytest.raises(NotAllowed):
        register.approvals.require("bulk_export", "2026 年 3 月", by=OFFICIAL)
    register.approvals.decide(asked, approve=False, by=LEADER, note="范围太大")
    with pytest.raises(NotAllowed):
        register.approvals.require("bulk_export", "2026 年 3 月", by=OFFICIAL)
    with pytest.raises(WrongState):
        register.approvals.decide(asked, approve=True, by=LEADER)


def test_an_approval_is_for_one_person_and_one_thing(register: Register) -> None:
    register.approvals.decide(ask(register), approve=True, by=LEADER)
    for subject, by in (("2026 年 4 月", OFFICIAL), ("2026 年 3 月", DISCIPLINE)):
        with pytest.raises(NotAllowed):
            register.approvals.require("bulk_export", subject, by=by)


def test_nobody_decides_on_their_own_request_or_without_the_role(register: Register) -> None:
    with pytest.raises(NotAllowed, match="second person"):
        register.approvals.decide(ask(register, by=LEADER), approve=True, by=LEADER)
    with pytest.raises(NotAllowed):
        register.approvals.decide(ask(register, by=LEADER), approve=True, by=OFFICIAL)


def test_requests_and_approvals_expire(register: Register, clock: FakeClock) -> None:
    first, second = ask(register), ask(register)
    register.approvals.decide(first, approve=True, by=LEADER)
    clock.advance(hours=VALID_HOURS)
    with pytest.raises(WrongState):
        register.approvals.decide(second, approve=True, by=LEADER)
    with pytest.raises(NotAllowed):
        register.approvals.require("bulk_export", "2026 年 3 月", by=OFFICIAL)


def test_a_reason_is_needed(register: Register) -> None:
    with pytest.raises(StepIncomplete):
        register.approvals.request("bulk_export", "all", reason=" ", by=OFFICIAL)


def test_unsealing_is_asked_for_and_shown_only_where_the_case_is_seen(register: Register) -> None:
    number = filed(register, nature=Nature.ACCUSATION).case_number
    with pytest.raises(NotFound):
        register.approvals.request("unseal", number, reason="不涉及个人", by=OFFICIAL)
    asked = register.approvals.request("unseal", number, reason="不涉及个人", by=DISCIPLINE)
    assert [one.subject for one in register.approvals.list(by=SECOND)] == [number]
    assert register.approvals.list(by=LEADER) == []
    with pytest.raises(NotFound):
        register.approvals.decide(asked.id, approve=True, by=LEADER)
