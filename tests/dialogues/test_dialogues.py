"""Every script of this folder, played by the one who measures: citizens end with what they came for."""

import asyncio
from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest

from bot.measure.player import Outcome, play_all
from bot.measure.scripts import Script, read_scripts
from tests.support.real_product import RunningProduct

pytestmark = pytest.mark.rasa

SCRIPTS: Sequence[Script] = list(read_scripts(sorted(Path(__file__).parent.glob("*.jsonl"))))
ENOUGH_RIGHT = 0.97
ENOUGH_ASIDES = 0.95
AT_ONCE = 4

KNOWN_GAPS: Mapping[str, str] = {}
"""Script -> why its citizen does not get a case yet. One that gets it now must be taken out: the list only shrinks."""


@pytest.fixture(scope="session")
def outcomes(product: RunningProduct) -> Mapping[str, Outcome]:
    """How each script ended."""
    play = play_all(SCRIPTS, base=product.url, token=product.token, at_once=AT_ONCE, done=lambda outcome: None)
    return {outcome.script.id: outcome for outcome in asyncio.run(play)}


def test_no_two_scripts_have_the_same_name() -> None:
    assert len({script.id for script in SCRIPTS}) == len(SCRIPTS)


def test_every_known_gap_is_a_script_that_must_file() -> None:
    assert set(KNOWN_GAPS) <= {script.id for script in SCRIPTS if script.files}


@pytest.mark.parametrize("script", [script for script in SCRIPTS if script.files], ids=lambda script: script.id)
def test_whoever_wants_to_file_gets_a_case(outcomes: Mapping[str, Outcome], script: Script) -> None:
    filed = outcomes[script.id].number is not None
    assert filed is (script.id not in KNOWN_GAPS), _told(outcomes[script.id])


@pytest.mark.parametrize("script", [script for script in SCRIPTS if not script.files], ids=lambda script: script.id)
def test_whoever_only_asks_or_leaves_files_nothing(outcomes: Mapping[str, Outcome], script: Script) -> None:
    assert outcomes[script.id].number is None, _told(outcomes[script.id])


def test_nearly_all_end_as_expected(outcomes: Mapping[str, Outcome]) -> None:
    wrong = {name: outcome.wrong or "filed?" for name, outcome in outcomes.items() if not outcome.right}
    assert len(wrong) <= (1 - ENOUGH_RIGHT) * len(SCRIPTS), wrong


def test_nearly_all_asides_are_understood_and_asked_on_after(outcomes: Mapping[str, Outcome]) -> None:
    asides = sum(outcome.asides for outcome in outcomes.values())
    right = sum(outcome.asides_right for outcome in outcomes.values())
    assert right >= ENOUGH_ASIDES * asides > 0


def _told(outcome: Outcome) -> str:
    return "\n".join(f"> {citizen}\n{bot}" for citizen, bot in outcome.heard)
