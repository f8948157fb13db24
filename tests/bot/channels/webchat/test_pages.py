"""The page in both languages, with nothing inline and nothing from elsewhere."""

import html
import json
import re
from html.parser import HTMLParser
from pathlib import Path

import pytest

from bot.channels.webchat.pages import HERE, Pages
from bot.channels.webchat.sentences import Sentences
from tests.support.web_client import Browser

STATIC = sorted(path.relative_to(HERE / "static").as_posix() for path in (HERE / "static").rglob("*") if path.is_file())
TYPES = {
    "js": "text/javascript",
    "css": "text/css",
    "svg": "image/svg+xml",
    "webmanifest": "application/manifest+json",
}


class Tags(HTMLParser):
    """Every tag of a page with its attributes."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str]]] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, {name: value or "" for name, value in attrs}))


@pytest.mark.parametrize(("header", "tag", "title"), [("zh-CN", "zh-CN", "枫桥 · 信访"), ("en-GB", "en", "Petitions")])
async def test_the_page_speaks_the_browsers_language(browser: Browser, header: str, tag: str, title: str) -> None:
    page = await browser.open(**{"Accept-Language": header})
    assert f'<html lang="{tag}">' in page
    assert title in page


async def test_the_chosen_language_stays(browser: Browser) -> None:
    answer = await browser.client.get("/?lang=en", allow_redirects=False, headers={"Accept-Language": "zh"})
    assert (answer.status, answer.headers["Location"]) == (303, "/")
    assert '<html lang="en">' in await browser.open(**{"Accept-Language": "zh"})
    privacy = await browser.client.get("/chat/privacy?lang=zh")
    assert privacy.url.path == "/chat/privacy"
    assert '<html lang="zh-CN">' in await privacy.text()


async def test_an_unknown_language_is_no_language(browser: Browser) -> None:
    answer = await browser.client.get("/?lang=tlh", allow_redirects=False)
    assert answer.status == 200


@pytest.mark.parametrize("path", ["/", "/chat/privacy", "/?lang=en", "/chat/privacy?lang=en"])
async def test_nothing_is_inline_and_nothing_comes_from_elsewhere(browser: Browser, path: str) -> None:
    tags = Tags(await (await browser.client.get(path)).text()).found
    assert len(tags) > 10
    for tag, attributes in tags:
        assert tag != "style"
        assert tag != "script" or attributes["src"]
        assert not [name for name in attributes if name == "style" or name.startswith("on")]
        addresses = [attributes[name] for name in ("src", "href", "action") if name in attributes]
        assert all(address.startswith(("/", "#")) and not address.startswith("//") for address in addresses)


async def test_what_a_page_names_is_there(browser: Browser) -> None:
    named = {
        attributes[name]
        for path in ("/", "/chat/privacy")
        for _, attributes in Tags(await (await browser.client.get(path)).text()).found
        for name in ("src", "href")
        if attributes.get(name, "").startswith("/chat/static/")
    }
    assert len(named) > 10
    for address in named:
        assert (await browser.client.get(address)).status == 200


async def test_every_script_is_loaded_at_once(browser: Browser) -> None:
    page = await browser.open()
    assert all(f"/{path}" in page for path in STATIC if path.endswith(".js"))


async def test_the_script_gets_its_words(browser: Browser) -> None:
    found = re.search(r'data-words="([^"]*)"', await browser.open())
    assert found
    words = json.loads(html.unescape(found[1]))
    assert words["send"] == "发送"


@pytest.mark.parametrize("path", STATIC)
async def test_static_files_have_their_type_and_are_kept_for_ever(browser: Browser, path: str) -> None:
    version = Pages(Sentences.load()).version
    answer = await browser.client.get(f"/chat/static/{version}/{path}")
    assert answer.status == 200
    types = {
        "js": "text/javascript",
        "css": "text/css",
        "svg": "image/svg+xml",
        "webmanifest": "application/manifest+json",
    }
    assert answer.content_type == types[path.rpartition(".")[2]]
    assert "immutable" in answer.headers["Cache-Control"]


async def test_a_file_of_another_version_is_not_kept(browser: Browser) -> None:
    answer = await browser.client.get("/chat/static/000000000000/js/main.js")
    assert answer.headers["Cache-Control"] == "no-cache"


@pytest.mark.parametrize("path", ["../pages.py", "..%2fpages.py", "js/..%2f..%2fsentences.json", "nothing.js", "%00"])
async def test_nothing_else_is_served(browser: Browser, path: str) -> None:
    assert (await browser.client.get(f"/chat/static/x/{path}")).status == 404


def test_the_version_follows_the_files(tmp_path: Path) -> None:
    (tmp_path / "static").mkdir()
    (tmp_path / "templates").mkdir()
    for name in ("chat", "privacy.zh", "privacy.en"):
        (tmp_path / "templates" / f"{name}.html").write_text("", "utf-8")
    script = tmp_path / "static" / "a.js"
    script.write_text("1", "utf-8")
    before = Pages(Sentences.load(), home=tmp_path).version
    script.write_text("2", "utf-8")
    assert Pages(Sentences.load(), home=tmp_path).version != before
