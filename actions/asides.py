"""Whether a message while a petition is being written is a side question or an exit, and not an answer."""

import re

from actions.answers import FREE_TEXT, READERS, same_as_place
from actions.base import Said
from actions.claims import speaks_of_claims
from actions.understanding import Understanding
from nlu.text import replies
from nlu.text.agreement import says_yes
from nlu.text.answer_kinds import tells
from nlu.text.normalise import fold
from nlu.text.people import is_name

SIDE_QUESTIONS = frozenset(
    {
        "faq", "ask_why", "help", "thanks", "greet", "insult", "ask_status", "ask_human", "new_petition",
    }
)  # fmt: skip
EXITS = frozenset({"cancel", "start_over", "goodbye", "resume_draft", "withdraw"})
OF_FILED = frozenset(
    {
        "urge", "evaluate", "ask_review", "add_material", "change_contact", "delete_data", "cosign", "answer_official",
        "report_solved",
    }
)  # fmt: skip
"""What is said of a filed case: an aside only where the words clearly mean one, or nothing else could be meant."""
NEVER_OF_A_DRAFT = frozenset({"urge", "evaluate", "ask_review", "delete_data"})
OWN_WORDS = frozenset({"facts", "request", "prior_handling", "respondent", "confirm", "evidence"})
"""Where those may be an answer: "要求复查", "催过两次", "不满意"."""
UNRELATED = frozenset({"out_of_scope", "nlu_fallback"})
DELETES = re.compile(
    r"删|山除|注销|抹|擦|清|消除|销毁|(?:不|别|勿|唔好)[^,，。]{0,6}[留存]|\b(?:delet|eras|remov|wip|forget)",
    re.IGNORECASE,
)
ASKED = re.compile(r"[吗？?]\s*$")
RHETORICAL = re.compile(
    r"(?:你们?|您)(?:知道|晓得|说说?|想想|看看?|评评理|感受).{0,20}"
    r"(?:感觉|滋味|啥样|多难|多苦|气不气|公平|合理|像话|讲理)(?:吗|呢|不|么)?\W*$"
)
"""你知道一天断八回是啥感觉吗: asks nobody anything."""
TO_US = re.compile(r"你|您|\b(?:you|u|una)\b", re.IGNORECASE)

