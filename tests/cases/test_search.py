import pytest
from sqlalchemy import event

from cases import CaseFilter, Official, Register, Role, UnitKind
from cases.search import normalise_name, normalise_phone
from storage import Database
from tests.support.register import filed


@pytest.mark.parametrize(
    "typed", ["13800000001", "138 0000 0001", "138-0000-0001", "+8613800000001", "１３８００００００0１"]
)
def test_phones_are_compared_without_spelling(typed: str) -> None:
    assert normalise_phone(typed) == "13800000001"


def test_other_numbers_keep_their_86() -> None:
    assert normalise_phone("0797-8686868") == "07978686868"


@pytest.mark.parametrize("typed", ["王建国", " 王 建国 ", "王建国\n"])
def test_names_are_compared_without_spaces(typed: str) -> None:
    assert normalise_name(typed) == "王建国"


def test_foreign_names_are_compared_without_case() -> None:
    assert normalise_name("John SMITH") == normalise_name("Ｊohn Smith")


def test_a_word_is_looked_for_where_the_line_is(register: Register, database: Database) -> None:
    unit = register.units.create("a", "甲县信访局", kind=UnitKind.PETITION_OFFICE, region="360721", by="test")
    here, nowhere = (filed(register, address=code, place_code=code).case_number for code in ("360721", ""))
    filed(register, address="elsewhere", place_code="360726")
    clerk = Official(id=7, name="clerk", display_name="", roles=frozenset({Role.OFFICIAL}), unit_id=unit.id)
    asked: list[str] = []
    event.listen(database.engine, "before_cursor_execute", lambda *a: asked.append(f"{a[2]} {a[3]}"))
    found = register.for_official(clerk).inbox(CaseFilter(text="补偿款")).rows
    assert {row.number for row in found} == {here, nowhere}
    (search,) = [one for one in asked if "case_words" in one]
    assert "r360721" in search
    assert "r360726" not in search
