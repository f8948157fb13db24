"""Who sees what: every role, in line and out of it, here and elsewhere, sealed and open."""

from collections.abc import Callable

import pytest
from sqlalchemy import event

from cases import CaseFilter, Nature, NotAllowed, NotFound, Official, PetitionerStep, Register, Role, StepIncomplete
from storage import Database
from tests.support.register import DISCIPLINE, OFFICIAL, filed, take, told
from tests.support.units import county, member, prefecture


def seen(register: Register, official: Official) -> set[str]:
    """The numbers of all that somebody finds; every way to look says the same."""
    desk = register.for_official(official)
    rows = {row.number for row in desk.inbox(CaseFilter(page_size=100)).rows}
    assert sum(desk.counts().values()) == len(rows) == desk.inbox().total
    return rows


@pytest.fixture
def places(register: Register) -> dict[str, str]:
    """Three open cases in a prefecture of two counties: with the land bureau, at its office, in the other county."""
    prefecture(register)
    held = filed(register, address="a").case_number
    take(register, held, "transfer", unit="a.land")
    return {
        "held": held,
        "here": filed(register, address="b").case_number,
        "there": filed(register, address="c", place_code="360726", place_name="安远县").case_number,
    }


@pytest.mark.parametrize(
    ("role", "unit", "finds"),
    [
        (Role.OFFICIAL, None, "held here there"),
        (Role.OFFICIAL, "office", "held here there"),
        (Role.OFFICIAL, "a.office", "held here"),
        (Role.OFFICIAL, "b.office", "there"),
        (Role.LEADER, "gov", "held here there"),
        (Role.LEADER, "a.gov", "held here"),
        (Role.LEADER, "a.land", "held"),
        (Role.SUPERVISOR, "b.office", "there"),
        (Role.HANDLER, "a.land", "held"),
        (Role.APPROVER, "a.land", "held"),
        (Role.HANDLER, "a.land.ml", ""),
        (Role.HANDLER, "b.land", ""),
        (Role.HANDLER, None, ""),
        (Role.DISCIPLINE, None, "held here there"),
        (Role.DISCIPLINE, "a.disc", ""),
        (Role.ADMINISTRATOR, None, "held here there"),
        (Role.OPERATOR, None, ""),
        (Role.AUDITOR, "gov", ""),
    ],
)
def test_line_and_region(register: Register, places: dict[str, str], role: Role, unit: str | None, finds: str) -> None:
    official = member(register, role, unit)
    assert seen(register, official) == {places[name] for name in finds.split()}
    for name, number in places.items():
        if name in finds.split():
            assert register.for_official(official).case(number).number == number
        else:
            with pytest.raises(NotFound):
                register.for_official(official).case(number)


def test_without_a_tree_a_handler_sees_what_there_is(register: Register) -> None:
    number = filed(register).case_number
    assert seen(register, member(register, Role.HANDLER, None)) == {number}


def test_what_was_passed_to_a_lower_unit_is_seen_above_it(register: Register, places: dict[str, str]) -> None:
    take(register, places["here"], "transfer", unit="a.land.ml")
    assert seen(register, member(register, Role.HANDLER, "a.land.ml")) == {places["here"]}
    assert seen(register, member(register, Role.HANDLER, "a.land")) == {places["here"], places["held"]}


def test_a_case_nobody_can_place_is_the_highest_offices(register: Register) -> None:
    prefecture(register)
    number = filed(register, place_code=None, place_name="").case_number
    assert seen(register, member(register, Role.OFFICIAL, "office")) == {number}
    assert seen(register, member(register, Role.OFFICIAL, "a.office")) == set()


def test_a_case_that_turns_out_to_be_elsewhere_changes_its_office(register: Register, places: dict[str, str]) -> None:
    take(register, places["here"], "correct", region="360726 安远县")
    assert places["here"] in seen(register, member(register, Role.OFFICIAL, "b.office"))
    assert places["here"] not in seen(register, member(register, Role.OFFICIAL, "a.office"))


def test_cases_from_before_the_tree_are_seen_by_their_office(register: Register) -> None:
    number = filed(register).case_number
    prefecture(register)
    assert seen(register, member(register, Role.OFFICIAL, "a.office")) == {number}
    assert seen(register, member(register, Role.OFFICIAL, "b.office")) == set()


def test_somebody_without_a_role_is_refused(register: Register) -> None:
    with pytest.raises(NotAllowed):
        register.for_official(Official(id=9, name="x", display_name="", roles=frozenset())).inbox()


# ---- sealed ----------------------------------------------------------------------------------------------------------


