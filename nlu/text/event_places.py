"""Where it happened: the place of a story, among all it names."""

import re
from collections.abc import Sequence

from nlu.text.mentions import Mention
from nlu.text.region_context import is_home
from nlu.text.regions import Gazetteer, Region

_FROM_WHERE = re.compile(r"(?:户口|户籍|籍贯|老家|原籍|祖籍|出生|来自)(?:是|在|于)?$|身份证")
_SPEAKER_BEFORE = re.compile(r"(?:我们?|本人)(?:是|系|来自)?$|来自$|家住$|,是$")
_HAPPENED_AT = re.compile(r"(?:在|位于|地处|坐落于?|座落于?|地点[:是]?|发生在)$")
_SOON = 16


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
    return _in_detail(best, places, gazetteer) if best else None


def _in_detail(place: Mention, places: Sequence[Mention], gazetteer: Gazetteer) -> Mention:
    """永年县现在改成区了住临洺关镇: the region alone, and the town named a little later, are one place."""
    named = gazetteer.find(place.text)
    if not named or place.text[named[-1].end :]:
        return place
    later = [other for other in places if place.end < other.start <= place.end + _SOON]
    below = next((other for other in later if not gazetteer.find(other.text)), None)
    return Mention(place.start, place.end, place.text, place.value + below.text) if below else place
