"""What a short answer amounts to: none, I will not say, yes, a question back (words in `lexicon/replies.yml`)."""

import re
from functools import cache

from nlu.text.lexicon import load_yaml
from nlu.text.normalise import fold

_ENDING = re.compile(r"[。．.！!；;，,\s]+$")
_SOFT_END = "[了的过呢啊呀吧]?"
_LONGEST_SKIP = 15
_BESIDES_SKIP = 6
_LONGEST_OUTRIGHT = 120
_NAME = re.compile(
    r"(?:[\u4e00-\u9fff]{2,6}|[\u4e00-\u9fff]{1,8}·[\u4e00-\u9fff]{1,8}|"
    r"[^\W\d_]+(?:[ .'\-]+[^\W\d_]+){1,4}|[A-Za-z]{2,30})"
)


@cache
def _pattern(kind: str) -> re.Pattern[str]:
    words = "|".join(load_yaml("replies.yml")[kind])
    match kind:
        case "nothing":
            words = rf"^\W*({words}){_SOFT_END}\W*$"
        case "told_all":
            # "刚才说了，就那个事": said twice over it is the same.
            words = rf"^\W*(?:({words}){_SOFT_END}\W*){{1,2}}$"
        case "opens" | "place_words" | "vents" | "no_files":
            words = rf"^\W*({words})\W*$"
        case "agrees" | "wishes":
            words = rf"^\W*({words})"
        case "lead_in" | "name_lead":
            words = rf"^({words})[，,、:：\s]*"
    return re.compile(words, re.IGNORECASE)


def _found(kind: str, text: str) -> bool:
    return bool(_pattern(kind).search(fold(text).strip()))


def says_nothing(text: str) -> bool:
    """Whether an answer is "none"."""
    return _found("nothing", text)


def skips(text: str) -> bool:
    """Whether an answer says that one cannot or will not say, in few words or in a whole sentence."""
    return (len(text) <= _LONGEST_SKIP and _found("skips", text)) or _found("declines", text)


def says_more(text: str) -> bool:
    """Whether an answer that skips or says "none" also says something else ("不知道，一个姓张的包工头")."""
    return not says_nothing(text) and has_words(
        _pattern("declines").sub("", _pattern("skips").sub("", fold(text))), _BESIDES_SKIP
    )


def is_done(text: str) -> bool:
    """Whether there is nothing more to send."""
    return _found("done", text)


def has_no_files(text: str) -> bool:
    """Whether "have you photos or papers?" is answered with: none, or none now."""
    return says_nothing(text) or _found("no_files", text)


def told_all(text: str) -> bool:
    """Whether "please go on" is answered with: that is all."""
    return len(text) <= _LONGEST_SKIP * 2 and _found("told_all", text)


def opens(text: str) -> bool:
    """Whether a message only opens a conversation ("我想反映个事情") and says nothing of the matter."""
    return _found("opens", text)


def stays_nameless(text: str) -> bool:
    """Whether it is said that one's name shall not stand there."""
    return _found("nameless", text) and not asks(text)


def reads_like_address(text: str) -> bool:
    """Whether an answer in English holds what only an address does: flat 2C, block 4, 12 Willow Lane."""
    return _found("address_parts", text) and not asks(text)


def vents(text: str) -> bool:
    """Whether a message is anger or grief alone ("气死我了")."""
    return _found("vents", text)


def many(text: str) -> bool:
    """Whether an answer to "how many" says that it is many, without a number."""
    return _found("many", text)


def blames_nobody(text: str) -> bool:
    """Whether who is asked whom it is about says that it is about nobody (没得哪个，就是提个建议)."""
    return _found("blames_nobody", text)


def could_be_place(text: str) -> bool:
    """Whether an answer reads like a place, also one that no gazetteer knows (就在我们小区门口)."""
    return _found("place_words", text) and not _found("place_not", text)


def agrees(text: str) -> bool:
    """Whether an answer to "is this right?" says yes, asks nothing back and says nothing against it."""
    return _found("agrees", text) and not objects(text) and not asks(text)


def objects(text: str) -> bool:
    """Whether something in it takes a yes back."""
    return bool(_pattern("objects").search(_pattern("no_objection").sub("", fold(text))))


def not_to_be_filed(text: str) -> bool:
    """Whether it is said outright that what is being written shall not be filed."""
    return len(text) <= _LONGEST_OUTRIGHT and _found("not_filed", text) and not asks(text)


def stays(text: str) -> bool:
    """Whether what was to be withdrawn, or is, shall go on ("不撤了")."""
    return _found("stays", text) and not asks(text)


def asks(text: str) -> bool:
    """Whether a message has the shape of a question."""
    return _found("asks", text)


def plain(text: str) -> str:
    """An answer without the words people lead in with and the marks it ends with, otherwise as it was written."""
    written = text.strip()
    lead = _pattern("lead_in").match(fold(written))
    stripped = _ENDING.sub("", written[lead.end() if lead else 0 :]).strip()
    return stripped or written


def has_words(text: str, least: int = 2) -> bool:
    """Whether there are at least `least` letters, characters or digits in it."""
    return len(re.findall(r"\w", text)) >= least


def wishes(text: str) -> bool:
    """Whether it begins like something one asks for."""
    return _found("wishes", text)


def bare_name(text: str) -> str:
    """An answer to "what is your name?" without what is said around the name."""
    written = _pattern("fillers").sub("", plain(text)).strip(" ，,。.")
    lead = _pattern("name_lead").match(fold(written))
    return written[lead.end() if lead else 0 :].strip()


def could_be_name(text: str) -> bool:
    """Whether a short answer could be a name, also one whose surname no list knows (沙马阿依, Ahmet Kaya)."""
    # The dot stands in names alone, whatever characters their sounds are written with (买买提·艾力).
    return bool(_NAME.fullmatch(text)) and ("·" in text or not _found("not_in_names", text))
