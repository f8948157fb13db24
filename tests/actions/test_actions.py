"""All actions together: what `domain.yml` names exists, and what actions say is written there in both languages."""

import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from actions import Understanding, all_actions
from actions.asides import SIDE_QUESTIONS
from cases import FIELDS, Register, State
from nlu.text.risk import KINDS

ROOT = Path(__file__).parents[2]
DOMAIN: dict[str, Any] = yaml.safe_load((ROOT / "domain.yml").read_text(encoding="utf-8"))
SOURCES = "\n".join(path.read_text(encoding="utf-8") for path in sorted((ROOT / "actions").glob("*.py")))


def test_the_domain_names_every_action_and_no_other(register: Register, understanding: Understanding) -> None:
    names = [action.name() for action in all_actions(register, understanding)]
    assert sorted(names) == sorted(DOMAIN["actions"])


def _said() -> set[str]:
    named = set(re.findall(r'"(utter_[a-z_]+)"', SOURCES))
    questions = (*FIELDS, "evidence", "confirm")
    families = {
        *(f"utter_why_{name}" for name in questions),
        *(f"utter_hint_{name}" for name in FIELDS[1:]),
        *(f"utter_help_{kind}" for kind in KINDS),
        *(f"utter_status_{state}{tail}" for state in State for tail in ("", "_no_limit")),
        # AskStatus and CallHuman answer two of them; the rest have a sentence of their own.
        *(f"utter_{intent}" for intent in SIDE_QUESTIONS - {"ask_status", "ask_human", "faq"}),
        *(name for name in DOMAIN["responses"] if name.startswith("utter_faq/")),
        # The form asks these itself.
        *(f"utter_ask_{name}" for name in questions),
    }
    return named | families


@pytest.mark.parametrize("response", sorted(_said()))
def test_what_is_said_is_written_in_both_languages(response: str) -> None:
    chinese, english = DOMAIN["responses"][response]
    assert "condition" not in chinese
    assert english["condition"] == [{"type": "slot", "name": "language", "value": "en"}]
    gaps = [sorted(set(re.findall(r"\{(\w+)\}", one["text"]))) for one in (chinese, english)]
    assert gaps[0] == gaps[1]
    buttons = [[button["payload"] for button in one.get("buttons", ())] for one in (chinese, english)]
    assert buttons[0] == buttons[1]


def test_every_button_of_the_domain_means_something() -> None:
    intents = {name for intent in DOMAIN["intents"] for name in (intent if isinstance(intent, dict) else [intent])}
    for variations in DOMAIN["responses"].values():
        for variation in variations:
            for button in variation.get("buttons", ()):
                assert re.match(r"/(\w+)", button["payload"]).group(1) in intents
