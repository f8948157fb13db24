"""What was tried before: complaints, courts, arbitration, police; and where the petitioner lives."""

import re
from collections.abc import Iterator

from nlu.text.addresses import address_end
from nlu.text.mentions import Mention, clauses
from nlu.text.normalise import fold_spoken as fold
from nlu.text.regions import Gazetteer

_DONE = r"(?:过|了|完|到|几次|多次|好几次|两次|三次|无数次|\d+次)"
_OFFICE = (
    r"(?:信访局|信访办|信访部门|劳动局|人社局|劳动监察|监察大队|仲裁委?|派出所|公安局?|法院|检察院|"
    r"教育局|住建局|房管局|环保局|城管|街道|社区|"
    r"村委会?|镇上|镇里|乡里|县里|市场监管局?|市监局|司法所|管委会|工会|妇联|自然资源局|农业农村局|水利局|"
    r"交警队?|镇政府|乡政府|县政府|区政府|市政府|政府|有关部门|相关部门|各部门|主管部门|物业|12345|"
    r"热线|市长|消协|工商局?|卫健委|国土局?|纪委|局里?|部门|居委会|"
    r"房管所|土管所|国土所|民政[所局]|供电所|水务局|水利站|医保局|社保局|税务局|林业[局站]|司法局|法律援助(?:中心)?|窗口|大厅|村干部|镇长|书记|"
    r"媒体|记者|电视台|报社|售后)"
)
# Whom one turns to before any office: the one who did it, or who answers for them.
_PARTY = (
    r"(?:客服|校长|校方|学校|老师|班主任|园长|厂里|厂家|老板|公司|村里|村长|村支书|队里|组长|领导|商家|卖家|"
    r"店家|店里|房东|中介|开发商|"
    r"售楼部|项目部|包工头|工头|对方|他们|负责人|医院|院方|医务科|平台|单位|经理|管理处|业委会|邻居|车站|银行)"
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
    rf"跟).{{0,10}}{_OFFICE}.{{0,6}}(?:投诉|反映|反应|举报|求助|报案|申请|问|咨询|登记|告|调解|过|了|说|处理|"
    rf"上访|讨说法)|"
    rf"多次.{{0,6}}(?:找|反映|投诉|反应|上访|协商|交涉|举报|沟通|要求|打电话|催)|"
    # 去问了社区, 跟老板要了五次, 12345回访说…, 环保局来测过, 人社局窗口说要盖章, 之前登记过.
    rf"(?:问|报告|汇报|跑|联系|告诉|上报)(?:了|过|给|到)+.{{0,8}}{_OFFICE}|(?:跟|向|问|找|催){_PARTY}(?:要|讨|催|说|问)(?:了|过)|"
    rf"(?:12345|12315|12333|热线|信访局?).{{0,4}}(?:回访|回复|答复|回电|转给|派单)|{_OFFICE}.{{0,4}}来(?:测|看|查|量|问|调查)?(?:过|了)|"
    rf"{_OFFICE}(?:窗口|那边|那里|的人|工作人员|大姐|同志|领导)?(?:都|也|就|却|又|只)?(?:说(?!好|明)|叫我|让我|告诉我)|"
    rf"(?:登记|申请|留言?|联系|报告|求助|写信|协商|沟通)过(?!期|程|敏)|留过言|"
    rf"找{_DONE}.{{0,12}}{_OFFICE}|{_OFFICE}.{{0,4}}来.{{0,3}}调解|调解{_DONE}|去{_DONE}.{{0,8}}{_OFFICE}|"
    rf"{_OFFICE}.{{0,6}}(?:答复|回复|说不归|让我们?找|推给|踢皮球|不受理|不予受理|不立案|调解{_DONE}|"
    rf"没有?管|不管|推诿)|"
    # 找客服推来推去, 居委会也去过了, 村委会来看过, 去劳动局跑了三趟, 劳动仲裁赢了.
    rf"(?<![帮请要想能会查寻])找(?:过|了|到过?)?(?:{_OFFICE}|{_PARTY})(?!的|出|工作)|[找搵揾]过(?!工作|活|对象|"
    rf"借口|房)|"
    rf"{_OFFICE}(?:那边|那里)?(?:也|都|就)?(?:去|找|打|问|跑|告|反映|投诉|举报)(?:过|了)|"
    rf"{_OFFICE}.{{0,4}}(?:来|派人).{{0,4}}(?:看过|看了|来过|问过|查过|处理过|调解)|"
    rf"{_OFFICE}.{{0,4}}跑(?:过|了)|跑(?:过|了).{{0,8}}{_OFFICE}|(?:仲裁|官司|判决).{{0,4}}(?:赢|输|胜|败|打完|打了)|"
    rf"(?:起诉|告)(?:到|过|了).{{0,6}}(?:法院|局|委|政府|部门)|(?:写|寄|递)(?:过|了).{{0,6}}(?:信|材料|申请书|诉状)|"
    rf"(?:跟|和|向|给|同)(?!我|俺|咱)[^,]{{1,10}}(?:说过|讲过|提过|打过?电话|打了电话|谈过)|做(?:了|过)笔录|"
    rf"{_OFFICE}.{{0,3}}(?:劝|清理|协调|登记|处理|整治|罚|约谈|检查|查处)过|"
    rf"打(?:过|了)?(?:无数|好多|好几|多少|很多|几|\d+|[一二三两四五六七八九十]+)(?:次|个|遍|回|通)?电话|"
    rf"(?:物业|客服|公司|厂里|学校|开发商|商家|老板)(?:一直|总是|又|也|只)?(?:推来推去|互相推|踢皮球|推三阻四))"
)
_NEVER = re.compile(
    r"(?:没有?|未|从来没|还没|不曾|没去|未曾)(?:向|去|找|跟|有|任何|到)?.{0,8}(?:投诉|反映|反应|起诉|上访|"
    r"信访|报警|举报|找过|打过|反映过|申请)"
)
_NOT_PRIOR = re.compile(
    r"请问|能不能|必要时|为什么|准备|打算|如果|要不要|可以(?:打|拨|向|去|申请|投诉)|怎么(?:投诉|起诉|举报|反映)|"
    r"如何(?:投诉|起诉)|想(?:投诉|举报|反映|起诉)|要(?:投诉|举报|起诉)|"
    r"现(?:在)?(?:投诉|反映|举报)|特(?:此|向)|我要|将|期待|期盼|盼|希望|等待|恳请|请求|如下|现业主"
)
# Whom one turned to and how; without it "物业推来推去就是不管" says only that one was not helped.
_TURNED = re.compile(
    r"找|搵|揾|打|报|告|(?<!推)去|跑|问|诉|举报|反映|反应|访|求助|仲裁|复议|调解|判|裁|立案|受理|申请|写|寄|递|协商|交涉|沟通|协调|"
    r"[说讲提谈催查罚]过|登记|笔录|答复|回复|\d{3,}|警|律师|法院|未|没有?(?:找|反|投|报|去|向|跟)|不曾"
)
# How what came of it begins, and what is no result but a wish.
_CAME_OF_IT = re.compile(
    r"(?:但|但是|可|可是|结果|最后|后来|却|佢哋|他们|每次|其实|反正)?(?:都|也|就|还|又|只)?(?:没用|没成|不同意|不满意|转来转去|躲着|"
    r"罚了|停了几天|好了几天|是老样子|接着|执行不|钱还是|[他她](?:说|躲|不|就|让|叫)|没有用|无果|没结果|没有结果|"
    r"未果|至今|到现在|一直没|"
    r"没有?(?:人|答复|回复|回音|下文|处理|解决)|没人|不了了之|不予|不受理|不立案|不属于|不归|推|踢皮球|让我们?|"
    r"叫我们?|要我们?|说|"
    r"都说|答复|回复|回覆|告知|他们说|对方说|工作人员说|民警说|村干部说|那边说|判|裁|驳回|胜诉|败诉|赢了|输了|"
    r"结论|鉴定|调解|转给|"
    r"要仲裁|来人|来了|来看|人来了|踢|没拿到|没谈|谈不|[\u4e00-\u9fff]{1,6}(?:推脱|推诿|推来|推三|不认|不理|"
    r"不肯|一走|又让|又推|护短|话(?!费))|等了|等通知|[\u4e00-\u9fff]{1,6}(?:说|回复|答复|告知|推给|"
    r"让我们?|叫我们?|不管|不受理|不予))"
)
_WANTED = re.compile(r"希望|请求|恳请|要求|诉求|请政府|请领导|盼|我要|我想|我电话|我叫|电话[是:]|\d{11}")
# Where somebody who speaks without marks turns to something else.
_TURN = re.compile(
    r"(?<=[^\s])(?:\s+|(?=希望|请求|恳请|请政府|请领导|我电话|我的电话|我叫|联系电话|去劳动|去人社|去信访|"
    r"去派出所|去法院|去社区|去街道|去镇|去找|"
    r"我去|我们去|俺去|也找|也去|找过|打过|打了12345|打12345|也打|到现在|老板|因为|所以|然后|后来|现在))"
)
_LONG_CLAUSE, _SHORT_PIECE = 32, 5
_SIDE_BY_SIDE = re.compile(r"[,，、 ]{1,2}")
_ADDRESS = re.compile(
    r"(?:我家住在?|我家在|家住在?|(?:我们?|本人|俺们?)(?:是|都)?住在?|现住址?[是:为在]?|"
    r"(?<=[,。; ])住(?=[\u4e00-\u9fff]{2,12}(?:路|街|巷|村|小区|区|园|栋|楼|镇))|"
    r"家庭住址[是:为在]?|家庭地址[是:为在]?|联系地址[是:为在]?|住址[是:为在]?|住所[是:为]|现居住在?|"
    r"居住在|居住地[是:为]?|租住在?|户籍(?:地|所在地)[是:为在]?)[ :]*"
)
_FROM = re.compile(r"(?:我们?|本人|俺们?|^|(?<=[,。;]))(?:是|系|来自)(?:来自)?")
_HOME = re.compile(r"(?:村民|居民|业主|住户|人(?!民|员|力)|租户)")


