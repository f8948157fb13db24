"""The name in an English answer: Md. Anwar Hossain. I lead the class; put my wife, Zhou Lihua."""

import re
from functools import cache

from nlu.text.lexicon import load_yaml

LONGEST = 160
_WORD = r"[^\W\d_]+(?:['’-][^\W\d_]+)*"
# The dot after a title or an initial ends nothing.
_PART_END = re.compile(
    r"[,;:!?()\n]|(?<!\b\w)(?<!\b[A-Za-z]{2})(?<!\b(?:mst|Mst|MRS|Mrs|mrs|Eng|Rev|Mme))\.(?=\s|$)|\s[-–—]+\s|"
    r"(?<=\w\.)\s(?=I\b)|\.\.+|…|\s(?i:but)\s|\s(?i:i mean)(?=\s)"
)
_TITLES = frozenset({"mr", "mrs", "ms", "miss", "mx"})
_MOST_WORDS = 6
_ALONE, _IN_SMALL = (1, 2, 3, 4), (2, 3)
_BOTH_NAMES = re.compile(
    rf"\b(?:sur|family |last )name(?: is)?[ :]+(?P<family>{_WORD})\W+(?:and )?(?:my )?(?:given|first) name(?: is)?[ :]+"
    rf"(?P<given>{_WORD})",
    re.IGNORECASE,
)
_QUOTED = re.compile(r"[\"“”‘]")


def english_name(text: str) -> str | None:
    """The name that one part of an answer gives; None where none could be one."""
    if len(text) > LONGEST or "?" in text.strip()[-1:]:
        return None
    if both := _BOTH_NAMES.search(text):
        return f"{both['family']} {both['given']}"
    parts = [part for part in (_bare(piece) for piece in _PART_END.split(text) if piece) if part[0]]
    sure = [name for name, led in parts if _is_written_as_name(name, alone=led or len(parts) == 1)]
    if sure:
        # "Helen. Helen Fong": the whole one.
        return max(sure, key=lambda name: (len(name.split()) > 1, -sure.index(name)))
    led = [name for name, led in parts if led and could_be_name(name)]
    if led:
        return led[0]
    first = parts[0][0] if parts else ""
    # In small letters the first part is one, where nothing tells otherwise: emma wilson, i rent there.
    return first if could_be_name(first) and len(first.split()) in (_IN_SMALL if len(parts) > 1 else _ALONE) else None


def _bare(part: str) -> tuple[str, bool]:
    """A part without what leads to the name and what comes after it, and whether something led to it."""
    words = " ".join(_QUOTED.sub("", part).split())
    lead = _leads().match(words)
    rest = words[lead.end() :].strip(" .'’") if lead else words.strip(" '’").rstrip(".")
    after = _after().search(rest)
    name = rest[: after.start()].strip(" .,") if after else rest
    return _without_title(name), bool(lead and rest)


def _without_title(name: str) -> str:
    """Mrs Philippa Hargreaves is called Philippa Hargreaves; Mr Pan stays."""
    first, _, others = name.partition(" ")
    return others if first.strip(".").lower() in _TITLES and " " in others else name


def _is_written_as_name(name: str, *, alone: bool) -> bool:
    """Whether every word of it has the capital of a name; a single word only where nothing else is said."""
    words = name.split()
    particles = load_yaml("english_people.yml")["name_particles"]
    capitals = [word for word in words if word[:1].isupper()]
    if not could_be_name(name) or len(capitals) + sum(word.lower() in particles for word in words) < len(words):
        return False
    return bool(capitals) and (len(words) > 1 or alone)


def could_be_name(name: str) -> bool:
    """Whether none of the words is one that names nobody."""
    words = [word.strip(".").lower() for word in name.split()]
    lists = load_yaml("english_people.yml")
    if not 1 <= len(words) <= _MOST_WORDS or set(words) <= set(lists["name_titles"]):
        return False
    return (
        all(re.fullmatch(_WORD, word) for word in words)
        and not {re.split("['’]", word)[0] for word in words} & _no_words()
    )


@cache
def _no_words() -> frozenset[str]:
    return frozenset(load_yaml("english_people.yml")["not_in_names"])


@cache
def _leads() -> re.Pattern[str]:
    leads = "|".join(load_yaml("english_people.yml")["name_leads"])
    return re.compile(
        rf"(?:(?:well|ok|okay|yes|sure|fine|please|so|hi|hello|alright|and)[ ,]+)*(?:{leads})(?:\s+|$)", re.I
    )


@cache
def _after() -> re.Pattern[str]:
    words = "|".join(sorted(load_yaml("english_people.yml")["after_name"], key=len, reverse=True))
    return re.compile(rf"\s(?:{words})\b", re.I)
