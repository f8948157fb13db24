"""The documents say what the code does: every setting, command, state, step, clock, word and link."""

import re
from collections.abc import Iterator
from dataclasses import fields
from pathlib import Path

import pytest

from bot.__main__ import COMMANDS
from bot.settings import PREFIX, Settings
from cases.clocks import load_clocks
from cases.values import ClockState, DraftState, MessageState, Nature, Role, State
from cases.workflow import load_workflow
from tests.support.imports import ROOT

DOCS = ROOT / "docs"
NOT_OURS = {"var", "models", "node_modules"}
LINK = re.compile(r"\]\(([^)\s]+)\)|(?:src|href)=\"([^\"]+)\"")
HEADING = re.compile(r"^(#+) +(.*)$", re.MULTILINE)
CODE_BLOCK = re.compile(r"^```.*?^```", re.MULTILINE | re.DOTALL)
DOCUMENT_NAMED = re.compile(r"(?:docs|lean)/[\w/.-]+\.md")
LARGEST_PICTURE = 200 * 1024


def documents() -> Iterator[Path]:
    """Every Markdown file of the project."""
    for folder in [ROOT, *(path for path in ROOT.iterdir() if path.is_dir() and path.name[0] != ".")]:
        if folder.name not in NOT_OURS:
            yield from sorted(folder.glob("*.md") if folder == ROOT else folder.rglob("*.md"))


def name_of(path: Path) -> str:
    """A file's name in test ids and messages."""
    return str(path.relative_to(ROOT))


def prose(path: Path) -> str:
    """A document without its code blocks."""
    return CODE_BLOCK.sub("", path.read_text(encoding="utf-8"))


def section(document: str, heading: str) -> str:
    """The part of a document under one of its headings."""
    text = (DOCS / document).read_text(encoding="utf-8")
    return text.split(f"\n## {heading}\n")[1].split("\n## ")[0]


def row(document: str, heading: str, first: str) -> list[str]:
    """The cells of the one table row under a heading whose first cell is this."""
    lines = [line for line in section(document, heading).splitlines() if line.startswith("|")]
    rows = [[cell.strip() for cell in line.strip().strip("|").split("|")] for line in lines]
    found = [cells for cells in rows if cells[0] == first]
    assert len(found) == 1, f"docs/{document} has {len(found)} rows about {first}"
    return found[0]


# ---- README and links ------------------------------------------------------------------------------------------------


def test_the_readmes_are_twins() -> None:
    english, chinese = ((ROOT / name).read_text(encoding="utf-8") for name in ("README.md", "README.zh.md"))
    levels = [[len(marks) for marks, _ in HEADING.findall(CODE_BLOCK.sub("", text))] for text in (english, chinese)]
    assert levels[0] == levels[1]
    assert "(README.zh.md)" in english
    assert "(README.md)" in chinese
    targets = [[target for target in links(text) if "README" not in target] for text in (english, chinese)]
    assert sorted(targets[0]) == sorted(targets[1])


def links(text: str) -> list[str]:
    """Where a document leads to."""
    return [markdown or html for markdown, html in LINK.findall(text)]


@pytest.mark.parametrize("readme", ["README.md", "README.zh.md"])
def test_every_folder_is_in_the_readmes_table(readme: str) -> None:
    kept = (path for path in ROOT.iterdir() if path.is_dir() and path.name[0] not in "._" and path.name not in NOT_OURS)
    # A folder that holds nothing but caches is none.
    folders = {path.name for path in kept if any(one.is_file() and one.suffix != ".pyc" for one in path.rglob("*"))}
    table = [line.split("|")[1] for line in (ROOT / readme).read_text(encoding="utf-8").splitlines() if line[:1] == "|"]
    assert folders == set(re.findall(r"`(\w+)/`", " ".join(table)))


@pytest.mark.parametrize("document", documents(), ids=name_of)
def test_every_link_leads_somewhere(document: Path) -> None:
    broken = []
    for target in links(prose(document)):
        path, _, anchor = target.partition("#")
        if target.startswith(("http:", "https:", "mailto:")):
            continue
        there = (document.parent / path).resolve() if path else document
        if not there.exists() or (anchor and anchor not in anchors(there)):
            broken.append(target)
    assert broken == []


def anchors(document: Path) -> set[str]:
    """The headings of a document as links name them."""
    titles = (title for _, title in HEADING.findall(prose(document)))
    return {re.sub(r"[^\w\- ]", "", title.lower()).strip().replace(" ", "-") for title in titles}


