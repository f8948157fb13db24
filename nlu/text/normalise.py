"""One spelling for matching: simplified characters, half-width signs, and exactly as long as what was written."""

import re
from functools import cache

from nlu.text.lexicon import load_lines

_FULL_WIDTH = range(0xFF01, 0xFF5F)
_TO_HALF = 0xFEE0
# Blanks and signs that look like another: a tab or a no-break space is a blank, a curly dash a dash.
_SIGNS = {
    "\u3000": " ",
    "\u00a0": " ",
    "\t": " ",
    "\u200b": " ",
    "\ufeff": " ",
    "—": "-",
    "–": "-",
    "−": "-",
    "﹣": "-",
}


_IS = re.compile(r"[唔晤]系|(?<![关联体派直嫡维])系(?![统列数着带好上])")


HAN = re.compile(r"[\u4e00-\u9fff]")
"""A Chinese character: a text without any is written in another language."""


@cache
def _table() -> dict[int, str]:
    half = {code: chr(code - _TO_HALF) for code in _FULL_WIDTH}
    simple = {ord(pair[0]): pair[1] for pair in load_lines("traditional.txt")}
    return simple | half | {ord(sign): plain for sign, plain in _SIGNS.items()}


def fold(text: str) -> str:
    """Fold traditional to simplified and full width to half width, so that offsets into the original still hold.

    Only for matching: names and quotations are cut from what the citizen wrote.
    """
    return text.translate(_table())


def fold_spoken(text: str) -> str:
    """Fold, and read written Cantonese by the common characters that stand in its place: 嘅 is 的, 喺 is 在.

    For the readers of fields; the lists of short answers and of dangers know the Cantonese words as they are.
    """
    return text.translate(_spoken_table())


def fold_turns(text: str) -> str:
    """Fold, and read 係 and 唔係 as 是 and 不是, which turn a correction; 关系 and 系统 stay."""
    return _IS.sub(lambda word: "不是"[-len(word.group()) :], fold(text))


@cache
def _spoken_table() -> dict[int, str]:
    return _table() | {ord(pair[0]): pair[1] for pair in load_lines("spoken.txt")}
