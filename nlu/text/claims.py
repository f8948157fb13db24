"""The claims of a petition: one by default, several when the petitioner counts them or is clearly about several things.

Precision first: a claim too many is a case file too many, a claim too few is still in the story word for word.
Every claim is cut from the petitioner's own words.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from nlu.text.lexicon import load_yaml
from nlu.text.matters import propose_matter
from nlu.text.mentions import sentences
from nlu.text.normalise import fold
from nlu.text.requests import find_requests, is_general

MOST = 9
"""More items than this are an appendix, not claims."""
LEAST_WORDS = 2
LONGEST_GRIEVANCE = 60
LONGEST_OUTCRY = 240
"""Who tells more than this tells one story, however many things go wrong in it."""
_DENSE = 0.5
"""An outcry is made of its grievances: at least this share of it."""
SURE_MATTER = 0.45
_ORDER = {
    sign: rank for signs in ("一二三四五六七八九", "123456789", "①②③④⑤⑥⑦⑧⑨") for rank, sign in enumerate(signs, start=1)
} | {"十": 10, "首先": 1, "其次": 2, "再次": 3, "最后": 99}
_ENGLISH = {"first": 1, "second": 2, "third": 3, "fourth": 4}
_ENDS = " ,，、;；。.!！:：\n"
# Voice typing writes no marks: 然后 and 而且 stand where they would be.
_CLAUSE = re.compile(r"[,;。!?\n]+|(?:然后|而且|再加上|再就是)(?:就是)?(?:那个)?")
_GRIEVANCES = 3
"""So many grievances about as many things, told in a row, are claims without being counted."""


@dataclass(frozen=True, slots=True)
class ClaimText:
    """One thing asked for or complained of, in the petitioner's own words."""

    request: str


def split_claims(facts: str, request: str = "") -> list[ClaimText]:
    """Split a story and the answer to "what would you like done?" into claims; never none when anything was said."""
    request = request.strip()
    for find in (_counted, _joined):
        if len(parts := find(request)) > 1:
            return [ClaimText(part) for part in parts]
    for find in (_counted_in_story, _second_matters, _grievances):
        if len(parts := find(facts)) > 1:
            return [ClaimText(part) for part in _with_request(parts, request)]
    return [ClaimText(request or _main(facts))] if request or facts.strip() else []


def _main(facts: str) -> str:
    asked = [mention.value for mention in find_requests(facts)]
    named = [each for each in asked if not is_general(each)]
    return (named or asked or [""])[-1]


def _with_request(parts: list[str], request: str) -> list[str]:
    """What was asked for stands with the claim it is about; else with the last one."""
    if not request or any(request in part for part in parts):
        return parts
    asked = _topics(fold(request))
    at = next((index for index, part in enumerate(parts) if asked & _topics(fold(part))), len(parts) - 1)
    return [f"{part}；{request}" if index == at else part for index, part in enumerate(parts)]


# --- counted: 一要…二要…, 1、…2、…, 第一…第二… --------------------------------------------------------------


def _counted(text: str) -> list[str]:
    """The items of an answer that counts them."""
    for start, end, parts in _lists(text):
        if not re.search(load_yaml("claims.yml")["either"], fold(text[start:end]).lower()):
            return parts
    return []


def _counted_in_story(text: str) -> list[str]:
    """The items of a story that counts what it asks for; counted facts ("一是…二是…") are no claims."""
    lists = load_yaml("claims.yml")
    for start, _, parts in _lists(text):
        lead = re.split(r"[。!?\n]", fold(text[:start]).lower())[-1] or fold(text[:start]).lower()[-20:]
        asks = [bool(re.search(lists["item_asks"], fold(part).lower())) for part in parts]
        if all(asks) or re.search(lists["asked_for"], lead[-24:]):
            return parts
    return []


def _lists(text: str) -> Iterator[tuple[int, int, list[str]]]:
    """The counted lists in a text: where each begins and ends, and its items."""
    folded = fold(text).lower()
    for pattern in _numbered():
        run: list[re.Match[str]] = []
        for match in pattern.finditer(folded):
            rank = _rank(match["a"])
            # A number is one of a list where an item can begin; "第一次" and "三个月" are none.
            circled = match["a"] in "①②③④⑤⑥⑦⑧⑨" or match.group().startswith("(")
            if (
                not (circled or _begins_item(folded, match.start()))
                or folded[match.end() : match.end() + 1] in "次年月天个"
            ):
                continue
            if rank == 1:
                run = [match]
            elif run and (rank == _rank(run[-1]["a"]) + 1 or rank == _ORDER["最后"]):
                run.append(match)
        if 1 < len(run) <= MOST:
            parts = list(_items(text, folded, run))
            if all(len(part) >= LEAST_WORDS for part in parts):
                yield run[0].start(), len(text), parts


def _items(text: str, folded: str, run: Sequence[re.Match[str]]) -> Iterator[str]:
    for match, following in zip(run, [*run[1:], None], strict=True):
        # 一要 and 第一请求: what asks belongs to the item, what counts does not.
        start = match.end() - (1 if folded[match.end() - 1] in "要请" else 0)
        if match.group().endswith(("请求", "希望")):
            start = match.end() - 2
        end = following.start() if following else _end_of_last(folded, start)
        yield text[start:end].strip(_ENDS)


def _end_of_last(folded: str, start: int) -> int:
    """The last item ends with its sentence: what follows tells something else, or says thanks."""
    match = re.compile(r"[。!?\n]").search(folded, start)
    return match.start() if match else len(folded)


