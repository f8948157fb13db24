"""What is asked for: the sentence that begins with 请求, 希望, 要求 and belongs to the petitioner."""

import re
from functools import cache

from nlu.text.lexicon import load_yaml
from nlu.text.mentions import Mention, clauses, sentences
from nlu.text.normalise import fold_spoken as fold

_POLITE_TAIL = re.compile(
    r"[,，。!！ ]*(?:我叫|我的?电话|我的?手机|我姓|联系电话|联系方式|手机号?|电话|"
    r"联系人|(?:反映|投诉|举报|信访)人|此致|在此|特此|谢谢|万分感谢|非常感谢|感谢|此致|敬礼|多谢|拜托了?|"
    r"跪谢|为盼|为谢).*$",
    re.S,
)
_COURTESY = re.compile(
    r"请问|您好|你好|尊敬的|领导|政府|有关部门|相关部门|上级|部门|书记|市长|省长|局长|县长|区长|各位|"
    r"你们|我们|给我们|我|早日|尽快|尽早|能够|能|可以|一下|依法|严肃|"
    r"请求|恳请|恳求|希望|要求|强烈|盼望|期盼|望|敬请|请|呼吁|帮|对此|此事|这件事|这个问题|问题|情况|"
    r"事情|的|予以|给予|给|及|并|和|与|到|为|以|将|得到|引起|高度|认真|特|[,，。.!！?？ 、:：]"
)

_FIRST = re.compile(r"(?:1|一|①|\(1\)|\(一\))[、.,)]|第一[,、]|一是")
_NEXT = re.compile(
    r"[;。\n ]+(?:[2-9]|[二三四五六七八九]|[②-⑨]|\([2-9二三四五六七]\)|第[二三四五六])(?:[、.,)]|是)?[^;。!?\n]+"
)
_OF_US = re.compile(r"我|每|交|业主|家长|学生|工人|村民|员工|提供|所有|参加|必须")


@cache
def _begins() -> re.Pattern[str]:
    return re.compile("|".join(sorted(load_yaml("requests.yml")["begins"], key=len, reverse=True)))


@cache
def _foreign() -> re.Pattern[str]:
    lists = load_yaml("requests.yml")
    others = "|".join(sorted([*lists["others"], *lists["not_before"]], key=len, reverse=True))
    return re.compile(f"(?:{others})(?:也|又|还|却|都|就|竟然|居然|一直|总是|强行|口头)?$")


def find_request(text: str) -> str | None:
    """Return the petitioner's request in their own words; None when none is said."""
    mention = find_request_mention(text)
    return mention.value if mention else None


def find_request_mention(text: str) -> Mention | None:
    """Find the request: the one that names what is wanted before one that only asks for help, and of those the last."""
    found = find_requests(text)
    named = [mention for mention in found if not is_general(mention.value)]
    best = named or found
    return best[-1] if best else None


def find_requests(text: str) -> list[Mention]:
    """Find every request, one a sentence."""
    folded = fold(text)
    found = []
    for start, end in sentences(folded):
        at = _request_start(folded, start, end)
        if at is None:
            continue
        end = _list_end(folded, at, end)
        words = _POLITE_TAIL.sub("", text[at:end]).strip(" ,，、:：")
        if len(words) > 3:
            found.append(Mention(at, at + len(words), words, words))
    return found


# 我就想把押金退给我, 要他把墙拆了: an imperative at the end. Without a word for wanting, what is wanted is asked.
_DO = r"(?:还|退|给|修|拆|搬|补|发|办|撤|停|恢复|清|换|装|赔|结|道歉|处理|关|迁|挪|整改|查)"
_IMPERATIVE = re.compile(
    rf"(?:我|我们|俺|俺们|额)?(?:现在)?(?:就|只|光)?(?:是)?(?:想要?|要|求|盼)(?:尽快|赶快|赶紧|快点|早点|马上|立即|早日|尽早)?(?:"
    rf"把[^没不]{{1,14}}?{_DO}[^没]{{0,8}}|(?:让|叫|喊|要)(?:他|她|他们|[^我没不]{{2,8}}?)(?:把|给|还|退|赔|修|拆|搬|道歉|停)[^没不]{{1,12}}|"
    r"(?:赔偿?|退还?|补发|发放|修好|恢复|拆除|清理|更换|归还|返还|撤销|公开)[^没不]{2,12}|给(?:我|我们|俺|咱|大家)们?(?:一个|个)?[^没不]{2,12}|"
    r"(?:想|要)(?:要回|拿回|讨回|恢复|退|办)[^没不]{1,12})"
)
_TOLD = re.compile(r"了.|过|说|答应|承诺|之前|去年|昨天|一直|已经|至今|[吗呢?]$")
_LAST_CLAUSES = 3


def last_wish(text: str) -> Mention | None:
    """Find the imperative that a story ends with, where no sentence begins like a request."""
    folded = fold(text)
    for start, end in reversed(clauses(folded)[-_LAST_CLAUSES:]):
        at = start + len(folded[start:end]) - len(folded[start:end].lstrip())
        words = text[at:end].rstrip()
        if _IMPERATIVE.fullmatch(folded, at, at + len(words)) and not _TOLD.search(folded, at, at + len(words)):
            return None if is_general(words) else Mention(at, at + len(words), words, words)
    return None


def _list_end(folded: str, start: int, end: int) -> int:
    """Return where a list of wishes ends: 诉求:1、退钱;2、道歉."""
    if not _FIRST.search(folded, start, end):
        return end
    while (following := _NEXT.match(folded, end)) is not None:
        end = following.end()
    return end


def _request_start(folded: str, start: int, end: int) -> int | None:
    not_after = tuple(load_yaml("requests.yml")["not_after"])
    for match in _begins().finditer(folded, start, end):
        before = folded[max(start, match.start() - 8) : match.start()]
        one_character = len(match.group()) == 1
        if _foreign().search(before) or folded.startswith(not_after, match.end()):
            continue
        # 望 and 盼 alone begin a request only at the head of a clause.
        if one_character and before and before[-1] not in ",，、 :：特":
            continue
        # 要求我们交钱 is what was asked of the petitioner.
        if match.group() == "要求" and _OF_US.match(folded, match.end()) and not before.endswith(("我", "我们")):
            continue
        return match.start()
    return None


def is_general(request: str) -> bool:
    """Tell whether a request asks only for attention or help and names nothing that is wanted."""
    rest = fold(request)
    for phrase in sorted(load_yaml("requests.yml")["general"], key=len, reverse=True):
        rest = rest.replace(phrase, "")
    return len(_COURTESY.sub("", rest)) < 2
