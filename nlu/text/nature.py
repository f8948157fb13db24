"""Suggestion, accusation, claim or consultation: proposed by words, confirmed by a person.

Misconduct makes an accusation only when its doer holds public power: the nearest one named before the act is its doer.
Slogans of anger ("官商勾结") accuse nobody by themselves; they are given back as hints.
Why the line is drawn so: docs/decisions/0010-routes-and-sealing.md.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache

from nlu.text.lexicon import load_yaml
from nlu.text.manner import passages, sounds_like, speaks_of
from nlu.text.normalise import fold

SUGGESTION, ACCUSATION, CLAIM, CONSULTATION = "suggestion", "accusation", "claim", "consultation"
ENOUGH = 2.0
"""So much misconduct of an official is an accusation, whatever else is told…"""
ENOUGH_IN_PASSING = 2.8
"""…and so much where one phrase stands in a long grievance about something else; less is asked about, not sealed."""
_LONG = 160
_GRIEVED = 2.5
_NARRATIVE = 150
# What a text sounds like: how it is weighed beside the word lists.
_BY_MANNER = 1.3
_ACCUSES = 0.6
"""How much it must sound like an accusation, the acts the lists found and somebody in office counted in."""
_ACCUSES_AT_LENGTH = 0.8
"""A passage of a long text must sound so much like one…"""
_ACCUSES_IN_ANGER = 0.85
"""…and so much a text where slogans stand beside it that may only be anger."""
_BY_LISTS, _SURE_BY_LISTS = 0.12, 4.0
_IN_OFFICE = 0.1
_IN_POWER = frozenset({"official", "organ", "public_money"})
"""One of these must be spoken of: a few words of a burst ("二十一个人") sound like anything."""
_ONLY_ASKS = 0.3
_STORY = 40
_TAKING = 2.4
_CONDUCT = 2.1
_FIELDS = 2
_SALUTATION = 12
# What is withheld from the petitioner makes a grievance: 校长扣我的工资, 村长占我家的地.
_MINE = re.compile(
    r"(?:我|我们|俺|咱)(?:家|家里|爸|妈)?的?(?:地|田|房|工资|工钱|补偿|钱|车|店|摊|宅基地|鱼塘|墙)|欠我|赔我|不给我|没给我"
)
_LOOK_BACK = 70
_LOOK_AHEAD = 14
_SUBJECT_OF_SLOGAN = 12
_FACELESS = re.compile(
    r"政府|当官|领导|干部|工作人员|官员|局里?|有些|某些|县里|市里|镇里|乡里|相关|公家|部门|大队|窗口"
)
_SENTENCE = re.compile(r"[。!?;\n]")
_OPENING = 30
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


@dataclass(frozen=True, slots=True)
class _Found:
    score: float
    words: tuple[str, ...]


def propose_nature(text: str, manner: Mapping[str, float] | None = None) -> NatureProposal:
    """Propose the nature of a petition; without any sign it is a claim, barely.

    `manner` is what it sounds like, where that is not to be asked here.
    """
    plain = fold(text).lower()
    folded = _pattern("not_accusing").sub(lambda match: "□" * len(match.group()), plain)
    folded, text = _told(folded, text)
    sounds = sounds_like(text) if manner is None else manner
    accusation, hints = _weighed(folded, *_accusation(folded), sounds)
    claim, consultation = _score("claim", folded), _score("consultation", folded)
    suggestion, demands = _suggestion(folded)
    asks_only = _pattern("interrogative").search(folded) and not _pattern("wronged").search(folded)
    # Nobody tells a long story to ask for opening hours.
    told = 1.0 if len(folded) > _NARRATIVE and claim.score > 0 else 0.0
    claim = _Found(claim.score * (0.4 if asks_only else 1.1) + 0.5 + demands + told, claim.words)
    if len(folded) > _LONG and claim.score >= _GRIEVED and accusation.score < ENOUGH_IN_PASSING:
        accusation, hints = _Found(0.0, ()), tuple(dict.fromkeys([*hints, *accusation.words]))
    scores = {ACCUSATION: accusation, CLAIM: claim, CONSULTATION: consultation, SUGGESTION: suggestion}
    best = _best(scores, folded, sounds)
    total = sum(found.score for found in scores.values())
    share = scores[best].score / total
    # Few words carry less weight than many: one hit of weight 1 is no certainty.
    weight = min(1.0, 0.35 + scores[best].score / 5)
    sure = share * weight if not sounds else (share * weight + sounds[best]) / 2
    return NatureProposal(best, round(sure, 2), scores[best].words, () if best == ACCUSATION else hints)


def _told(folded: str, text: str) -> tuple[str, str]:
    """A story without the question whether this is the right door ("我退休金算错了，请问找你们可以吗")."""
    door = _pattern("right_door").search(folded)
    if door is None or len(folded) - len(door.group()) < _STORY:
        return folded, text
    start, end = door.span()
    return f"{folded[:start]}。{folded[end:]}", f"{text[:start]}。{text[end:]}"


def _best(scores: dict[str, _Found], folded: str, sounds: Mapping[str, float]) -> str:
    if scores[ACCUSATION].score >= ENOUGH:
        asks = _HOW_TO_REPORT.search(folded) or (
            sounds.get(CONSULTATION, 0.0) >= _ONLY_ASKS
            and _pattern("interrogative").search(folded)
            and not _pattern("wronged").search(folded)
        )
        return CONSULTATION if asks and not _SPECIFIC.search(folded) else ACCUSATION
    others = (CLAIM, CONSULTATION, SUGGESTION)
    total = sum(scores[kind].score for kind in others)
    return max(others, key=lambda kind: scores[kind].score / total + _BY_MANNER * sounds.get(kind, 0.0))


def _weighed(
    folded: str, found: _Found, hints: tuple[str, ...], sounds: Mapping[str, float]
) -> tuple[_Found, tuple[str, ...]]:
    """What the lists found and what it sounds like, together: neither knows every way of saying it."""
    if not sounds:
        passage = _passage(folded) if found.score < ENOUGH_IN_PASSING and not hints else None
        return passage or found, hints
    public = next((match for match in _doers().finditer(folded) if _is_public(match)), None)
    together = sounds.get(ACCUSATION, 0.0) + _BY_LISTS * min(found.score, _SURE_BY_LISTS) + _IN_OFFICE * bool(public)
    vetoed = len(folded) <= _LONG or found.score < ENOUGH_IN_PASSING
    if found.score >= ENOUGH and together < _ACCUSES and vetoed:
        return _Found(0.0, ()), tuple(dict.fromkeys([*hints, *found.words]))
    feared = public and _is_undone(folded, public.end())
    needed = _ACCUSES_IN_ANGER if hints else _ACCUSES
    if found.score < ENOUGH and together >= needed and not feared and (public or _IN_POWER & set(speaks_of(folded))):
        return _Found(ENOUGH, found.words or ((public.group(),) if public else ())), hints
    return found, hints


def _passage(folded: str) -> _Found | None:
    """The passage of a long text that sounds most like an accusation, where it does so enough to be one."""
    for passage in passages(folded):
        public = next((match for match in _doers().finditer(passage) if _is_public(match)), None)
        if not public or _is_undone(passage, public.end()):
            continue
        if sounds_like(passage).get(ACCUSATION, 0.0) >= _ACCUSES_AT_LENGTH:
            return _Found(ENOUGH_IN_PASSING, (public.group(),))
    return None


# --- misconduct and its doer ----------------------------------------------------------------------------------------


def _accusation(folded: str) -> tuple[_Found, tuple[str, ...]]:
    """How much misconduct of persons with public power a text reports, and what it only hints at."""
    score, reported = 0.0, _score("accusing", folded)
    if re.search(load_yaml("nature.yml")["accusing_en"], folded):
        reported = _Found(reported.score + 1.5, reported.words)
    words: list[str] = []
    hints: list[str] = []
    for start, act, weight in _acts(folded):
        if _is_undone(folded, start):
            continue
        if _is_slogan(act) and not _is_said_of_somebody(folded, start, reported=reported.score > 0):
            hints.append(act)
            continue
        doer = _doer(folded, start, start + len(act))
        if doer == "private":
            continue
        score += weight * (1.0 if doer == "official" else 0.55)
        words.append(act)
    if not score and (conduct := _conduct(folded)) and not _is_undone(folded, conduct[0]):
        score, words = _CONDUCT, [conduct[1]]
    if score:
        score += 0.6 * min(reported.score, 2.0)
    elif reported.score and (named := _reported_official(folded)):
        # "我要实名举报镇长" tells no act yet: who reports an official by name will tell it next.
        score, words = reported.score + 0.8, [named]
    if _pattern("already").search(folded) and score < 6:
        score *= 0.45
    return _Found(score, tuple(dict.fromkeys([*words, *(reported.words if score else ())]))), tuple(
        dict.fromkeys(hints)
    )


def _acts(folded: str) -> Iterator[tuple[int, str, float]]:
    """The acts a text names, each place once."""
    taken = [False] * len(folded)
    for kind in ("acts", "acts_en"):
        for pattern, weight in _weighted(kind):
            for match in pattern.finditer(folded):
                if not any(taken[match.start() : match.end()]):
                    taken[match.start() : match.end()] = [True] * (match.end() - match.start())
                    yield match.start(), match.group(), weight
    for match in re.finditer(f"{_pattern('taking').pattern}|{_pattern('taking_en').pattern}", folded):
        # Bodies charge fees; only a person in office who takes something is an act.
        clause = _clause(folded, match.start())
        who = list(_doers().finditer(folded, clause, match.start()))
        who = who or list(_doers().finditer(folded, _clause(folded, max(clause - 1, 0)), max(clause - 1, 0)))
        if who and who[-1].lastgroup == "person" and not any(taken[match.start() : match.end()]):
            yield match.start(), match.group(), _TAKING


def _conduct(folded: str) -> tuple[int, str] | None:
    """Somebody in office who is the subject of misuse, whatever the words: where, and what shows it."""
    lists = load_yaml("nature.yml")
    # In a long story it would be asked about, not sealed: there the acts themselves must be told.
    for match in _doers().finditer(folded) if len(folded) <= _LONG else ():
        if match.lastgroup != "person" or _FACELESS.fullmatch(match.group()) and match.group() in ("政府", "部门"):
            continue
        before, after = folded[_clause(folded, match.start()) : match.start()], folded[match.end() : match.end() + 60]
        addressed = match.end() < _SALUTATION and re.match(r"[,:!]|您|你", after)
        if addressed or re.search(lists["not_subject"], before) or re.search(lists["only_speaks"], after):
            continue
        reach = before + _SENTENCE.split(after)[0]
        found = [hit.group() for fields in lists["conduct"] if (hit := re.search(fields, reach))]
        if len(found) >= _FIELDS and not _MINE.search(reach):
            return match.start(), "、".join(found)
    return None


def _doer(folded: str, start: int, end: int) -> str | None:
    """Whether the nearest one named before an act, in it, or right after it holds public power."""
    before = [match for match in _doers().finditer(folded, max(0, start - _LOOK_BACK), end) if match.start() < start]
    inside = next((match for match in _doers().finditer(folded, start, end) if _is_public(match)), None)
    if not before:
        after = inside or _doers().search(folded, end, end + _LOOK_AHEAD)
        return "official" if after and _is_public(after) else None
    nearest = before[-1]
    if _is_public(nearest):
        return "official"
    if _pattern("public_company").search(folded, max(0, nearest.start() - 8), nearest.end() + 6):
        return "official"
    # 书记跟开发商吃饭收礼: an official earlier in the clause, with a verb upon the other, is the doer.
    clause = _clause(folded, start)
    officials = [match.end() for match in before if match.start() >= clause and _is_public(match)]
    if officials and re.search(r"[把向跟和与给帮替为让找收拿]", folded[officials[-1] : nearest.start() + 1]):
        return "official"
    return "private"


def _is_public(named: re.Match[str]) -> bool:
    return named.lastgroup in ("person", "organ")


def _clause(folded: str, at: int) -> int:
    """Where the clause around a place begins."""
    return max(folded.rfind(mark, 0, at) for mark in ",。!?;\n") + 1


def _is_undone(folded: str, start: int) -> bool:
    """Whether an act is feared, forbidden, or what the petitioner is blamed for."""
    sentence = max((match.end() for match in _SENTENCE.finditer(folded, 0, start)), default=0)
    before = folded[max(sentence, start - 24) : start]
    return bool(re.search(load_yaml("nature.yml")["not_done"], before)) or bool(
        re.search(load_yaml("nature.yml")["of_us"], before)
    )


def _is_slogan(act: str) -> bool:
    return "勾结" in act or bool(re.fullmatch(load_yaml("nature.yml")["slogans"], act))


def _is_said_of_somebody(folded: str, start: int, *, reported: bool) -> bool:
    """Whether a slogan has a subject of its own: 派出所给赌场当保护伞, but not 肯定是官商勾结."""
    before = folded[_clause(folded, start) : start]
    if _pattern("hedges").search(before):
        return False
    subjects = [m for m in _doers().finditer(before) if _is_public(m) and not _FACELESS.fullmatch(m.group())]
    near = any(len(before) - match.end() <= _SUBJECT_OF_SLOGAN for match in subjects)
    return near or (reported and any(map(_is_public, _doers().finditer(folded, max(0, start - 30), start + 20))))


def _reported_official(folded: str) -> str | None:
    """The official whom the word of reporting is followed by, before anybody else is named."""
    for match in re.finditer(r"举报|检举|控告|揭发|告|report|accuse", folded):
        reach = folded[match.end() : match.end() + 16]
        named = _doers().search(reach)
        if named and named.lastgroup == "person" and not re.search(r"医生|老师|教师|会计", named.group()):
            return named.group()
    return None


# --- the other three ------------------------------------------------------------------------------------------------


def _suggestion(folded: str) -> tuple[_Found, float]:
    """How much of a suggestion it is, and how much of it is a demand in a suggestion's clothes."""
    found = _score("suggestion", folded)
    demands = re.compile(load_yaml("nature.yml")["demands"])
    advised = list(re.finditer("建议", folded))
    demanding = [match for match in advised if demands.match(folded[match.end() : match.end() + 24])]
    if advised and len(demanding) == len(advised):
        return _Found(max(found.score - 3.0, 0.0), found.words), 1.5
    return found, 0.0


