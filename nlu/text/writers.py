"""Who writes: the name that a story gives its writer without a word for "name": 我是…的村民X, X 男 56岁."""

import re
from collections.abc import Iterator, Sequence
from itertools import chain

from nlu.text.mentions import Mention
from nlu.text.people import KIN as _KIN
from nlu.text.people import SOMEBODY_ELSE as _SOMEBODY_ELSE
from nlu.text.people import folded_for_names, is_name, like_given, name_after, surname_length
from nlu.text.signatures import signed_name

_HAN = r"[\u4e00-\u9fff]"
_ME = r"(?:我|本人|俺|额|咱)"
_OPENS = r"(?:^|[,。;!?\s:])(?:大家|各位|领导)?(?:你好|您好)?(?:啊|,)?"
# 我是江口镇蕉林村的村民刘冬莲: who one is, then one's name.
_WHAT_ONE_IS = (
    "村民|居民|业主|住户|租户|租客|房东|职工|员工|工人|民工|家长|老师|教师|学生|农民|农民工|老百姓|消费者|市民|患者|病人|储户|学员|会员|商户|"
    "病人家属|家属|退伍军人|退役军人|退役士兵|代表|班长|组长|队长|店长|受害人|受害者|当事人|户主|店主|车主|楼长|志愿者|群主|牧民|渔民|果农|菜农|"
    "茶农|司机|骑手|环卫工|保安|护士|医生|村医|个体户|摊主|老兵|党员|干部|负责人|法人|经营者"
)
_AS_WHOM = re.compile(
    rf"{_OPENS}(?:这里是|{_ME}(?:就?是|系|叫|今年|现在是)?)[^,。;!?\n]{{0,26}}?(?:{_WHAT_ONE_IS})+(?:叫|是)?[ ,]?|"
    rf"{_ME}(?:就?是|系)(?:(?:他|她|[^,。;!?\n]{{2,8}})的?)(?:{_KIN})(?:叫|是)?"
)
# 我是住三栋的王桂英, and 落款:退休教师 韩桂芳.
_OF_WHERE = re.compile(
    rf"{_OPENS}{_ME}(?:就?是|系)(?:家?住|在|来自|[^,。;!?\n的]{{0,8}}(?:楼|栋|单元|室|号|村|组|小区|厂|社区|镇))"
    r"[^,。;!?\n的]{0,12}的|(?:落款|署名|签名|反映人|投诉人|举报人|申请人|求助人)[: ]+(?:退休)?(?:教师|职工|"
    r"工人|干部|村民|居民|业主|家长|学生|军人)[: ]*"
)
# 我是带班的聂卫东, 这里是沙井村沙德贵: only what is like a name in every character.
_SURELY_A_NAME = re.compile(
    rf"(?:{_OPENS}|[,。;!?\s])(?:(?:{_ME}(?:就?是|系)|这里是|这边是)[^,。;!?\n]{{1,16}}(?:的|[村镇乡组庄湾区市县厂店校院]))({_HAN}{{3,4}})"
    r"(?=[,。;!?\s(]|电话|手机|\d|$)"
)
# 实名反映,晏子平,身份证号…: a name alone, then what belongs to a person.
_BEFORE_PARTICULARS = re.compile(
    rf"(?:^|[,。;!?\s:])({_HAN}{{2,4}})[ ,:]{{1,2}}(?=男|女(?!儿)|[汉回苗壮土藏满]族?[, ]|汉族|\d\d岁|"
    r"现年|今年\d|身份证|"
    r"(?:19|20)\d\d年?.{{0,6}}生)"
)
# 家长 岳红霞 孩子在…: what one is and one's name, as in a form.
_AS_IN_A_FORM = re.compile(rf"(?:^|\n)(?:{_WHAT_ONE_IS})[ :]+({_HAN}{{2,4}})(?=[\s,。;])")
# 我姓吴,吴建军 and 我姓占,占卜的占,占文辉 and 敝姓欧阳,欧阳建华.
_FAMILY = re.compile(rf"(?:{_ME}|免贵|敝|鄙)是?姓({_HAN}{{1,2}})")
_FAMILY_ASIDE = re.compile(rf"(?:{_ME}|本人)[^。;!?\n老板他她]{{0,18}}?[,\s]姓({_HAN}{{1,2}})(?=[ ,]|叫\1)")
# 我是彭水的,叫冉启华: what is said of oneself, then the name.
_AND_CALLED = re.compile(
    rf"(?:{_OPENS}|[,。]){_ME}(?:就?是|系|家|住|在|们家)[^。;!?\n她他]{{1,30}}?,(?:名?叫)({_HAN}{{2,4}})(?=[,。;!?\s]|$)"
)
_WHOLE_NAME_FOLLOWS = re.compile(r"(?:名叫|大名|全名|叫做?|名|[ ,。]|是)")
_ONE_CHARACTER = re.compile(rf"[ ,]*单名(?:一个|是|叫)?[“\"「]?({_HAN})[”\"」]?字?")
_HOW_IT_IS_WRITTEN = re.compile(rf"{_HAN}{{1,4}}的({_HAN})")
_REACH = 22
# 业主老杨,杨德明 and 姓郑,郑国强: one is called for short, then by one's whole name.
_SHORT_THEN_WHOLE = re.compile(rf"(?:{_ME}[^,。;!?\n]{{0,16}}[老小]|(?:^|[,。;!\s:])姓)({_HAN})[ ,]{{1,2}}(?=\1)")
# 周文斌 13000005555: a name alone before a number, if nobody else's is just spoken of.
_BEFORE_NUMBER = re.compile(
    rf"(?:^|[,。;!\s:])({_HAN}{{2,4}})[ ,:(]{{0,2}}(?:(?:联系)?(?:电话|手机|方式)(?:号码?)?[是: ]{{0,2}})?"
    r"(?=1[3-9]\d(?:[ -]?\d){8}(?!\d))"
)
_AFTER_AS_WHOM = re.compile(r"[,。;!\s(:]|今年|现年|男|女|电话|手机|反映|\d|$")