SMALL_TALK = UNRELATED | frozenset(
    {
        "greet", "thanks", "insult", "help", "ask_human", "faq/repeat", "faq/simpler", "faq/too_long",
        "faq/how_many_questions", "faq/cannot_type", "faq/elderly",
    }
)  # fmt: skip
"""Words that bring no answer nearer: answered once at a question, then they are heard as answers in vain."""
FOR_GOOD = frozenset({"cancel", "start_over", "withdraw"})
_SPEAKS_OF_FILED = re.compile(
    r"\d{6}-\d{8}-\d{4}|登记(?:过|了)?的|已经?(?:登记|提交|交|报)|"
    r"(?:上次|上回|之前|以前|先前|早前|昨天|上个?月|上周)[^，,。]{0,8}(?:那?[件个单]|反映|投诉|登记|提交|报)|"
    r"那个?[件单]|我的?(?:信访)?件|案子|交上去|报上去|递上去|"
    r"\bmy (?:case|petition|complaint)\b|\bfiled\b|\bregistered\b|\bearlier (?:case|petition|complaint)\b",
    re.IGNORECASE,
)
NAMED_IN_ENGLISH = re.compile(r"(?:the )?[A-Z][\w'&.-]*(?: (?:[A-Z&][\w'&.-]*|of|and|for|the)){1,6}[.,]?(?: Ltd\.?)?")
"""Iron Bull Fitness, whatever else it sounds like."""
RUDE = re.compile(
    r"\b(?:you|your|me|fuck\w*|shut|damn\w*|idiots?|stupid|liars?|thank\w*|hello|hi|please)\b", re.IGNORECASE
)
TAKEN_FOR_ONE = UNRELATED | frozenset({"faq", "ask_why", "help", "insult", "thanks", "greet"})
"""What a line of a story is sometimes taken for; answered as that, its words would be lost."""
WHOLE_NAME = 3
RHETORIC = 14
"""So many characters tell something beside the question ("你知道怎么查吗" does not)."""
MADE_ANEW = re.compile("[重再]")
STARTS_OVER = re.compile(
    r"重来|重头|从头|从新|重新(?:来|开始|填|说|写|弄|讲|录|登记|反映|再)?(?:一[遍次下]|过|吧|了|嘛)*\W*$|推倒|清空|作废|不算|"
    r"全(?:部|都)?(?:删|改|重)|\b(?:start|begin|restart|reset|over|again|scratch|clear)\b",
    re.IGNORECASE,
)
"""重新做防水 is what somebody asks for: only words about the petition itself throw it away."""
CALLS_OFF = re.compile(
    r"不(?:想|再|要|用|准备|打算|愿意?|需要)*(?:再|继续)?(?:报|反映|反应|投诉|告|填|说|弄|写|搞|举报|信访|上访|申请|提交?|登记|追究|找|管|办|聊|讲|交|整|继续|发|"
    r"计较|诉|问|了解|了)|算[了啦咧]|取消|撤(?!回了)|作废|放弃|退出|结束|拉倒|[删山]|到此为止|罢了|莫(?:报|搞|弄)|唔(?:使|要|想|投诉|报)|"
    r"\b(?:cancel|stop|quit|never ?mind|forget|withdraw|drop|call (?:it|this) off|abort|don'?t (?:want|bother)|"
    r"give up|no longer|leave it|scrap|discard|bin it|throw away|tear up|"
    r"(?:don'?t|do not) (?:submit|file|send|register))",
    re.IGNORECASE,
)
"""对方撤回了, 没截到图 calls nothing off: only such words end a petition for good."""
_SLASHED = re.compile(r"^\W*/\w+(?=\W+\w)")
"""/cancel 我的钱不退给我 is a story with a word of another program before it."""
MARKUP = re.compile(r"[<>{}=;]")

SURE = 0.55
"""A short message is taken for a side question or exit from this confidence on…"""
VERY_SURE = 0.75
"""…where the citizen's own words are asked for, only from this one…"""
NEVER_ANSWERS = frozenset(
    {
        "ask_human", "insult", "faq/identity", "faq/cost", "faq/repeat", "faq/simpler", "faq/too_long",
        "faq/how_many_questions",
    }
)  # fmt: skip
"""What nobody says in answer to a question of ours: there, too, the first mark is enough."""
QUESTION_SURE = 0.4
"""…and what has the shape of a question, from this one."""
OUT_OF_IT, SHORT = 0.85, 12
"""Surely about the weather or a joke, and no longer than such words are."""
LONGEST = 40
"""Longer messages are told, not asked."""


def is_aside(
    said: Said, asked: str, understanding: Understanding, *, before: str | None = None, tries: int = 0
) -> bool:
    """Whether the form should step back. A valid answer beats a guessed intent, the shape of a question a free text.

    `before` is the aside that was answered just now (`mark`): the same again is no question any more, but an answer.
    `tries` is how often the question was answered in vain.
    """
    if said.payload:
        return said.intent in SIDE_QUESTIONS | EXITS | OF_FILED
    if said.intent in OF_FILED:
        return _of_filed(said, asked)
    if said.intent not in SIDE_QUESTIONS | EXITS | UNRELATED or answers(said, asked, understanding):
        return False
    if asked == "confirm" and said.intent not in EXITS and says_yes(said.text):
        # "完全正确，麻烦你们了，谢谢": thanks beside a yes take nothing of it back.
        return False
    if said.intent == "start_over" and MADE_ANEW.search(said.text) and not STARTS_OVER.search(fold(said.text)):
        return False
    if said.intent in ("cancel", "withdraw") and not CALLS_OFF.search(_SLASHED.sub("", fold(said.text))):
        return False
    if said.intent == "faq" and RHETORICAL.search(said.text) and replies.has_words(said.text, RHETORIC):
        return False
    if (tries and said.meaning in SMALL_TALK) or (said.intent in FOR_GOOD and MARKUP.search(said.text)):
        return False
    question = replies.asks(said.text)
    if not question and said.intent in TAKEN_FOR_ONE and said.confidence < OUT_OF_IT and tells(said.text):
        return False
    if before in (mark(said, asked), mark(said, asked, words=False)) and said.intent not in EXITS - {"goodbye"}:
        return question and before != mark(said, asked)
    if said.intent == "out_of_scope" and said.confidence >= OUT_OF_IT and asked not in ("facts", "confirm"):
        named = asked in ("place", "petitioner_address") and replies.could_be_place(said.text)
        return len(said.text) <= SHORT and not named
    if said.intent in UNRELATED:
        # Of what was not recognised, only a question put to us; the rest may well be an answer.
        to_us = said.intent == "out_of_scope" or bool(TO_US.search(said.text))
        return question and to_us and asked not in ("facts", "confirm") and len(said.text) <= LONGEST
    takes_words = asked in FREE_TEXT or asked in ("facts", "confirm")
    # At the record nothing is told any more: there a petition is called off at any length.
    if takes_words and len(said.text) > LONGEST and not (asked == "confirm" and said.intent in FOR_GOOD):
        return False
    if said.confidence >= VERY_SURE or (question and said.confidence >= QUESTION_SURE):
        return True
    own_words = asked in FREE_TEXT and said.meaning not in NEVER_ANSWERS
    return said.confidence >= SURE and not own_words