def _score(kind: str, folded: str) -> _Found:
    """Each sign counts once; what a text opens with is what it is about."""
    score = opening = 0.0
    words = []
    for pattern, weight in _weighted(kind):
        match = pattern.search(folded)
        if match:
            score += weight
            words.append(match.group())
            opening += weight * (match.start() < _OPENING)
    return _Found(min(score, 6.0) / (1 + len(folded) / 1500) + 0.6 * min(opening, 3.0), tuple(words))


@cache
def _weighted(kind: str) -> tuple[tuple[re.Pattern[str], float], ...]:
    return tuple((re.compile(words), weight) for words, weight in load_yaml("nature.yml")[kind].items())


@cache
def _pattern(kind: str) -> re.Pattern[str]:
    return re.compile(load_yaml("nature.yml")[kind])


@cache
def _doers() -> re.Pattern[str]:
    """Who a text names: persons in office, organs, and those who hold no public power."""
    lists = load_yaml("nature.yml")
    private = f"{lists['private_titles']}|{lists['not_officials']}|{lists['not_officials_en']}"
    titles = f"{lists['persons']}|{lists['officials_en']}"
    return re.compile(
        f"(?P<title>{lists['private_titles']})|(?P<person>{titles})|(?P<organ>{lists['organs']})|(?P<private>{private})"
    )
