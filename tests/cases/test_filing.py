from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest

from cases import (
    CaseFilter,
    Clock,
    ClockEvent,
    ClockState,
    DraftChanged,
    DraftIncomplete,
    DraftState,
    FilePetition,
    Nature,
    NotFound,
    Register,
    State,
    WrongState,
)
from tests.support.clock import FakeClock
from tests.support.register import DISCIPLINE, OFFICIAL, file, filed, notices, told


@pytest.mark.usefixtures("in_a_row")
def test_filing_makes_a_case_of_what_was_told(register: Register, clock: FakeClock) -> None:
    draft = told(register, affected_count=30, public_ok=True)
    result = file(register, draft)
    case = register.for_official(OFFICIAL).case(result.case_number, unmask="核实")
    assert result.created
    assert result.code == draft.code
    assert case.number == "360721-20260302-0001"
    assert (case.state, case.nature, case.version) == (State.REGISTERED, Nature.CLAIM, 1)
    assert (case.region_code, case.region_name) == ("360721", "江西省赣州市赣县区")
    assert (case.facts, case.request) == (draft.values["facts"], draft.values["request"])
    assert (case.petitioner_name, case.petitioner_phone) == ("王建国", "138 0000 0001")
    assert (case.affected_count, case.public_ok, case.anonymous, case.sealed) == (30, True, False, False)
    assert case.matter == ("农村农业", "征地补偿")
    assert case.received_at == clock.now
    assert [entry.step for entry in case.history] == ["registered"]
    filed_draft = register.drafts.get(draft.id)
    assert (filed_draft.state, filed_draft.case_number) == (DraftState.FILED, case.number)


def test_the_first_clock_runs_from_the_filing(register: Register, clock: FakeClock) -> None:
    case = register.for_official(OFFICIAL).case(filed(register).case_number)
    last_moment = datetime(2026, 3, 17, 15, 59, 59, tzinfo=UTC)
    assert case.clocks == (
        Clock(
            id="C1",
            article="22(1)",
            label="登记并转送、交办",
            started=clock.now,
            due=last_moment,
            rolled=last_moment,
            state=ClockState.RUNNING,
            days=15,
            limits_version=0,
            calendar_version=0,
            events=(ClockEvent(at=clock.now, kind="started", article="22(1)", detail=""),),
        ),
    )


def test_the_receipt_says_what_happens_next(register: Register) -> None:
    result = filed(register)
    (receipt,) = notices(register)
    for word in (result.case_number, result.code, "2026年3月17日", "信访部门", "随时"):
        assert word in receipt.text
    assert receipt.key == f"notice:{result.case_number}:registered"
    assert receipt.custom == {"case": {"number": result.case_number, "query_code": result.code}}
    assert receipt.case_number == result.case_number


def test_the_receipt_speaks_the_citizens_language(register: Register) -> None:
    result = filed(register, language="en")
    (receipt,) = notices(register)
    assert "Your petition has been registered." in receipt.text
    assert "17 March 2026" in receipt.text
    assert result.code in receipt.text


def test_filing_again_gives_the_same_case(register: Register) -> None:
    draft = told(register)
    first = file(register, draft)
    again = register.file(FilePetition(draft_id=draft.id, draft_version=draft.version + 5))
    assert (again.case_number, again.code, again.created) == (first.case_number, first.code, False)
    assert len(notices(register)) == 1
    assert register.for_official(OFFICIAL).inbox().total == 1


def test_a_draft_that_changed_since_it_was_shown_is_not_filed(register: Register) -> None:
    draft = told(register)
    register.drafts.save(draft.id, {"place": "别处"})
    with pytest.raises(DraftChanged):
        file(register, draft)
    assert register.for_official(OFFICIAL).inbox().total == 0
    assert notices(register) == []


@pytest.mark.parametrize("facts", [None, "", "  \n"])
def test_without_facts_nothing_can_be_filed(register: Register, facts: str | None) -> None:
    with pytest.raises(DraftIncomplete, match="facts"):
        filed(register, facts=facts)


def test_nothing_else_is_a_reason_to_refuse(register: Register) -> None:
    draft = register.drafts.open("web", "citizen")
    draft = register.drafts.save(draft.id, {"facts": "路灯坏了"})
    case = register.for_official(OFFICIAL).case(file(register, draft, nature=None).case_number)
    assert case.anonymous
    assert case.number.startswith("000000-")
    assert (case.nature, case.affected_count, case.petitioner_phone) == (None, None, "")


