"""How an answer to "how many people?" counts heads without a number: 就俺家, 我小孩; in English, `english_heads`."""

import re
from itertools import pairwise

from nlu.text.english_heads import english_heads
from nlu.text.normalise import HAN
from nlu.text.normalise import fold_spoken as fold
from nlu.text.numbers import CHINESE_NUMBER, parse_whole

_ONLY = r"(?:就|只|仅|只有|就是|只是|也就|单|是|主要是|目前|应该|说|算|写|填|先|按|光)*"
_SELF = r"(?:(?:我|俺|咱|他|她|伊|渠|本人|个人)(?:自己|自个儿?|本人|个人)?|自己|自个儿?)"
_KIN = (
    r"(?:妈妈?|爸爸?|母亲|父亲|爹|娘|老公|老婆|丈夫|妻子|爱人|媳妇|儿子|女儿|闺女|孩子|小孩|娃娃?|孙子|孙女|外孙女?|老伴|"
    r"奶奶|爷爷|外婆|外公|姥姥|姥爷|哥哥?|姐姐?|弟弟?|妹妹?|儿媳妇?|女婿|岳父|岳母|公公|婆婆|老人|老头子?|老太太|弟媳|朋友|同学|老乡)"
)
_END = (
    r"(?:一个|一家|一户|一人|一个人|个人|人|自己|自个|的|一位|一名|老太婆|老头子?|受害|受影响|的事|而已|"
    r"吧|啊|呢|了|嘛|咯|哦|，|。|,|\.)*"
)
_ONE = re.compile(
    rf"\W*{_ONLY}(?:{_SELF}|(?:我|俺|咱)?(?:们)?(?:家)?(?:这|那)?一?个?{_KIN}|(?:我|俺|咱)们?(?:这)?(?:一)?家|一个?家|独一个|一户){_END}\W*"
)
_TWO = re.compile(
    rf"\W*{_ONLY}(?:我|俺|咱)(?:们)?(?:和|跟|与|同|还有|、)(?:我|俺)?(?:家)?(?:的|那)?{_KIN}儿?(?:两个?人?|俩人?|二人)?{_END}\W*|"
    rf"\W*{_ONLY}(?:我|俺|咱)们?(?:俩|两个?人?|两口子|老两口|夫妻俩?|母子俩?|父子俩?|娘俩|爷俩|姐妹俩|兄弟俩){_END}\W*|"
    rf"\W*(?:老?两口子?|两夫妻){_END}\W*"
)
# 七八个, 三四户: of two neighbours the smaller.
_PAIR = re.compile(
    r"\W*(?:大概|大约|有|就|也就|差不多|我们|一共|总共)*([一二两三四五六七八])([二三四五六七八九])"
    r"(?:个|户|家|口|名|位)人?(?:吧|左右|人家)?\W*"
)
# 家里四口，加个刚满月的，五口: what is said last is the sum.
_SUM = re.compile(
    r"[,，。;；、\s](?P<adds>(?:那)?(?:就)?(?:是|算|共|一共|总共|合计|合起来|拢总|做伙|加起来|全部|一起|有)*)"
    rf"(?P<sum>\d{{1,5}}|[{CHINESE_NUMBER}]{{1,6}})(?:个人?|口人?|户人?家?|名|位|人)\W*$"
)
# 东边七家，西边六家，十三家都收到了.
_ALL_OF_THEM = re.compile(
    rf"[,，。;；、\s](?P<sum>\d{{1,5}}|[{CHINESE_NUMBER}]{{1,6}})(?:家|户|个人|人|口)(?:都|全|一个不落|个个)"
)
# 跟我一样的一共五个女的, 拢共十一口: the sum, wherever it stands.
_IN_ALL = re.compile(
    r"(?:一共|总共|拢共|统共|满共|归总|合共|共计|合计|加起来|加一块儿?)(?:也)?(?:就|是|有|才|大概|大约|差不多)*"
    rf"(?P<all>\d{{1,5}}|[{CHINESE_NUMBER}]{{1,6}})(?:来|多|几)?(?:个|口|户|名|位|家|人)(?!月|小时|星期|礼拜|钟|亿|万|[省市县镇乡月])"
)
# 全年级多少人不知道，所以写1; 不算就2: what is to be written down.
_TO_WRITE = re.compile(
    r"(?:[写填报记登]|算作|就算|按)(?:成|上|个|下)?(?P<written>\d{1,5})(?:个|户|家)?人?[吧咯啦]?\W*$|"
    r"(?:[,，。;；、\s]|不算|否则)就(?P<then>\d{1,5})(?:个|户|家)?人?[吧咯啦]?\W*$"
)
_THREE = re.compile(r"仨人?\W*$")
# 除了我还有十一个: and the speaker.
_BESIDE_ME = re.compile(
    r"\W*(?:除了?|不算|不包括)(?:我|俺|本人)(?:自己|以外|之外|外)*[,， ]*(?:还有|还|有|另外|另)*"
    rf"(?P<others>\d{{1,5}}|[{CHINESE_NUMBER}]{{1,6}})"
    r"(?:个|名|位|户|家)?(?:人|工友|同事|老乡|业主|家长)?\W*"
)
# 就俩人, 一百六十二人, 我家六个人, 涉及老伴一人: a clause that says how many and nothing else.
_PLAINLY = re.compile(
    rf"\W*(?:其实|反正|应该|目前|现在|大概|大约|差不多|一共|总共|拢共|共|至少|涉及|影响到?|受影响的?|算上|连|加|和|跟|还有|"
    rf"有|就|是|即|仅|为|得|要|带|[我俺咱阮阿本][们拉村组哋]?(?:这|那|呢)?(?:[栋座排层条个单元组村户楼家屋厝里头边])*|[屋家厝]里头?|{_KIN}|、|只)*"
    rf"(?P<plain>\d{{1,5}}|[{CHINESE_NUMBER}廿卅俩仨壹贰叁肆伍陆柒捌玖拾佰]{{1,7}})(?:来|多|几)?"
    r"(?:(?:个|口|名|位|户|家)(?:大活人|人家|人|娃娃?|孩子|老人|老的|工人|工友|业主|家长|学生|师傅|兄弟|摊位?|村民)?|人|(?<=[俩仨])|口子|条人|号人)"
    r"(?:左右|吧|呢|啊|了|而已|整|上下|哈|咯|哦|嘛|。|!)*\W*"
)
_UNIT = r"(?:个半?大?(?:人|孩子|娃|老人)?|口人?|人|名|位|号人)"
_HEADS = rf"(?:\d{{1,5}}|[{CHINESE_NUMBER}俩仨]{{1,7}})"
# 我家四口加隔壁老李家三口: each added, where nobody said the sum.
_ADDED = re.compile(rf"(?P<one>{_HEADS})(?:来|多|几)?{_UNIT}")
_ADDS = re.compile(r"加上?|还有|另外|外加|再加|跟|和")
# 六户人家，每家四口.
_EACH = re.compile(
    rf"(?P<homes>{_HEADS})(?:户|家)(?:人家)?[,，、 ]*(?:每[户家]|一[户家]|各)(?:都)?(?:按|是|有|算)?"
    rf"(?P<each>{_HEADS})(?:口|个|人)"
)
# 23户 87人: people are told, not only homes.
_HOMES_AND_PEOPLE = re.compile(
    rf"{_HEADS}(?:来|多|几)?(?:户|家)(?:业主|人家|居民)?[,，、 ]*(?:将近|大概|约|共|一共|有)*"
    rf"(?P<people>{_HEADS})(?:来|多|几)?(?:口|人|个人|号人)"
)
# 走了俩，还剩十个; 七个 不对 八个; 实际十九个，按十九.
_IN_THE_END = re.compile(
    r"(?:还?剩下?|其余|余下|不对|应该是|实际(?:上|干活|受影响)?[^,，。\d]{0,4}?|按|算下来)[,， ]*(?:的|是|有|就|还有)*"
    rf"(?P<last>{_HEADS})(?:来|多|几)?(?:{_UNIT}|户|家|(?=[,，。 ]|$))(?!算)"
)
# 加一块一千二百八吧, 差不多一千三百八: a sum without its unit, at the end.
_SUM_AT_END = re.compile(
    r"(?:一共|总共|加一块儿?|加起来|合起来|差不多|大概|拢共)(?:也?就|是|有)*"
    rf"(?P<end>\d{{2,5}}|[{CHINESE_NUMBER}]{{2,7}})(?:吧|左右|了|啊)*\W*$"
)
_PAIR_OF = r"(?:姐妹?|兄弟|哥|爷|娘|母子|母女|父子|父女|夫妻|婆媳|老两口|两口子)(?:俩|两个)?"
_LISTED = re.compile(
    rf"(?:(?:[我俺咱她他]们?家?的?)?(?:那|这|有|另)?(?:(?P<two>{_PAIR_OF})|(?P<many>{_HEADS})?(?:个|位|口)?{_KIN}儿?(?P<pair>俩)?)|"
    r"[我俺咱](?:自己|本人)?)(?:跟着?[我俺咱]们?(?:一起)?过|也在|都在|一起|[吧啊呢])*"
)
_BETWEEN = re.compile(r"[,，、 ]*(?:和|跟|与|同|加上?|还有|以及|连)?(?:还有)?[,，、 ]*")
_CLAUSE = re.compile(r"[,，。;；!！\s]+")
_NEXT = {"两": "二"}
_LONGEST = 40


