"""Suggestion, accusation, claim or consultation: proposed by words, confirmed by a person.

Misconduct makes an accusation only when its doer holds public power: the nearest one named before the act is its doer.
Slogans of anger ("官商勾结") accuse nobody by themselves; they are given back as hints.
Why the line is drawn so: docs/decisions/0010-routes-and-sealing.md.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from nlu.text.lexicon import load_yaml
from nlu.text.manner import length, passages, sounds_like
from nlu.text.misconduct import LONG, Deed, deed, doers, is_public, is_undone, misconduct
from nlu.text.nature_lists import Found, amount_of, signs_of
from nlu.text.normalise import fold

SUGGESTION, ACCUSATION, CLAIM, CONSULTATION = "suggestion", "accusation", "claim", "consultation"
ENOUGH = 2.0
"""So much misconduct of an official is an accusation, whatever else is told…"""
ENOUGH_IN_PASSING = 2.8
"""…and so much where one phrase stands in a long grievance about something else; less is asked about, not sealed."""
_GRIEVED = 2.5
_NARRATIVE = 150
# What a text sounds like: how it is weighed beside the word lists.
_BY_MANNER = 2.2
_ACCUSES = 0.6
"""How much it must sound like an accusation, the acts the lists found and somebody in office counted in."""
_ACCUSES_AT_LENGTH = 0.6
"""A passage of a long text must sound so much like one…"""
_ACCUSES_IN_ANGER = 0.85
"""…and so much a text where slogans stand beside it that may only be anger."""
_BY_LISTS, _SURE_BY_LISTS = 0.12, 4.0
_IN_OFFICE = 0.1
_ACCUSES_BY_DEED = 0.5
"""How much where no list knows the deed that is told: without one, nothing that sounds like an accusation is one."""
_ACCUSES_BY_SIGNS = 0.6
"""…and how much where there are only signs of one."""
_ACCUSES_IN_GRIEF = 0.75
"""…beside a grievance…"""
_ACCUSES_BY_SOUND = 0.8
"""…or none."""
_IS_DOUBTFUL = 0.35
"""From here on a deed that is told is asked about…"""
_IS_DOUBTFUL_BY_SIGNS = 0.5
"""…and from here on the signs of one; beside a grievance neither is."""
_NEVER = 9.0
_SAYS_MUCH = 2.0
"""Where the lists find less than this, what a text sounds like decides."""
_ONLY_ASKS = 0.3
_SAID = 1.5
"""How much more what it is said to be weighs than all else together."""
_STORY = 40
_HOW_TO_REPORT = re.compile(
    r"(?:怎么|如何|怎样|咋|去哪|到哪|在哪|哪里|哪儿|向谁|找谁|打什么|用什么)[^,。;]{0,8}(?:举报|检举|控告|反映)|"
    r"(?:举报|检举|控告|反映)[^,。;?]{0,12}(?:怎么|如何|去哪|到哪|找谁|向谁|找哪|打哪|什么材料|哪些材料|流程|什么电话)|"
    r"\bhow (?:do|can|to)[^.?]{0,12}report|where (?:do|can)[^.?]{0,12}report"
)
_SPECIFIC = re.compile(
    r"\d|我们(?:村|镇|乡|县|局|单位|学校)|俺们?村|咱们?村|某|他(?:把|们|家|收|拿|给|贪|又|还)|[把将](?:我|村|扶|低|公)"
)


@dataclass(frozen=True, slots=True)
class NatureProposal:
    """The proposed nature, how sure it is (0 to 1), and the words it rests on."""

    nature: str
    confidence: float
    words: tuple[str, ...]
    hints: tuple[str, ...] = ()
    """Words of misconduct that were not enough for an accusation: the petitioner is asked whether they mean one."""


def propose_nature(text: str, manner: Mapping[str, float] | None = None, *, in_passing: bool = False) -> NatureProposal:
    """Propose the nature of a petition; without any sign it is a claim, barely.

    `manner` is what it sounds like, where that is not to be asked here. What is said `in_passing`, in an answer or
    beside it, accuses only by the deed it tells: a few words sound like anything.
    """
    plain = fold(text).lower()
    folded = signs_of("not_accusing").sub(lambda match: "□" * len(match.group()), plain)
    folded, text = _told(folded, text)
    sounds = sounds_like(text) if manner is None else manner
    accusation, hints = _weighed(folded, *misconduct(folded), sounds, in_passing=in_passing)
    claim, consultation = amount_of("claim", folded), amount_of("consultation", folded)
    suggestion, demands = _suggestion(folded)
    asks_only = signs_of("interrogative").search(folded) and not signs_of("wronged").search(folded)
    # Nobody tells a long story to ask for opening hours.
    told = 1.0 if length(folded) > _NARRATIVE and claim.score > 0 else 0.0
    claim = Found(claim.score * (0.4 if asks_only else 1.1) + 0.5 + demands + told, claim.words)
    if length(folded) > LONG and claim.score >= _GRIEVED and accusation.score < ENOUGH_IN_PASSING:
        accusation, hints = Found(0.0, ()), tuple(dict.fromkeys([*hints, *accusation.words]))
    scores = {ACCUSATION: accusation, CLAIM: claim, CONSULTATION: consultation, SUGGESTION: suggestion}
    if (said := declared(folded)) and accusation.score < ENOUGH:
        kind, words = said
        others = sum(found.score for name, found in scores.items() if name != kind)
        scores[kind] = Found(max(scores[kind].score, others + _SAID), (words, *scores[kind].words))
    best = _best(scores, folded, sounds)
    total = sum(found.score for found in scores.values())
    share = scores[best].score / total
    # Few words carry less weight than many: one hit of weight 1 is no certainty.
    weight = min(1.0, 0.35 + scores[best].score / 5)
    sure = share * weight if not sounds else (share * weight + sounds[best]) / 2
    return NatureProposal(best, round(sure, 2), scores[best].words, () if best == ACCUSATION else hints)


def declared(folded: str) -> tuple[str, str] | None:
    """The nature that the petitioner says it has, and the words: "登记一个咨询", "只是建议，不针对谁"."""
    for kind, pattern in load_yaml("nature.yml")["declares"].items():
        if match := re.search(pattern, folded):
            return kind, match.group()
    return None


def _told(folded: str, text: str) -> tuple[str, str]:
    """A story without the question whether this is the right door ("我退休金算错了，请问找你们可以吗")."""
    door = signs_of("right_door").search(folded)
    if door is None or len(folded) - len(door.group()) < _STORY:
        return folded, text
    start, end = door.span()
    return f"{folded[:start]}。{folded[end:]}", f"{text[:start]}。{text[end:]}"


def _best(scores: dict[str, Found], folded: str, sounds: Mapping[str, float]) -> str:
    if scores[ACCUSATION].score >= ENOUGH:
        asks = _HOW_TO_REPORT.search(folded) or (
            (sounds.get(CONSULTATION, 0.0) >= _ONLY_ASKS or signs_of("whether").search(folded))
            and signs_of("interrogative").search(folded)
            and not signs_of("wronged").search(folded)
        )
        return CONSULTATION if asks and not _SPECIFIC.search(folded) else ACCUSATION
    others = (CLAIM, CONSULTATION, SUGGESTION)
    total = max(sum(scores[kind].score for kind in others), _SAYS_MUCH)
    return max(others, key=lambda kind: scores[kind].score / total + _BY_MANNER * sounds.get(kind, 0.0))


def _weighed(
    folded: str, found: Found, hints: tuple[str, ...], sounds: Mapping[str, float], *, in_passing: bool
) -> tuple[Found, tuple[str, ...]]:
    """What the lists found and what it sounds like, together: neither knows every way of saying it."""
    if not sounds:
        passage = _passage(folded) if found.score < ENOUGH_IN_PASSING and not hints else None
        return passage or found, hints
    public = next((match for match in doers().finditer(folded) if is_public(match)), None)
    together = sounds.get(ACCUSATION, 0.0) + _BY_LISTS * min(found.score, _SURE_BY_LISTS) + _IN_OFFICE * bool(public)
    vetoed = length(folded) <= LONG or found.score < ENOUGH_IN_PASSING
    if found.score >= ENOUGH:
        if together < _ACCUSES and vetoed:
            return Found(0.0, ()), tuple(dict.fromkeys([*hints, *found.words]))
        return found, hints
    told = deed(folded)
    together += _IN_OFFICE * bool(told and told.by_power and not public)
    if not told or (in_passing and not told.clear) or (public and is_undone(folded, public.end())):
        return found, hints
    if told.by_power and together >= (_ACCUSES_IN_ANGER if hints else _needed(told)):
        return Found(ENOUGH, found.words or ((told.words,) if told.words else ())), hints
    if told.words and together >= _doubtful(told):
        return found, tuple(dict.fromkeys([*hints, told.words]))
    return found, hints


def _needed(told: Deed) -> float:
    """How much a text with such a deed must sound like an accusation, somebody in office counted in."""
    if told.clear:
        return _ACCUSES_BY_DEED
    if told.grieved:
        return _ACCUSES_IN_GRIEF if told.words else _NEVER
    return _ACCUSES_BY_SIGNS if told.words else _ACCUSES_BY_SOUND


def _doubtful(told: Deed) -> float:
    """From where on it is asked whether a text with such a deed is meant as an accusation."""
    if told.grieved:
        return _NEVER
    if not told.by_power:
        return _ACCUSES_BY_SIGNS
    return _IS_DOUBTFUL if told.clear else _IS_DOUBTFUL_BY_SIGNS


def _passage(folded: str) -> Found | None:
    """The passage of a long text that sounds most like an accusation, where it does so enough to be one."""
    for passage in passages(folded):
        told = deed(passage)
        public = next((match for match in doers().finditer(passage) if is_public(match)), None)
        if not told or not public or is_undone(passage, public.end()):
            continue
        if told.clear and told.by_power and sounds_like(passage).get(ACCUSATION, 0.0) >= _ACCUSES_AT_LENGTH:
            return Found(ENOUGH_IN_PASSING, (told.words,))
    return None


# --- the other three ------------------------------------------------------------------------------------------------


def _suggestion(folded: str) -> tuple[Found, float]:
    """How much of a suggestion it is, and how much of it is a demand in a suggestion's clothes."""
    found = amount_of("suggestion", folded)
    demands = re.compile(load_yaml("nature.yml")["demands"])
    advised = list(re.finditer("建议", folded))
    demanding = [match for match in advised if demands.match(folded[match.end() : match.end() + 24])]
    if advised and len(demanding) == len(advised):
        return Found(max(found.score - 3.0, 0.0), found.words), 1.5
    return found, 0.0
