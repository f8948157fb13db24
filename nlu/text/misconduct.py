"""Misconduct and who did it: what a text reports of persons who hold public power, and what it only hints at.

The nearest one named before an act is its doer. Slogans of anger ("官商勾结") accuse nobody by themselves, and neither
does what is only asked or supposed ("是不是收了钱"): both are hints.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from nlu.text.lexicon import load_yaml
from nlu.text.manner import length, speaks_of, words_for
from nlu.text.nature_lists import Found, amount_of, entries, signs_of

LONG = 160
_TAKING = 2.4
_CONDUCT = 2.1
_FIELDS = 2
_SALUTATION = 12
_LOOK_BACK = 70
_LOOK_AHEAD = 14
_SUBJECT_OF_SLOGAN = 12
# What is withheld from the petitioner makes a grievance: 校长扣我的工资, 村长占我家的地.
_MINE = re.compile(
    r"(?:我|我们|俺|咱)(?:家|家里|爸|妈)?的?(?:地|田|房|工资|工钱|补偿|钱|车|店|摊|宅基地|鱼塘|墙)|欠我|赔我|不给我|没给我"
)
_FACELESS = re.compile(
    r"政府|当官|领导|干部|工作人员|官员|局里?|有些|某些|县里|市里|镇里|乡里|相关|公家|部门|大队|窗口"
)
_SENTENCE = re.compile(r"[。!?;\n]")


def misconduct(folded: str) -> tuple[Found, tuple[str, ...]]:
    """How much misconduct of persons with public power a text reports, and what it only hints at."""
    score, reported = 0.0, amount_of("accusing", folded)
    if re.search(load_yaml("nature.yml")["accusing_en"], folded):
        reported = Found(reported.score + 1.5, reported.words)
    words: list[str] = []
    hints: list[str] = []
    for start, act, weight in _acts(folded):
        if is_undone(folded, start):
            continue
        if _is_slogan(act) and not _is_said_of_somebody(folded, start, reported=reported.score > 0):
            hints.append(act)
            continue
        doer = _doer(folded, start, start + len(act))
        if doer == "private":
            continue
        if _is_only_asked(folded, start, start + len(act)):
            hints.append(act)
            continue
        score += weight * (1.0 if doer == "official" else 0.55)
        words.append(act)
    if not score and (conduct := _conduct(folded)) and not is_undone(folded, conduct[0]):
        score, words = _CONDUCT, [conduct[1]]
    if score:
        score += 0.6 * min(reported.score, 2.0)
    elif reported.score and (named := _reported_official(folded)):
        # "我要实名举报镇长" tells no act yet: who reports an official by name will tell it next.
        score, words = reported.score + 0.8, [named]
    if signs_of("already").search(folded) and score < 6:
        score *= 0.45
    return Found(score, tuple(dict.fromkeys([*words, *(reported.words if score else ())]))), tuple(dict.fromkeys(hints))


def _acts(folded: str) -> Iterator[tuple[int, str, float]]:
    """The acts a text names, each place once."""
    taken = [False] * len(folded)
    for kind in ("acts", "acts_en"):
        for pattern, weight in entries(kind):
            for match in pattern.finditer(folded):
                if not any(taken[match.start() : match.end()]):
                    taken[match.start() : match.end()] = [True] * (match.end() - match.start())
                    yield match.start(), match.group(), weight
    for match in re.finditer(f"{signs_of('taking').pattern}|{signs_of('taking_en').pattern}", folded):
        # Bodies charge fees; only a person in office who takes something is an act.
        clause = _clause(folded, match.start())
        who = list(doers().finditer(folded, clause, match.start()))
        who = who or list(doers().finditer(folded, _clause(folded, max(clause - 1, 0)), max(clause - 1, 0)))
        if who and who[-1].lastgroup == "person" and not any(taken[match.start() : match.end()]):
            yield match.start(), match.group(), _TAKING


def _conduct(folded: str) -> tuple[int, str] | None:
    """Somebody in office who is the subject of misuse, whatever the words: where, and what shows it."""
    lists = load_yaml("nature.yml")
    # In a long story it would be asked about, not sealed: there the acts themselves must be told.
    for match in doers().finditer(folded) if length(folded) <= LONG else ():
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
    before = [match for match in doers().finditer(folded, max(0, start - _LOOK_BACK), end) if match.start() < start]
    inside = next((match for match in doers().finditer(folded, start, end) if is_public(match)), None)
    if not before:
        after = inside or doers().search(folded, end, end + _LOOK_AHEAD)
        return "official" if after and is_public(after) else None
    nearest = before[-1]
    if is_public(nearest):
        return "official"
    if signs_of("public_company").search(folded, max(0, nearest.start() - 8), nearest.end() + 6):
        return "official"
    # 书记跟开发商吃饭收礼: an official earlier in the clause, with a verb upon the other, is the doer.
    clause = _clause(folded, start)
    officials = [match.end() for match in before if match.start() >= clause and is_public(match)]
    if officials and re.search(r"[把向跟和与给帮替为让找收拿]", folded[officials[-1] : nearest.start() + 1]):
        return "official"
    return "private"


def is_public(named: re.Match[str]) -> bool:
    return named.lastgroup in ("person", "organ")


def _clause(folded: str, at: int) -> int:
    """Where the clause around a place begins."""
    return max(folded.rfind(mark, 0, at) for mark in ",。!?;\n") + 1


def is_undone(folded: str, start: int) -> bool:
    """Whether an act is feared, forbidden, or what the petitioner is blamed for."""
    sentence = max((match.end() for match in _SENTENCE.finditer(folded, 0, start)), default=0)
    before = folded[max(sentence, start - 24) : start]
    return bool(re.search(load_yaml("nature.yml")["not_done"], before)) or bool(
        re.search(load_yaml("nature.yml")["of_us"], before)
    )


@dataclass(frozen=True, slots=True)
class Deed:
    """What a text tells by meaning that persons in office must not do: the words for it, and how clear it is."""

    words: str
    clear: bool
    grieved: bool
    """Whether a grievance stands beside it: something slow, broken, owed or asked."""
    by_power: bool
    """Whether somebody in office is spoken of who may have done it."""


def deed(folded: str) -> Deed | None:
    """The deed a text tells; who is late, rude or mistaken does none, and who says that they accuse nobody tells none.

    A word list knows the acts it lists; this knows gifts, shares, favours for relatives, revenge.
    """
    concepts, lists = set(speaks_of(folded)), load_yaml("nature.yml")
    if signs_of("blames_nobody").search(folded):
        return None
    grieved = not concepts.isdisjoint(lists["signs_of_grievance"])
    by_power = _is_power_spoken_of(folded, concepts)
    for together in lists["deeds"]:
        if concepts.issuperset(together):
            return Deed(words_for(folded, together[0]), clear=True, grieved=grieved, by_power=by_power)
    words = next((words_for(folded, sign) for sign in lists["signs_of_deed"] if sign in concepts), "")
    return Deed(words, clear=False, grieved=grieved, by_power=by_power)


def _is_power_spoken_of(folded: str, concepts: set[str]) -> bool:
    """Whether public power is in it: an office, somebody in one, its papers, or its money in no kin's hands."""
    if any(map(is_public, doers().finditer(folded))) or "organ" in concepts:
        return True
    # 业委会主任, 民办学校校长: who only sounds like an official is taken out before it is asked who else is named.
    others = doers().sub("□", folded)
    if "official" in concepts and "official" in speaks_of(others):
        return True
    if others != folded or "private" in concepts:
        return bool(signs_of("public_company").search(folded))
    return "procedure" in concepts or ("public_money" in concepts and "kin" not in concepts)


