"""How an answer in English counts heads: me and the wife, three of us, just grandma, myself and two sons, so three."""

import re
from functools import cache

from nlu.text.english_numbers import ONES, TEENS, TENS, english_whole
from nlu.text.lexicon import load_yaml

LONGEST, LONGEST_SUM = 90, 240
_NUMBER = (
    rf"(?:\d{{1,3}}(?:,\d{{3}})+(?!\d)|\d{{1,6}}(?!\d|\.\d)|(?:{'|'.join(TENS)})[- ](?:{'|'.join(ONES)})\b|"
    rf"(?:(?:\d{{1,2}}|half an?|a|{'|'.join((*TEENS, *ONES))}) )?(?:dozen|hundred)\b|"
    rf"(?:{'|'.join((*TEENS, *TENS, *ONES))})\b)"
)
_ABOUT = (
    r"(?:about |around |some |roughly |maybe |nearly |almost |at least |over |more than |like |only |just |"
    r"the |all |a |put |of )*"
)
# … so four; altogether 9; we are 5; that makes three.
_SUM = re.compile(
    rf"\b(?:so|total(?: is| of)?|altogether|together|in all|makes?(?: it)?|equals|i\.e\.|sum|do the math|"
    rf"i(?: would|'d) say|(?:the )?number (?:is|would be)|we are|we're|we were|there are|are)\W+"
    rf"(?:that(?:'s| is| makes) |it(?:'s| is) |we are |we're |we both |put )?{_ABOUT}(?P<number>{_NUMBER})"
    r"(?= (?:people|persons?|heads?|of us|souls|affected|in|with|including|counting|all|together|now|not)\b|"
    r"\W*$|[,.;!?])"
)
# Me and daughter, two person.
_AT_LAST = re.compile(rf"[,;.:=-]\W*(?P<number>{_NUMBER}) (?:people|persons?|heads|souls|pax|humans)\W*$")
# … so 78 people? No, just write 26.
_TO_WRITE = re.compile(
    r"\b(?:write|put|note|record|register|say|make it|call it|leave it at)(?: down)?(?: it)?(?: as| at)? "
    rf"{_ABOUT}(?P<number>{_NUMBER})\b"
)
_IN_ALL = re.compile(rf"\b(?P<number>{_NUMBER}) (?:of us )?(?:in total|in all|altogether|all told|total|together)\b")
_OF_US = re.compile(rf"\b(?P<number>{_NUMBER}) of (?:us|them|my|our)\b|\b(?:us|we) (?P<two>two|three|four|five|both)\b")
_FAMILY_OF = re.compile(rf"\b(?:family|household|group|team|party|crew) of (?P<number>{_NUMBER})\b")
# Three households with four people each.
_WE_ARE = re.compile(
    rf"\bwe(?:'re| are| were) {_ABOUT}(?P<number>{_NUMBER}) (?!years|months|weeks|days|hours|minutes|times)[a-z-]+s\b"
)
_EACH = re.compile(
    rf"\b(?P<homes>{_NUMBER}) (?:households?|families|flats|homes|apartments)\W+(?:with |of |and )?(?P<each>{_NUMBER}) "
    r"(?:\w+ )?(?:each|per (?:household|family|flat|home))\b"
)
_NEXT_WORD = re.compile(r"[a-z']+")
_AND_ONE = re.compile(r"\bplus (?:me|myself|i|(?:their|the|a|one|my|our) [a-z]+)\b(?!s)")
# … since I am not on the list. 231, ha.
_BY_ITSELF = re.compile(rf"[.;!?]\s*(?P<number>{_NUMBER})(?:\W+(?:ha|haha|yes|lah|sir|then))?\W*$")
_SUMS = (_SUM, _IN_ALL, _FAMILY_OF, _AT_LAST, _WE_ARE, _BY_ITSELF)
_BOTH = re.compile(r"\bboth\b|\b(?:the|a|married|old|young) couple\b|\b(?:he|she|him|her) and (?:i|me)\b")
_ALONE = re.compile(
    r"\b(?:only|just|solely|simply|merely) (?:\w+ ){0,2}?(?:me|moi|myself|i|self|us alone)\b|"
    r"\b(?:me|i|myself|self) (?:only|alone)\b|\balone\b|\b(?:nobody|no one|none|noone) (?:else|but me|apart|besides)\b|"
    r"\bi(?:'m| am) the (?:only|sole|single)\b|\bthe (?:only|sole) (?:one|person)\b|\bconcerns me\b|\bone person\b|"
    r"\b(?:only|just) (?:my|our) (?:\w+ )?(?:family|household|home|flat|shop|firm|company|business|stall)\b"
)
_LEAD = re.compile(
    r"(?:(?:it'?s|it is|that'?s|that is|this is|there'?s|there is|just|only|merely|simply|solely|mainly|only the|"
    r"in (?:my|our) (?:house|home|family|flat|room)(?: (?:only |just )?\d+)?|"
    r"well|oh|um|uh|i can only speak for|i only speak for|"
    r"i think|i guess|i'd say|so far|for now|at the moment|in this moment|right now|it affects|affects|affecting|"
    r"it concerns|"
    r"concerns|it was|in our case|counting|including|all)\W+)*"
)
_ADJECTIVES = (
    r"(?:(?:little|old|elder|older|younger|young|big|small|own|junior|senior|dear|poor|other|eldest|youngest) )*"
)
_POSSESSIVE = r"(?:(?:my|our|the|his|her|a|an|one|your) )?"
_JOINT = re.compile(
    r"\W*(?:,|\band\b|&|\+|\bplus\b|\bwith\b|\bas well as\b|\balso\b)\W*(?:\band\b\W*)?(?:\balso\b\W*)?"
)
# What may follow a list of persons: no verb that begins to tell of them.
_REST = re.compile(
    r"\W*$|\W*[,.;!?(]|\W+(?:only|alone|too|both|all|each|were|are|is|am|who|so|sir|madam|mam|ma'am|please|pls|"
    r"po|lah|bro|"
    r"brother|sister|affected|here|together|live|living|in|at|at least|for now|i think|i guess)\b"
)
_TELLS_OF = re.compile(
    r"\W+(?:is|am|are|was|were)\b(?! (?:affected|alone|only|just|the|both|all|hit|concerned|here)\b)"
)
_NO_NUMBER = re.compile(r"\b(?:good|bad|nice|this|that|which|the|any|every|each|no|excuse me) $")
_RANGE = re.compile(rf"\b(?:\d+ ?- ?\d+|{_NUMBER} (?:to|or) {_NUMBER}|between {_NUMBER} and {_NUMBER})\b")


