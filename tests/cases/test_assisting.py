"""Units that assist in a case, and the one that leads a claim of it: they see it and say what they think, no more."""

import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from sqlalchemy import event, inspect

from cases import (
    CaseFilter,
    ClaimProposal,
    Nature,
    NotAllowed,
    NotFound,
    Official,
    PetitionerStep,
    Register,
    Role,
)
from storage import Database
from tests.support.register import DISCIPLINE, accepted, approve_unsealing, file, filed, take, told
from tests.support.units import county, member, prefecture

TWO = (ClaimProposal(request="请求发放补偿款"), ClaimProposal(request="请求修好水渠"))


def seen(register: Register, official: Official) -> set[str]:
    """The numbers of all that somebody finds; every way to look says the same."""
    desk = register.for_official(official)
    rows = {row.number for row in desk.inbox(CaseFilter(page_size=100)).rows}
    assert sum(desk.counts().values()) == len(rows) == desk.inbox().total
    for number in rows:
        assert desk.case(number).number == number
        assert desk.inbox(CaseFilter(text=number)).total == 1
    return rows


def assisted(register: Register, *units: str, **fields: Any) -> str:
    """A case that the land bureau has, and these units assist in."""
    number = filed(register).case_number
    take(register, number, "transfer", unit="a.land" if register.units.list()[0].name.startswith("市") else "land")
    take(register, number, "assist", assisting="、".join(units), **fields)
    return number


def of_two(register: Register) -> str:
    """A case of two claims that the land bureau has."""
    number = file(register, told(register), claims=TWO).case_number
    take(register, number, "transfer", unit="land")
    return number


def test_an_assisting_unit_finds_and_opens_the_case(register: Register) -> None:
    county(register)
    helper, other = member(register, Role.HANDLER, "town"), member(register, Role.HANDLER, "land.ml")
    number = assisted(register, "town")
    assert seen(register, helper) == {number}
    assert seen(register, other) == set()
    [row] = register.for_official(helper).inbox(CaseFilter(text="补偿款")).rows
    assert (row.number, row.assists) == (number, True)
    take(register, number, "assist", assisting="disc")
    assert seen(register, helper) == set(), "whoever is named now stands in the place of whoever was"


def test_those_over_an_assisting_unit_see_it_and_no_operator_does(register: Register) -> None:
    prefecture(register)
    number = assisted(register, "b.land")
    for role, unit in ((Role.HANDLER, "b.land"), (Role.LEADER, "b.gov"), (Role.APPROVER, "b.land")):
        assert seen(register, member(register, role, unit)) == {number}
    for role, unit in ((Role.OPERATOR, "b.land"), (Role.AUDITOR, "b.gov"), (Role.HANDLER, "b.office")):
        assert seen(register, member(register, role, unit)) == set()


def test_one_from_elsewhere_finds_it_by_its_words(register: Register) -> None:
    prefecture(register)
    number = assisted(register, "b.land")
    desk = register.for_official(member(register, Role.LEADER, "b.land"))
    assert [row.number for row in desk.inbox(CaseFilter(text="补偿款")).rows] == [number]


def test_the_unit_of_one_claim_sees_the_case(register: Register) -> None:
    county(register)
    number, town = of_two(register), member(register, Role.HANDLER, "town")
    assert seen(register, town) == set()
    take(register, number, "assist", claim=2, unit="town")
    assert seen(register, town) == {number}
    take(register, number, "escalate", unit="disc", text="一起办理")
    assert seen(register, town) == set(), "every claim has the new unit"


def test_a_claim_that_is_split_off_takes_its_units_along(register: Register) -> None:
    county(register)
    number, town = of_two(register), member(register, Role.HANDLER, "town")
    take(register, number, "assist", claim=2, assisting="town")
    take(register, number, "split", claim=2, text="分别办理")
    [found] = seen(register, town)
    assert found != number


def test_it_may_see_and_give_its_opinion_and_nothing_else(register: Register) -> None:
    county(register)
    helper, lead = member(register, Role.HANDLER, "town"), member(register, Role.HANDLER, "land")
    number = assisted(register, "town")
    desk = register.for_official(helper)
    assert {form.step for form in desk.steps(number)} == {"advise", "note", "mark_urgent"}
    after = take(register, number, "advise", by=helper, text="我镇核实过，面积属实。", claim=1)
    assert [(one.step, one.by) for one in after.history][-1] == ("advise", helper.display_name or helper.name)
    take(register, number, "sign", by=lead)
    take(register, number, "accept", by=lead, route="六")
    for step, carried in (
        ("reply", {"text": "经查，补偿款应当发放。", "outcome": "supported"}),
        ("draft", {"text": "经查，补偿款应当发放。", "outcome": "supported"}),
        ("withdraw", {"text": "撤回"}),
        ("correct", {"nature": "suggestion"}),
        ("assist", {"assisting": "disc"}),
    ):
        with pytest.raises(NotAllowed):
            take(register, number, step, by=helper, **carried)
    with pytest.raises(NotAllowed):
        desk.assignments.claim(number)
    with pytest.raises(NotAllowed):
        register.papers.for_official(helper).draft(number, "acceptance")
    assert desk.warnings() == []