def _begins_item(folded: str, at: int) -> bool:
    return (
        at == 0
        or folded[at - 1] in " ,。;:、!?\n)("
        or bool(re.search(r"(?:诉求|请求|要求|希望|问题|我们?|就是)$", folded[:at]))
    )


def _rank(sign: str) -> int:
    return _ORDER.get(sign) or _ENGLISH[sign.removesuffix("ly")]


# --- joined: 把工资发了，另外要求补缴社保 -----------------------------------------------------------------------


def _joined(text: str) -> list[str]:
    """Two requests in one answer: joined by a word that opens another, each asking for something of its own."""
    folded = fold(text).lower()
    lists = load_yaml("claims.yml")
    if re.search(lists["either"], folded):
        return []
    cuts = [match for match in re.finditer(lists["also"], folded) if match.start() > LEAST_WORDS]
    bounds = [0, *(match.start() for match in cuts), len(text)]
    parts = [text[a:b].strip(_ENDS) for a, b in zip(bounds, bounds[1:], strict=False)]
    if len(parts) < 2:
        return []
    for part, match in zip(parts[1:], cuts, strict=True):
        rest = fold(part).lower()[len(match.group().rstrip(",:")) :].lstrip(",: ")
        about_another = _topics(rest) - _topics(fold(parts[0]).lower())
        if not (re.search(lists["also_request"], rest) or about_another):
            return []
    return [parts[0], *(_without_lead(part) for part in parts[1:])]


# --- a second matter: 还有就是楼下噪音也没人管 ----------------------------------------------------------------


def _second_matters(text: str) -> list[str]:
    """What a story calls another thing, and is one: about something else, and complained of or asked for."""
    folded = fold(text).lower()
    first_end, found = 0, []
    cuts = [m for m in re.finditer(load_yaml("claims.yml")["also"], folded) if _opens_clause(folded, m.start())]
    for index, match in enumerate(cuts):
        end = cuts[index + 1].start() if index + 1 < len(cuts) else len(text)
        before, part = text[: match.start()], text[match.start() : end]
        if _is_another(before, part):
            first_end = first_end or match.start()
            found.append(_without_lead(_first_words(part)))
    if not found:
        return []
    first = text[:first_end]
    return [_main(first) or _first_words(first), *found]


def _is_another(before: str, part: str) -> bool:
    said, told = fold(part).lower(), fold(before).lower()
    grieves = re.search(load_yaml("claims.yml")["grievance"], said) or find_requests(part)
    about, told_about = _topics(said), _topics(told)
    if not grieves or len(told) < 2 * LEAST_WORDS or not told_about or about & told_about:
        return False
    if about:
        return True
    one, other = propose_matter(before), propose_matter(part)
    return one.path[0] != other.path[0] and min(one.confidence, other.confidence) >= SURE_MATTER


def _opens_clause(folded: str, at: int) -> bool:
    return at > 0 and folded[at - 1] in ",。;!?\n "


def _without_lead(part: str) -> str:
    match = re.match(load_yaml("claims.yml")["also"], fold(part).lower())
    return part[match.end() :].strip(_ENDS) if match else part.strip(_ENDS)


def _first_words(part: str) -> str:
    """A claim's words: its first sentences, as far as they are short."""
    bounds = sentences(fold(part))
    end = next((end for _, end in reversed(bounds) if end <= LONGEST_GRIEVANCE), bounds[0][1] if bounds else len(part))
    return part[:end].strip(_ENDS)


# --- several grievances at once: 物业费乱涨！电梯坏了！漏水没人修！ ------------------------------------------


def _grievances(text: str) -> list[str]:
    """Grievances in a row, each about another thing; three at least, else they are one story."""
    folded = fold(text).lower()
    lists = load_yaml("claims.yml")
    found: list[tuple[frozenset[int], list[tuple[int, int]]]] = []
    seen: frozenset[int] = frozenset()
    for start, end in _clauses(folded):
        clause = folded[start:end]
        about = _topics(clause)
        follows = re.search(lists["follows"], clause.strip()) or not about or about <= seen
        if found and follows:
            # The next clause goes on about the same thing.
            if about <= found[-1][0] and end - found[-1][1][0][0] <= LONGEST_GRIEVANCE:
                found[-1][1].append((start, end))
            continue
        if about and re.search(lists["grievance"], clause) and end - start <= LONGEST_GRIEVANCE:
            found.append((about, [(start, end)]))
            seen |= about
    told = sum(bounds[-1][1] - bounds[0][0] for _, bounds in found)
    if not _GRIEVANCES <= len(found) <= MOST or len(folded) > LONGEST_OUTCRY or told < _DENSE * len(folded):
        return []
    return [text[bounds[0][0] : bounds[-1][1]].strip(_ENDS) for _, bounds in found]


def _clauses(folded: str) -> Iterator[tuple[int, int]]:
    start = 0
    for mark in _CLAUSE.finditer(folded):
        if folded[start : mark.start()].strip():
            yield start, mark.start()
        start = mark.end()
    if folded[start:].strip():
        yield start, len(folded)


def _topics(folded: str) -> frozenset[int]:
    return frozenset(index for index, pattern in enumerate(_topic_patterns()) if pattern.search(folded))


@cache
def _numbered() -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(pattern) for pattern in load_yaml("claims.yml")["numbered"])


@cache
def _topic_patterns() -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(str(pattern)) for pattern in load_yaml("claims.yml")["topics"])