def english_heads(said: str, *, sure: bool = False) -> int | None:
    """The number of people that an English answer means; None where it means none, or several could be meant.

    Where nobody asked, only words about people count them (`sure`).
    """
    plain = " ".join(said.lower().replace("’", "'").split())
    if _RANGE.search(plain):
        return None
    if len(plain) > LONGEST:
        # Whoever tells of each of them says the sum at the end.
        return _summed(plain) if len(plain) <= LONGEST_SUM else None
    counted = _summed(plain) or _of_heads(plain)
    return counted if counted or sure else _listed(plain) or _otherwise(plain) or _only_number(plain)


def _summed(plain: str) -> int | None:
    """What is said last as the sum of all, or the product of what each has."""
    if written := _TO_WRITE.search(plain):
        return english_whole(written["number"])
    sums = sorted((match for words in _SUMS for match in words.finditer(plain)), key=lambda match: match.end())
    if each := _EACH.search(plain):
        return (english_whole(each["homes"]) or 0) * (english_whole(each["each"]) or 0) or None
    numbers = [number for match in sums if (number := english_whole(match["number"]))]
    return numbers[-1] if numbers else None


def _of_heads(plain: str) -> int | None:
    """Three of us; 14 families; me and two others."""
    if us := _OF_US.search(plain):
        return 2 if us["two"] == "both" else english_whole(us["two"] or us["number"])
    for match in _counted_heads().finditer(plain):
        number = english_whole(match["number"])
        if number is None or _before_no_heads().search(plain, 0, match.start()):
            continue
        besides = re.match(r"\W*(?:just |only )?(?:me|myself|i)\b", plain) or re.search(r"\bbesides me\b", plain)
        joined = besides and re.search(r"\b(?:and|plus|with)\b|\+|&", plain[: match.start()])
        joined = joined or _AND_ONE.search(plain, match.end())
        return max(number + 1, _listed(plain) or 0) if joined else number
    return None