def test_every_document_is_found_from_the_readme() -> None:
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    named = {(ROOT / target).resolve() for target in links(text) if not target.startswith("http")}
    assert [path.name for path in DOCS.glob("*.md") if path not in named] == []


def test_the_documents_that_code_names_are_there() -> None:
    named = {
        (name, path)
        for pattern in ("*.py", "*.yml", "*.toml")
        for path in ROOT.rglob(pattern)
        if not any(part[0] == "." or part in NOT_OURS for part in path.relative_to(ROOT).parts)
        for name in DOCUMENT_NAMED.findall(path.read_text(encoding="utf-8"))
    }
    assert named
    assert [f"{name_of(path)} names {name}" for name, path in sorted(named) if not (ROOT / name).is_file()] == []


@pytest.mark.parametrize("picture", sorted(DOCS.rglob("*.png")), ids=name_of)
def test_pictures_are_small(picture: Path) -> None:
    assert picture.stat().st_size < LARGEST_PICTURE


def test_decisions_are_numbered_one_after_another_and_answer_the_same_three_things() -> None:
    decisions = sorted((DOCS / "decisions").glob("*.md"))
    assert [path.name[:4] for path in decisions] == [f"{number:04d}" for number in range(1, len(decisions) + 1)]
    for path in decisions:
        text = path.read_text(encoding="utf-8")
        assert text.startswith(f"# {path.name[:4]} "), path.name
        parts = [text.find(part) for part in ("**Question.**", "**Cho", "**What would change our mind.**")]
        assert -1 not in parts, f"{path.name} does not say question, choice and what would change our mind"
        assert parts == sorted(parts), path.name


# ---- settings and commands -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("setting", fields(Settings), ids=lambda setting: setting.name)
def test_every_setting_is_described(setting: object) -> None:
    name, default = getattr(setting, "name", ""), getattr(setting, "default", None)
    _, variable, shown, meaning = row("settings.md", "Settings", f"`{name}`")
    assert variable == f"`{PREFIX}{name.upper()}`"
    if default == "":
        assert shown.startswith("empty")
    else:
        assert f"`{default.name if isinstance(default, Path) else default}`" in shown
    assert meaning


def test_no_setting_is_described_that_is_not_there() -> None:
    described = set(re.findall(rf"{PREFIX}(\w+)", (DOCS / "settings.md").read_text(encoding="utf-8")))
    known = {setting.name.upper() for setting in fields(Settings)}
    assert described - known == {"BENCH_DATA", "SCREENSHOTS"}


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_is_described_with_its_options(command: str) -> None:
    _, _, options = row("settings.md", "Commands", f"`fengqiao {command}`")
    source = (ROOT / "bot" / "commands" / f"{command}.py").read_text(encoding="utf-8")
    # What a process only says to the ones it starts is nobody else's to know.
    offered = "\n".join(line for line in source.splitlines() if "argparse.SUPPRESS" not in line)
    assert set(re.findall(r"--[a-z-]+", options)) == set(re.findall(r'"(--[a-z-]+)"', offered))


def test_no_command_is_described_that_is_not_there() -> None:
    assert set(re.findall(r"`fengqiao (\w+)`", section("settings.md", "Commands"))) == set(COMMANDS)


# ---- workflow --------------------------------------------------------------------------------------------------------

WORKFLOW = load_workflow()


def named(cell: str) -> list[str]:
    """What a cell names in code."""
    return re.findall(r"`([^`]+)`", cell)


@pytest.mark.parametrize("state", State)
def test_every_state_is_described(state: State) -> None:
    _, chinese, reached_by = row("workflow.md", "States", f"`{state}`")
    assert chinese == WORKFLOW.states[state].zh
    steps = [name for name, step in WORKFLOW.steps.items() if step.to is state]
    assert named(reached_by) == steps
    assert ("filing" in reached_by) == (WORKFLOW.filing.to is state)


@pytest.mark.parametrize("group", WORKFLOW.groups)
def test_every_group_of_states_is_described(group: str) -> None:
    _, states = row("workflow.md", "States", f"*{group}*")
    assert named(states) == list(WORKFLOW.groups[group])


