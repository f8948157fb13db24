"""The units tree: built, changed, kept in order, and named by steps."""

import pytest

from cases import NotFound, Register, Role, StepIncomplete, UnitError, UnitKind, VersionConflict
from tests.support.register import filed, take
from tests.support.units import county


def test_a_tree_is_listed_from_the_top_down(register: Register) -> None:
    county(register)
    assert [(unit.depth, unit.code) for unit in register.units.list()] == [
        (0, "gov"),
        (1, "disc"),
        (1, "land"),
        (2, "land.ml"),
        (1, "office"),
        (1, "town"),
    ]


def test_subtree_and_line(register: Register) -> None:
    county(register)
    assert [unit.code for unit in register.units.subtree("land")] == ["land", "land.ml"]
    assert [unit.code for unit in register.units.line("land.ml")] == ["gov", "land", "land.ml"]


def test_a_move_takes_along_what_is_under_it(register: Register) -> None:
    county(register)
    register.units.move("land", under="town", by="chen")
    assert [unit.code for unit in register.units.subtree("town")] == ["town", "land", "land.ml"]
    assert [unit.code for unit in register.units.line("land.ml")] == ["gov", "town", "land", "land.ml"]


def test_a_unit_cannot_be_put_under_itself(register: Register) -> None:
    county(register)
    with pytest.raises(UnitError):
        register.units.move("land", under="land.ml", by="chen")


def test_a_renamed_unit_is_found_by_its_old_name(register: Register) -> None:
    county(register)
    register.units.rename("land", "县自然资源和规划局", by="chen")
    number = filed(register).case_number
    assert take(register, number, "transfer", unit="县自然资源局").unit == "县自然资源和规划局"


def test_changes_are_kept_with_who_made_them(register: Register) -> None:
    county(register)
    register.units.change("land", remit=["自然资源", "城乡建设"], by="chen", version=1)
    newest, first = register.units.history("land")
    assert (newest.version, newest.by, newest.what, newest.values["remit"]) == (
        2,
        "chen",
        "change",
        ["自然资源", "城乡建设"],
    )
    assert (first.what, first.values["remit"]) == ("create", ["自然资源", "农村农业/征地补偿"])
    with pytest.raises(VersionConflict):
        register.units.change("land", name="别的局", by="li", version=1)


def test_a_closed_unit_is_named_no_more(register: Register) -> None:
    county(register)
    with pytest.raises(UnitError):
        register.units.close("land", by="chen")
    register.units.close("land.ml", by="chen")
    assert "land.ml" not in [unit.code for unit in register.units.list()]
    number = filed(register).case_number
    with pytest.raises(StepIncomplete, match="梅林自然资源所"):
        take(register, number, "transfer", unit="梅林自然资源所")
    register.units.reopen("land.ml", by="chen")
    assert take(register, number, "transfer", unit="梅林自然资源所").unit == "梅林自然资源所"


@pytest.mark.parametrize("given", [{"code": "land"}, {"code": " "}, {"name": " "}, {"region": "赣县"}])
def test_what_cannot_be_a_unit_is_refused(register: Register, given: dict[str, str]) -> None:
    county(register)
    values = {"code": "new", "name": "新局", "region": "360721"} | given
    code, name = values.pop("code"), values.pop("name")
    with pytest.raises(UnitError):
        register.units.create(code, name, kind=UnitKind.HANDLING, by="chen", **values)


def test_without_a_tree_a_unit_is_free_text(register: Register) -> None:
    number = filed(register).case_number
    assert take(register, number, "transfer", unit="某局").unit == "某局"


@pytest.mark.parametrize("named", ["land", "县自然资源局", "国土局", "县自然资源局（land）"])
def test_a_step_names_a_unit_by_code_name_or_alias(register: Register, named: str) -> None:
    county(register)
    number = filed(register).case_number
    assert take(register, number, "transfer", unit=named).unit == "县自然资源局"


def test_a_unit_elsewhere_is_refused(register: Register) -> None:
    county(register)
    register.units.create("far", "远县水利局", kind=UnitKind.HANDLING, region="110105", by="chen")
    number = filed(register).case_number
    with pytest.raises(StepIncomplete, match="远县水利局"):
        take(register, number, "transfer", unit="far")


def test_of_two_of_a_name_the_one_in_the_region_is_meant(register: Register) -> None:
    county(register)
    register.units.create("far", "县自然资源局", kind=UnitKind.HANDLING, region="110105", by="chen")
    number = filed(register).case_number
    assert take(register, number, "transfer", unit="县自然资源局").unit == "县自然资源局"
    register.units.create("near", "县自然资源局", kind=UnitKind.HANDLING, region="360721", by="chen")
    with pytest.raises(StepIncomplete, match="near"):
        take(register, filed(register, address="b").case_number, "transfer", unit="县自然资源局")


def test_staff_belong_to_a_unit(register: Register) -> None:
    county(register)
    register.staff.create("li.wei", "correct horse", roles=[Role.OFFICIAL], unit="office")
    _, official = register.staff.sign_in("li.wei", "correct horse", address="here")
    assert official.unit_id == register.units.get("office").id
    register.staff.set_unit("li.wei", None)
    assert [member.unit_id for member in register.staff.list()] == [None]
    with pytest.raises(NotFound):
        register.staff.set_unit("li.wei", "nowhere")
