"""How many are affected: 我们30多户, 二十几个工人, 就我一个人."""

import re
from collections.abc import Iterator
from functools import cache

from nlu.text.lexicon import load_yaml
from nlu.text.mentions import Mention, sentence_at
from nlu.text.normalise import fold_spoken as fold
from nlu.text.numbers import CHINESE_DIGIT, CHINESE_NUMBER, parse_whole

_N = rf"(?:\d{{1,7}}(?:,\d{{3}})?[万千百]?|[{CHINESE_NUMBER}廿卅]{{1,9}})"
_MORE = r"(?:多|余|来|几|好几)?"
_PAIR = rf"[{CHINESE_DIGIT}]{{2}}(?=[十百千万])"
_ME_ALONE = r"(?:就|只有|只|仅有?|单单|光|只是|只涉及)(?:是)?(?:我|俺|额|本人)"
_ALONE = re.compile(
    rf"{_ME_ALONE}(?:自己|本人)?(?:一|1)(?:个)?人?(?=$|[。,!;\s]|受|被|遇|的)|"
    r"(?:^|(?<=[,。;!\s]))(?:我|俺|本人)(?:自己)?(?:一|1)个?人(?=$|[。,!;\s]|受|被|遇|的)|"
    rf"{_ME_ALONE}(?:们)?(?:这)?(?:一|1)(?:家|户)(?:人)?|(?:我|俺)家(?:一|1)户|"
    r"就(?:我|俺|额)家(?=$|[。,!;\s]|没|不|受|被|停|漏)|"
    rf"{_ME_ALONE}(?:自己|本人)?(?=$|[。,!;\s])|"
    r"(?:我|俺)自己$|(?:就)?我一个人?$|^我?个人$|^本人$|没有?(?:别人|其他人)|没别人|自己一个人?$|只涉及我"
)
_TWO = r"(?:俩|二人|两人|两个人?|两个|双方|2人)"
_COUPLE = re.compile(
    rf"(?:我|俺|咱)们?(?:夫妻|老?两口子?|老夫妻|老俩口|夫妇|两夫妻|俩){_TWO}?|"
    rf"(?:我|俺|咱)们(?:母子|母女|父子|父女|姐妹|兄弟|姐弟|兄妹)(?:{_TWO}|(?![一二两三四五六七八九十几\d]))|"
    rf"(?:我|俺|咱)(?:母子|母女|父子|父女|姐妹|兄弟|姐弟|兄妹){_TWO}|"
    r"我(?:和|跟|同|与)(?:我)?(?:老公|老婆|丈夫|妻子|爱人|媳妇|老伴|对象|我?妈|我?爸|娘|爹|母亲|父亲)(?=$|[。,都两俩])"
)
_THREE = re.compile(r"(?:我|俺|咱)们仨|(?:我|俺|咱)们?(?:娘|爷|姐|哥|弟)(?:儿|们)?仨")
_FAMILY = re.compile(rf"(?<![兄弟姐妹他她叔舅邻])(?:一家|全家|家里|家)(?:老小|上下|有|共)?({_N})口")
_WITH_OTHERS = re.compile(
    rf"(?:我|俺|额)(?:和|跟|与|同埋|同|还有)(?:我的?)?(?:其他|其余|另外|另)?的?({_N}){_MORE}(?:个|名|位)(?!月|小时|星期|孩子|小孩|"
    rf"儿子|女儿|娃|部门|单位|人说|民警|医生)|(?:和|跟|与|同)我(?:一起|一样|一同|一道|一块儿?)[^,。;!?\n\d]{{0,8}}?(?:还|另外)有({_N}){_MORE}(?:个|名|位|户)"
)
_DEAD = re.compile(r"(?:死亡|死|伤|受伤|撞|砸|打|抓|骗)了?$")


@cache
def _counted() -> re.Pattern[str]:
    lists = load_yaml("people.yml")
    persons = "|".join(sorted(lists["persons"], key=len, reverse=True))
    return re.compile(
        rf"({_PAIR}[十百千万]|{_N})({_MORE})(?:(户|口人|口(?![人井气锅水饭塘鱼子碑音])|号人|"
        rf"人(?![民社次大均行工士])|家(?=人家|业主|"
        rf"住户|农户|村民|商户|租户|人)|个人(?!信息|账|原因))"
        rf"|(?:个|名|位|户|家|号)?(?:的|下岗|退休|外地|本地|受害|被拖欠|被欠薪)?(?:{persons}))"
    )