def find_prior(text: str) -> str | None:
    """Return the clauses that tell what was tried before, or that nothing was; None when nothing is said of it."""
    mentions = find_prior_mentions(text)
    told = ""
    for before, mention in zip([None, *mentions], mentions, strict=False):
        # What stands side by side in one sentence is kept as it was written.
        between = text[before.end : mention.start] if before else ""
        told += (between if _SIDE_BY_SIDE.fullmatch(between) else ";" if before else "") + mention.value
    return told or None


def only_vague(words: str) -> bool:
    """Whether words on what was tried before tell neither whom one turned to nor how."""
    return not _TURNED.search(fold(words)) and not re.search("[a-z]{3}", words, re.IGNORECASE)


def find_prior_mentions(text: str) -> list[Mention]:
    """Find the clauses on earlier complaints and procedures."""
    folded = fold(text)
    found: list[Mention] = []
    last = -1
    for start, end in _told_pieces(folded):
        piece = folded[start:end]
        told = (_PRIOR.search(piece) and not _NOT_PRIOR.search(piece)) or _NEVER.search(piece)
        # What came of it stands in the clauses after: 打过12345,回复说转给街道了,至今没有人来.
        came = found and 0 <= start - last <= 2 and _CAME_OF_IT.match(piece.lstrip()) and not _WANTED.search(piece)
        if told or came:
            begin = found.pop().start if came else start
            words = text[begin:end].strip()
            at = begin + text[begin:end].index(words)
            found.append(Mention(at, at + len(words), words, words))
            last = end
    return found


def _told_pieces(folded: str) -> Iterator[tuple[int, int]]:
    """Cut a text into clauses; a long one, spoken without marks, also where a new thing is begun."""
    for start, end in clauses(folded):
        if end - start <= _LONG_CLAUSE:
            yield start, end
            continue
        at = start
        for turn in _TURN.finditer(folded, start, end):
            if turn.start() - at >= _SHORT_PIECE:
                yield at, turn.start()
                at = turn.start()
        yield at, end


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
