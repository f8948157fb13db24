"""Whether an answer to "is this right?" is a yes, in whatever words."""

import re

from nlu.text.answer_kinds import AGREEMENT, OBJECTION, sounds_like
from nlu.text.normalise import fold
from nlu.text.replies import agrees, asks, objects

_AGREED, _HARDLY = 0.45, 0.12
_LONGEST_YES, _LONGEST_SENT = 30, 60
_SENTENCES = re.compile(r"(?<=[.!?。！？])\s*")
_SEVERAL = 2
_TAKES_BACK = re.compile(
    r"不对|不行|不是|错(?!不了)|但|不过|改|漏|还有|等等|等一下|别|"
    r"\b(?:but|wrong|change|not|wait|except|cancel|don'?t|do not|(?<!my )stop|delete|remove|withdraw|"
    r"should (?:be|read)|instead|(?<!nothing )(?<!nothing is )missing|mistake|hold on|also|add|one more|correction)\b",
    re.IGNORECASE,
)
"""What else is said beside the yes must take nothing of it back."""


_SENDS = re.compile(
    r"(?:^|[,，.。;；!！]\s*|"
    r"\b(?:please|pls|plz|kindly|pray|just|do|and|so|then|now|can|may|let'?s|ok|okay|yes|yeah|yep|da|si|oui|hai)\s+)"
    r"(?:file|submit|send|lodge|register|post|forward|put|pass|hand|log)"
    r"(?:\s+(?:it|this|that|em|them|the \w+|my \w+|in|on|off|through|along|away|up|over|"
    r"pls|please|now|then|so|already|ah|lah|mate|thanks?|thank you))*"
    r"\s*(?=$|[,，.。;；!！])|"
    r"(?:^|[,，。！!；;\s])(?:那|就|可以|你们?|您|快|赶紧|赶快|帮我|给我|请|麻烦|直接|这就|现在)*"
    r"(?:交|报|递|送|提交|上报|登记|往上送)(?:上去|出去|过去|上)?(?:吧|了|嘛|噻|哈|咯|好了|就是|就行|得了|就得了)*(?=$|[,，。！!；;\s])",
    re.IGNORECASE,
)
"""Sweet as, put it in; 没啥说的 交吧."""


def says_yes(text: str) -> bool:
    """Whether an answer to "is this right?" is a yes, however it is put: 核对无误，有劳了; 奶奶说对."""
    if agrees(text) or _yes_first(text) or _has_it_sent(text):
        return True
    if len(text) > _LONGEST_YES or objects(text) or asks(text):
        return False
    shares = sounds_like(text)
    return shares[AGREEMENT] >= _AGREED and shares[OBJECTION] <= _HARDLY


def _has_it_sent(text: str) -> bool:
    """Whether it is asked for in so many words, and nothing said beside it takes that back."""
    plain = fold(text)
    return len(plain) <= _LONGEST_SENT and bool(_SENDS.search(plain)) and not (asks(text) or _TAKES_BACK.search(plain))


def _yes_first(text: str) -> bool:
    """Yes, great! How long till we get the answer? / That's good actually. Yes, do send it."""
    sentences = [sentence for sentence in _SENTENCES.split(text) if sentence.strip()]
    if any(asks(sentence) and agrees(sentence) for sentence in sentences) or len(sentences) < _SEVERAL:
        return False
    others = [sentence for sentence in sentences if not asks(sentence)]
    return any(map(agrees, others)) and not any(_TAKES_BACK.search(fold(sentence)) for sentence in others)
