"""The sentences citizens read on the page, in both languages: `sentences.json`, Chinese first."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from aiohttp import web

LANGUAGES = ("zh", "en")
LANGUAGE_COOKIE = "fengqiao_language"
CATALOGUE = Path(__file__).with_name("sentences.json")


@dataclass(frozen=True)
class Sentences:
    """Key → language → sentence."""

    catalogue: Mapping[str, Mapping[str, str]]

    @classmethod
    def load(cls, path: Path = CATALOGUE) -> "Sentences":
        """Read the catalogue."""
        return cls(json.loads(path.read_text(encoding="utf-8")))

    def say(self, key: str, language: str, **values: object) -> str:
        """One sentence, its {placeholders} filled."""
        sentence = self.catalogue[key][language]
        for name, value in values.items():
            sentence = sentence.replace(f"{{{name}}}", str(value))
        return sentence

    def all_of(self, language: str) -> dict[str, str]:
        """Every sentence of one language."""
        return {key: sentence[language] for key, sentence in self.catalogue.items()}


def language_of(request: web.BaseRequest) -> str:
    """The language the citizen chose, that of the page that asks, or the one their browser prefers; Chinese in doubt.

    A page says it when it opens its socket: browsers may name other languages there than for the page.
    """
    chosen = request.cookies.get(LANGUAGE_COOKIE, "")
    if chosen in LANGUAGES:
        return chosen
    page = request.query.get("lang", "").partition("-")[0]
    if page in LANGUAGES:
        return page
    return preferred(request.headers.get("Accept-Language", ""))


def preferred(accept_language: str) -> str:
    """The first of our languages in an `Accept-Language` header, by its weights."""
    weighed: list[tuple[float, str]] = []
    for part in accept_language.split(",")[:20]:
        tag, _, parameters = part.strip().partition(";")
        language = tag.strip().lower().partition("-")[0]
        weight = _weight(parameters)
        if language in LANGUAGES and weight > 0:
            weighed.append((weight, language))
    return max(weighed, key=lambda pair: pair[0], default=(0.0, LANGUAGES[0]))[1]


def _weight(parameters: str) -> float:
    name, _, value = parameters.strip().partition("=")
    try:
        return float(value) if name.strip() == "q" else 1.0
    except ValueError:
        return 0.0
