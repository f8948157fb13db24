"""What the screens say: one YAML file a language, Chinese first."""

from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import yaml

DEFAULT = "zh"
LANGUAGES = (DEFAULT, "en")
LOCALE = Path(__file__).parent / "locale"


class Catalogue:
    """Sentences by language and key. A key nobody wrote is an error, never an empty spot on a screen."""

    def __init__(self, texts: Mapping[str, Mapping[str, str]]) -> None:
        self.texts = texts

    @classmethod
    @cache
    def load(cls, folder: Path = LOCALE) -> "Catalogue":
        """Read `<language>.yml` for every language."""
        read = {language: (folder / f"{language}.yml").read_text(encoding="utf-8") for language in LANGUAGES}
        return cls(
            {language: dict(_flatten(yaml.load(text, Loader=yaml.CSafeLoader))) for language, text in read.items()}
        )

    def text(self, language: str, key: str, **values: Any) -> str:
        """The sentence, its placeholders filled. Raises `KeyError` for an unknown key."""
        return self.texts[language][key].format(**values)

    def label(self, language: str, group: str, value: object) -> str:
        """The word for a value of the register; the value itself where nobody named it yet."""
        return self.texts[language].get(f"{group}.{value}", str(value))


def _flatten(tree: Mapping[str, Any], prefix: str = "") -> Iterator[tuple[str, str]]:
    for name, value in tree.items():
        if isinstance(value, Mapping):
            yield from _flatten(value, f"{prefix}{name}.")
        else:
            yield f"{prefix}{name}", str(value)
