"""What was tried before: complaints, courts, arbitration, police."""

import re
from collections.abc import Iterator

from nlu.text.earlier_steps import tells_of_a_step
from nlu.text.mentions import Mention, clauses
from nlu.text.normalise import fold_spoken as fold

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
    r"信访|报警|举报|找过|打过|反映过|申请|说过|讲过|提过|问过)|(?:没有?|未|从没|从未|没去)(?:找|问|求|跟|向|同|和)(?:过|别人|谁|任何|哪个)|"
    r"(?:第一次|头一回|头一次|首次)(?:来)?(?:反映|反应|投诉|找|信访|上访|说)"
)
# 没有反应 is no complaint that was not made, nor is 如果没有申请.
_NEVER_BUT = re.compile(r"没有?(?:什么|任何)?反应(?!过)|如果|若|要是|假如|为什么没|凡")
_NOT_PRIOR = re.compile(
    r"请问|能不能|必要时|为什么|准备|打算|如果|要不要|可以(?:打|拨|向|去|申请|投诉)|怎么(?:投诉|起诉|举报|反映)|"
    r"如何(?:投诉|起诉)|想(?:投诉|举报|反映|起诉)|要(?:投诉|举报|起诉)|"
    r"(?<!不)需要|理应|应当|应该|必须|能否|是否|有没有(?!用)|不知道|想跟|想向|想请|想找|根据|依据|按照|绝不是|不是找|爱管不管|拼命|来说是|来说$|而言|干嘛|还是不管|管不管|(?:充分|纷纷)反映|反映出|反映了一|决定(?!书)|[给向](?:您|你)|贵局|贵单位|到底|该不该|强调|其他的?(?:省|市|地)|各地|(?:^|,)请(?!了|过|律师)|请(?:市长|书记|领导|局长|厅长|你|您|政府|有关|相关|上级|各)|现向|向(?:你|您|贵)|总书记|省委|完全可以|为证|凡|假如|倘若|听说|"
    r"(?:向|给|跟|对)(?:家属|我|我们|患者|业主|群众|百姓|大家)(?:反映|说明|解释|承诺)|没有?反应|有人(?:已经)?举报|"
    r"现(?:在)?(?:投诉|反映|举报)|特(?:此|向)|我要|将|期待|期盼|盼|希望|等待|恳请|请求|如下|现业主"
)
# Whom one turned to and how; without it "物业推来推去就是不管" says only that one was not helped.
_TURNED = re.compile(
    r"找|搵|揾|打|报|告|(?<!推)去|跑|问|诉|举报|反映|反应|访|求助|仲裁|复议|调解|判|裁|立案|受理|申请|写|寄|递|协商|交涉|沟通|协调|"
    r"[说讲提谈催查罚]过|登记|笔录|答复|回复|\d{3,}|警|律师|法院|未|没有?(?:找|反|投|报|去|向|跟)|不曾"
)
# How what came of it begins, and what is no result but a wish.
_CAME_OF_IT = re.compile(
    r"(?:然后|结果是?|可是|但是)?(?:就|都|也|又)?(?:没(?:有)?(?:信了?|下文|动静|影|回音?|消息|办成|谈成|谈拢|签)|不到场|[\u4e00-\u9fff]{0,4}只(?:肯|同意|给|赔|垫|答应|说|罚)|走了又|声音小|好(?:了|过)?两天|"
    r"等(?:着|换|信|了)|编号|播出|维持|一审|二审|再审|上诉|执行|收了?材料|给了?三|开庭|不达标|承认|轻[微伤]|拘|[一二两三四五六七八九十半\d]+(?:个)?(?:天|月|年|星期)了?没|"
    r"人家|找了一|跑了[一两三四五六七八九十几]|等换|我没签|妇联|派出所|警察|民警|社区|街道|村上|镇上|法院|对方)|(?:但|但是|可|可是|结果|最后|后来|却|佢哋|他们|每次|其实|反正)?(?:都|也|就|还|又|只)?(?:没用|没成|不同意|不满意|转来转去|躲着|"
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
    r"(?<=[^\s])(?:\s+|(?<![没有未])(?=希望|请求|恳请|请政府|请领导|我电话|我的电话|我叫|联系电话|去劳动|去人社|去信访|"
    r"去派出所|去法院|去社区|去街道|去镇|去找|求求|求你们|"
    r"我去|我们去|俺去|也找|也去|找过|打过|打了12345|打12345|也打|到现在|老板|因为|所以|然后|后来|现在))"
)
_SUBJECT = re.compile(r"[村镇乡县市区我们俺额咱去找也都又还跟向和同到的有]+$")
_LONG_CLAUSE, _LONG_STEP, _SHORT_PIECE = 32, 28, 5
_SIDE_BY_SIDE = re.compile(r"[,，、 ]{1,2}")


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
        step = _PRIOR.search(piece) or tells_of_a_step(piece)
        told = (step and not _NOT_PRIOR.search(piece)) or (_NEVER.search(piece) and not _NEVER_BUT.search(piece))
        # What came of it stands in the clauses after: 打过12345,回复说转给街道了,至今没有人来.
        came = found and 0 <= start - last <= 2 and _CAME_OF_IT.match(piece.lstrip()) and not _WANTED.search(piece)
        if told or came:
            # Of what is spoken without marks only the step itself: 臭得没法待社区的小刘来看过一次.
            late = step and not came and end - start > _LONG_STEP and step.start() > _SHORT_PIECE
            begin = (
                found.pop().start if came else start + _with_subject(piece, step.start()) if step and late else start
            )
            words = text[begin:end].strip()
            at = begin + text[begin:end].index(words)
            found.append(Mention(at, at + len(words), words, words))
            last = end
    return found


def _with_subject(piece: str, at: int) -> int:
    """Where a step begins with who took it: 村书记, 我们去."""
    before = _SUBJECT.search(piece[:at])
    return before.start() if before else at


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
