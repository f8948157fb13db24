"""What the machine proposes of a petition when it is filed, and which other roads it tells of before."""

import re
from dataclasses import asdict
from typing import Any

from actions.claims import draft_claims
from actions.understanding import Understanding
from cases import ClaimProposal, Draft, Nature, Proposal, RouteGuess
from nlu.text.replies import asks
from nlu.text.routes import Road, RouteProposal, road_names

ONLY_AN_ANSWER = re.compile(
    r"^\W*(?:只?(?:想|要|希望|请|求))*(?:你们?|贵单位|局里|有关部门)?(?:给|跟|向)?"
    r"(?:我|俺)?(?:个|一个)?(?:书面|明确)?(?:的)?"
    r"(?:答复|回答|回复|告诉|解释|说明|讲清|说清|知道|弄清|问清|了解)|"
    r"^\W*(?:please )?(?:just )?(?:tell|answer|explain|let) (?:me|us)\b|"
    r"^\W*(?:an? )?(?:written )?(?:answer|information|explanation)\b",
    re.IGNORECASE,
)
"""Who asks for an answer alone still asks."""


def propose(draft: Draft, understanding: Understanding) -> Proposal:
    """Nature, matter, route and danger of the whole, and of each of its claims."""
    text = _text(draft)
    found = understanding.nature(text)
    nature, matter = nature_of(draft, understanding), understanding.matter(text)
    return Proposal(
        nature=nature,
        route=_guess(propose_route(draft, understanding, nature=nature)),
        hints=found.hints if nature is not Nature.ACCUSATION else (),
        claims=_claims(draft, understanding, nature),
        matter=tuple(matter.path),
        matter_confidence=matter.confidence,
        matter_words=tuple(matter.words),
        risk=tuple({"kind": risk.kind, "level": risk.level} for risk in understanding.risk(text)),
    )


def nature_of(draft: Draft, understanding: Understanding) -> Nature:
    """Its nature as a whole; what the citizen said it is, and what sealed it, count for more than how it sounds now."""
    if draft.values.get("accuses") or draft.values.get("sealed") or accuses(draft, understanding):
        return Nature.ACCUSATION
    nature, request = Nature(understanding.nature(_text(draft)).nature), str(draft.values.get("request") or "")
    if nature is Nature.CONSULTATION and request:
        if ONLY_AN_ANSWER.match(request):
            return nature
        asked = understanding.nature(request)
        # "想问问为什么停我低保" with the request to have it back: it asks for more than an answer.
        return Nature.CLAIM if asked.nature == Nature.CLAIM and asked.words else nature
    return nature


def accuses(draft: Draft, understanding: Understanding) -> bool:
    """Whether story, respondent and request together accuse, or what was tried before does.

    Who did it may be said in another answer than what; what a clerk asked for comes out where it is told who was asked.
    """
    if understanding.nature(f"{draft.values.get('respondent') or ''}。{_text(draft)}").nature == Nature.ACCUSATION:
        return True
    tried = str(draft.values.get("prior_handling") or "")
    return bool(tried) and understanding.nature(tried, in_passing=True).nature == Nature.ACCUSATION


def propose_route(draft: Draft, understanding: Understanding, *, nature: Nature) -> RouteProposal:
    """The route of the whole."""
    return _route(draft, understanding, _text(draft), nature, understanding.matter(_text(draft)).path)


def road_to_tell(draft: Draft, understanding: Understanding) -> Road | None:
    """The other legal road whose limit the citizen should know of before they confirm; none for an accusation."""
    if draft.values.get("sealed"):
        return None
    proposal = propose_route(draft, understanding, nature=nature_of(draft, understanding))
    return proposal.roads[0] if proposal.roads else None


def road_response(road: Road, language: str) -> tuple[str, dict[str, Any]]:
    """The sentence about a road: how much time is left, that it may be over, or only how long it is."""
    values: dict[str, Any] = dict(road_names(road.kind, language))
    if road.number is None or road.waiting:
        return "utter_road_open", values
    values["limit"] = _limit(road.number, road.unit or "days", language)
    if road.left_days is None:
        return "utter_road_limit", values
    if road.left_days < 0:
        return "utter_road_maybe_over", values
    return "utter_road_left", values | {"days": road.left_days}


def _limit(number: int, unit: str, language: str) -> str:
    if language.startswith("en"):
        return f"{number} {unit if number > 1 else unit.removesuffix('s')}"
    return f"{number}{ {'days': '天', 'months': '个月', 'years': '年'}[unit] }"


def _claims(draft: Draft, understanding: Understanding, nature: Nature) -> tuple[ClaimProposal, ...]:
    requests = draft_claims(draft, understanding)
    if len(requests) < 2:
        return ()
    return tuple(_claim(draft, understanding, request, nature) for request in requests)


def _claim(draft: Draft, understanding: Understanding, request: str, whole: Nature) -> ClaimProposal:
    """One claim's own matter, nature and route; where its few words say little, those of the whole."""
    found, matter = understanding.nature(request), understanding.matter(request)
    story = _text(draft)
    if matter.confidence < _SURE:
        matter = understanding.matter(f"{request}\n{story}")
    nature = Nature(found.nature) if found.words and found.confidence >= _SURE else whole
    route = _route(draft, understanding, request, nature, matter.path)
    if not route.words:
        route = _route(draft, understanding, story, nature, matter.path)
    return ClaimProposal(
        request=request,
        nature=nature,
        matter=tuple(matter.path),
        matter_confidence=matter.confidence,
        route=_guess(route),
    )


def _route(
    draft: Draft, understanding: Understanding, text: str, nature: Nature, matter: tuple[str, ...]
) -> RouteProposal:
    return understanding.route(
        text,
        nature=nature,
        matter=matter,
        prior_handling=str(draft.values.get("prior_handling") or ""),
        occurred_at=str(draft.values.get("occurred_at") or ""),
    )


def _guess(found: RouteProposal) -> RouteGuess:
    roads = tuple({**asdict(road), "ends": road.ends.isoformat() if road.ends else None} for road in found.roads)
    return RouteGuess(route=found.route, reason=found.reason, reason_en=found.reason_en, words=found.words, roads=roads)


def _text(draft: Draft) -> str:
    return f"{_told(draft)}\n{draft.values.get('request', '')}"


_LONGEST_QUESTION, _ENOUGH_STORY = 40, 40


def _told(draft: Draft) -> str:
    """The story without what was said to us on the way: "how long does that take" says nothing of what it is about."""
    facts = str(draft.values.get("facts") or "")
    for words in draft.values.get("said_to_us", ()):
        facts = facts.replace(words, "")
    first, *others = facts.split("\n")
    told = "\n".join([first, *(line for line in others if len(line) > _LONGEST_QUESTION or not asks(line))])
    return told if len(told) >= _ENOUGH_STORY else facts


_SURE = 0.4
"""A few words that are at least so clear speak for themselves."""
