"""Everything the screens say exists in both languages."""

import re
from pathlib import Path
from string import Formatter

import pytest
import yaml
from jinja2 import nodes

from cases import ClockState, Nature, Role, State
from console import screen
from console.language import LANGUAGES, Catalogue
from console.views import inbox
from console.views.alerts import DONE
from console.views.cases import OUTCOMES, ROUTES, STEP_FIELDS
from tests.support.console import House

CONSOLE = Path(screen.__file__).parent
WORKFLOW = yaml.safe_load((CONSOLE.parent / "cases" / "workflow.yml").read_text(encoding="utf-8"))
CLOCKS = yaml.safe_load((CONSOLE.parent / "cases" / "clocks.yml").read_text(encoding="utf-8"))
TEMPLATES = sorted((CONSOLE / "templates").glob("*.html"))
LABELS = {
    "state": tuple(State),
    "nature": tuple(Nature),
    "role": tuple(Role),
    "role_hint": tuple(Role),
    "clock_state": tuple(ClockState),
    "clock": tuple(CLOCKS),
    "step": (*WORKFLOW["steps"], "registered", "supplement", "other_means"),
    "field": {field for step in WORKFLOW["steps"].values() for field in step["fields"]},
    "route": tuple(WORKFLOW["routes"]),
    "route_hint": tuple(WORKFLOW["routes"]),
    "outcome": tuple(WORKFLOW["outcomes"]),
    "outcome_hint": tuple(WORKFLOW["outcomes"]),
    "door": tuple(door.name for door in screen.DOORS),
    "risk": (
        *["self_harm", "violence", "emergency", "minor", "domestic_violence", "fraud", "crowd", "wages", "human"],
    ),
    "level": ("high", "medium", "low"),
    "group": screen.GROUPS,
    "scope": inbox.SCOPES,
    "why": inbox.REASONS,
    "due": inbox.DUE,
    "form": inbox.FORMS,
    "alerts_done": DONE,
    "language": LANGUAGES,
}


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    return Catalogue.load()


def test_both_languages_have_the_same_keys(catalogue: Catalogue) -> None:
    assert set(catalogue.texts["zh"]) == set(catalogue.texts["en"])


def test_both_languages_fill_in_the_same_things(catalogue: Catalogue) -> None:
    for key, text in catalogue.texts["zh"].items():
        assert holes(text) == holes(catalogue.texts["en"][key]), key


def holes(text: str) -> set[str]:
    """The placeholders of a sentence."""
    return {name for _, name, _, _ in Formatter().parse(text) if name}


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.name)
def test_templates_say_only_what_is_written_down(catalogue: Catalogue, path: Path) -> None:
    tree = screen.templates().parse(path.read_text(encoding="utf-8"))
    for call in tree.find_all(nodes.Call):
        if isinstance(call.node, nodes.Name) and call.node.name == "t" and isinstance(call.args[0], nodes.Const):
            key = call.args[0].value
            assert key in catalogue.texts["zh"], key
            assert {one.key for one in call.kwargs} == holes(catalogue.texts["zh"][key]), key


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.name)
def test_no_sentence_is_written_into_a_template(path: Path) -> None:
    assert not re.search(r"[\u4e00-\u9fff]", re.sub(r"\{#.*?#\}", "", path.read_text(encoding="utf-8"), flags=re.S))


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.name)
def test_no_template_carries_style_or_script_of_its_own(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert not re.search(r"<style|style=|<script(?! src=\"\{\{ static)|\son\w+=|javascript:|https?://|\|\s*safe", text)


def test_sentences_of_errors_are_written_for_every_kind(catalogue: Catalogue) -> None:
    code = (CONSOLE / "middlewares.py").read_text(encoding="utf-8")
    kinds = {*re.findall(r'error_page\(request, \d+, "(\w+)"', code), "400", "403", "404", "405", "409", "413", "422"}
    for kind in kinds:
        assert {f"error.{kind}.title", f"error.{kind}.text"} <= set(catalogue.texts["zh"])


@pytest.mark.parametrize("group", LABELS)
def test_every_word_of_the_register_has_a_label(catalogue: Catalogue, group: str) -> None:
    for value in LABELS[group]:
        assert f"{group}.{value}" in catalogue.texts["zh"]


def test_the_ways_and_outcomes_offered_are_those_of_the_register() -> None:
    assert set(ROUTES) == set(WORKFLOW["routes"])
    assert set(OUTCOMES) == set(WORKFLOW["outcomes"])
    assert set(WORKFLOW["fields"]) - {"text"} == STEP_FIELDS


def test_an_unknown_key_is_an_error(catalogue: Catalogue) -> None:
    with pytest.raises(KeyError):
        catalogue.text("zh", "no.such.key")


async def test_the_language_is_chosen_once_and_kept(house: House) -> None:
    visitor = await house.visitor("li.wei")
    assert 'lang="zh-CN"' in await visitor.get("/console/")
    assert "Petitions" in await visitor.get("/console/?lang=en")
    assert "My account" in await visitor.get("/console/account")
    assert "我的账号" in await visitor.get("/console/account?lang=zh")


@pytest.mark.parametrize("wanted", ["", "de", "zh-TW", "../en", "<script>"])
async def test_a_language_we_do_not_speak_is_chinese(house: House, wanted: str) -> None:
    visitor = await house.visitor()
    assert 'lang="zh-CN"' in await visitor.get("/console/sign-in", params={"lang": wanted})


async def test_changing_the_language_keeps_the_filter(house: House) -> None:
    page = await (await house.visitor("li.wei")).get("/console/?state=replied&text=a%26b")
    assert re.search(r'href="/console/\?state=replied&amp;text=a%26b&amp;lang=en"', page)
