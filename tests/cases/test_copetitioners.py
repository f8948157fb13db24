"""Each confirms for themselves; five represent; a sealed case has nobody beside its accuser."""

from typing import Any

import pytest

from cases import Group, Join, JoinKind, Nature, NotFound, Register, WrongState
from tests.support.register import OFFICIAL, TOLD, filed, notices, take


def code_of(register: Register, number: str) -> str:
    """The join code, as the first petitioner asks for it."""
    return register.copetitioners.invite(number, channel="web", address="citizen")


def join(register: Register, code: str, address: str, **changes: Any) -> Group:
    """Sign in a chat of one's own."""
    given = {"name": "李秀英", "phone": "13900000002", "channel": "web", "address": address, **changes}
    return register.copetitioners.join(Join(code=code, **given))


def test_the_code_is_the_same_each_time_and_opens_nothing_else(register: Register) -> None:
    mine = filed(register)
    code = code_of(register, mine.case_number)
    assert code_of(register, mine.case_number) == code != mine.code
    assert register.find(mine.case_number, code) is None
    assert register.drafts.by_code(code) is None


def test_only_the_petitioner_invites(register: Register) -> None:
    number = filed(register).case_number
    with pytest.raises(NotFound):
        register.copetitioners.invite(number, channel="web", address="other")


def test_who_was_given_the_code_sees_what_it_is_about_and_nobodys_name(register: Register) -> None:
    number = filed(register).case_number
    group = register.copetitioners.by_code(code_of(register, number).lower())
    assert group is not None
    assert (group.number, group.request, group.count) == (number, TOLD["request"], 1)
    assert register.copetitioners.by_code("2222-2222-22222") is None


def test_each_signs_once_from_their_own_chat(register: Register) -> None:
    number = filed(register).case_number
    code = code_of(register, number)
    join(register, code, "neighbour")
    group = join(register, code, "neighbour")
    assert [(person.name, person.kind) for person in group.people] == [("李**", JoinKind.SIGNER)]
    assert register.copetitioners.cases_of("web", "neighbour") == [number]
    case = register.for_official(OFFICIAL).case(number)
    assert [entry.text for entry in case.history if entry.step == "cosign"] == ["李** 联名"]
    assert case.affected_count == 2
    with pytest.raises(WrongState):
        join(register, code, "citizen")


def test_five_represent_and_the_others_sign(register: Register) -> None:
    code = code_of(register, filed(register).case_number)
    for index in range(4):
        join(register, code, f"c{index}", kind=JoinKind.REPRESENTATIVE)
    with pytest.raises(WrongState):
        join(register, code, "c5", kind=JoinKind.REPRESENTATIVE)
    group = join(register, code, "c5")
    assert (group.count, group.representatives) == (6, 5)


def test_who_signed_can_leave_and_come_back(register: Register) -> None:
    number = filed(register).case_number
    code = code_of(register, number)
    join(register, code, "neighbour")
    assert register.copetitioners.leave(number, channel="web", address="neighbour")
    assert not register.copetitioners.leave(number, channel="web", address="neighbour")
    assert register.copetitioners.cases_of("web", "neighbour") == []
    assert join(register, code, "neighbour").count == 2


def test_each_hears_of_every_step(register: Register) -> None:
    number = filed(register).case_number
    join(register, code_of(register, number), "neighbour")
    take(register, number, "transfer", unit="赣县区自然资源局")
    (heard,) = notices(register, "neighbour")
    assert heard.text == notices(register)[-1].text
    assert "赣县区自然资源局" in heard.text


def test_a_sealed_case_has_no_code(register: Register) -> None:
    number = filed(register, nature=Nature.ACCUSATION).case_number
    with pytest.raises(WrongState):
        code_of(register, number)