def writer(text: str, folded: str, called: Sequence[Mention] = ()) -> Mention | None:
    """Find the name of who writes: signed below the story, said to be theirs (`called`), or introduced in it."""
    folded = folded_for_names(text, folded)
    found = chain(
        _signed(text, folded, sure=True),
        called,
        _described(text, folded),
        _spelt(text, folded),
        _standing_alone(text, folded),
        _signed(text, folded, sure=False),
    )
    return next(found, None)


def _described(text: str, folded: str) -> Iterator[Mention]:
    for cue in chain(_AS_WHOM.finditer(folded), _OF_WHERE.finditer(folded)):
        found = name_after(text, folded, cue.end(), strong=False)
        if found and _AFTER_AS_WHOM.match(folded, found.end):
            yield found
    for match in _AND_CALLED.finditer(folded):
        if is_name(match.group(1)) and not _SOMEBODY_ELSE.search(folded[match.start(1) - 8 : match.start(1) - 1]):
            yield _cut(text, *match.span(1))
    for match in _SURELY_A_NAME.finditer(folded):
        if is_name(match.group(1)) and like_given(match.group(1)):
            yield _cut(text, *match.span(1))


def _spelt(text: str, folded: str) -> Iterator[Mention]:
    """The family name first, then the whole name, perhaps after how it is written."""
    for cue in chain(_FAMILY.finditer(folded), _FAMILY_ASIDE.finditer(folded)):
        length = max(1, surname_length(cue.group(1), rare=True))
        family, end = cue.group(1)[:length], cue.start(1) + length
        if one := _ONE_CHARACTER.match(folded, end):
            yield Mention(cue.start(1), one.end(1), text[cue.start(1) : one.end(1)], family + one.group(1))
        for link in _WHOLE_NAME_FOLLOWS.finditer(folded, end, end + _REACH):
            written = _HOW_IT_IS_WRITTEN.match(folded, link.end())
            if not folded.startswith(family, link.end()) or (written and written.group(1) == family[0]):
                continue
            if found := name_after(text, folded, link.end(), strong=True):
                yield found
    for cue in _SHORT_THEN_WHOLE.finditer(folded):
        if found := name_after(text, folded, cue.end(), strong=True):
            yield found


def _standing_alone(text: str, folded: str) -> Iterator[Mention]:
    for match in _AS_IN_A_FORM.finditer(folded):
        if is_name(match.group(1), rare=True) and like_given(match.group(1)):
            yield _cut(text, *match.span(1))
    # Of several persons with their particulars none is told to be the writer.
    particulars = [match for match in _BEFORE_PARTICULARS.finditer(folded) if is_name(match.group(1))]
    for match in chain(particulars if len(particulars) == 1 else [], _BEFORE_NUMBER.finditer(folded)):
        start, end = match.span(1)
        if is_name(match.group(1)) and not _SOMEBODY_ELSE.search(folded[max(0, start - 12) : start]):
            yield _cut(text, start, end)


def _signed(text: str, folded: str, *, sure: bool) -> Iterator[Mention]:
    if found := signed_name(folded, sure=sure):
        yield _cut(text, *found)


def _cut(text: str, start: int, end: int) -> Mention:
    return Mention(start, end, text[start:end], text[start:end])