def _is_only_asked(folded: str, start: int, end: int) -> bool:
    """Whether an act is a question or a supposition: 是不是收了钱, 有没有被挪用, 不得而知."""
    before = folded[_clause(folded, start) : start]
    after = _SENTENCE.split(folded[end:])[0][:_LOOK_AHEAD]
    return bool(signs_of("asked_before").search(before) or signs_of("asked_after").match(after))


def _is_slogan(act: str) -> bool:
    return "勾结" in act or bool(re.fullmatch(load_yaml("nature.yml")["slogans"], act))


def _is_said_of_somebody(folded: str, start: int, *, reported: bool) -> bool:
    """Whether a slogan has a subject of its own: 派出所给赌场当保护伞, but not 肯定是官商勾结."""
    before = folded[_clause(folded, start) : start]
    if signs_of("hedges").search(before):
        return False
    subjects = [m for m in doers().finditer(before) if is_public(m) and not _FACELESS.fullmatch(m.group())]
    near = any(len(before) - match.end() <= _SUBJECT_OF_SLOGAN for match in subjects)
    return near or (reported and any(map(is_public, doers().finditer(folded, max(0, start - 30), start + 20))))


def _reported_official(folded: str) -> str | None:
    """The official whom the word of reporting is followed by, before anybody else is named."""
    for match in re.finditer(r"举报|检举|控告|揭发|告|report|accuse", folded):
        reach = folded[match.end() : match.end() + 16]
        named = doers().search(reach)
        if named and named.lastgroup == "person" and not re.search(r"医生|老师|教师|会计", named.group()):
            return named.group()
    return None


@cache
def doers() -> re.Pattern[str]:
    """Who a text names: persons in office, organs, and those who hold no public power."""
    lists = load_yaml("nature.yml")
    private = f"{lists['private_titles']}|{lists['not_officials']}|{lists['not_officials_en']}"
    titles = f"{lists['persons']}|{lists['officials_en']}"
    return re.compile(
        f"(?P<title>{lists['private_titles']})|(?P<person>{titles})|(?P<organ>{lists['organs']})|(?P<private>{private})"
    )