# 连我七个: the speaker is counted already.
_WITH_ME = re.compile(
    rf"(?:连|加上|包括|算上)(?:我|俺|本人)(?:自己|在内|一共|总共|共|一起|,)*({_N}){_MORE}(?:个|口|名|人|"
    rf"户)(?!月|小时|星期|年)"
)
# 我们姐弟三个, 我们八个都去了.
_WE = re.compile(
    rf"(?:我|俺|咱)们(?:姐弟|兄妹|姐妹|兄弟|弟兄|姊妹|母子|母女|父子|父女|妯娌|几家|哥几个|邻居|工友)?({_N}){_MORE}(?:个|位|名)"
    r"(?=[,。;!都全也 ]|$|人|被|没|从|在|去|来|一起|工友|老乡|姐妹|兄弟)(?!人(?:说|来))"
)
# 我们这批人一共五十六个.
_IN_ALL = re.compile(
    rf"(?:一共|总共|统共|拢共)(?:有|住着?|是)({_N}){_MORE}(?:个人|名|位|口人|户)(?=[,。;!\n]|$)|我们[^,。;!?\n\d]{{0,8}}?(?:一共|总共|共)(?:有)?({_N}){_MORE}个(?=[,。;!]|$)"
)
# 楼上楼下十几家: homes, where the words before say that neighbours are meant.
_HOMES = re.compile(
    rf"(?:楼上楼下|左邻右舍|街坊邻居|前后左右|上下左右|我们(?:这里|这边|这儿)?|整栋楼|全楼|全村)(?:一共|总共|"
    rf"大概|有|共)*({_PAIR}[十百千万]|{_N}){_MORE}家(?!公司|店|超市|饭|单位|企业|工厂|医院)"
)
# Words before a number that count the speaker in, or say that all the affected are counted.
_ANCHOR = re.compile(
    r"(?:我们|咱们|俺们|咱|我村|我们村|我们组|我们小区|本小区|全村|全组|全小区|小区|我们单元|我们这栋楼?|成栋楼|"
    r"整栋楼|全楼|整个小区|成条村|群里|受害者?的?|跟我一样的|一样遭遇的|同批的?(?:工友|人|业主)?|一起(?:干活|打工|买|交钱|上当|被骗)的(?:工友|老乡|人)?|涉及|影响|受影响|一共|总共|共计|共有|共|拖欠|欠|代表(?:全体|全部|同批次?的?|我们|本村|本组|本小区)?|联名的?有?|签名的?有?|"
    r"(?:我们?|俺们?|咱们?)(?:对门|隔壁|左右|这边|周围|附近)|(?:阿拉|我们|俺们|咱)?(?:一条|整条|这条)(?:弄堂|巷子?|街|胡同|路)(?:上|里)?)(?:业主|住户|"
    r"居民|村民|工人|员工|家长|农户)?"
    r"(?:大概|大约|约|近|有|一共|总共|共|这|的|是|差不多|差不多有)?$|"
    # 我们工地四十多号人, 整个村两百口, 全车间五十三人; a school or a firm that merely *has* so many is only described.
    r"(?:我们?|咱们?|俺们?|本|全|整个?|成|这)(?:这里?|那|呢|个)?(?:[一二两三四五六七八九十\d]*[栋幢个排条座])?"
    r"(?:(?:楼|大楼|单元|小区|村|村子|庄|庄子|屯|屯子|寨|寨子|湾|湾子|坝|沟|塆|组|队|班|班组|胡同|巷子?|院子?|楼道|街|市场|商场|社区|门栋|号楼|工地|车间|"
    r"这里|这边|这儿|这片|片儿?|这|维权群|群)(?:里|上|内|面)?"
    r"(?:大概|大约|约|近|有|一共|总共|共|差不多|这)*|(?:厂|公司|单位|学校|店|部门|工程队|施工队)里?(?:大概|大约|"
    r"约|近|一共|总共|共|差不多)*)$|"
    r"[一两三四五六七八九十\d]栋楼(?:里|上)?(?:大概|大约|有|共)*$|(?:家长|业主|维权|工友|受害人|"
    r"受害者)群里?(?:大概|大约|有|共|一共)*$|"
    r"(?:单元|小区|楼|村|组|胡同|维权群|群)(?:里|内)(?:大概|大约|约|近|有|一共|总共|共)*$|(?:我|本人|"
    r"俺)[^,。;]{0,8}等$"
)
# 二十七个农民工在工地干了半年: who begins with so many of their own kind counts those it is about.
_OURS = re.compile(r"(?:农民工|民工|工友|老乡|村民|业主|住户|农户|家长|老兵|退伍军人|商户|租户|租客|果农|茶农|菜农)$")
# 二十四户都这样: what follows says that it happened to them.
_ALL_OF_THEM = re.compile(
    r"(?:的?(?:工资|工钱|血汗钱))?(?:都|全都?|全部)?(?:没拿到|没领到|没发到|被欠|被拖欠|被骗|受影响|受害|受灾|"
    r"遭殃|联名|没水喝|没电用|没地方住)|"
    r"(?:人家|业主|住户|居民|村民|老百姓|家长|老人|学生)?(?:都|全都?|全部|至今|到现在|现在)*(?:交了?[^,。;]{1,6})?(?:拿不到|收不到|办不了|办不下|"
    r"住不进|用不上|吃不上|喝不上|没(?:水|电|气|暖|房|证|路|有?(?:水|电|暖气|房产证))|停了?(?:水|电|气|暖)|断了?(?:水|电|气)|要不回|退不了|退不出|"
    r"睡不(?:着|好)|跟着遭殃|遭殃|受罪|等着)|"
    r"(?<=[户主民客])(?:人家|业主|租客|住户|商户|村民|居民)?(?:都|全都?|全部)(?!是)|(?:业主|住户|村民|居民|商户|家长)?(?:不认|不同意|联名|联合签名|签了?字|签名|反对|没生意|没活路|"
    r"没收入|没饭吃|没法(?:住|睡|出)|出不[来去]|进不[来去])"
)


