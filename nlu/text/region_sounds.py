"""Places written with a character of the same sound: 深圳市保安区 for 宝安区, 江苏省盐成市 for 盐城市."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from nlu.text.lexicon import load_lists, load_rows
from nlu.text.region_names import Region, load_regions

#: The suffixes that a misspelt name must keep.
SUFFIXES = "市区县州旗"
_SHORTEST, _LONGEST = 3, 5
# Southern speakers, and the keyboards they use, do not tell these apart.
_BLURRED = (("zh", "z"), ("ch", "c"), ("sh", "s"), ("ng", "n"))


@dataclass(frozen=True, slots=True)
class Sounding:
    """A region that sounds like some written words, and how many of their characters are the right ones."""

    region: Region
    same: int


def blurred(syllable: str) -> str:
    """Blur what many do not tell apart: zhang, zang and zan are one."""
    for sharp, blunt in _BLURRED:
        syllable = syllable.replace(sharp, blunt)
    return syllable


def sounding_like(word: str) -> Iterator[Sounding]:
    """Yield the regions whose full name sounds like a folded word that is none of them."""
    if not _SHORTEST <= len(word) <= _LONGEST:
        return
    characters = _characters()
    sounds = [characters.get(char) for char in word]
    if None in sounds:
        return
    for code, name in _by_sound().get((word[-1], " ".join(map(str, sounds[:-1]))), ()):
        same = sum(a == b for a, b in zip(word[:-1], name, strict=False))
        if len(name) == len(word) and name != word:
            yield Sounding(load_regions()[code], same)


@cache
def _characters() -> dict[str, str]:
    return {char: blurred(sound) for sound, [chars] in load_lists("syllables.txt") for char in chars}


@cache
def _by_sound() -> dict[tuple[str, str], list[tuple[str, str]]]:
    """Index full names by their suffix and by their sound, as in the name itself and character by character."""
    index: dict[tuple[str, str], list[tuple[str, str]]] = {}
    characters, regions = _characters(), load_regions()
    for row in load_rows("region_sounds.csv"):
        name = regions[row["code"]].name
        if name[-1] not in SUFFIXES or not _SHORTEST <= len(name) <= _LONGEST:
            continue
        spoken = " ".join(map(blurred, row["sound"].split()[:-1]))
        plain = " ".join(characters.get(char, "?") for char in name[:-1])
        for sound in {spoken, plain}:
            index.setdefault((name[-1], sound), []).append((row["code"], name))
    return index
