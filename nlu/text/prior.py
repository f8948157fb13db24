"""What was tried before: complaints, courts, arbitration, police; and where the petitioner lives."""

import re

from nlu.text.addresses import address_end
from nlu.text.mentions import Mention, clauses
from nlu.text.normalise import fold
from nlu.text.regions import Gazetteer

_DONE = r"(?:过|了|完|到|几次|多次|好几次|两次|三次|无数次|\d+次)"
_OFFICE = (
    r"(?:信访局|信访办|信访部门|劳动局|人社局|劳动监察|监察大队|仲裁委?|派出所|公安局?|法院|检察院|"
    r"教育局|住建局|房管局|环保局|城管|街道|社区|"
    r"村委会?|镇政府|乡政府|县政府|区政府|市政府|政府|有关部门|相关部门|各部门|主管部门|物业|12345|"
    r"热线|市长|消协|工商局?|卫健委|国土局?|纪委|局里?|部门|居委会)"
)
_PRIOR = re.compile(
    rf"(?:打{_DONE}?.{{0,6}}(?:12345|123\d\d|110|热线|市长电话|投诉电话|举报电话)|(?:12345|12315|12333|"
    rf"市长热线|热线).{{0,4}}(?:打|投诉|反映){_DONE}|"
    rf"报{_DONE}?警{_DONE}?|报{_DONE}?案|(?:已经?|也|曾|早已|都).{{0,4}}(?:起诉|立案|仲裁|上诉|投诉|"
    rf"举报|上访|信访|反映|报警|报案)|"
    rf"(?:起诉|上诉|投诉|举报|上访|信访|反映|反应|申诉|仲裁|复议|交涉|协商|沟通|求助){_DONE}|"
    rf"法院.{{0,8}}(?:判|立案|执行|受理|驳回|裁定)|(?:判决书?|裁决书?|调解书?).{{0,8}}(?:下来|生效|已|"
    rf"执行|到手)|"
    rf"申请{_DONE}?.{{0,4}}(?:仲裁|复议|强制执行|法律援助)|(?:向|找|去|到|"
    rf"跟).{{0,10}}{_OFFICE}.{{0,6}}(?:投诉|反映|反应|举报|求助|报案|申请|问|咨询|咨询过|过|了|说|处理|"
    rf"上访|讨说法)|"
    rf"多次.{{0,6}}(?:找|反映|投诉|反应|上访|协商|交涉|举报|沟通|要求|打电话|催)|"
    rf"找{_DONE}.{{0,12}}{_OFFICE}|去{_DONE}.{{0,8}}{_OFFICE}|"
    rf"{_OFFICE}.{{0,6}}(?:答复|回复|说不归|让我们?找|推给|踢皮球|不受理|不予受理|不立案|调解{_DONE}|"
    rf"没有?管|不管|推诿))"
)
_NEVER = re.compile(
    r"(?:没有?|未|从来没|还没|不曾|没去|未曾)(?:向|去|找|跟|有|任何|到)?.{0,8}(?:投诉|反映|反应|起诉|上访|"
    r"信访|报警|举报|找过|打过|反映过|申请)"
)
_NOT_PRIOR = re.compile(
    r"请问|怎么(?:投诉|起诉|举报|反映)|如何(?:投诉|起诉)|想(?:投诉|举报|反映|起诉)|要(?:投诉|举报|起诉)|"
    r"现(?:在)?(?:投诉|反映|举报)|特(?:此|向)|我要|将|期待|期盼|盼|希望|等待|恳请|请求|如下|现业主"
)
_ADDRESS = re.compile(
    r"(?:我家住在?|我家在|家住在?|(?:我们?|本人|俺们?)(?:是|都)?住在?|现住址?[是:为在]?|"
    r"家庭住址[是:为在]?|家庭地址[是:为在]?|联系地址[是:为在]?|住址[是:为在]?|住所[是:为]|现居住在?|"
    r"居住在|居住地[是:为]?|租住在?|户籍(?:地|所在地)[是:为在]?)[ :]*"
)
_FROM = re.compile(r"(?:我们?|本人|俺们?|^|(?<=[,。;]))(?:是|系|来自)(?:来自)?")
_HOME = re.compile(r"(?:村民|居民|业主|住户|人(?!民|员|力)|租户)")


def find_prior(text: str) -> str | None:
    """Return the clauses that tell what was tried before, or that nothing was; None when nothing is said of it."""
    mentions = find_prior_mentions(text)
    return ";".join(mention.value for mention in mentions) or None


def find_prior_mentions(text: str) -> list[Mention]:
    """Find the clauses on earlier complaints and procedures."""
    folded = fold(text)
    found = []
    for start, end in clauses(folded):
        clause = folded[start:end]
        if (_PRIOR.search(clause) and not _NOT_PRIOR.search(clause)) or _NEVER.search(clause):
            words = text[start:end].strip()
            at = start + text[start:end].index(words)
            found.append(Mention(at, at + len(words), words, words))
    return found


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