def accusation(register: Register, respondent: str = "县自然资源局局长刘德海", **values: str) -> str:
    """A filed accusation."""
    return filed(register, nature=Nature.ACCUSATION, respondent=respondent, **values).case_number


def test_a_sealed_case_does_not_exist_for_others(register: Register) -> None:
    county(register)
    number = accusation(register)
    others = [role for role in Role if role is not Role.DISCIPLINE]
    for official in [member(register, role, unit) for role in others for unit in (None, "gov", "land", "office")]:
        desk = register.for_official(official)
        assert seen(register, official) == set()
        with pytest.raises(NotFound) as sealed:
            desk.case(number)
        with pytest.raises(NotFound) as wrong:
            desk.case("360721-20200101-0001")
        assert str(sealed.value).replace(number, "") == str(wrong.value).replace("360721-20200101-0001", "")
        assert desk.inbox(CaseFilter(text=number)).total == 0
        assert desk.inbox(CaseFilter(text="补偿款")).total == 0


def test_a_sealed_case_is_seen_in_the_discipline_unit_of_its_place(register: Register) -> None:
    prefecture(register)
    number = accusation(register)
    assert seen(register, member(register, Role.DISCIPLINE, "a.disc")) == {number}
    assert seen(register, member(register, Role.DISCIPLINE, "disc")) == set()
    assert seen(register, member(register, Role.DISCIPLINE, "b.disc")) == set()
    assert seen(register, DISCIPLINE) == {number}


def test_one_about_the_county_itself_goes_to_the_discipline_unit_above(register: Register) -> None:
    prefecture(register)
    number = accusation(register, "甲县人民政府县长高远")
    assert seen(register, member(register, Role.DISCIPLINE, "a.disc")) == set()
    assert seen(register, member(register, Role.DISCIPLINE, "disc")) == {number}


def test_where_all_discipline_units_are_accused_only_those_outside_the_tree_are_left(register: Register) -> None:
    county(register)
    number = accusation(register, "高区长")
    assert seen(register, member(register, Role.DISCIPLINE, "disc")) == set()
    assert seen(register, DISCIPLINE) == {number}


@pytest.mark.parametrize("named", ["land", "land.ml", "gov", "国土局"])
def test_a_sealed_case_goes_to_nobody_in_the_line_of_the_accused(register: Register, named: str) -> None:
    county(register)
    number = accusation(register)
    with pytest.raises(StepIncomplete, match="Art. 30"):
        take(register, number, "transfer", by=DISCIPLINE, unit=named)
    assert take(register, number, "transfer", by=DISCIPLINE, unit="disc").unit == "赣县区纪委监委"


def test_an_open_case_may_go_to_the_unit_it_is_about(register: Register) -> None:
    county(register)
    number = filed(register, respondent="县自然资源局").case_number
    assert take(register, number, "transfer", unit="land").unit == "县自然资源局"


def test_a_case_that_is_sealed_is_taken_from_the_accused(register: Register) -> None:
    county(register)
    number = filed(register, respondent="国土局刘德海").case_number
    take(register, number, "transfer", unit="land")
    take(register, number, "correct", nature="accusation")
    case = register.for_official(DISCIPLINE).case(number)
    assert (case.unit, case.claims[0].unit) == ("", "")
    assert seen(register, member(register, Role.HANDLER, "land")) == set()
    assert seen(register, member(register, Role.DISCIPLINE, "disc")) == {number}


def test_named_handlers_see_the_case_and_nobody_else_of_theirs(register: Register) -> None:
    county(register)
    number = accusation(register)
    named, colleague = member(register, Role.HANDLER, "town"), member(register, Role.HANDLER, "town", name="other")
    register.handlers.name(number, named.name, by=DISCIPLINE)
    assert seen(register, named) == {number}
    assert seen(register, colleague) == set()
    assert [one.name for one in register.handlers.named(number, by=DISCIPLINE)] == [named.name]
    register.handlers.remove(number, named.name, by=DISCIPLINE)
    assert seen(register, named) == set()


def test_whoever_was_named_sees_it_no_more_once_they_stand_in_the_line_of_the_accused(register: Register) -> None:
    county(register)
    number = accusation(register)
    named, joiner = member(register, Role.HANDLER, "town"), member(register, Role.HANDLER, "disc", name="joiner")
    for one in (named, joiner):
        register.handlers.name(number, one.name, by=DISCIPLINE)
    register.units.move("town", under="land", by="chen")
    register.staff.set_unit(joiner.name, "land.ml")
    for one in (named, register.staff.sign_in(joiner.name, "correct horse", address="here")[1]):
        assert seen(register, one) == set()
        with pytest.raises(NotFound):
            register.for_official(one).case(number)


