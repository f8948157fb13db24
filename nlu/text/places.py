"""Places as phrases: regions with the address below them (赣县区梅林镇桃源村3组), and addresses that name no region."""

import re
from collections.abc import Iterator, Sequence

from nlu.text.addresses import address_end
from nlu.text.mentions import Mention, longest_first
from nlu.text.normalise import fold_spoken as fold
from nlu.text.region_names import Region
from nlu.text.regions import Gazetteer, RegionMention
from nlu.text.respondents import name_start
from nlu.text.towns import town_end

# X市, A3区: citizens hide a place's name this way; it is a place, and no region can be told from it.
_HIDDEN = re.compile(r"(?:(?<![A-Za-z0-9])[A-Z]\d{0,2}(?:省|市|区|县|州|镇|乡|村)){1,3}")
_TAIL = re.compile(
    r"街道(?!办)|(?<![城乡村集])[镇乡村](?![里民干长支委组政中的医镇容貌办务]|[上下](?![\u4e00-\u9fff]{1,3}[村庄屯寨]))|社区|大道|大街|"
    r"公路(?!局)|路(?=\d|[与和]|[,。\s]|口|$)|街(?=\d|[,。\s]|$)|巷|小区|花园|家园|花苑|公寓|新城|"
    r"广场(?!舞)|大厦|工业园|产业园|科技园|开发区|高新区"
)
_GENERIC = re.compile(
    r"^[这那该每整各我你他她]|^(?:[我你他她本该这那各每全整同某老新小大农乡山城外旧]|我们|我们这个|整个|部分|其他|多个|所有|"
    r"附近|周边|隔壁|一个|安置|居民|棚户区|老旧|农村|城市|工业|住宅|商业|同一|省|市|县|区|美丽|走|修|"
    r"马|公|铁|出|道|问|套|思|回|沿|过|上|下|网|电|水|一|半|十字|高速|生|维权|信访|绝|活|后|退|门|线|"
    r"各|绕)$"
)
_ON_THE_WAY = re.compile(r"[\u4e00-\u9fff]*?(?:天天|每天|经常|一个|有个)(?:走|路过|经过|去|跑|在|来)?(?!马)")
# 盘县(就是盘州嘛)响水, 洪山区「江语云墅」二期, 波罗镇，叫折家沟.
_REMARK = re.compile(r"\((?:就是|现在|以前|原来?|前|后来|老|不是|也叫|即)[^()]{0,12}\)")
_QUOTED = re.compile(r"的?[「『“\"《][^「」『』“”\"《》]{2,10}[」』”\"》](?:[一二三四五1-9]期)?")
_CALLED = re.compile(
    r",?(?:我们?|那个?)?(?:村子?|屯子?|寨子|小区|楼盘|院子?)?(?:名?叫做?|名字叫)[\u4e00-\u9fff]{1,5}"
    r"[村庄屯寨沟坪湾塘坝岭洼峪营堡集坡垸圩埠洞嘴冲坳川滩梁塬岔圪台甸岗苑园府]子?(?=[,。;!?\n]|$)"
)
_FILLS = re.compile(
    r"(?:事情|事儿?|发生|老家|家里?|户口|农村|乡下|城里|市里|县里|县城|市区|城区|主城区?|当地|本地|地点|地方|地址|位置|那一?[边带块]|这一?[边带块]|那里|这里|"
    r"那儿|这儿|(?:一[家所个座间]|的)[\u4e00-\u9fff]{0,3}?(?:[小中]学|学校|医院|幼儿园|护理院|养老院|公司|厂|店|工地|小区|[镇村乡])(?=，|,|$)|[就都也是在于位我咱俺们住的了人吧呀啊呢哦嘛哈嗯诶呃省市县区州内里])+"
)
_FILLS_EN = re.compile(
    r"\b(?:it|its|it's|is|was|all|happened|happens|happening|i|i'm|am|we|are|live|lives|living|here|there|in|at|of|the|a|near|around|"
    r"city|district|county|province|prc|china|area|town|downtown|place|this|that|my|our|home|from|s)\b",
    re.IGNORECASE,
)
"""Words around the name of a county that say nothing of where in it."""
_LEAST_DETAIL = 2
_TOWN = re.compile(
    r"[\u4e00-\u9fff]{1,6}(?:街道(?:办事处)?|镇|乡|苏木)|[a-z' ]{2,30} (?:town(?:ship)?|subdistrict)", re.IGNORECASE
)
_SITE = re.compile(
    r"(?:那个|那边的?|这个|这边的?|附近的?|旁边的?|的)(?![我俺咱你他她它这那每各整全某一老])[\u4e00-\u9fff]{2,6}?"
    r"(?:工地|项目部|楼盘|小区|市场|商场|广场|工业园|产业园|安置点|小学|中学|学校|幼儿园|养老院|敬老院|卫生院|医院)(?!老板|经理|负责人|管理)"
)
"""文林街道那个锦绣江城工地."""
_JOIN = 1
_LATIN = re.compile(r"[A-Za-z]{2}")
_ENGLISH_JOINT = re.compile(r"[ ,]*(?:in |of )?")
_ENGLISH_BEFORE = re.compile(
    r"(?:(?:No\.? ?\d+|Room \d+|Building \w+|Unit \w+|[A-Z][a-z]+(?: [A-Z][a-z]+)*(?: (?:Road|Street|Avenue|Lane|"
    r"Gardens?|Community|Town|Village|Residence|Plaza|Square|Subdistrict|Resort|Hotel|Hospital|University|School|Academy|"
    r"Market|Mall|Tower|Mansion|Building|Bay|Station|Park|Campus)))(?:[ ,]+|(?: and | & )))+(?:in )?$"
)


