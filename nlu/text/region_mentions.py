"""A place name where it stands in a text, and what region a text was found to speak of."""

import re
from dataclasses import dataclass

from nlu.text.region_names import Region

_SUFFIXED = re.compile(r"(?:[省市县区州盟旗]|district|county|city|province|prefecture|area|municipality)$", re.I)


@dataclass(frozen=True, slots=True)
class RegionMention:
    """One place name in the text and the regions it may mean."""

    start: int
    end: int
    text: str
    candidates: tuple[Region, ...]
    #: What it means instead where the other names of the text say so.
    others: tuple[Region, ...] = ()
    #: Which of the candidates is meant where nothing in the text tells.
    foremost: Region | None = None

    @property
    def suffixed(self) -> bool:
        """Whether the name says what it is: a city, a county."""
        return bool(_SUFFIXED.search(self.text))


@dataclass(frozen=True, slots=True)
class RegionMatch:
    """The region a text speaks of, if it is clear; else the candidates to ask about; and the address after it."""

    best: Region | None = None
    candidates: tuple[Region, ...] = ()
    detail: str = ""
    start: int = -1
    end: int = -1
    #: Whether the matter lies there by the words around it: nobody only comes from there, nothing is compared with it.
    sure: bool = False
