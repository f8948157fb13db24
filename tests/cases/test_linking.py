"""Cases that belong together: what the other one has to be, and who hears of it."""

import pytest

from cases import Nature, Register, State, StepIncomplete
from tests.support.register import DISCIPLINE, filed, in_state, take

AGAIN = {"text": "和那一件是同一件事"}


@pytest.mark.parametrize(
    ("ground", "state", "stands"),
    [
        ("pending_below", State.REGISTERED, False),
        ("pending_below", State.TRANSFERRED, False),
        ("pending_below", State.ACCEPTED, True),
        ("pending_below", State.AWAITING_MATERIAL, True),
        ("pending_below", State.APPROVED, True),
        ("pending_below", State.REPLIED, False),
        ("pending_below", State.WITHDRAWN, False),
        ("review_finished", State.ACCEPTED, False),
        ("review_finished", State.RE_REVIEWING, False),
        ("review_finished", State.TERMINATED, True),
    ],
)
def test_not_accepting_rests_on_what_the_other_case_is(
    register: Register, ground: str, state: State, stands: bool
) -> None:
    number, other = filed(register).case_number, in_state(register, state, address="other")
    if stands:
        assert take(register, number, "not_accept", ground=ground, case=other, **AGAIN).state is State.NOT_ACCEPTED
        return
    with pytest.raises(StepIncomplete, match=f"case: {other}"):
        take(register, number, "not_accept", ground=ground, case=other, **AGAIN)


def test_a_case_that_is_not_there_to_see_is_no_ground(register: Register) -> None:
    number = filed(register).case_number
    sealed = filed(register, address="accuser", nature=Nature.ACCUSATION).case_number
    take(register, sealed, "accept", by=DISCIPLINE, route="检举")
    for other in (number, "360721-20260302-0099", sealed):
        with pytest.raises(StepIncomplete, match="case"):
            take(register, number, "not_accept", ground="pending_below", case=other, **AGAIN)