_HOUSEHOLDS = re.compile(r"户")
_CLAUSE_END = re.compile(r"[,。!?;\n]")
_NO_COUNT = re.compile(r"(?:第|几|数|好几)$")
_DOOR = re.compile(r"\d(?:栋|幢|座|号楼?|室|-|单元)$")
# 不止我一个, 我不相信就我一个.
_NOT_ALONE = re.compile(r"不止$|不只$|不光$|不单$|不仅$|难道|相信|不会|不可能|家里$|在家$|身边$|解决")
# 招收新生90个人, 高一年级共521人: what a school or a firm has.
_ONLY_DESCRIBED = re.compile(
    r"招收|招生|招聘|招录|录取|编制|年级|班级|学生来源|公司有|单位有|学校有|计划|岗位|每天|每年|每月|规划|容纳|设计|最多|名额"
)
# 其中三户, 隔壁五户都装了: not those it is about, or not all of them.
_OTHER_HOMES = re.compile(
    r"其中|另外|其他|其余|别的|别人|隔壁|对面|已经?|每天|每年|每|走访|入户|贫困|低保|五保|规划|批|同意|装了|卖|才|只有|仅|第|搬迁|可能|如果|改|天|[县乡镇市][\d一二三四五六七八九十百千万]+|不到|有的|"
    r"剩|多占|指标|补|一梯"
)


def find_count(text: str) -> int | None:
    """Find how many persons or households the text says are affected."""
    mention = find_counts(text)
    return int(mention[0].value) if mention else None


def find_counts(text: str, *, sure: bool = False) -> list[Mention]:
    """Find the words that say how many, the surest first; `sure` leaves out those that may count other people."""
    folded = fold(text)
    found = [(0, mention) for mention in _with_the_speaker(text, folded)]
    found += [(1 if told else 2, mention) for told, mention in _of_persons(text, folded)]
    households = [mention for rank, mention in found if rank == 2 and _HOUSEHOLDS.search(mention.text)]
    # The only households that a story counts are those it is about.
    if len({mention.value for mention in households}) == 1 and all(rank == 2 for rank, _ in found):
        found += [(1, mention) for mention in households if not _OTHER_HOMES.search(_clause(folded, mention))]
    # Of several the best anchored is meant, and among those the largest: 我们村2000多人, 其中300户.
    kept = [item for item in found if not sure or item[0] < 2]
    return [mention for _, mention in sorted(kept, key=lambda item: (item[0], -int(item[1].value)))]