def test_who_asks_to_stay_anonymous_is(register: Register) -> None:
    number = filed(register, anonymous=True).case_number
    assert register.for_official(OFFICIAL).case(number).anonymous


def test_a_cancelled_or_unknown_draft_cannot_be_filed(register: Register) -> None:
    draft = told(register)
    register.drafts.cancel(draft.id)
    with pytest.raises(WrongState):
        file(register, draft)
    with pytest.raises(NotFound):
        register.file(FilePetition(draft_id="nothing", draft_version=1))


def test_an_accusation_is_sealed(register: Register) -> None:
    result = filed(register, nature=Nature.ACCUSATION)
    (receipt,) = notices(register)
    assert "12388" in receipt.text
    assert result.code in receipt.text
    assert "下坝村" not in receipt.text
    case = register.for_official(DISCIPLINE).case(result.case_number)
    assert case.sealed
    with pytest.raises(NotFound):
        register.for_official(OFFICIAL).case(result.case_number)


def test_what_was_sealed_while_it_was_told_stays_sealed(register: Register) -> None:
    number = filed(register, nature=Nature.CLAIM, sealed=True).case_number
    assert register.for_official(DISCIPLINE).case(number).sealed


def test_a_sealed_case_leaves_no_readable_word(register: Register) -> None:
    filed(register, nature=Nature.ACCUSATION)
    with register.transaction() as tx:
        connection = tx.connection()
        rows = [connection.exec_driver_sql(f"SELECT * FROM {table}").all() for table in ("cases", "outbox", "drafts")]  # noqa: S608
    assert not any(word in str(rows) for word in ("王建国", "村委会", "修路", "13800000001", "梅林镇"))


def test_an_open_case_keeps_personal_data_unreadable(register: Register) -> None:
    filed(register)
    with register.transaction() as tx:
        row = str(tx.connection().exec_driver_sql("SELECT * FROM cases").all())
    assert "修路" in row
    assert not any(word in row for word in ("王建国", "13800000001", "138 0000 0001", "12号", "360721197001011234"))


def test_evidence_follows_the_draft_into_the_case(register: Register, clock: FakeClock) -> None:
    draft = told(register)
    kept = register.evidence.keep(b"photo", name="a.jpg", media_type="image/jpeg", kind="photo", draft_id=draft.id)
    clock.advance(hours=1)
    case = register.for_official(OFFICIAL).case(file(register, draft).case_number)
    assert case.evidence == (kept,)


@pytest.mark.usefixtures("in_a_row")
def test_numbers_count_by_region_and_beijing_day(register: Register, clock: FakeClock) -> None:
    clock.now = datetime(2026, 3, 2, 15, 59, tzinfo=UTC)
    numbers = [filed(register, address=str(i)).case_number for i in range(2)]
    numbers.append(filed(register, address="x", place_code="110101").case_number)
    clock.advance(minutes=2)
    numbers.append(filed(register, address="y").case_number)
    assert numbers == [
        "360721-20260302-0001",
        "360721-20260302-0002",
        "110101-20260302-0001",
        "360721-20260303-0001",
    ]


@pytest.mark.usefixtures("in_a_row")
def test_a_refused_filing_uses_up_no_number(register: Register) -> None:
    with pytest.raises(DraftIncomplete):
        filed(register, address="a", facts=None)
    assert filed(register, address="b").case_number.endswith("-0001")


def test_many_file_at_once(register: Register) -> None:
    drafts = [told(register, address=str(i)) for i in range(12)]
    with ThreadPoolExecutor(6) as pool:
        results = list(pool.map(lambda draft: file(register, draft), drafts))
    assert len({result.case_number for result in results}) == 12
    assert register.for_official(OFFICIAL).inbox(CaseFilter(page_size=50)).total == 12


def test_the_same_draft_filed_at_once_is_one_case(register: Register) -> None:
    draft = told(register)
    with ThreadPoolExecutor(6) as pool:
        results = list(pool.map(lambda _: file(register, draft), range(6)))
    assert len({result.case_number for result in results}) == 1
    assert sum(result.created for result in results) == 1
    assert len(notices(register)) == 1


def test_the_clock_is_read_once_per_filing(register: Register, clock: FakeClock) -> None:
    case = register.for_official(OFFICIAL).case(filed(register).case_number)
    clock.advance(days=1)
    assert case.received_at == case.clocks[0].started == case.history[0].at == clock.now - timedelta(days=1)