def answered_count(text: str) -> int | None:
    """The number of people an answer means; None where it means none or only a number can tell."""
    said = fold(text).strip()
    if not HAN.search(said):
        return english_heads(said)
    if len(said) > _LONGEST:
        return None
    if _ONE.fullmatch(said):
        return 1
    if _TWO.fullmatch(said):
        return 2
    if _THREE.search(said):
        return 3
    if others := _BESIDE_ME.fullmatch(said):
        return (parse_whole(others["others"]) or 0) + 1
    if written := _TO_WRITE.search(said):
        return int(written["written"] or written["then"])
    if (found := _worked_out(said)) is not None:
        return found
    if total := _IN_ALL.search(said) or _ALL_OF_THEM.search(said):
        return parse_whole(total[1])
    plainly = _said_plainly(said)
    if (total := _SUM.search(said)) and (plainly is None or total["adds"] or "加" in said):
        return parse_whole(total["sum"])
    if pair := _PAIR.fullmatch(said):
        lower, upper = (parse_whole(_NEXT.get(digit, digit)) or 0 for digit in pair.groups())
        return lower if upper == lower + 1 else None
    return plainly


def _worked_out(said: str) -> int | None:
    """What is only the sum, the product or what is left of the numbers that are told."""
    if listed := _all_listed(said):
        return listed
    if each := _EACH.search(said):
        return (_heads(each["homes"]) or 0) * (_heads(each["each"]) or 0) or None
    for words, name in ((_IN_THE_END, "last"), (_SUM_AT_END, "end"), (_HOMES_AND_PEOPLE, "people")):
        if (told := list(words.finditer(said))) and (count := _heads(told[-1][name])):
            return count
    if _SUM.search(said):
        return None
    added = list(_ADDED.finditer(said))
    between = [said[one.end() : other.start()] for one, other in pairwise(added)]
    if len(added) > 1 and all(_ADDS.search(words) for words in between) and not re.search("一共|总共", said):
        counts = [_heads(match["one"]) for match in added]
        return sum(count for count in counts if count) if all(counts) else None
    return None


def _all_listed(said: str) -> int | None:
    """我，我媳妇，俩娃，还有我爹."""
    at, total, items = 0, 0, 0
    text = re.sub(r"^\W*(?:就|是|有|只有|主要是)*", "", said).rstrip(" 。.!！,，")
    while item := _LISTED.match(text, at):
        total += (_heads(item["many"] or "") or 1) + bool(item["pair"] or item["two"])
        items += 1
        at = item.end()
        joint = _BETWEEN.match(text, at)
        if at == len(text) or joint is None or joint.end() == at:
            break
        at = joint.end()
    return total if at == len(text) and items > 2 else None


def _heads(words: str) -> int | None:
    return {"俩": 2, "仨": 3}.get(words) or parse_whole(words)


def _said_plainly(said: str) -> int | None:
    """一百六十二人，四十三户: the first clause that says nothing but how many; 就我们家，4口人 by its number."""
    clauses = _CLAUSE.split(said)
    if plain := next((plain for clause in clauses if (plain := _PLAINLY.fullmatch(clause))), None):
        return parse_whole(plain["plain"])
    meant = (count for clause in clauses for words, count in ((_ONE, 1), (_TWO, 2)) if words.fullmatch(clause))
    return next(meant, None)
