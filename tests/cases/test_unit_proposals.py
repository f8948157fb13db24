"""Proposals for filed cases, what is learnt from objections, and the accused's line through the step itself."""

from itertools import count

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from cases import Nature, NotFound, Register, Role, StepIncomplete, UnitKind
from cases.tables import PetitionRow
from cases.unit_proposals import give_back
from storage import Database
from tests.support.clock import FakeClock
from tests.support.register import DISCIPLINE, OFFICIAL, filed, take
from tests.support.units import county, member, prefecture

TREES = count()


def proposed(register: Register, number: str) -> list[str]:
    return [one.unit.code for one in register.routing.proposals(number, by=OFFICIAL)]


def test_a_case_is_proposed_to_the_unit_whose_remit_names_its_matter(register: Register) -> None:
    prefecture(register)
    (found,) = register.routing.proposals(filed(register).case_number, by=OFFICIAL)
    assert found.unit.code == "a.land"
    assert [reason.kind for reason in found.reasons] == ["remit", "region"]


def test_without_a_tree_nothing_is_proposed(register: Register) -> None:
    assert proposed(register, filed(register).case_number) == []


def test_a_proposal_decides_nothing(register: Register) -> None:
    county(register)
    number = filed(register).case_number
    register.routing.proposals(number, by=OFFICIAL)
    case = register.for_official(OFFICIAL).case(number)
    assert (case.unit, case.version) == ("", 1)


def test_those_who_may_not_see_the_case_get_no_proposals(register: Register) -> None:
    county(register)
    number = filed(register, nature=Nature.ACCUSATION).case_number
    with pytest.raises(NotFound):
        register.routing.proposals(number, by=OFFICIAL)


def test_a_sealed_case_is_proposed_to_discipline_units_outside_the_line(register: Register) -> None:
    prefecture(register)
    number = filed(register, nature=Nature.ACCUSATION, respondent="甲县人民政府县长").case_number
    assert [one.unit.code for one in register.routing.proposals(number, by=DISCIPLINE)] == ["disc"]


def test_an_objection_that_is_agreed_to_counts_against_the_unit(register: Register, clock: FakeClock) -> None:
    prefecture(register)
    register.units.create("a.land2", "甲县征收办", kind=UnitKind.HANDLING, region="360721",
                          remit=["农村农业/征地补偿"], by="chen")  # fmt: skip
    first, second = (filed(register, address=address).case_number for address in "ab")
    take(register, first, "transfer", unit="a.land")
    with register.transaction() as tx:
        give_back(tx, tx.scalars(select(PetitionRow).where(PetitionRow.number == first)).one(), clock())
    assert register.for_official(OFFICIAL).case(first).unit == ""
    assert proposed(register, second) == ["a.land2"]
    worst = register.routing.counts(by=OFFICIAL)[0]
    assert (worst.unit, worst.rule, worst.passed, worst.given_back) == ("甲县自然资源局", "农村农业/征地补偿", 1, 1)


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(parents=st.lists(st.integers(0, 7), min_size=1, max_size=7), accused=st.integers(0, 7))
@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_no_step_takes_a_sealed_case_to_the_accuseds_line(
    register: Register, database: Database, parents: list[int], accused: int
) -> None:
    """Over random trees, asked of the step itself and of what the people of each unit then see."""
    tree = next(TREES)
    units, above = [f"t{tree}.0"], {0: None}
    register.units.create(units[0], f"甲{tree:03}壹零", kind=UnitKind.DISCIPLINE, by="chen")
    for number, parent in enumerate(parents, start=1):
        above[number] = parent % number
        name, code = f"甲{tree:03}壹{number}", f"t{tree}.{number}"
        register.units.create(code, name, kind=UnitKind.DISCIPLINE, parent=units[parent % number], by="chen")
        units.append(code)
    accused %= len(units)
    number = filed(
        register, address=f"{tree}", nature=Nature.ACCUSATION, respondent=register.units.get(units[accused]).name
    )
    for place, code in enumerate(units):
        inside = _over(above, place, accused) or _over(above, accused, place)
        sees = register.for_official(member(register, Role.DISCIPLINE, code))
        if inside:
            with pytest.raises(StepIncomplete, match="Art. 30"):
                take(register, number.case_number, "transfer", by=DISCIPLINE, unit=code)
            assert number.case_number not in [row.number for row in sees.inbox().rows]
            with pytest.raises(NotFound):
                sees.case(number.case_number)


def test_no_unit_of_the_accuseds_line_assists_with_a_sealed_case(register: Register) -> None:
    prefecture(register)
    number = filed(register, nature=Nature.ACCUSATION, respondent="甲县自然资源局").case_number
    for named in ("a.land", "a.land.ml", "a.gov"):
        with pytest.raises(StepIncomplete, match="assisting.*Art. 30"):
            take(register, number, "assist", by=DISCIPLINE, assisting=["disc", named])
    with pytest.raises(StepIncomplete, match="assisting: there is no unit"):
        take(register, number, "assist", by=DISCIPLINE, assisting=["没有的局"])
    case = take(register, number, "assist", by=DISCIPLINE, assisting=["disc", "b.land"])
    assert [claim.assisting for claim in case.claims] == [("市纪委监委", "乙县自然资源局")]


def _over(above: dict[int, int | None], one: int, other: int | None) -> bool:
    return other is not None and (one == other or _over(above, one, above[other]))