def _listed(plain: str) -> int | None:
    """Me and the missus; my wife, my mother and me: what is listed is counted."""
    lead = _LEAD.match(plain)
    at = lead.end() if lead else 0
    total, items, by_and = 0, 0, False
    pairs = load_yaml("english_people.yml")["pairs"]
    while item := _item().match(plain, at):
        unnumbered = pairs.get(item["who"], 0 if item["several"] else 1)
        number = english_whole(item["number"]) if item["number"] else unnumbered
        if not number:
            # "My kids and me" leaves open how many.
            return None
        total, items = total + number, items + 1
        at = item.end()
        joint = _JOINT.match(plain, at)
        if not (joint and _item().match(plain, joint.end())):
            break
        by_and, at = by_and or "," not in joint.group() or "and" in joint.group(), joint.end()
    if items == 1 and _TELLS_OF.match(plain, at):
        # "Baby is very good" and "I am crying" count nobody.
        return None
    if not items or not _REST.match(plain, at) or plain[:at].endswith(" i" if at < len(plain) and items == 1 else "\n"):
        return None
    # "Only me, my brother" calls somebody brother.
    return 1 if items == 2 and not by_and and re.match(r"(?:only|just) (?:me|myself|i)\b", plain) else total


def _otherwise(plain: str) -> int | None:
    if _BOTH.search(plain):
        return 2
    return 1 if _ALONE.search(plain) else None


def _only_number(plain: str) -> int | None:
    """The one number there is, where it is of no floor, no year and no money."""
    found = set()
    for match in re.finditer(rf"\b(?<!\d){_NUMBER}", plain):
        after = plain[match.end() :].lstrip(" -.")
        if _before_no_heads().search(plain, 0, match.start()) or _after_no_heads().match(after):
            continue
        if match.group() == "one" and _NO_NUMBER.search(plain, 0, match.start()):
            continue
        if (word := _NEXT_WORD.match(after)) and word.group() not in load_yaml("english_people.yml")["after_heads"]:
            # 140 messages, 380 for the storage, 15 December.
            continue
        if number := english_whole(match.group()):
            found.add(number)
    return found.pop() if len(found) == 1 else None


@cache
def _item() -> re.Pattern[str]:
    lists = load_yaml("english_people.yml")
    one = _either([*lists["kin"], *lists["self"], *lists["pairs"]])
    kin = f"(?P<who>{one}|(?P<several>{_either(lists['kin_plurals'])}))"
    named = r"(?: (?!and\b|or\b|only\b|alone\b|too\b)[a-z]+(?= (?:and|were|are|was|both)\b|,))?"
    return re.compile(rf"{_POSSESSIVE}(?:(?P<number>{_NUMBER}) )?{_ADJECTIVES}{kin}\b{named}")


@cache
def _counted_heads() -> re.Pattern[str]:
    heads = _either(load_yaml("english_people.yml")["heads"])
    return re.compile(rf"\b(?P<number>{_NUMBER}) (?P<more>other |more )?(?:[a-z'-]+ ){{0,2}}?{heads}\b")


@cache
def _before_no_heads() -> re.Pattern[str]:
    return re.compile(rf"\b{_either(load_yaml('english_people.yml')['not_heads'])}\W*$")


@cache
def _after_no_heads() -> re.Pattern[str]:
    return re.compile(rf"{_either(load_yaml('english_people.yml')['after_no_heads'])}\b")


def _either(words: list[str]) -> str:
    return f"(?:{'|'.join(sorted(words, key=len, reverse=True))})"
