"""Where the petitioner says they live: 我家住…, 住址:…, 我是…村的村民."""

import re

from nlu.text.addresses import address_end
from nlu.text.mentions import Mention
from nlu.text.normalise import fold_spoken as fold
from nlu.text.regions import Gazetteer

_ADDRESS = re.compile(
    r"(?:我家住在?|我家在|家住在?|(?:我们?|本人|俺们?)(?:是|都)?住在?|现住址?[是:为在]?|"
    r"(?<=[,。; ])住在?(?=[\u4e00-\u9fff]{2,12}(?:路|街|巷|村|小区|区|园|栋|楼|镇))|"
    r"家庭住址[是:为在]?|家庭地址[是:为在]?|联系地址[是:为在]?|住址[是:为在]?|住所[是:为]|现居住在?|"
    r"居住在|居住地[是:为]?|租住在?|户籍(?:地|所在地)[是:为在]?)[ :]*"
)
_FROM = re.compile(r"(?:我们?|本人|俺们?|^|(?<=[,。;]))(?:是|系|来自)(?:来自)?")
_HOME = re.compile(r"(?:村民|居民|业主|住户|人(?!民|员|力)|租户)")


def find_address(text: str, gazetteer: Gazetteer) -> Mention | None:
    """Find where the petitioner says they live: 我家住…, 住址:…, 我是…村的村民."""
    folded = fold(text)
    for cue in _ADDRESS.finditer(folded):
        found = _address_from(text, folded, cue.end(), gazetteer)
        if found:
            return found
    for cue in _FROM.finditer(folded):
        found = _address_from(text, folded, cue.end(), gazetteer)
        if found and _HOME.match(folded[found.end :].lstrip("的一名个位,")):
            return found
    return None


def _address_from(text: str, folded: str, start: int, gazetteer: Gazetteer) -> Mention | None:
    """Read an address that begins at a place: regions, then town, village, road, number."""
    end = start
    for mention in gazetteer.find(text[start : start + 40]):
        if start + mention.start - end > 1:
            break
        end = start + mention.end
    end = address_end(folded, end)
    words = text[start:end].strip(" ,，")
    return Mention(start, start + len(words), words, words) if len(words) >= 3 else None