def _with_the_speaker(text: str, folded: str) -> Iterator[Mention]:
    """Counts that name the speaker, or say that nobody else is affected."""
    for pattern, add in ((_WITH_OTHERS, 1), (_FAMILY, 0)):
        for m in pattern.finditer(folded):
            told = _number(next(filter(None, m.groups())))
            if told is not None:
                yield _mention(text, m, told + add)
    for pattern in (_WITH_ME, _IN_ALL, _HOMES, _WE):
        for m in pattern.finditer(folded):
            told = _number(next(filter(None, m.groups())))
            if told is not None and told > 1:
                yield _mention(text, m, told)
    for pattern, value in ((_COUPLE, 2), (_THREE, 3), (_ALONE, 1)):
        for m in pattern.finditer(folded):
            start, _ = sentence_at(folded, m.start())
            if not _NOT_ALONE.search(folded[max(start, m.start() - 24) : m.start()]):
                yield _mention(text, m, value)


def _of_persons(text: str, folded: str) -> Iterator[tuple[bool, Mention]]:
    """Counts of persons and households, and whether the words around say that they are the affected."""
    for match in _counted().finditer(folded):
        before = folded[max(0, match.start() - 14) : match.start()]
        number = _number(match.group(1))
        # 几百人 says no number, 第三人民医院 counts nobody, 54栋1103业主 lives there.
        if number is None or number < 2 or _DEAD.search(before) or _NO_COUNT.search(before):
            continue
        if re.match(r"\d{3,4}(?:业主|住户)", match.group()) and _DOOR.search(before):
            continue
        mention = _mention(text, match, number)
        clause = folded[max(0, match.start() - 24) : match.start()] + _clause(folded, mention)
        anchored = (
            _ANCHOR.search(before)
            or _ALL_OF_THEM.match(folded, match.end())
            or (_OURS.search(match.group()) and re.search(r"(?:^|[。!?;\n])\s*$", before))
        )
        yield bool(anchored) and not (_ONLY_DESCRIBED.search(clause) and "我们" not in clause), mention


def _clause(folded: str, mention: Mention) -> str:
    start = max((mark.end() for mark in _CLAUSE_END.finditer(folded, 0, mention.start)), default=0)
    mark = _CLAUSE_END.search(folded, mention.end)
    return folded[start : mark.start() if mark else len(folded)]


def parse_count(text: str) -> int | None:
    """Read the answer to "how many people": a number, or None when it names none."""
    folded = fold(text).strip(" 。.,!吧啊呢的")
    if _ALONE.search(folded) or re.fullmatch(r"(?:就)?(?:我|一个|1个|一|一人)(?:人)?", folded):
        return 1
    bare = re.fullmatch(
        rf"(?:大概|大约|约|有|差不多|可能|一共|总共|共|至少|近|应该有?|得有)*({_PAIR}[十百千万]|"
        rf"{_N}){_MORE}(?:个|户|人|名|位|家|口|口人|个人|号人|户人家|左右|吧|以上|来个|多个)*",
        folded,
    )
    if bare:
        return _number(bare.group(1))
    return find_count(text)


def _number(words: str) -> int | None:
    """Read a number; of two neighbours the smaller: 两三百 is at least 200."""
    pair = re.fullmatch(rf"([{CHINESE_DIGIT}])[{CHINESE_DIGIT}]([十百千万])", words)
    if re.fullmatch(r"\d{3,}[百千]", words):
        return None
    value = parse_whole("".join(pair.groups()) if pair else words)
    return value if value is not None and 0 < value < 10_000_000 else None


def _mention(text: str, match: re.Match[str], value: int) -> Mention:
    return Mention(match.start(), match.end(), text[match.start() : match.end()], str(value))
