"""The page itself, its privacy notice and its static files: read once, served from memory."""

import hashlib
import html
import json
from pathlib import Path
from string import Template

from aiohttp import web

from bot.channels.webchat.guard import guarded
from bot.channels.webchat.sentences import LANGUAGES, Sentences

HERE = Path(__file__).parent
TYPES = {
    ".js": "text/javascript",
    ".css": "text/css",
    ".svg": "image/svg+xml",
    ".webmanifest": "application/manifest+json",
}
FOR_EVER = "public, max-age=31536000, immutable"
ASK_AGAIN = "no-cache"


class Pages:
    """Renders the page in the citizen's language and serves what it is made of."""

    def __init__(self, sentences: Sentences, *, home: Path = HERE) -> None:
        self._sentences = sentences
        static = home / "static"
        self._files = {
            path.relative_to(static).as_posix(): path.read_bytes()
            for path in sorted(static.rglob("*"))
            if path.suffix in TYPES
        }
        digest = hashlib.sha256(
            b"\0".join(part for pair in self._files.items() for part in (pair[0].encode(), pair[1]))
        )
        # In the address of every file, so that browsers may keep them for ever and never mix two versions.
        self.version = digest.hexdigest()[:12]
        names = ("chat", *(f"privacy.{language}" for language in LANGUAGES))
        self._templates = {name: Template((home / "templates" / f"{name}.html").read_text("utf-8")) for name in names}

    def chat(self, *, language: str, mark: str) -> web.Response:
        """The chat page."""
        words = self._sentences.all_of(language)
        other = next(each for each in LANGUAGES if each != language)
        values = words | {
            "words": json.dumps(words, ensure_ascii=False),
            "mark": mark,
            "other_language": other,
            "other_language_tag": _tag(other),
            "preload": self.version,
        }
        return self._render("chat", language, values)

    def privacy(self, *, language: str) -> web.Response:
        """The privacy notice."""
        return self._render(f"privacy.{language}", language, self._sentences.all_of(language))

    def static(self, version: str, path: str) -> web.Response:
        """A static file. Raises `HTTPNotFound`."""
        body = self._files.get(path)
        if body is None:
            raise web.HTTPNotFound
        response = web.Response(body=body, content_type=TYPES[Path(path).suffix], charset="utf-8")
        # During a roll-out a page of the other version may ask here: it must not keep what it gets.
        response.headers["Cache-Control"] = FOR_EVER if version == self.version else ASK_AGAIN
        response.enable_compression()
        return guarded(response, stored=True)

    def _render(self, name: str, language: str, values: dict[str, str]) -> web.Response:
        values = values | {"language_tag": _tag(language), "static": f"/chat/static/{self.version}"}
        text = self._templates[name].substitute({key: html.escape(value) for key, value in values.items()})
        response = web.Response(text=text, content_type="text/html", charset="utf-8")
        response.headers["Content-Language"] = _tag(language)
        response.headers["Vary"] = "Accept-Language, Cookie"
        response.enable_compression()
        return guarded(response)


def _tag(language: str) -> str:
    return "zh-CN" if language == "zh" else language
