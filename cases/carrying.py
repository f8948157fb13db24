"""What a step takes over from the one it follows: days that were asked for, an opinion that was approved."""

from collections.abc import Mapping
from typing import Any

from cases.applying import for_the_file
from cases.closing import refuse
from cases.dossiers import last_said
from cases.step_fields import as_data, from_data
from cases.tables import PetitionRow
from cases.workflow import Step, Workflow
from storage import Transaction

DAYS_IN_WORDS = "延长天数："
"""How the file names them: read only where what was asked for was not kept as data yet."""


def days_asked_for(tx: Transaction, row: PetitionRow) -> int:
    """The days of the extension that waits for an answer."""
    said = last_said(tx, row.id, "ask_extension")
    if said.carried is not None:
        return int(said.carried["days"])
    return int(said.text.partition(DAYS_IN_WORDS)[2].partition("\n")[0])


def with_what_was_approved(
    tx: Transaction, row: PetitionRow, step: Step, given: Mapping[str, Any], workflow: Workflow
) -> Mapping[str, Any]:
    """What a step carries together with what it only passes on. Raises `NotClosable` where the two differ."""
    earlier = step.takes_over.get(row.state)
    if earlier is None:
        return given
    said, theirs = last_said(tx, row.id, earlier), workflow.steps[earlier].fields
    mine = from_data({name: value for name, value in given.items() if name in theirs}, workflow)
    again = as_data(mine)
    if said.carried is None:
        same = for_the_file(mine, workflow) == said.text
        approved: Mapping[str, Any] = again
    else:
        approved = said.carried
        same = all(approved.get(name) == value for name, value in again.items())
    if not same:
        refuse(["approved"])
    return {**given, **approved}
