"""The part of an address below the county: town, village, road, number, community, building."""

import re

_WORD = r"[\u4e00-\u9fffA-Za-z0-9]"
_NUMBER = r"[0-9A-Za-z一二三四五六七八九十百零〇-]"
# Words that end a named part (梅林镇, 文明大道) and words that end a numbered one (12号, 三单元).
_NAMED = (
    "街道|镇|乡|苏木|村委会|行政村|自然村|新村|村|社区|居委会|大道|大街|公路|路|街|胡同|巷|弄|小区|"
    "花园|花苑|家园|公寓|别墅|苑|华府|云墅|名邸|嘉园|豪庭|名城|国际城|府邸|公馆|山庄|御府|首府|悦府|小筑|雅居|家属院|宿舍|"
    "新城|广场(?!舞)|大厦|大楼|商城|市场|工业园区|工业园|产业园|科技园|园区|开发区|高新区|经开区|示范区|农场|林场|工地|"
    "(?:[小中]|初级中|高级中|职业)学(?![生校])|学校|幼儿园|养老院|敬老院|福利院|护理院|卫生院|医院|煤矿|府(?=[一二三四五]期|小区|\\d)|"
    "车站|火车站|汽车站|高铁站|码头|水库|(?:屯|庄|寨|湾|坪|坝|冲|垸|组)(?![镇乡街道路区]|村(?!民)|社(?!员))"
)
_NUMBERED = "号院|号楼|号|栋|幢|座|单元|层|楼|室|户|组|村民小组|小组|队|期|区|弄|巷|门"
PART = rf"(?:(?:第?{_NUMBER}{{1,5}}|[东西南北]{{1,2}})(?:{_NUMBERED})|{_WORD}{{1,9}}?(?:{_NAMED})(?:工地)?)"
_HOUSE = r"[0-9A-Za-z]{1,6}(?:-[0-9A-Za-z]{1,6})*(?![0-9A-Za-z年月日户人名多余个元万%.]|平方)"
# 赣县区的阳光花园工地: the 的 before the first part is no sentence yet.
_CHAIN = re.compile(rf"(?:的(?=[^的,]))?(?:[ ,]?{PART})+(?:{_HOUSE})?")
_PARTS = re.compile(PART)
# Where a named part cannot begin or go on: pronouns, verbs and particles of ordinary sentences.
_SENTENCE = re.compile(
    r"[的了是被把我你他她它们这那某该到从在俺咱]|没有|已经|因为|由于|政府|要求|希望|请求|反映|投诉|领导|公司|"
    r"老板|村民|居民|业主|工人|"
    r"什么|怎么|一个|有个|哪个|天天|每天|经常|不知道|现在|目前|一直|开始|发生|干活|打工|上班|工作|种地|做事|买|卖|拖欠|强拆|拆迁|征地|征收"
)


def address_end(folded: str, start: int) -> int:
    """Return where the address that goes on at a place ends; the place itself where none does."""
    end = start
    while True:
        part = _CHAIN.match(folded, end)
        if part is None:
            return end
        first = end + part.group().startswith("的")
        sentence = _SENTENCE.search(folded, first, part.end())
        if sentence is not None:
            last = _last_part(folded, first, sentence.start())
            return end if last == first else last
        end = part.end()


def _last_part(folded: str, start: int, limit: int) -> int:
    """Return the end of the last whole part before a word that no address holds."""
    ends = [match.end() for match in _PARTS.finditer(folded, start, limit)]
    return ends[-1] if ends else start
