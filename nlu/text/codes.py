"""The code of a draft or a case, and the number of a case, as people type them."""

import re

NUMBER = re.compile(r"\d{6}-\d{8}-\d{4,}")
_CODE = re.compile(r"[2-9A-Za-z]{4}[\s-]*[2-9A-Za-z]{4}[\s-]*[2-9A-Za-z]{5}")
_STROKES = 2
_AROUND = re.compile(r"^\W+|\W+$")


def find_code(text: str) -> str | None:
    """The draft or query code in a text."""
    match = _CODE.search(NUMBER.sub(" ", text))
    return match.group() if match else None


def is_bare_code(text: str) -> bool:
    """Whether a message is nothing but a code: no two are alike, and what it means is not to be guessed at."""
    bare = _AROUND.sub("", text)
    if not _CODE.fullmatch(bare):
        return False
    # Without its strokes it needs a digit and a letter: "understanding" is as long.
    return bare.count("-") == _STROKES or (any(map(str.isdigit, bare)) and any(map(str.isalpha, bare)))
