"""Where it happened: the place of a story, among all it names."""

import re
from collections.abc import Sequence

from nlu.text.mentions import Mention
from nlu.text.region_context import is_home
from nlu.text.regions import Gazetteer, Region
from nlu.text.towns import town_end

_FROM_WHERE = re.compile(r"(?:户口|户籍|籍贯|老家|原籍|祖籍|出生|来自)(?:是|在|于)?$|身份证")
_SPEAKER_BEFORE = re.compile(r"(?:我们?|本人)(?:是|系|来自)?$|来自$|家住$|,是$")
_HAPPENED_AT = re.compile(r"(?:在|位于|地处|坐落于?|座落于?|地点[:是]?|发生在)$")
_SOON = 16
_BETWEEN = re.compile(r"的?[,。;\s]*(?:我们?|俺们?|咱们?|就|住|在|是|家)*")


def place_of(folded: str, places: Sequence[Mention], gazetteer: Gazetteer, region: Region | None) -> Mention | None:
    """Choose the place of the story: in its region, named in most detail, said to be where it happened."""
    scored = []
    for mention in places:
        before = folded[max(0, mention.start - 6) : mention.start]
        if _FROM_WHERE.search(before) or re.match(r"人(?!民)|籍|过?来的", folded[mention.end :]):
            continue
        inside = region is not None and any(
            gazetteer.within(candidate, region)
            for each in gazetteer.find(mention.text)
            for candidate in each.candidates
        )
        lives = is_home(before)
        score = 2.0 * inside + 1.0 * (not lives and bool(_HAPPENED_AT.search(before))) + min(len(mention.text), 16) / 10
        score -= 0.6 * (lives or bool(_SPEAKER_BEFORE.search(before)))
        scored.append((score - mention.start / 5000, mention))
    best = max(scored, key=lambda item: item[0])[1] if scored else None
    return _in_detail(folded, best, places, gazetteer) if best else None


def _in_detail(folded: str, place: Mention, places: Sequence[Mention], gazetteer: Gazetteer) -> Mention:
    """永年县现在改成区了住临洺关镇: the region alone, and the one place in it that is named later, are one place."""
    named = gazetteer.find(place.text)
    if not named or place.text[named[-1].end :]:
        return place
    between = _BETWEEN.match(folded, place.end)
    start = between.end() if between else place.end
    # 昌图的,八面城镇: a town of that county.
    if end := max((town_end(folded, start, region.code) for region in named[-1].candidates), default=start) - start:
        return Mention(place.start, place.end, place.text, place.value + folded[start : start + end])
    below = [other for other in places if other.start > place.end and not gazetteer.find(other.text)]
    soon = next((other for other in below if other.start <= place.end + _SOON), None)
    below = [other for other in below if not _FROM_WHERE.search(folded[: other.start])]
    only = below[0] if len({other.text for other in below}) == 1 else None
    found = soon or only
    return Mention(place.start, place.end, place.text, place.value + found.text) if found else place
