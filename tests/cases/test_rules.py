from dataclasses import replace

import pytest

from cases.calendar import WorkingCalendar
from cases.clocks import Clocks, load_clocks
from cases.notices import Notices
from cases.rules import Rules, load_rules


def test_the_shipped_rules_fit_together() -> None:
    rules = load_rules()
    assert set(rules.clocks.rules) == {*(f"C{number}" for number in range(1, 13)), "M1", "M2"}


def test_a_step_cannot_name_a_clock_that_does_not_exist() -> None:
    few = {name: rule for name, rule in load_clocks().items() if name != "C3"}
    with pytest.raises(ValueError, match="C3"):
        replace(load_rules(), clocks=Clocks(few, WorkingCalendar()))


def test_a_step_cannot_name_a_notice_that_does_not_exist() -> None:
    with pytest.raises(ValueError, match="registered"):
        replace(load_rules(), notices=Notices({}))


def test_a_clock_cannot_name_a_route_that_does_not_exist() -> None:
    rules = load_rules()
    other = {**load_clocks(), "C6": load_clocks()["C6"].model_copy(update={"routes": ("七",)})}
    with pytest.raises(ValueError, match="routes"):
        Rules(workflow=rules.workflow, clocks=Clocks(other, WorkingCalendar()), notices=rules.notices)