def test_without_a_unit_the_lead_writes_the_opinion_down(register: Register) -> None:
    number = accepted(register)
    assert take(register, number, "advise", text="财政局：资金已到位。").history[-1].step == "advise"


def test_a_sealed_case_is_opened_to_no_assisting_unit(register: Register) -> None:
    county(register)
    helper = member(register, Role.HANDLER, "town")
    discipline = member(register, Role.DISCIPLINE, "town", name="town.discipline")
    number = filed(register, nature=Nature.ACCUSATION, respondent="县自然资源局局长刘德海").case_number
    take(register, number, "assist", by=DISCIPLINE, assisting="town")
    for one in (helper, discipline):
        assert seen(register, one) == set()
        with pytest.raises(NotFound):
            register.for_official(one).case(number)
    approve_unsealing(register, number)
    take(register, number, "correct", by=DISCIPLINE, nature="claim")
    assert seen(register, helper) == {number}


def test_a_case_that_is_sealed_is_taken_from_the_accused_who_assists(register: Register) -> None:
    county(register)
    helper, branch = member(register, Role.HANDLER, "land"), member(register, Role.HANDLER, "land.ml")
    number = filed(register, respondent="国土局刘德海").case_number
    take(register, number, "transfer", unit="town")
    take(register, number, "assist", assisting="land.ml、disc")
    assert seen(register, branch) == seen(register, helper) == {number}
    take(register, number, "correct", nature="accusation")
    assert seen(register, branch) == seen(register, helper) == set()
    assert register.for_official(DISCIPLINE).case(number).claims[0].assisting == ("赣县区纪委监委",)
    approve_unsealing(register, number)
    take(register, number, "correct", by=DISCIPLINE, nature="claim")
    assert seen(register, branch) == set(), "what was taken from them is given back by a person alone"


def test_whoever_assists_takes_no_wait_away(register: Register) -> None:
    county(register)
    number = assisted(register, "town")
    register.petitioner_step(
        PetitionerStep(number=number, step="urge", text="怎么还没有", source="m2", channel="web", address="citizen")
    )
    take(register, number, "advise", by=member(register, Role.HANDLER, "town"), text="已经核实")
    assert register.for_official(member(register, Role.OFFICIAL, "office")).case(number).waiting_since is not None


# ---- how it is asked -------------------------------------------------------------------------------------------------


def crowd(database: Database, count: int = 3000) -> None:
    """So many more cases of the same unit: a handful of rows is read whole, whatever indexes there are."""
    with database.engine.begin() as connection:
        for table, new in (
            ("drafts", {"id": "'copy ' || n.i", "code_index": "'copy ' || n.i"}),
            ("cases", {"id": "1000 + n.i", "draft_id": "'copy ' || n.i", "code_index": "'copy ' || n.i"}),
        ):
            new |= {"number": "'360721-20200101-' || (10000 + n.i)"} if table == "cases" else {}
            names = [one["name"] for one in inspect(database.engine).get_columns(table)]
            values = ", ".join(new.get(name, f"old.{name}") for name in names)
            connection.exec_driver_sql(
                f"WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {count})"  # noqa: S608
                f" INSERT INTO {table} ({', '.join(names)}) SELECT {values} FROM {table} AS old, n"
            )
        connection.exec_driver_sql("ANALYZE")


@pytest.fixture
def plans(database: Database) -> Iterator[Callable[[], list[str]]]:
    """How the database answered the questions about cases since, statement by statement."""
    found: list[str] = []
    how, part = ("", 0) if database.engine.dialect.name == "postgresql" else ("QUERY PLAN ", 3)

    def _explain(_c: object, cursor: Any, statement: str, parameters: object, *_more: object) -> None:
        if statement.startswith("SELECT") and " cases" in statement:
            cursor.execute(f"EXPLAIN {how}{statement}", parameters)
            found.append("\n".join(str(row[part]) for row in cursor.fetchall()))

    event.listen(database.engine, "before_cursor_execute", _explain)
    yield lambda: found
    event.remove(database.engine, "before_cursor_execute", _explain)


@pytest.mark.parametrize("most", [200, 0], ids=["few", "many"])
@pytest.mark.parametrize(("role", "unit"), [(Role.HANDLER, "town"), (Role.LEADER, "town")])
def test_what_a_unit_assists_in_is_found_by_indexes(
    register: Register,
    database: Database,
    plans: Callable[[], list[str]],
    monkeypatch: pytest.MonkeyPatch,
    role: Role,
    unit: str,
    most: int,
) -> None:
    county(register)
    number, helper = assisted(register, "town"), member(register, role, unit)
    crowd(database)
    monkeypatch.setattr("cases.access._MOST_HELPED", most)
    plans().clear()
    assert seen(register, helper) == {number}
    assert plans()
    for plan in plans():
        assert not re.search(r"SCAN cases\b(?! USING)|Seq Scan on cases\b", plan), plan