def find_places(text: str, gazetteer: Gazetteer) -> list[Mention]:
    """Find the places of a text as whole phrases; the value of each is the phrase as written."""
    folded = fold(text)
    named = longest_first([*_from_regions(text, folded, gazetteer), *_hidden(text, folded)])
    unnamed = (place for place in _unnamed(text, folded) if all(_apart(place, other) for other in named))
    return sorted([*named, *longest_first(unnamed)], key=lambda place: place.start)


def says_where_in_it(text: str, gazetteer: Gazetteer) -> bool:
    """Tell whether a place is told more exactly than by its province, city and county."""
    left = "，".join(_besides_regions(text, gazetteer))
    left = _FILLS.sub("", _FILLS_EN.sub("", left))
    return sum(character.isalnum() for character in left) >= _LEAST_DETAIL


def town_alone(text: str, gazetteer: Gazetteer) -> str:
    """The town or subdistrict of a place that is told by nothing smaller; empty where it is not."""
    left = [part for part in (part.strip(" ,，.。") for part in _besides_regions(text, gazetteer)) if part]
    if len(left) != 1:
        return ""
    codes = [region.code for mention in gazetteer.find(text) for region in mention.candidates]
    listed = any(town_end(left[0], 0, code) == len(left[0]) for code in codes)
    return left[0] if listed or _TOWN.fullmatch(left[0]) else ""


def _besides_regions(text: str, gazetteer: Gazetteer) -> list[str]:
    """The parts of a folded place between and behind the names of its regions."""
    folded, at, rest = fold(text), 0, []
    for mention in sorted(gazetteer.find(text), key=lambda mention: mention.start):
        rest.append(folded[at : mention.start])
        at = max(at, mention.end)
    return [*rest, folded[at:]]


def _apart(one: Mention, other: Mention) -> bool:
    return one.end <= other.start or other.end <= one.start


def _from_regions(text: str, folded: str, gazetteer: Gazetteer) -> Iterator[Mention]:
    """Join neighbouring regions and what follows them as an address."""
    chain: list[RegionMention] = []
    for mention in gazetteer.find(text):
        if chain and mention.start - chain[-1].end > _JOIN and not _goes_on_in_english(folded, chain[-1], mention):
            yield _phrase(text, folded, chain[0].start, chain[-1].end, chain[-1].candidates)
            chain = []
        chain.append(mention)
    if chain:
        yield _phrase(text, folded, chain[0].start, chain[-1].end, chain[-1].candidates)


def _goes_on_in_english(folded: str, one: RegionMention, other: RegionMention) -> bool:
    """Tell whether two names in Latin letters are one place: Nanshan District, Shenzhen."""
    return one.text[0].isascii() and bool(_ENGLISH_JOINT.fullmatch(folded, one.end, other.start))


def _hidden(text: str, folded: str) -> Iterator[Mention]:
    for match in _HIDDEN.finditer(folded):
        yield _phrase(text, folded, match.start(), match.end())


def _unnamed(text: str, folded: str) -> Iterator[Mention]:
    """Find addresses that begin with a town, a village, a road or a housing estate."""
    for match in _TAIL.finditer(folded):
        start = name_start(folded, match.start())
        if on_the_way := _ON_THE_WAY.match(folded, start, match.start()):
            start = on_the_way.end()
        name = folded[start : match.start()]
        # A name that reaches back further than names do is half a sentence.
        if len(name) > 8 or len(name) < (1 if match.group() in "村镇乡" else 2):
            continue
        if not _GENERIC.search(name) and re.search(r"[\u4e00-\u9fff]", name):
            yield _phrase(text, folded, start, match.end())


def _phrase(text: str, folded: str, start: int, end: int, regions: Sequence[Region] = ()) -> Mention:
    if _LATIN.match(folded, start):
        # In English the address stands before the place.
        address = _ENGLISH_BEFORE.search(folded[:start])
        start = address.start() if address else start
    else:
        if remark := _REMARK.match(folded, end):
            # Without a place behind it, the remark is no part of one.
            below = _below(folded, remark.end(), regions)
            end = below if below > remark.end() else end
        else:
            end = _below(folded, end, regions)
    return Mention(start, end, text[start:end], text[start:end])


def _below(folded: str, start: int, regions: Sequence[Region]) -> int:
    """Where the address below a place ends, whatever it is told by; `start` where none is told."""
    end = address_end(folded, start)
    if end == start:
        end = max((town_end(folded, start, region.code) for region in regions), default=start)
        end = address_end(folded, end) if end > start else end
    for told in (_QUOTED, _CALLED, _SITE):
        if more := told.match(folded, end):
            return more.end()
    return end
