"""What the words around a place name say of it: that it happened there, or that somebody only comes from there."""

import re
from collections.abc import Sequence

from nlu.text.addresses import address_end
from nlu.text.region_mentions import RegionMention
from nlu.text.region_names import COUNTY

_FROM_BEFORE = re.compile(r"(?:户口|户籍|籍贯|老家|原籍|祖籍|出生|娘家|来自|自)(?:是|在|于|都?在)?$")
_COMPARED_BEFORE = re.compile(
    r"(?:例如|比如|譬如|像|如|参考|参照|学习|毗邻|相比|不如|对比|包括|以及|外地|外省|别的|其他|、)$"
)
_COMPARED_AFTER = re.compile(r"等|、|那样|一样|模式|的做法|籍")
_FROM_AFTER = re.compile(
    r"人(?!民|社|事|力|员|均|大|才|防)|籍|户口|户籍|(?:那边|老家|农村)?过?来的|的[ ,]?(?:出[来门]|在外)"
)
_ENGLISH_FROM = re.compile(
    r"\b(?:hometown (?:is|in)|(?:come|am|originally|native|born|hukou|registered)(?: \w+)? (?:of|from|in)|I'?m from|"
    r"like|unlike) $",
    re.I,
)
_ENGLISH_AT = re.compile(r"\b(?:in|at|near|of|to|is|outside|around) $", re.I)
_LIVES_BEFORE = re.compile(r"(?:家|住)(?:就|都|现在)?(?:住)?[在于]$")
_AT_BEFORE = re.compile(r"(?:在|位于|地处|地点[:是]?|住址?[:是]?|家住|座落于?|坐落于?)$")


def chain_start(mention: RegionMention, mentions: Sequence[RegionMention]) -> int:
    """Where the chain of names begins that a mention ends: 四川省 of 四川省成都市."""
    start = mention.start
    for other in reversed(mentions):
        if other.end == start or (other.end == start - 1 and _is_above(other, mention)):
            start = other.start
    return start


def _is_above(wide: RegionMention, narrow: RegionMention) -> bool:
    """Tell whether one name is of the city or province the other lies in: 郑州 中牟."""
    return any(
        outer.level != COUNTY and inner.code.startswith(outer.code.rstrip("0"))
        for outer in wide.candidates
        for inner in narrow.candidates
    )


def is_home(before: str) -> bool:
    """Whether words before a place say that somebody lives there: it may have happened there, or elsewhere."""
    return bool(_LIVES_BEFORE.search(before))


def by_context(folded: str, mention: RegionMention, mentions: Sequence[RegionMention]) -> float:
    """How much the words around a name speak for things having happened there; below nothing where against."""
    start, score = chain_start(mention, mentions), 0.0
    before, after = folded[max(0, start - 6) : start], folded[mention.end : mention.end + 3]
    if _FROM_BEFORE.search(before) or _FROM_AFTER.match(after):
        score -= 1.6
    if mention.text[0].isascii() and _ENGLISH_FROM.search(folded[max(0, start - 24) : start]):
        score -= 1.6
    lives = is_home(before)
    score += 0.4 * (not lives and bool(_AT_BEFORE.search(before))) - 0.5 * lives + 0.2 * mention.suffixed
    # The same name again and again is what the text is about.
    return score + 0.2 * min(sum(m.text == mention.text for m in mentions) - 1, 3)


def is_sure(folded: str, best: RegionMention, detail: str, mentions: Sequence[RegionMention]) -> bool:
    """Whether the matter lies there by the words around: nobody only comes from there, nothing is compared with it."""
    start = chain_start(best, mentions)
    before, after = folded[max(0, start - 6) : start], folded[best.end : best.end + 4]
    if _FROM_BEFORE.search(before) or _FROM_AFTER.match(after):
        return False
    if _COMPARED_BEFORE.search(before) or _COMPARED_AFTER.match(after):
        return False
    if best.text[0].isascii():
        near = any(m is not best and abs(m.start - best.end) + abs(best.start - m.end) < 60 for m in mentions)
        placed = _ENGLISH_AT.search(folded[max(0, start - 12) : start])
        return bool(near or placed or best.suffixed) and not _ENGLISH_FROM.search(folded[max(0, start - 24) : start])
    return bool(detail or start < best.start or start <= 1 or best.suffixed or _AT_BEFORE.search(before))


def outside_addresses(folded: str, mentions: Sequence[RegionMention]) -> list[RegionMention]:
    """Without short names inside the address of the one before: 安陆市金秋大道205号香格里拉小区."""
    kept: list[RegionMention] = []
    for mention in mentions:
        inside = kept and kept[-1].end < mention.start < address_end(folded, kept[-1].end)
        if not inside or mention.suffixed:
            kept.append(mention)
    return kept
