"""What is seen of each character of a story when the one it complains about is looked for: streams of symbols."""

import re
from collections import Counter
from collections.abc import Sequence
from functools import cache

from nlu.text.lexicon import load_lists, load_yaml
from nlu.text.mentions import Mention, clauses
from nlu.text.normalise import HAN
from nlu.text.people import KIN, is_name, like_given, surname_length
from nlu.text.region_names import load_names

#: Where around a character each stream is looked at: its first and its last place, counted from the character.
WINDOWS = {
    "one": (-5, 5),
    "two": (-5, 4),
    "three": (-4, 3),
    "noun": (-6, 6),
    "verb": (-6, 6),
    "organisation": (-2, 2),
    "called": (-2, 2),
    "person": (-3, 2),
    "again": (-1, 1),
    "quoted": (-1, 1),
    "since": (0, 0),
    "until": (0, 0),
    "clause": (0, 0),
    "place": (0, 0),
}
_LONGEST = 8
_FAR = 4


@cache
def _words(part: str) -> dict[str, str]:
    """Every word that is marked, with its class."""
    found = {word: kind for kind, words in load_yaml("blamed_words.yml")[part].items() for word in map(str, words)}
    if part == "nouns":
        tails = load_yaml("organisations.yml")["tails"]
        found = {tail: kind for kind, ends in tails.items() for tail in ends} | found
        found |= dict.fromkeys((word for word in re.sub("[?]", "", KIN).split("|") if len(word) > 1), "kin")
        places = [*load_names(), *(name for _, names in load_lists("towns.txt") for name in names)]
        found = {name: "place" for name in places if 1 < len(name) <= _LONGEST} | found
    return found


@cache
def _beginnings(part: str) -> frozenset[str]:
    return frozenset(word[0] for word in _words(part))


def marked(folded: str, part: str) -> list[str]:
    """The class of the longest word at each place, and which of its characters stands there."""
    words, begin = _words(part), _beginnings(part)
    marks = [""] * len(folded)
    at = 0
    while at < len(folded):
        size = 1
        if folded[at] in begin:
            sizes = range(min(_LONGEST, len(folded) - at), 0, -1)
            size = next((size for size in sizes if folded[at : at + size] in words), 0)
            if size:
                kind = words[folded[at : at + size]]
                marks[at : at + size] = [f"{kind}I"] * size
                marks[at + size - 1] = f"{kind}E"
                marks[at] = f"{kind}B" if size > 1 else f"{kind}S"
        at += size or 1
    return marks


def streams(folded: str, mentions: Sequence[Mention], called: Sequence[Mention]) -> dict[str, list[str]]:
    """Return each stream's symbols, one a character; "" where it sees nothing. `called` are those given by name."""
    size = len(folded)
    plain = re.sub(r"[0-9]", "0", folded)
    verbs = marked(folded, "verbs")
    pairs = [plain[at : at + 2] for at in range(size)]
    counted = Counter(pairs)
    found = {
        "one": list(plain),
        "two": pairs,
        "three": [plain[at : at + 3] for at in range(size)],
        "noun": marked(folded, "nouns"),
        "verb": verbs,
        "organisation": _mentioned(size, mentions),
        "called": _mentioned(size, called),
        "person": [_person(folded[at : at + 3]) for at in range(size)],
        "again": ["1" if counted[pair] > 1 and HAN.match(pair) else "" for pair in pairs],
        "quoted": _quoted(folded),
    }
    return found | _around(size, clauses(folded), verbs)


def _mentioned(size: int, mentions: Sequence[Mention]) -> list[str]:
    marks = [""] * size
    for mention in mentions:
        marks[mention.start : mention.end] = ["I"] * (mention.end - mention.start)
        marks[mention.end - 1] = "E"
        marks[mention.start] = "B"
    return marks


def _person(word: str) -> str:
    """Whether a person's name, or a family name, begins here."""
    first = surname_length(word)
    if not first:
        return ""
    if len(word) == 3 and is_name(word) and like_given(word):
        return "3"
    return "2" if is_name(word[:2]) and like_given(word[:2]) else "1"


def _quoted(folded: str) -> list[str]:
    marks = [""] * len(folded)
    for match in re.finditer(r"[“\"「『‘'《][^“\"「『‘'《》’』」”]{1,12}[”\"」』’'》]", folded):
        marks[match.start() : match.end()] = ["I"] * (match.end() - match.start())
        marks[match.start()], marks[match.end() - 1] = "B", "E"
    return marks


def _around(size: int, pieces: Sequence[tuple[int, int]], verbs: Sequence[str]) -> dict[str, list[str]]:
    """What its clause says before and after a character, what the clauses beside it say, and which clause it is."""
    found = {name: [""] * size for name in ("since", "until", "clause", "place")}
    said = ["^", *(_said(verbs[start:end]) for start, end in pieces), "$"]
    for number, (start, end) in enumerate(pieces, 1):
        many = end - start
        place = f"{min(number - 1, 4)}{min(len(pieces) - number + 1, 3)}"
        found["since"][start:end] = _last_verb(verbs[start:end], "^")
        found["until"][start:end] = _last_verb(verbs[start:end][::-1], "$")[::-1]
        found["clause"][start:end] = [f"{said[number]}>{said[number + 1]}"] * many
        found["place"][start:end] = [f"{said[number - 1]}<{place}"] * many
    return found


def _last_verb(verbs: Sequence[str], edge: str) -> list[str]:
    """The verb that was passed last before each character, and how long ago."""
    found, last, far = [], edge, 0
    for verb in verbs:
        found.append(f"{last}{min(far, _FAR)}")
        last, far = (verb[:-1], 0) if verb else (last, far + 1)
    return found


def _said(verbs: Sequence[str]) -> str:
    kinds = {mark[:-1] for mark in verbs if mark}
    return "".join(sorted(kind[0] for kind in kinds & {"harm", "turn", "self", "accuse"}))
