"""Proposals: why a unit is proposed, three when unsure, and over random trees never the accused's line."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cases.accused import accused_units, in_line
from cases.routing import Precedent, Question, propose
from cases.unit_values import Unit, UnitKind

MATTERS = ("自然资源", "自然资源/土地征收", "农村农业", "纪检监察")


def unit(code: str, *, over: Unit | None = None, unit_id: int = 0, **more: object) -> Unit:
    """A unit, by default a land bureau of the county."""
    values = {
        "name": f"单位{code}",
        "kind": UnitKind.HANDLING,
        "region_code": "360721",
        "remit": ("自然资源",),
        "aliases": (),
        "people": (),
        "active": True,
    } | more
    path = f"{over.path if over else '/'}{unit_id}/"
    parent = over.id if over else None
    return Unit(id=unit_id, code=code, parent_id=parent, path=path, version=1, **values)  # type: ignore[arg-type]


def question(**more: object) -> Question:
    """An ordinary case about land."""
    values = {
        "matter": ("自然资源", "土地征收", "安置补偿"),
        "region": "360721",
        "respondent": "",
        "sealed": False,
        "words": ("占地",),
    }
    return Question(**(values | more))  # type: ignore[arg-type]


def codes(found: tuple[object, ...]) -> list[str]:
    return [one.unit.code for one in found]  # type: ignore[attr-defined]


def test_the_remit_speaks_and_says_which_rule_and_words() -> None:
    land = unit("land", unit_id=1, remit=("自然资源/土地征收",))
    (found,) = propose(question(), [land, unit("health", unit_id=2, remit=("卫生健康",))], precedents={})
    assert found.unit == land
    assert found.reasons[0].values == {"rule": "自然资源/土地征收", "levels": 2, "words": ("占地",)}


def test_the_nearer_unit_comes_first_and_a_closer_rule_beats_it() -> None:
    city = unit("city", unit_id=1, region_code="360700")
    county = unit("county", unit_id=2)
    assert codes(propose(question(), [city, county], precedents={})) == ["county"]
    narrow = unit("narrow", unit_id=3, region_code="360700", remit=("自然资源/土地征收/安置补偿",))
    assert codes(propose(question(), [narrow, county], precedents={}))[0] == "narrow"


def test_three_are_offered_when_unsure_and_one_when_not() -> None:
    same = [unit(f"u{n}", unit_id=n) for n in range(1, 6)]
    assert len(propose(question(), same, precedents={})) == 3
    told = {1: Precedent(ended=9, objected=1)}
    assert codes(propose(question(), same, precedents=told)) == ["u1"]


def test_who_gave_back_like_cases_comes_later() -> None:
    two = [unit("a", unit_id=1), unit("b", unit_id=2)]
    told = {1: Precedent(ended=0, objected=4), 2: Precedent(ended=3, objected=1)}
    assert codes(propose(question(), two, precedents=told)) == ["b"]
    (found,) = propose(question(), two, precedents=told)
    assert [(r.kind, r.values["count"], r.values["of"]) for r in found.reasons[2:]] == [
        ("precedent", 3, 4),
        ("objected", 1, 4),
    ]


def test_a_named_unit_is_proposed_and_elsewhere_nobody_is() -> None:
    town = unit("town", unit_id=1, name="茅店镇人民政府", remit=())
    assert codes(propose(question(respondent="茅店镇政府"), [town], precedents={})) == ["town"]
    assert propose(question(respondent="茅店镇政府", region="110105"), [town], precedents={}) == ()


def test_closed_units_and_unfit_ones_are_not_proposed() -> None:
    closed, other = unit("a", unit_id=1, active=False), unit("b", unit_id=2, remit=("教育",))
    assert propose(question(), [closed, other], precedents={}) == ()


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("赣县区自然资源局局长", ["land"]),
        ("国土局的人", ["land"]),
        ("刘德海", ["land"]),
        ("茅店镇党委书记", ["town"]),
        ("茅店镇 人民政府", ["town"]),
        ("自然资源局梅林所", ["branch"]),
        ("李四", ["town"]),
        ("某某公司", []),
    ],
)
def test_the_accused_is_found_by_names_aliases_and_people(words: str, expected: list[str]) -> None:
    land = unit("land", unit_id=1, name="赣县区自然资源局", aliases=("国土局",), people=("刘德海",))
    branch = unit("branch", unit_id=2, over=land, name="自然资源局梅林所")
    town = unit("town", unit_id=3, name="茅店镇人民政府")
    found = accused_units([land, branch, town], words, {3: ["李四"]})
    assert [one.code for one in found] == expected


@st.composite
def trees(draw: st.DrawFn) -> list[Unit]:
    """A random tree of up to twenty units, of any kind, remit and region."""
    units: list[Unit] = []
    for number in range(1, draw(st.integers(1, 20)) + 1):
        above = draw(st.sampled_from([None, *units]))
        units.append(
            unit(
                f"u{number}",
                over=above,
                unit_id=number,
                # Of one width, so that no name is the beginning of another.
                name=f"第{number:02}局",
                aliases=(f"简称{number:02}",),
                people=(f"张三{number:02}",),
                kind=draw(st.sampled_from(UnitKind)),
                region_code=draw(st.sampled_from(["", "360000", "360700", "360721", "360726"])),
                remit=tuple(draw(st.sets(st.sampled_from(MATTERS)))),
            )
        )
    return units


def related(units: list[Unit], accused: Unit) -> set[int]:
    """Everybody over and under a unit, found by walking from parent to parent."""
    parents = {one.id: one.parent_id for one in units}

    def above(one: int | None) -> set[int]:
        return set() if one is None else {one} | above(parents[one])

    return above(accused.id) | {one for one in parents if accused.id in above(one)}


@settings(max_examples=150, deadline=None)
@given(trees(), st.data())
def test_a_sealed_case_is_never_proposed_to_the_accused_or_their_line(units: list[Unit], data: st.DataObject) -> None:
    accused = data.draw(st.lists(st.sampled_from(units), min_size=1, max_size=3))
    words = "、".join(data.draw(st.sampled_from([one.name, *one.aliases, *one.people])) for one in accused)
    told = {one.id: Precedent(ended=data.draw(st.integers(0, 9)), objected=0) for one in units}
    out = in_line(units, accused_units(units, words))
    forbidden = set().union(*(related(units, one) for one in accused))
    assert forbidden <= out
    asked = question(sealed=True, respondent=words, region=data.draw(st.sampled_from(["360721", "360726", "000000"])))
    proposed = {one.unit.id for one in propose(asked, units, precedents=told, out=out)}
    assert not proposed & forbidden