@pytest.mark.parametrize("said", ["supplement", "same_chat", "urge"])
def test_whom_later_words_accuse_is_kept_out_from_then_on(register: Register, said: str) -> None:
    county(register)
    number = accusation(register)
    named, discipline = member(register, Role.HANDLER, "town"), member(register, Role.DISCIPLINE, "disc")
    register.handlers.name(number, named.name, by=DISCIPLINE)
    take(register, number, "transfer", by=DISCIPLINE, unit="disc")
    words = "还有茅店镇镇长也收了钱，区纪委监委的人知道：赣县区纪委监委的主任是他亲戚。"
    if said == "same_chat":
        draft = told(register, facts=words, request=None, respondent=None)
        register.repeats.join(draft.id, number, source="m9")
    else:
        way = {"source": "m9", "channel": "web", "address": "citizen"}
        register.petitioner_step(PetitionerStep(number=number, step=said, text=words, **way))
    assert seen(register, named) == seen(register, discipline) == set()
    assert register.for_official(DISCIPLINE).case(number).unit == ""
    take(register, number, "correct", by=DISCIPLINE, region="360721 赣县区")
    assert seen(register, discipline) == set(), "who was named once stays kept out"


def test_whoever_was_named_takes_the_steps_of_the_unit(register: Register) -> None:
    county(register)
    number = accusation(register)
    named = member(register, Role.HANDLER, "town")
    register.handlers.name(number, named.name, by=DISCIPLINE)
    take(register, number, "accept", by=named, route="检举")
    with pytest.raises(NotAllowed):
        take(register, number, "not_accept", by=named, ground="repeated", text="重复")
    register.for_official(named).assignments.claim(number)
    register.handlers.remove(number, named.name, by=DISCIPLINE)
    assert register.for_official(DISCIPLINE).case(number).assigned_to == ""


def test_only_whoever_may_know_and_works_on_cases_is_offered_as_a_handler(register: Register) -> None:
    county(register)
    number = accusation(register)
    named, gone = member(register, Role.HANDLER, "town"), member(register, Role.HANDLER, "town", name="gone")
    member(register, Role.HANDLER, "land.ml", name="insider")
    member(register, Role.OPERATOR, None, name="operator")
    offered = register.handlers.candidates(number, by=DISCIPLINE)
    assert {one.name for one in offered} == {named.name, "gone"}
    for name in ("gone", named.name):
        register.handlers.name(number, name, by=DISCIPLINE)
    with pytest.raises(StepIncomplete, match="role"):
        register.handlers.name(number, "operator", by=DISCIPLINE)
    register.staff.disable(gone.name)
    assert [one.named_by for one in register.handlers.named(number, by=DISCIPLINE)] == ["赵敏", "赵敏"]
    register.handlers.remove(number, gone.name, by=DISCIPLINE)
    assert [one.name for one in register.handlers.named(number, by=DISCIPLINE)] == [named.name]


def test_the_accuseds_own_cannot_be_named(register: Register) -> None:
    county(register)
    number = accusation(register)
    insider = member(register, Role.HANDLER, "land.ml")
    with pytest.raises(StepIncomplete, match="line"):
        register.handlers.name(number, insider.name, by=DISCIPLINE)
    with pytest.raises(NotAllowed):
        register.handlers.name(number, insider.name, by=OFFICIAL)


def test_handlers_of_an_open_case_are_not_named(register: Register) -> None:
    member(register, Role.HANDLER, None)
    with pytest.raises(NotFound):
        register.handlers.name(filed(register).case_number, "handler", by=DISCIPLINE)


# ---- how it is asked -------------------------------------------------------------------------------------------------


@pytest.fixture
def explain(sqlite_database: Database) -> Callable[[], list[str]]:
    """How SQLite answered the questions about one case or unit since."""
    found: list[str] = []

    @event.listens_for(sqlite_database.engine, "before_cursor_execute")
    def _explain(_c: object, cursor: object, statement: str, parameters: object, *_more: object) -> None:
        if statement.startswith("SELECT") and "FROM cases" in statement:
            cursor.execute(f"EXPLAIN QUERY PLAN {statement}", parameters)  # type: ignore[attr-defined]
            found.extend(row[3] for row in cursor.fetchall())  # type: ignore[attr-defined]

    return lambda: found


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_what_a_unit_has_is_found_by_an_index(
    register: Register, places: dict[str, str], explain: Callable[[], list[str]]
) -> None:
    handler = member(register, Role.HANDLER, "a.land")
    explain().clear()
    register.for_official(handler).inbox()
    assert any("ix_cases_unit_id_rank_at" in step for step in explain())
    assert "SCAN cases" not in explain()
