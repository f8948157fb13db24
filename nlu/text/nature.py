"""Suggestion, accusation, claim or consultation: proposed by words, confirmed by a person."""

import re
from dataclasses import dataclass
from functools import cache

from nlu.text.lexicon import load_yaml
from nlu.text.normalise import fold

SUGGESTION, ACCUSATION, CLAIM, CONSULTATION = "suggestion", "accusation", "claim", "consultation"
#: How far from the word of accusing an official must stand to be the accused.
_REACH = 25
# 举报电话 and 反腐败 accuse nobody.
_NOT_ACCUSING = re.compile(
    r"举报(?:电话|热线|箱|平台|中心|奖)|反腐|防腐|反贪|腐败分子必|拒腐|不贪污|向纪委|扫黑除恶保护伞"
)


@dataclass(frozen=True, slots=True)
class NatureProposal:
    """The proposed nature, how sure it is (0 to 1), and the words it rests on."""

    nature: str
    confidence: float
    words: tuple[str, ...]


def propose_nature(text: str) -> NatureProposal:
    """Propose the nature of a petition; without any sign it is a claim, barely."""
    folded = _NOT_ACCUSING.sub(lambda match: "□" * len(match.group()), fold(text))
    scores = {kind: _score(kind, folded) for kind in (CONSULTATION, SUGGESTION, CLAIM)}
    scores[ACCUSATION] = _accusation(folded)
    # A grievance in the text outweighs the question or the advice it is put as.
    scores[CLAIM] = (scores[CLAIM][0] * 1.1 + 0.6, scores[CLAIM][1])
    best = max(scores, key=lambda kind: scores[kind][0])
    # Half as much of misconduct as of grievance is enough: a sealed claim is put right sooner than an exposed accuser.
    if scores[ACCUSATION][0] >= max(2.5, 0.5 * scores[CLAIM][0]):
        best = ACCUSATION
    total = sum(score for score, _ in scores.values())
    share = scores[best][0] / total
    # Few words carry less weight than many: one hit of weight 1 is no certainty.
    weight = min(1.0, 0.35 + scores[best][0] / 5)
    return NatureProposal(best, round(share * weight, 2), scores[best][1])


def _score(kind: str, folded: str) -> tuple[float, tuple[str, ...]]:
    weights = load_yaml("nature.yml")[kind]
    words = tuple(dict.fromkeys(match.group() for match in _pattern(kind).finditer(folded)))
    score = sum(weights[word] for word in words)
    # Long stories name more of everything; what a text opens with is what it is about.
    opening = sum(weights[match.group()] for match in _pattern(kind).finditer(folded[:30]))
    return min(score, 6.0) / (1 + len(folded) / 1500) + 0.8 * min(opening, 3.0), words


def _accusation(folded: str) -> tuple[float, tuple[str, ...]]:
    misconduct, words = _score("misconduct", folded)
    officials = [match.start() for match in _officials().finditer(folded)]
    accusing = 0.0
    weights = load_yaml("nature.yml")["accusing"]
    for match in _pattern("accusing").finditer(folded):
        near = any(abs(at - match.start()) <= _REACH for at in officials)
        accusing = max(accusing, weights[match.group()] * (1.3 if near else 0.4))
        words = (*words, match.group())
    return (misconduct if officials or misconduct >= 4 else misconduct * 0.5) + accusing, tuple(dict.fromkeys(words))


@cache
def _pattern(kind: str) -> re.Pattern[str]:
    return re.compile("|".join(sorted(load_yaml("nature.yml")[kind], key=len, reverse=True)))


@cache
def _officials() -> re.Pattern[str]:
    return re.compile("|".join(sorted(load_yaml("nature.yml")["officials"], key=len, reverse=True)))
