"""Which of a story's telephone numbers is the petitioner's own."""

import re
from collections.abc import Sequence

from nlu.text.mentions import Mention
from nlu.text.people import KIN

_MINE = re.compile(
    r"(?:我的?|本人的?|我们的?)?(?:联系)?(?:电话|手机|手机号码?|联系方式|号码|联系人|微信)(?:号码|"
    r"号)?(?:同号)?(?:是|为|:)?[ :]*(?:[\u4e00-\u9fff]{2,4}[ :,]*)?$|"
    r"我(?:自己)?的(?:是|为)?[ :]*$|请[打拨][ :]*$|"
    r"\b(?:(?:call|reach|contact|text) (?:me|us)(?: on| at)?|"
    r"my (?:phone|mobile|cell|number|telephone)(?: number)?(?: is)?|"
    r"(?:tel|phone|mobile|contact)(?: number)?(?: is)?)[: ]*$",
    re.I,
)
_THEIRS = re.compile(
    r"老板|包工头|工头|公司|经理|物业|开发商|对方|他的?电话|她的?电话|他手机|负责人|中介|房东|医生|"
    r"老师|客服|司机|局|科长|主任|书记|被投诉|被举报|单位|法人|厂|店|肇事|邻居|骗子|律师|卖家|商家|"
    r"投诉电话|热线|学校|银行|会计|村长|支书|代理"
)

_OF_KIN = re.compile(
    rf"(?:{KIN}|[班导]主?[任员]|大[哥姐爷妈叔伯]|[儿女侄]|同[学乡])[\u4e00-\u9fff]{{0,3}}?的?"
    r"(?:电话|手机|号码?|微信|联系方式)(?:是|为|:)?[ :]*$"
)
"""弟弟伍沛森电话: of those around the writer."""
_JUST_THEIRS = re.compile(
    rf"(?:{_THEIRS.pattern})(?:的|叫|姓|是|电话|手机|号码?|微信|联系)*"
    r"(?:(?![不没都就也还跑说])[\u4e00-\u9fff]{2,3})?[,: ]*$|"
    r"(?:[打拨]|联系|找|加)(?:了|过)?(?:他|她|对方)?[,: ]*$"
)
"""Somebody else's, said right before it: "老板不管,13800138000" is the writer's own."""


def own_phone(folded: str, phones: Sequence[Mention]) -> Mention | None:
    """Choose the petitioner's number: said to be theirs, or standing alone with their name at the end."""
    own = []
    for mention in phones:
        before = re.split(r"[。!?;\n]", folded[max(0, mention.start - 24) : mention.start])[-1]
        clause = re.split(r"[,]", before)[-1] if _THEIRS.search(re.split(r"[,]", before)[-1]) is None else before
        if _OF_KIN.search(before):
            continue
        if _THEIRS.search(clause) and not re.search(r"(?:我|本人)的?(?:联系)?(?:电话|手机)", before):
            continue
        signed = len(folded) - mention.end <= 6 and len(phones) == 1 and not _JUST_THEIRS.search(before)
        if _MINE.search(before) or signed:
            own.append(mention)
    return own[0] if len({mention.value for mention in own}) == 1 else None


def phone_beside(folded: str, phones: Sequence[Mention], name: Mention) -> Mention | None:
    """The number right after the writer's own name is the writer's: 反映人:王建国,13800138000."""
    return next(
        (m for m in phones if 0 <= m.start - name.end <= 8 and not _THEIRS.search(folded, name.end, m.start)), None
    )
