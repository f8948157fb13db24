"""Where it happened: first which county, which decides who is responsible, then where in it.

A county alone is remembered with the words that told it (`place_told`, `place_code`), and where in it is asked once:
who cannot or will not say more is not held up.
"""

import re

from actions.answers import READERS, Values, says_where
from actions.desk import Desk
from actions.hearing import STUCK_AFTER, Hearing
from cases import Draft
from nlu.text import replies
from nlu.text.places import says_where_in_it

MOST_CHOICES = 6
FEW = 10
"""So few characters name a place where one is asked for, whatever it is called (老街口)."""
MOST_OF_A_NAME = 12
IS_TOWN = re.compile(r"[\u4e00-\u9fff]{1,6}(?:街道|镇|乡|苏木)")
ASKS_US = re.compile(r"你们|您|问[一哈下]|\byou\b", re.IGNORECASE)
TELLS_WHERE = re.compile(r"^\W*(?![我俺咱就是你您])[\u4e00-\u9fff]{1,6}在(?!于)")
"""厂在昆山张浦 tells where something is: a line of the story, and the place."""


def county_only(draft: Draft) -> str:
    """The county's name, with its town where one is told, while where in it is still to be told; else empty."""
    values = draft.values
    county = "" if values.get("place") else str(values.get("place_name") or "")
    return county and county + _town(str(values.get("place_told") or ""), county)


def _town(told: str, county: str) -> str:
    """The town that is told behind its county, by whichever part of the county's name (三河燕郊镇, 秦安县郭嘉镇)."""
    for size in range(MOST_OF_A_NAME, 1, -1):
        for name in (county[-size:], county[-size:-1]):
            _, found, town = told.rpartition(name)
            if found and len(name) > 1:
                return town if IS_TOWN.fullmatch(town) else ""
    return ""


def takes_place(desk: Desk, h: Hearing) -> bool:
    """Take where it happened, or offer the places of that name; whether the words were of use."""
    if ASKS_US.search(h.said.text) and replies.asks(h.said.text):
        # "你们是不是成都的哦" is no place.
        return False
    return _where_in_it(desk, h) if county_only(h.draft) else _which_county(desk, h)


def _which_county(desk: Desk, h: Hearing) -> bool:
    """A place must name its region; what was told before helps ("赣州市", then "就在赣县区")."""
    text, before = h.said.text, h.draft.values.get("place_told", "")
    named = desk.understanding.place(text)
    if before and not (named.best or named.candidates or replies.could_be_place(text)):
        # What names no place adds nothing to the one that was told.
        return False
    told = f"{before} {text}".strip() if before and text not in before else text
    for words in dict.fromkeys((text,) if _lies_elsewhere(desk, text, before) else (told, text)):
        if values := READERS["place"](words, desk.understanding):
            exact = says_where_in_it(words, desk.understanding.gazetteer)
            desk.save(h, values if exact else {**values, "place": "", "place_told": values["place"]})
            if TELLS_WHERE.match(text):
                desk.keep_words(h)
            return True
    match = desk.understanding.place(told)
    names_it = bool(match.candidates) or replies.could_be_place(text)
    if names_it and h.said.intent != "skip" and not replies.skips(text):
        h.draft = desk.register.drafts.save(h.draft.id, {"place_told": replies.plain(told)})
    if match.candidates and h.tries < STUCK_AFTER:
        h.slots["place_choices"] = [[region.code, region.full_name] for region in match.candidates[:MOST_CHOICES]]
        h.understood = False
        return True
    return False


def _lies_elsewhere(desk: Desk, text: str, before: str) -> bool:
    """我喺香港住, and then 五華縣橫陂鎮: where one lives was told before, and this is where it happened."""
    here, there = desk.understanding.place(text), desk.understanding.place(before)
    if here.best is None or there.best is None or here.best.level != "county":
        return False
    return here.sure and not desk.understanding.gazetteer.within(here.best, there.best)


def _where_in_it(desk: Desk, h: Hearing) -> bool:
    """What names a place below the known county is taken, and another place instead of it."""
    text, told = h.said.text, str(h.draft.values.get("place_told") or h.draft.values.get("place_name") or "")
    gazetteer = desk.understanding.gazetteer
    if replies.skips(text) or replies.says_nothing(text) or replies.asks(text) or not _tells_place(desk, h):
        return False
    repeated = told in text or (told[-2:] in text and bool(gazetteer.find(text)))
    whole = text if repeated else _joined(told, replies.plain(text))
    within = READERS["place"](whole, desk.understanding)
    if within and within["place_code"] == h.draft.values["place_code"]:
        desk.save(h, within)
    elif (other := _elsewhere(desk, h)) is not None:
        desk.save(h, other)
    else:
        desk.save(h, {"place": replies.plain(whole)})
    if TELLS_WHERE.match(text):
        desk.keep_words(h)
    return True


def _elsewhere(desk: Desk, h: Hearing) -> Values | None:
    """ "不是赣县，是南康的": another county; the city around the known one is no other place."""
    gazetteer, text = desk.understanding.gazetteer, h.said.text
    other = READERS["place"](text, desk.understanding) if gazetteer.find(text) else None
    if other is None:
        return None
    known, named = gazetteer.by_code(str(h.draft.values["place_code"])), gazetteer.by_code(other["place_code"])
    return None if known and named and gazetteer.within(known, named) else other


def _joined(told: str, text: str) -> str:
    """秦安县郭嘉镇, then 郭嘉镇柳沟湾村: the town stands there once."""
    for size in range(min(len(told), len(text)), 1, -1):
        if text.startswith(told[-size:]):
            return told + text[size:]
    return f"{told} {text}"


def _tells_place(desk: Desk, h: Hearing) -> bool:
    """Whether words name a place, also one that only sounds like it ("阳长镇的岩脚寨，就是矿井背后那个寨子")."""
    text, gazetteer = h.said.text, desk.understanding.gazetteer
    told_again = h.tries > 0 and text in h.facts
    return told_again or len(text) <= FEW or replies.could_be_place(text) or says_where(text, gazetteer)


def region_of_address(desk: Desk, h: Hearing) -> None:
    """Where no county was named before, that of the address is the likeliest; the citizen sees it before confirming."""
    values, home = h.draft.values, desk.understanding.place(h.said.text).best
    known = desk.understanding.region(str(values.get("place_code") or ""))
    if home is None or home.level != "county":
        return
    if known and (known.level == "county" or not desk.understanding.gazetteer.within(home, known)):
        return
    told = values.get("place") or home.full_name
    left = [name for name in values.get("skipped", ()) if name != "place"]
    desk.save(h, {"place": told, "place_code": home.code, "place_name": home.full_name, "skipped": left})
