"""Danger outranks every form (domain.md 5): help is named, a person is called, and the petition goes on."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions.answers import READERS
from actions.base import Event, Said, slots
from actions.corrections import named_fields
from actions.helplines import Helplines, named
from actions.understanding import Understanding
from nlu.text import replies
from nlu.text.prior import find_prior
from nlu.text.risk import Risk, tells_of

ORDER = ("self_harm", "violence", "emergency", "minor", "domestic_violence", "fraud", "crowd", "wages")
ASKED_ABOUT = {"faq/minors": "minor"}
"""A topic whose words are a sign of danger by themselves: asked about, it is answered beside the help."""
MOST = 2
"""More than two such answers at once would bury the numbers that matter…"""
MOST_NUMBERS = 3
"""…and so would more numbers than these."""
HELP_ALSO_WHEN_MEDIUM = frozenset({"self_harm", "minor", "domestic_violence", "fraud"})
CALL_ALSO_WHEN_MEDIUM = frozenset({"self_harm"})
SAID_EACH_TIME = frozenset({"self_harm", "violence", "emergency"})
"""Of the other kinds help is named once in a story: the same words under every message would not be read."""
AGAIN_AFTER = 6 * 3600.0
SURE_OF_AN_ANSWER, SURE_OF_SELF_HARM = 0.97, 0.9
"""How likely danger must be in a plain answer where no sign of it stands: "我儿子1个人" only speaks of a child."""
SURE_OF_WHAT_IS_UNTOLD, SURE_OF_SELF_HARM_UNTOLD = 0.9, 0.8
LONGEST_PLAIN, LONGEST_READ, LONGEST_COUNT = 30, 16, 24
EVIDENCE = re.compile(
    r"照片|相片|视频|录音|录像|截图|聊天记录|合同|协议|发票|收据|票据|单子|单据|病历|材料|证件|优盘|U盘|水样|原件|复印件|"
    r"\b(?:photos?|pictures?|videos?|recordings?|receipts?|contracts?|slips?|screenshots?|files?)\b",
    re.IGNORECASE,
)
READ = frozenset({"occurred_at", "affected_count", "petitioner_name", "petitioner_phone"})
"""An answer that is read as a number, a date or a name is a plain one."""

COMES_BACK = re.compile(
    r"^\W*(?:我|俺)?(?:就|先|得|要|现在)+(?:去|走|忙|下线|撤|吃饭?|睡|上班|接|做|干)[^，,。；;]{0,8}[，,。；;\s]*"
    r"(?:咱们?|我们?)?(?:下次|明天|明儿|改天|回头|晚点|晚上|等会儿?|等下|待会儿?|一会儿?|有空|过后|过几天)(?:我)?(?:再|来|接着|继续)"
    r"[^，,。；;]{0,6}(?:[，,。；;\s]*(?:再见|拜拜|谢谢?|88))?\W*$|"
    r"^\W*(?:我|俺)?(?:那|就|得|要)*(?:先走|先撤|(?:先)?(?:去忙|忙去|下线|去上班|去吃饭|睡觉去|挂))[啦了]?[，,。；;\s]*"
    r"(?:再见|拜拜|拜|谢谢?|辛苦了?|88|bye)*\W*$"
)
"""我先走了，下次再说，再见: nobody who says when they go on is taking leave for good."""
Speech = tuple[str, Mapping[str, Any]]


@dataclass
class Heeded:
    """What danger in a message makes the bot say and remember."""

    speech: list[Speech] = field(default_factory=list)
    slots: dict[str, Any] = field(default_factory=dict)


def help_for(risks: Iterable[Risk]) -> list[str]:
    """The kinds of danger that help is named for, the most urgent first."""
    kinds = {risk.kind for risk in risks if _counts(risk, HELP_ALSO_WHEN_MEDIUM)}
    return [kind for kind in ORDER if kind in kinds][:MOST]


def dangers(text: str, asked: str | None, understanding: Understanding) -> list[Risk]:
    """The danger in a message: in a plain answer to what is asked, what is only guessed must be surer."""
    risks = understanding.risk(text)
    if COMES_BACK.match(text):
        return [risk for risk in risks if not risk.guessed]
    if not any(risk.guessed for risk in risks):
        return risks
    is_plain = _is_plain(text, asked, understanding)
    if asked in (None, "facts") and not is_plain:
        return risks
    least = _sure_when_plain if is_plain else _sure_when_untold
    return [risk for risk in risks if not risk.guessed or risk.likely >= least(risk.kind, text)]


def _is_plain(text: str, asked: str | None, understanding: Understanding) -> bool:
    if len(text) > LONGEST_PLAIN:
        return False
    match asked:
        case "prior_handling":
            return find_prior(text) is not None
        case "request":
            return replies.wishes(text)
        case "petitioner_address":
            return understanding.place(text).best is not None
        case None | "facts":
            return replies.told_all(text)
        case "evidence":
            return bool(EVIDENCE.search(text))
        case "confirm":
            return bool(named_fields(text))
    longest = LONGEST_COUNT if asked == "affected_count" and not replies.asks(text) else LONGEST_READ
    return asked in READ and len(text) <= longest and READERS[asked](text, understanding) is not None


def _sure_when_plain(kind: str, text: str) -> float:
    return SURE_OF_SELF_HARM if kind == "self_harm" else SURE_OF_AN_ANSWER


def _sure_when_untold(kind: str, text: str) -> float:
    """ "The leader aunty wears a red jacket": an answer that tells of no deed or harm must be surer, too."""
    if tells_of(text, kind):
        return 0.0
    return SURE_OF_SELF_HARM_UNTOLD if kind == "self_harm" else SURE_OF_WHAT_IS_UNTOLD


def only_asked_about(said: Said, risks: Iterable[Risk]) -> bool:
    """Whether the only sign of danger is the topic of a question ("未成年人可以反映问题吗？")."""
    return {risk.kind for risk in risks} == {ASKED_ABOUT.get(said.meaning)} and replies.asks(said.text)


def calls_for(risks: Iterable[Risk]) -> list[dict[str, str]]:
    """The alerts that a person is called with, as `conversations` keeps them."""
    return [{"kind": risk.kind, "level": risk.level} for risk in risks if _counts(risk, CALL_ALSO_WHEN_MEDIUM)]


def _counts(risk: Risk, also_medium: frozenset[str]) -> bool:
    return risk.level == "high" or (risk.level == "medium" and risk.kind in also_medium)


def heed(said: Said, tracker: Tracker, understanding: Understanding, *, region: str = "") -> Heeded:
    """Heed the danger in the latest message, once: another action of the same turn finds nothing left to do."""
    words = said.text or str(said.data.get("edited", ""))
    if not words or heeded_before(tracker):
        return Heeded()
    risks = dangers(words, tracker.get_slot("requested_slot"), understanding)
    named: Mapping[str, float] = tracker.get_slot("help_named") or {}
    kinds = [kind for kind in help_for(risks) if _is_due(kind, named, said.at)]
    heeded = Heeded(speech=_speech(understanding.helplines(), kinds, region, said.language))
    if alerts := calls_for(risks):
        heeded.slots["alerts"] = alerts
    if kinds:
        heeded.slots["help_named"] = {**named, **dict.fromkeys(kinds, said.at)}
    return heeded


def _is_due(kind: str, named: Mapping[str, float], now: float) -> bool:
    return kind in SAID_EACH_TIME or kind not in named or now - named[kind] > AGAIN_AFTER


def _speech(helplines: Helplines, kinds: Sequence[str], region: str, language: str) -> list[Speech]:
    shared = helplines.shared_out(kinds, region, most=MOST_NUMBERS)
    joint = ", " if language.startswith("en") else "、"
    return [
        (f"utter_help_{kind}", {"numbers": joint.join(named(line, language) for line in lines)})
        for kind, lines in zip(kinds, shared, strict=True)
    ]


def heeded_before(tracker: Tracker) -> bool:
    """Whether an earlier action of this turn has heeded the message."""
    for event in reversed(tracker.events):
        if event.get("event") == "user":
            return False
        if event.get("event") == "slot" and event.get("name") in ("alerts", "help_named"):
            return True
    return False


def name_help(
    dispatcher: CollectingDispatcher, said: Said, tracker: Tracker, understanding: Understanding
) -> tuple[bool, list[Event]]:
    """Name help where a message outside the form shows danger: whether it does, and what is to be remembered."""
    heeded = heed(said, tracker, understanding)
    for response, values in heeded.speech:
        dispatcher.utter_message(response=response, **values)
    return bool(heeded.speech), slots(**heeded.slots)


class Heedful(Action):
    """An action that names help first, where the words it answers show danger."""

    def __init__(self, action: Action, understanding: Understanding) -> None:
        self._action = action
        self._understanding = understanding

    def name(self) -> str:
        """The name of the action inside."""
        return str(self._action.name())

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[Event]:
        """Heed the danger, then do what is to be done."""
        _, remembered = name_help(dispatcher, Said.latest(tracker), tracker, self._understanding)
        return [*remembered, *self._action.run(dispatcher, tracker, domain)]
