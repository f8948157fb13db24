"""`domain.yml` and the code agree: actions, sentences in both languages, buttons, intents. Read without Rasa."""

import ast
import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import product
from typing import Any

import pytest
import yaml

from bot.sentences import in_language
from cases import FIELDS, State
from tests.support.imports import ROOT, Module, modules

LARGEST_PAYLOAD = 64
"""Bytes that a button may carry on Telegram."""
ASKED = (*FIELDS, "evidence", "confirm")
LONGEST_REGION = '/choose_region{"code": "360704"}'
AROUND_OTHERS = {"Heedful"}
"""Actions that stand around another one and bear its name."""
FIELD = "{self._field}"
SAID = re.compile(r"utter_\w*")


def load(path: str) -> Any:
    """A YAML file of the project."""
    return yaml.load((ROOT / path).read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)


DOMAIN = load("domain.yml")
RESPONSES: Mapping[str, Sequence[Mapping[str, Any]]] = DOMAIN["responses"]
TOPICS = sorted(name.removeprefix("utter_") for name in RESPONSES if "/" in name)
INTENTS = {entry if isinstance(entry, str) else next(iter(entry)) for entry in DOMAIN["intents"]}
RULES = [rule for path in sorted((ROOT / "data" / "rules").glob("*.yml")) for rule in load(str(path))["rules"]]
SPEAKING = [module for module in modules() if module.name.partition(".")[0] in ("actions", "bot")]


# ---- actions ---------------------------------------------------------------------------------------------------------


def actions() -> Iterator[tuple[str, str]]:
    """(class, name) of every action, read from its source."""
    for module in SPEAKING:
        for node in ast.walk(module.tree):
            if not isinstance(node, ast.ClassDef) or node.name in AROUND_OTHERS:
                continue
            if any(ast.unparse(base) == "Action" for base in node.bases):
                name = _returned_name(node)
                # One class asks for every field that needs no more than its sentence: f"action_ask_{self._field}".
                yield from (
                    (node.name, name.replace(FIELD, field)) for field in (_plainly() if FIELD in name else ("",))
                )


def _plainly() -> Sequence[str]:
    listed = next(module for module in SPEAKING if module.name == "actions").tree
    values = (
        n.value for n in ast.walk(listed) if isinstance(n, ast.Assign) and ast.unparse(n.targets[0]) == "ASKED_PLAINLY"
    )
    return (*ast.literal_eval(next(values)), "petitioner_phone")


def _returned_name(action: ast.ClassDef) -> str:
    method = next(node for node in action.body if isinstance(node, ast.FunctionDef) and node.name == "name")
    returned = next(node.value for node in ast.walk(method) if isinstance(node, ast.Return))
    if isinstance(returned, ast.Constant):
        return str(returned.value)
    # The form's validator is named after the form: f"validate_{FORM}".
    assert isinstance(returned, ast.JoinedStr)
    return ast.unparse(returned).removeprefix("f").strip("'\"").replace("{FORM}", next(iter(DOMAIN["forms"])))


def test_every_action_of_the_domain_is_written_and_the_other_way_round() -> None:
    assert sorted(name for _, name in actions()) == sorted(DOMAIN["actions"])


def test_the_engine_is_given_every_action() -> None:
    listed = next(module for module in SPEAKING if module.name == "actions").calls
    assert [name for name, _ in actions() if name not in listed] == []


def test_rules_name_what_there_is() -> None:
    steps = [step for rule in RULES for step in rule["steps"]]
    known = {*DOMAIN["actions"], *DOMAIN["forms"], *RESPONSES, "action_listen"}
    assert {step["action"] for step in steps if "action" in step} <= known
    heard = [one["intent"] for step in steps for one in step.get("or", [step]) if "intent" in one]
    assert set(heard) <= INTENTS


# ---- sentences -------------------------------------------------------------------------------------------------------


def answered_by_name() -> set[str]:
    """The intents that `action_answer_question` answers with the response of the same name."""
    steps = [rule["steps"] for rule in RULES if {"action": "action_answer_question"} in rule["steps"]]
    heard = {one["intent"] for some in steps for one in some[0].get("or", [some[0]])}
    # A question of `faq` is answered by its topic.
    return heard - {"nlu_fallback", "faq"} | {"out_of_scope", *TOPICS}


