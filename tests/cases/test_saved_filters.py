"""Views of the inbox that somebody keeps."""

import pytest

from cases import Register, StepIncomplete
from cases.saved_filters import MOST
from tests.support.register import DISCIPLINE, OFFICIAL


def test_a_view_is_kept_replaced_and_forgotten_by_its_owner_alone(register: Register) -> None:
    mine, theirs = (register.for_official(one).saved_filters for one in (OFFICIAL, DISCIPLINE))
    mine.keep("欠薪", "why=wages")
    mine.keep(" 欠薪 ", "why=wages&due=soon")
    (kept,) = mine.list()
    assert (kept.label, kept.query) == ("欠薪", "why=wages&due=soon")
    assert theirs.list() == ()
    theirs.forget(kept.id)
    assert len(mine.list()) == 1
    mine.forget(kept.id)
    assert mine.list() == ()


def test_a_view_needs_a_name_and_there_are_not_endlessly_many(register: Register) -> None:
    mine = register.for_official(OFFICIAL).saved_filters
    with pytest.raises(StepIncomplete):
        mine.keep("  ", "text=x")
    for at in range(MOST):
        mine.keep(f"{at}", "")
    with pytest.raises(StepIncomplete):
        mine.keep("one more", "")
