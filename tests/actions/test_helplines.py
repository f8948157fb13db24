"""Which numbers are named: shared out between dangers, few, and a region's own where it has them."""

from datetime import date

import pytest

from actions.helplines import Helplines, named
from cases import HelplineTable, HelplineView


def line(number: str) -> HelplineView:
    return HelplineView(number=number, zh="报警", en="police", open="always", source="test", checked=date(2026, 3, 1))


@pytest.fixture
def helplines() -> Helplines:
    lines = {number: line(number) for number in ("110", "119", "120", "12356", "0797-1")}
    kinds = {"self_harm": ("12356", "120", "110"), "emergency": ("119", "120", "110"), "violence": ("110",)}
    regions = {"36": {"violence": ("119",)}, "3607": {"violence": ("0797-1", "110")}}
    return Helplines(HelplineTable(lines=lines, kinds=kinds, regions=regions))


def told(lines: list[HelplineView]) -> list[str]:
    return [one.number for one in lines]


@pytest.mark.parametrize(
    ("region", "numbers"), [("", ["110"]), ("360721", ["0797-1", "110"]), ("360102", ["119"]), ("440305", ["110"])]
)
def test_the_longest_region_that_fits_decides(helplines: Helplines, region: str, numbers: list[str]) -> None:
    assert told(helplines.of("violence", region)) == numbers


def test_a_region_replaces_only_the_kinds_it_names(helplines: Helplines) -> None:
    assert told(helplines.of("self_harm", "360721")) == ["12356", "120", "110"]


def test_one_danger_names_all_its_numbers(helplines: Helplines) -> None:
    assert [told(lines) for lines in helplines.shared_out(["self_harm"], most=3)] == [["12356", "120", "110"]]


def test_two_dangers_share_three_numbers_and_both_have_their_first(helplines: Helplines) -> None:
    first, second = helplines.shared_out(["self_harm", "emergency"], most=3)
    assert told(first) == ["12356", "120"]
    assert told(second) == ["119", "120"]


def test_a_number_that_is_named_already_costs_nothing(helplines: Helplines) -> None:
    first, second = helplines.shared_out(["self_harm", "violence"], most=2)
    assert (told(first), told(second)) == (["12356", "110"], ["110"])


def test_a_line_is_named_in_the_citizen_s_language() -> None:
    assert (named(line("110"), "zh"), named(line("110"), "en-GB")) == ("110（报警）", "110 (police)")