FAMILIES: Mapping[str, Sequence[str]] = {
    # The beginning of a name that is put together in the code -> its ends.
    "utter_": sorted(answered_by_name()),
    "utter_ask_": [
        *ASKED,
        "petitioner_phone_again",
        *(f"{name}_sealed" for name in ASKED if name.startswith("petitioner_")),
    ],
    "utter_why_": ASKED,
    "utter_hint_": [*(name for name in FIELDS if name != "facts"), "evidence"],
    "utter_contact_": ["phone", "address", "name"],
    "utter_help_": sorted(load("nlu/lexicon/risk.yml")["kinds"]),
    "utter_status_": ["".join(parts) for parts in product(State, ("", "_no_limit"))],
}


def said(module: Module) -> Iterator[str]:
    """The responses that a module says, those put together included."""
    beginnings = {
        node.values[0].value
        for node in ast.walk(module.tree)
        if isinstance(node, ast.JoinedStr) and isinstance(node.values[0], ast.Constant)
    }
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and SAID.fullmatch(node.value):
            if node.value in beginnings:
                yield from (f"{node.value}{end}" for end in FAMILIES[node.value])
            else:
                yield node.value


@pytest.mark.parametrize("module", SPEAKING, ids=lambda module: module.name)
def test_every_sentence_that_is_said_is_in_the_domain(module: Module) -> None:
    assert set(said(module)) <= set(RESPONSES)


def test_every_sentence_of_the_domain_is_said() -> None:
    asked = {f"utter_ask_{name}" for name in ASKED}
    spoken = {name for module in SPEAKING for name in said(module)}
    assert set(RESPONSES) - asked - spoken == set()


def test_every_question_of_the_form_can_be_asked() -> None:
    form = next(iter(DOMAIN["forms"].values()))
    assert tuple(form["required_slots"]) == ASKED
    assert [
        name for name in ASKED if not {f"utter_ask_{name}", f"action_ask_{name}"} & {*RESPONSES, *DOMAIN["actions"]}
    ] == []


@pytest.mark.parametrize("name", RESPONSES)
def test_every_sentence_is_there_in_both_languages(name: str) -> None:
    chinese, english = (in_language(RESPONSES[name], language) for language in ("zh", "en"))
    assert len(RESPONSES[name]) == 2
    assert chinese is RESPONSES[name][0]
    assert english is RESPONSES[name][1]
    assert re.search(r"[\u4e00-\u9fff]", chinese["text"])
    assert re.search(r"[a-z]{3}", english["text"])
    assert _gaps(chinese["text"]) == _gaps(english["text"])
    assert _payloads(chinese) == _payloads(english)


def _gaps(text: str) -> set[str]:
    return set(re.findall(r"\{(\w+)\}", text))


def _payloads(variation: Mapping[str, Any]) -> list[str]:
    return [button["payload"] for button in variation.get("buttons", ())]


# ---- buttons and intents ---------------------------------------------------------------------------------------------

BUTTONS = sorted({payload for some in RESPONSES.values() for one in some for payload in _payloads(one)})
MADE = [f'/change_field{{"field": "{name}"}}' for name in FIELDS]
"""Made in `actions/record.py`, a button a field."""


@pytest.mark.parametrize("payload", [*BUTTONS, *MADE, LONGEST_REGION])
def test_every_button_fits_and_is_understood(payload: str) -> None:
    assert len(payload.encode()) <= LARGEST_PAYLOAD
    assert payload.removeprefix("/").partition("{")[0] in INTENTS


def payload_intents() -> set[str]:
    """The intents that stand as a payload in the code or on a button."""
    words = {
        node.value
        for module in SPEAKING
        for node in ast.walk(module.tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }
    return {match[1] for word in {*words, *BUTTONS} if (match := re.match(r"/([a-z_]+)(?:\{|$)", word))}


def test_every_intent_is_learned_or_pressed() -> None:
    files = sorted((ROOT / "data" / "nlu").glob("*.yml"))
    learned = {block["intent"].partition("/")[0] for path in files for block in load(str(path))["nlu"]}
    assert learned <= INTENTS
    assert INTENTS - learned - {"nlu_fallback"} <= payload_intents()