@pytest.mark.parametrize("name", WORKFLOW.steps)
def test_every_step_is_described_as_it_is(name: str) -> None:
    step = WORKFLOW.steps[name]
    _, chinese, from_, to, whose, who, must, may, clocks, told, article = row("workflow.md", "Steps", f"`{name}`")
    assert (chinese, whose) == (step.zh, step.of)
    groups = {**WORKFLOW.groups, "any": tuple(State)}
    spelt = [state for word in re.findall(r"[*`](\w+)[*`]", from_) for state in groups.get(word, (word,))]
    assert spelt == list(step.from_)
    assert named(to) == ([step.to] if step.to else [])
    assert set(who.split(", ")) == {*step.roles, *(["petitioner"] if step.petitioner else [])}
    required, _, one_of = must.rpartition("one of ") if "one of " in must else (must, "", "–")
    assert _words(required.strip("; ") or "–") == set(step.required)
    assert _words(one_of) == set(step.one_of)
    assert _words(required.strip("; ") or "–") | _words(one_of) | _words(may) == set(step.fields)
    assert set(named(clocks)) == {clock for clock in step.clocks if clock not in step.extends.values()}
    assert ("ends the rest" in clocks, "revives" in clocks) == (step.closes, step.revives)
    for word, kept in (
        ("starts", step.starts),
        ("renews", step.renews),
        ("stops", step.stops),
        ("pauses", step.pauses),
    ):
        found = re.search(rf"{word} ((?:`\w+`(?:, )?)+)", clocks)
        assert (named(found[1]) if found else []) == list(kept)
    assert told == ("yes" if step.notice else "no")
    assert article.strip("–") == step.article


def _words(cell: str) -> set[str]:
    return set() if cell == "–" else set(cell.split(", "))


@pytest.mark.parametrize("name", load_clocks())
def test_every_clock_is_described_as_it_is(name: str) -> None:
    rule = load_clocks()[name]
    _, chinese, limit, counts_from, ended_by, route, whose, article = row("workflow.md", "Clocks", f"`{name}`")
    assert (chinese, article, whose) == (rule.zh, rule.article, rule.holder)
    assert (str(rule.days) in limit) if rule.days else limit == ("at once" if rule.at_once else "as set")
    assert ("working" in limit) == (rule.unit == "working_days")
    starts = [step for step, taken in WORKFLOW.steps.items() if name in (*taken.starts, *taken.renews)]
    assert named(counts_from) == ([rule.extends] if rule.extends else starts)
    assert ("served" in counts_from) == (rule.starts_at == "served_at")
    assert named(ended_by) == [step for step, taken in WORKFLOW.steps.items() if name in taken.stops]
    assert route == (", ".join(rule.routes) or "–")


def test_no_clock_or_step_is_described_that_is_not_there() -> None:
    tables = "".join(section("workflow.md", heading) for heading in ("States", "Steps", "Clocks"))
    described = re.findall(r"^\| `(\w+)` \|", tables, re.MULTILINE)
    assert sorted(described) == sorted([*State, *WORKFLOW.steps, *load_clocks()])


@pytest.mark.parametrize("notice", [WORKFLOW.filing.notice, *(s.notice for s in WORKFLOW.steps.values() if s.notice)])
def test_every_notice_is_described(notice: str) -> None:
    assert f"| `{notice}` |" in section("workflow.md", "Notices")


@pytest.mark.parametrize(
    "words", [DraftState, MessageState, ClockState, Nature, Role], ids=lambda words: words.__name__
)
def test_the_codes_own_words_are_in_the_glossary(words: type) -> None:
    text = (DOCS / "glossary.md").read_text(encoding="utf-8")
    assert [word for word in words if f"`{word}`" not in text] == []


def test_the_outcomes_are_in_glossary_and_workflow() -> None:
    for document in ("glossary.md", "workflow.md"):
        text = (DOCS / document).read_text(encoding="utf-8")
        assert [outcome for outcome in WORKFLOW.outcomes if f"`{outcome}`" not in text] == [], document
    assert [route for route in WORKFLOW.routes if route not in section("workflow.md", "Routes and outcomes")] == []


# ---- the stand-ins ---------------------------------------------------------------------------------------------------


def test_the_stand_ins_readme_quotes_their_sentence() -> None:
    source = (ROOT / "lean" / "tensorflow" / "tensorflow" / "_inert.py").read_text(encoding="utf-8")
    sentence = re.search(r'__init__\(f"\{name\} ([^"]+)"\)', source)
    assert sentence is not None
    assert sentence[1] in (ROOT / "lean" / "README.md").read_text(encoding="utf-8")
