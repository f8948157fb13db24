"""What a sentence speaks of that danger is made of: persons, deeds, means, places, times, and what takes it back."""

import re
from collections.abc import Collection
from functools import cache
from itertools import combinations

from nlu.text.lexicon import load_yaml

_HEAD = 2
#: Numbers are no words of a list: how old a child is, how many they are.
_CHILD_AGE = re.compile(
    r"(?<![\d一二三四五六七八九十])(?:1[0-7]|[1-9]|十[一二三四五六七]?|[一二三四五六七八九两]|几)(?:个?多?)?岁(?!月)|"
    r"\bi(?: a|')m 1[0-7]\b"
)
_MANY = re.compile(
    r"(?:[2-9]\d|\d{3,}|[一二三四五六七八九两几][十百千]|上百|十几|数百)[一二三四五六七八九]?(?:多|几|余|来)?"
    r"(?:个|名|号|位|口|户|家)?(?:人|工|民|业主|老师|教师|储户|家长|司机|师傅|兄弟|弟兄|老乡|员工|村民|住户|户)"
)

#: What a sentence of a letter must speak of at least, together, for a kind to be guessed at without any sign of it.
_AT_LEAST: dict[str, tuple[tuple[str, ...], ...]] = {
    "self_harm": (("die",), ("means", "farewell"), ("means", "hopeless"), ("means", "want", "self")),
    "violence": (("kill", "threat"), ("kill", "weapon"), ("hit", "enemy"), ("hit", "injury"), ("confine", "hit")),
    "domestic_violence": (
        ("spouse", "hit"),
        ("spouse", "confine"),
        ("parent", "hit"),
        ("kin", "hit"),
        ("grown", "hit"),
    ),
    "minor": (("child", "sex"), ("child", "hit"), ("child", "bully"), ("child", "missing"), ("child", "neglect")),
    "emergency": (
        *(("now", what) for what in ("fire", "gas", "explode", "collapse", "drown", "ill", "crash", "shock", "leak")),
        *(("trapped", what) for what in ("fire", "collapse", "drown", "now", "crash")),
    ),
    "fraud": (("transfer", "impersonate", "lost"), ("transfer", "lost", "amount"), ("impersonate", "transfer", "now")),
    "crowd": (("protest", "gather"), ("protest", "many"), ("block", "protest"), ("gather", "govplace", "when")),
    "wages": (("wage", "owe", "worker"), ("wage", "owe", "many"), ("wage", "owe", "festival"), ("wage", "owe", "fled")),
}

#: What a short message must speak of, at least one of it, for a kind to be guessed at without a sign: a person, a crowd
#: or a place by itself endangers nobody.
_DEEDS: dict[str, frozenset[str]] = {
    "self_harm": frozenset(("die", "means", "farewell", "hopeless")),
    "violence": frozenset(("kill", "hit", "weapon", "threat", "confine", "injury", "fire")),
    "domestic_violence": frozenset(("hit", "kill", "weapon", "threat", "confine", "injury", "fear", "sex")),
    "minor": frozenset(("sex", "hit", "bully", "missing", "neglect", "confine", "injury", "fear", "kill", "weapon")),
    "emergency": frozenset(
        ("fire", "gas", "leak", "explode", "collapse", "trapped", "drown", "ill", "crash", "shock", "injury")
    ),
    "fraud": frozenset(("transfer", "lost")),
    "crowd": frozenset(("gather", "block", "protest", "vehicle")),
    "wages": frozenset(("wage", "owe", "fled")),
}


def is_done(kind: str, found: Collection[str]) -> bool:
    """Whether anything is spoken of that a kind of danger is done by, suffered or seen from."""
    return not _DEEDS[kind].isdisjoint(found)


def speaks_of(kind: str, found: Collection[str]) -> bool:
    """Whether what a sentence speaks of leaves a kind of danger possible."""
    return any(all(name in found for name in together) for together in _AT_LEAST[kind])


def concepts(text: str) -> set[str]:
    """The names of the concepts a plain text speaks of."""
    found: set[str] = set()
    heads, words = _index()
    padded = f" {text} "
    for at, character in enumerate(padded):
        found.update(words.get(character, ()))
        for size in heads.get(padded[at : at + _HEAD], ()):
            found.update(words.get(padded[at : at + size], ()))
    if _CHILD_AGE.search(text):
        found.add("child")
    if _MANY.search(text):
        found.add("many")
    return found


def alone_and_paired(found: Collection[str]) -> list[str]:
    """The concepts and every two of them together, as names of features."""
    names = sorted(found)
    return [f"[{name}]" for name in names] + [f"[{one}+{other}]" for one, other in combinations(names, 2)]


@cache
def _index() -> tuple[dict[str, tuple[int, ...]], dict[str, tuple[str, ...]]]:
    """The sizes of words by how they begin, and the concepts of each word."""
    words: dict[str, tuple[str, ...]] = {}
    sizes: dict[str, set[int]] = {}
    for name, listed in load_yaml("risk_concepts.yml").items():
        for word in listed:
            written = str(word).replace("^", " ")
            words[written] = (*words.get(written, ()), name)
            if len(written) > 1:
                sizes.setdefault(written[:_HEAD], set()).add(len(written))
    return {head: tuple(sorted(found)) for head, found in sizes.items()}, words
