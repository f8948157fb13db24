"""The way of a case as it is drawn."""

import pytest

from cases import Case, HistoryEntry
from console.ways import way_of
from tests.support.clock import FakeClock


class _State(str):
    @property
    def value(self) -> str:
        return str(self)


def case(state: str, *steps: str) -> Case:
    """No more of a case than its way looks at."""
    found = object.__new__(Case)
    history = tuple(HistoryEntry(at=FakeClock().now, by="", step=step, text="") for step in steps)
    found.__dict__.update(state=_State(state), history=history)
    return found


@pytest.mark.parametrize(
    ("state", "steps", "expected"),
    [
        ("registered", (), "here ahead ahead ahead ahead"),
        ("accepted", ("transfer", "accept"), "past past here ahead ahead"),
        ("accepted", ("accept",), "past skipped here ahead ahead"),
        ("objected", ("transfer",), "past past here ahead ahead ahead"),
        ("merged", (), "past here"),
    ],
)
def test_the_way_and_its_bends(state: str, steps: tuple[str, ...], expected: str) -> None:
    way = way_of(case(state, *steps))
    assert [stage.tone for stage in way] == expected.split()
    assert next(stage.state for stage in way if stage.tone == "here") == state