def _of_filed(said: Said, asked: str) -> bool:
    """Whether words about a filed case are that here, and no answer or correction of what is being written."""
    if len(said.text) > LONGEST:
        return False
    if speaks_of_filed(said.text):
        return True
    if said.intent == "delete_data" and not DELETES.search(fold(said.text)):
        # "把我的包扣在她家" is what happened.
        return False
    return said.intent in NEVER_OF_A_DRAFT and asked not in OWN_WORDS and said.confidence >= SURE


def speaks_of_filed(text: str) -> bool:
    """Whether words clearly mean a matter that was filed, not the one being written."""
    return bool(_SPEAKS_OF_FILED.search(text))


def mark(said: Said, asked: str | None, *, words: bool = True) -> str:
    """What is remembered of an aside: where it was said, what it means, and its words."""
    return f"{asked}:{said.meaning}:{said.text if words else ''}"


def is_no_answer(said: Said, asked: str, understanding: Understanding) -> bool:
    """Whether the message, said again and so heard by the form after all, is still the value of no field."""
    if said.payload or said.confidence < SURE or said.intent in UNRELATED or answers(said, asked, understanding):
        return False
    return said.meaning in NEVER_ANSWERS | SMALL_TALK


def answers(said: Said, asked: str, understanding: Understanding) -> bool:
    """Whether the message is certainly an answer, whatever its intent looks like."""
    text = said.text
    if asked == "confirm":
        return says_yes(text) or speaks_of_claims(text)
    if asked == "evidence":
        return replies.has_no_files(text) or (replies.is_done(text) and not replies.asks(text))
    if asked == "prior_handling" and replies.says_nothing(text):
        return True
    if asked == "respondent" and NAMED_IN_ENGLISH.fullmatch(text.strip()) and not RUDE.search(text):
        return True
    if asked == "request" and replies.wishes(text):
        # A consultation asks for an answer: its request has the shape of a question. "查询码丢了怎么办？" is put to us.
        return not (said.intent == "faq" and said.confidence >= SURE and ASKED.search(text))
    if asked == "petitioner_address" and same_as_place(text):
        return True
    if asked.startswith("petitioner_") and replies.skips(text) and not replies.asks(text):
        return True
    if asked in FREE_TEXT or asked == "facts" or replies.asks(text):
        return False
    found = READERS[asked](text, understanding) is not None
    # Nearly any short word could be a name: there the intent decides when it is sure.
    return found and (asked != "petitioner_name" or said.confidence < VERY_SURE or _is_whole_name(text))


def _is_whole_name(text: str) -> bool:
    """谢登高 thanks nobody: a family name with two more characters, and no word."""
    name = fold(text).strip(" ,。.!")
    return len(name) == WHOLE_NAME and is_name(name)
