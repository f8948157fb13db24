"""A message as signs of danger are looked for in it: folded, closed up, misspellings put right, idioms blanked out."""

import re
from dataclasses import dataclass
from functools import cache

from nlu.text.lexicon import load_yaml
from nlu.text.normalise import fold

#: Blanks and signs put between Chinese characters ("自 杀", "自*杀"), or a stretched English apostrophe.
_BETWEEN = re.compile(r"(?<=[\u4e00-\u9fff])[ \t*·.~_/\\|-]+(?=[\u4e00-\u9fff])")
_BLANK = "□"


@dataclass(frozen=True, slots=True)
class Plain:
    """The text to look in, and where each of its characters stands in what was written."""

    text: str
    _written: str
    _at: tuple[int, ...]

    def original(self, start: int, end: int) -> str:
        """The words as they were written."""
        return self._written[self._at[start] : self._at[end - 1] + 1]


def plain(text: str) -> Plain:
    """Make a message plain."""
    folded = fold(text).lower().replace("’", "'").replace("‘", "'")
    if len(folded) != len(text):
        # Some letters grow when they are made small: offsets would no longer hold.
        folded = fold(text)
    at = range(len(folded))
    pieces, places = _closed_up(folded, tuple(at))
    pieces, places = _put_right(pieces, places)
    return Plain(_without_idioms(pieces), text, places)


def _closed_up(text: str, at: tuple[int, ...]) -> tuple[str, tuple[int, ...]]:
    if not _BETWEEN.search(text):
        return text, at
    kept: list[int] = []
    start = 0
    for gap in _BETWEEN.finditer(text):
        kept.extend(range(start, gap.start()))
        start = gap.end()
    kept.extend(range(start, len(text)))
    return "".join(text[i] for i in kept), tuple(at[i] for i in kept)


def _put_right(text: str, at: tuple[int, ...]) -> tuple[str, tuple[int, ...]]:
    pattern, meanings = _homophones()
    pieces: list[str] = []
    places: list[int] = []
    start = 0
    for match in pattern.finditer(text):
        meant = meanings[(match.lastindex or 1) - 1]
        pieces += (text[start : match.start()], meant)
        places += at[start : match.start()]
        # A meaning may be shorter or longer than what was written; its last character stands for the rest.
        last = match.end() - 1
        places += [at[min(match.start() + i, last)] for i in range(len(meant) - 1)] + [at[last]]
        start = match.end()
    if not pieces:
        return text, at
    return "".join([*pieces, text[start:]]), (*places, *at[start:])


def _without_idioms(text: str) -> str:
    return _idioms().sub(lambda match: _BLANK * len(match.group()), text)


@cache
def _homophones() -> tuple[re.Pattern[str], tuple[str, ...]]:
    table: dict[str, str] = load_yaml("risk_context.yml")["homophones"]
    return re.compile("|".join(f"({written})" for written in table)), tuple(table.values())


@cache
def _idioms() -> re.Pattern[str]:
    return re.compile("|".join(load_yaml("risk_context.yml")["idioms"]))
