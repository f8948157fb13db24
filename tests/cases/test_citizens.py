import pytest

from cases import Nature, NotFound, Register, State
from tests.support.clock import FakeClock
from tests.support.register import OFFICIAL, accepted, filed, replied, take


def test_number_and_code_find_a_case(register: Register) -> None:
    result = filed(register)
    take(register, result.case_number, "note", text="内部")
    for number, code in [
        (result.case_number, result.code),
        (f" {result.case_number} ", result.code.lower().replace("-", " ")),
    ]:
        case = register.find(number, code)
        assert case is not None
        assert (case.number, case.state, case.masked) == (result.case_number, State.REGISTERED, True)


def test_what_a_citizen_finds_is_masked_and_holds_nothing_internal(register: Register) -> None:
    result = filed(register)
    take(register, result.case_number, "note", text="信访人情绪激动")
    case = register.find(result.case_number, result.code)
    assert case is not None
    assert (case.petitioner_name, case.petitioner_phone) == ("王**", "138****0001")
    assert (case.risk, case.matter_words, case.contact, case.channel, case.address) == ((), (), None, "", "")
    assert [(entry.step, entry.text, entry.by) for entry in case.history] == [("registered", "已登记", "")]


@pytest.mark.parametrize(("number", "code"), [("own", "other"), ("other", "own"), ("own", ""), ("", "own"), ("", "")])
def test_anything_else_finds_nothing(register: Register, number: str, code: str) -> None:
    own, other = filed(register, address="a"), filed(register, address="b")
    numbers, codes = {"own": own.case_number, "other": other.case_number}, {"own": own.code, "other": other.code}
    assert register.find(numbers.get(number, ""), codes.get(code, "")) is None


def test_the_accuser_finds_the_sealed_case(register: Register) -> None:
    result = filed(register, nature=Nature.ACCUSATION)
    assert register.find(result.case_number, result.code) is not None


def test_the_cases_of_a_conversation(register: Register) -> None:
    first = filed(register).case_number
    second = filed(register, nature=Nature.ACCUSATION).case_number
    filed(register, address="another")
    rows = register.cases_of("web", "citizen")
    assert [row.number for row in rows] == [second, first]
    assert [row.summary != "" for row in rows] == [False, True], "a sealed case shows no word of what it is about"
    assert register.cases_of("telegram", "citizen") == []


def test_the_status_tells_what_comes_next(register: Register, clock: FakeClock) -> None:
    number = filed(register).case_number
    status = register.status_of(number)
    assert (status.state, status.since, status.unit, status.next_clock) == (State.REGISTERED, clock.now, "", "C1")
    clock.advance(days=2)
    take(register, number, "transfer", unit="赣县区自然资源局")
    clock.advance(days=1)
    take(register, number, "note", text="内部")
    status = register.status_of(number)
    assert (status.state, status.unit, status.next_clock) == (State.TRANSFERRED, "赣县区自然资源局", "C3")
    assert (clock.now - status.since).days == 1
    assert [(step, text) for _, step, text in status.history] == [
        ("registered", "已登记"),
        ("transfer", "已转送给赣县区自然资源局"),
    ]


def test_the_status_after_a_reply_names_the_citizens_own_limit(register: Register) -> None:
    status = register.status_of(replied(register))
    assert status.next_clock == "C8"
    assert status.history[-1][2] == "已答复：支持\n经查，补偿款应当发放。\n依据：《土地管理法》第四十八条"


def test_a_limit_that_was_missed_is_still_told(register: Register, clock: FakeClock) -> None:
    number = filed(register).case_number
    clock.advance(days=40)
    status = register.status_of(number)
    assert (status.next_clock, status.next_due is not None) == ("C1", True)


def test_without_a_limit_there_is_no_date(register: Register) -> None:
    assert register.status_of(accepted(register, route="五")).next_due is None


def test_the_status_of_nothing_is_not_found(register: Register) -> None:
    with pytest.raises(NotFound):
        register.status_of("360721-20260302-0001")


def supplement(register: Register, number: str, text: str, *, source: str = "m9", address: str = "citizen") -> None:
    register.supplement(number, text, source=source, channel="web", address=address)


def test_a_citizen_adds_to_a_case(register: Register) -> None:
    number = filed(register).case_number
    supplement(register, number, "昨天又来人了，电话13900000002")
    case = register.for_official(OFFICIAL).case(number)
    assert (case.history[-1].step, case.history[-1].by) == ("supplement", "petitioner")
    assert case.history[-1].text == "昨天又来人了，电话139****0002"
    assert case.version == 2, "an official must read it before the next step"
    assert register.status_of(number).history[-1][1:] == ("supplement", "昨天又来人了，电话13900000002")


def test_the_same_message_is_added_once_and_its_edit_replaces_it(register: Register) -> None:
    number = filed(register).case_number
    supplement(register, number, "昨天又来人了")
    supplement(register, number, "昨天又来人了")
    assert register.for_official(OFFICIAL).case(number).version == 2
    supplement(register, number, "前天又来人了")
    supplement(register, number, "还有照片", source="m10")
    case = register.for_official(OFFICIAL).case(number)
    assert [entry.text for entry in case.history[1:]] == ["前天又来人了", "还有照片"]
    assert case.version == 4


def test_nobody_adds_to_somebody_elses_case(register: Register) -> None:
    number = filed(register).case_number
    with pytest.raises(NotFound):
        supplement(register, number, "x", address="another")
    with pytest.raises(NotFound):
        supplement(register, "360721-20260302-0099", "x")
    with pytest.raises(NotFound):
        register.supplement(number, "x", source="m9", channel="web", address="another", code="2222-2222-22222")


def test_the_code_lets_a_citizen_add_from_elsewhere(register: Register) -> None:
    result = filed(register)
    register.supplement(result.case_number, "x", source="m9", channel="telegram", address="7", code=result.code.lower())
    assert register.status_of(result.case_number).history[-1][2] == "x"
