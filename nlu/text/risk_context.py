"""What stands around a sign of danger, and what it makes of it: nothing, a weaker sign, or an urgent one."""

import re
from functools import cache

from nlu.text.lexicon import load_yaml
from nlu.text.mentions import CLAUSE_END, SENTENCE_END

NEAR = 16
"""So many characters before a sign, within its clause, can deny or doubt it…"""
SENTENCE = 48
"""…and so many, within its sentence, can say where it was read or when it was."""
WIDE = 40
"""So far from a sign the many it concerns, or the festival, may be named in a longer message."""
_FIRST_PERSON = ("self_harm", "violence", "domestic_violence", "fraud", "crowd")


class Context:
    """The surroundings of the signs in one message."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._brief = len(text) <= load_yaml("risk_context.yml")["brief"]

    def is_open(self) -> bool:
        """Whether a message leaves a guess at danger open: nothing in it is denied, told, past or feared."""
        taken_back = ("told", "past", "past_over", "alarming", "denied_inside")
        return not any(_search(name, self._text) for name in taken_back)

    def level(self, kind: str, group: str, start: int, end: int) -> str | None:
        """How urgent the sign between these places is; None when it is none."""
        clause = CLAUSE_END.split(self._text[max(0, start - NEAR) : start])[-1]
        if self._denied(clause, start, end):
            return None
        sentence = SENTENCE_END.split(self._text[max(0, start - SENTENCE) : start])[-1]
        if self._told(kind, sentence, start, end):
            return None
        if kind == "self_harm" and self._wished_by_others(sentence, start, end):
            return None
        if kind == "self_harm" and self._of_a_business(clause):
            return "low"
        if self._over(group, kind, sentence, clause, start, end):
            return "low"
        if group in ("high", "now", "medium") and self._feared(kind, clause, end):
            return "low"
        if kind in ("minor", "domestic_violence", "emergency") and self._only_feared(clause, end):
            return "low"
        match group:
            case "now":
                return "high" if self._now(start, end) else "low"
            case "many":
                around = self._text if self._brief else self._text[max(0, start - WIDE) : end + WIDE]
                return "high" if _search("festival", around) or _search("many", around) else "medium"
            case "medium":
                return "medium"
        return "high"

    def _denied(self, clause: str, start: int, end: int) -> bool:
        if _search("denied_after", self._text[end : end + 12]) or _search("denied_inside", self._text[start:end]):
            return True
        return bool(_search("denied_before", clause)) and not _search("double_no", clause)

    def _told(self, kind: str, sentence: str, start: int, end: int) -> bool:
        where = _last("told_fraud" if kind == "fraud" else "told", sentence)
        if where is None:
            return False
        return not _search("told_back", sentence[where:] + self._text[start : min(end, start + 4)])

    def _wished_by_others(self, sentence: str, start: int, end: int) -> bool:
        """ "开发商说你们去跳楼吧": said to the petitioner by somebody who is no friend."""
        said = _search("others_wish", sentence) or _search("wish_inside", (sentence + self._text[start:end])[:-1])
        return bool(said and _search("others", sentence[: said.start() + 1]))

    def _of_a_business(self, clause: str) -> bool:
        return bool(_search("business", clause[-6:]))

    def _over(self, group: str, kind: str, sentence: str, clause: str, start: int, end: int) -> bool:
        if _search("past_over", self._text[end : end + 40]):
            return True
        own_words = group == "sure" and kind in _FIRST_PERSON
        # Signs with a gap in them may hold the time themselves ("我爸三年前上吊").
        before = (clause if own_words else sentence) + self._text[start : end - 1]
        past = _last("past_plain" if own_words else "past", before)
        if past is None:
            return False
        between = before[past:]
        return not _search("still", between + self._text[end : end + 10])

    def _feared(self, kind: str, clause: str, end: int) -> bool:
        if kind in ("crowd", "wages"):
            return False
        return bool(_search("feared_before", clause[-12:]) or _search("feared_after", self._text[end : end + 16]))

    def _only_feared(self, clause: str, end: int) -> bool:
        return bool(_search("alarming", clause[-8:]) or _search("alarming", self._text[end : end + 8]))

    def _now(self, start: int, end: int) -> bool:
        near = CLAUSE_END.split(self._text[max(0, start - 14) : start])[-1] + self._text[start:end]
        after = CLAUSE_END.split(self._text[end : end + 12])[0]
        return self._brief or bool(_search("now", near) or _search("now", after))


def _search(name: str, text: str) -> re.Match[str] | None:
    return _pattern(name).search(text)


def _last(name: str, text: str) -> int | None:
    """Where the last such word ends."""
    end = None
    for match in _pattern(name).finditer(text):
        end = match.end()
    return end


@cache
def _pattern(name: str) -> re.Pattern[str]:
    return re.compile(load_yaml("risk_context.yml")[name])
