"""Corrections in a citizen's own words, among whatever else is said: several at once, or beside an answer.

"13…。对了前面人数说错了，不是12个，是15个": the sentences that revise are found, what they take back is told apart from
what they put in its place, and the rest of the message is left for the question that was asked.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from actions.answers import READERS
from actions.corrections import named_fields
from actions.understanding import Understanding
from nlu.text.date_parts import names_part, with_parts
from nlu.text.english_heads import english_heads
from nlu.text.normalise import HAN
from nlu.text.normalise import fold_turns as fold
from nlu.text.replies import asks

Values = dict[str, Any]

_SENTENCE = re.compile(
    r"(?<=[。！!；;\n？?])|[，,\s]+(?=(?:哦?对了|哦?还有|另外|顺便|更正|订正|纠正|(?:前面|刚才|刚刚|上面|前头|先前)[^，,。]{0,8}"
    r"(?:错|不对|岔)|by the way|also,|oh,? and|one correction|correction:))",
    re.IGNORECASE,
)
_SAYS_SO = re.compile(
    r"(?:打|写|说|弄|搞|记|报|看|填|讲|念|按|发|算|登|输|整)[错岔混反掉漏拐]|记岔|岔了|错了|"
    r"改成|改为|改一下|更新一下|更正|纠正|订正|才对|准数|"
    r"\bwrong(?:ly)?\b|\bmistake|\bcorrection\b|\bswapped\b|\b(?:should|must) (?:be|read)\b|\bI meant\b|\bmistyped\b|"
    r"\b(?:old|new) (?:sim|number|phone|is)\b|\b(?:change|correct) the (?:date|day|name|number|phone|address|place)\b",
    re.IGNORECASE,
)
_THINKS_AGAIN = re.compile(r"\b(?:sorry|wait|oops|actually|forgot|not quite|altogether|correction)\b", re.IGNORECASE)
"""At the record, before another number of people."""
_IS_WRONG = re.compile(r"不对(?=[，,。了！! ]|$)")
"""Of a field that is named: "时间不对"; "刚才骂人不对" revises nothing."""
_IS_RIGHT = re.compile(r"[^，,。；;]{0,12}?(?:没错|没有?问题|(?:也|都|是)对的?|不用改)[，,；;]")
"""人数也对，就是地址…: of what is right nothing is revised."""
_OWN_MISTAKE = re.compile(
    r"(?:我|刚才|刚刚|前面|前头|上面|先前)[^，,。；;]{0,6}(?:说|写|打|记|报|填|讲|念|弄|搞|看|发|算|整)[错岔混反掉漏拐]|更正|订正|纠正|"
    r"改一下|更新一下|记岔|\bcorrection\b|\bI meant\b|\bmy mistake\b",
    re.IGNORECASE,
)
_OF_OTHERS = re.compile(
    r"(?:他们?|她们?|人家|对方|[局所院委会厂店队校村镇县里处]|公司|单位|部门|窗口|老板|物业|系统|档案|户口|户籍|身份证|证上|单子|合同)"
    r"(?!错)[^，,。；;]{0,12}(?:[错岔混反掉漏拐]|改成|改为)"
)
"""医院说单子写错了: what others got wrong is part of the story."""
_LOOKS_BACK = re.compile(r"(?:刚才|刚刚|前面|前头|上面|先前|之前)(?:我)?(?:说|讲|写|报|填|给|发)?(?:的|那个)?")
_OLD = r"(?P<old>[^，,。；;!！？?]{1,24}?)"
# 不是3号楼是5号楼, 不在毛嘴,在郭河, 不归鼓楼区，归云龙区.
_TURN = re.compile(
    rf"不(?P<verb>是|叫|在|归|姓){_OLD}[，,；;\s]*(?:而?应?该?是|(?P=verb))(?P<new>[^，,。；;!！]{{1,30}})"
)
# 是磊鑫石材，不是鑫磊; 要写龙港，不要写成龙岗; it is 35, not 20.
_TAKEN_BACK = re.compile(
    rf"[，,；;\s]*(?:而|可|并)?(?:不(?:是|叫|在|归|姓)|(?:(?:不要|别|莫)(?:写|记|填|报|登)成?|不(?:写|记|填|报|登)成))(?:那个|什么)?{_OLD}(?=[，,。；;!！]|$)|"
    r"[,;\s]*\b(?:and )?not (?:in |at |on )?(?P<old_en>[^,.;]{1,30})|"
    r"[,;\s]*\b(?:i )?(?:have |had )?(?:mistyped|mistakenly (?:typed|wrote|put))(?: it| that)?(?: as)? "
    r"(?P<old_typed>[\w-]+)",
    re.IGNORECASE,
)
_LEAD = re.compile(
    r"^.*(?:应该是|应当是|应为|改成|改为|改到|换成|更正为|要写成?|写成|正确的?是|其实是|实际上?是|现在是|一共是|总共是|"
    r"should be|should read|must be|must read|"
    r"changed? (?:[\w ]{1,30}? )?to|(?:it|that|which)(?:'s| is| was)|\bis\b|名字是|叫做?|是|在|归)(?:的)?[\s:：]*",
    re.IGNORECASE | re.DOTALL,
)
_ONLY_SAYS_SO = re.compile(r"错了?$|不对$|拐了?$|\bwrong$|\bmistake$", re.IGNORECASE)
_CLAUSE = re.compile(r"[，,。；;!！\n]")
_OWN_WORDS = ("place", "petitioner_address", "respondent", "request", "prior_handling", "petitioner_name")
_LEAST_OLD = 2
_BUILDING = re.compile(r"\d(?:号楼|栋|幢|座|单元|室)")
_HOUSE = re.compile(r"[\d一二三四五六七八九十]+(?P<kind>号楼|栋|幢|座|单元|号|室)")


@dataclass(frozen=True)
class Revision:
    """What a message revises, and what else it says."""

    values: Mapping[str, Any]
    taken_back: tuple[str, ...]
    """The old words, where they were said."""
    rest: str


def revise(text: str, told: Mapping[str, Any], understanding: Understanding, *, asked: str | None) -> Revision | None:
    """The revisions of fields other than the asked one; None where nothing that was told is revised."""
    values: Values = {}
    old: list[str] = []
    rest: list[str] = []
    for sentence in (part for part in _SENTENCE.split(text) if part and part.strip()):
        change = _Change.of(_IS_RIGHT.sub("", fold(sentence)))
        if found := _revised(sentence, change, {**told, **values}, understanding, asked):
            values |= found
            old += change.old
        elif not (values and _SAYS_SO.search(sentence)):
            rest.append(sentence)
    return Revision(values, tuple(old), "".join(rest).strip(" ，,。")) if values else None


def _revised(
    sentence: str, change: "_Change", told: Mapping[str, Any], understanding: Understanding, asked: str | None
) -> Values:
    plain = _IS_RIGHT.sub("", fold(sentence))
    own = asked == "confirm" or bool(_OWN_MISTAKE.search(plain))
    if asks(plain) or (not own and _OF_OTHERS.search(plain)):
        return {}
    # A wish, and what was tried, are told at length: `actions.corrections` takes all that follows.
    fields = [name for name in named_fields(plain) if name in READERS]
    named = [name for name in fields if name not in (asked, "request", "prior_handling")]
    says_so = bool(_SAYS_SO.search(plain) or (named and _IS_WRONG.search(plain)))
    values: Values = {}
    # "Money not give me": in English only what was told is taken back.
    takes_back = change.old and HAN.search(plain)
    meant = (*change.fields(told, understanding), *(named if says_so or takes_back else ()))
    for name in dict.fromkeys(name for name in meant if name != asked):
        values |= change.value(name, told, understanding)
    if not values and (says_so or _LOOKS_BACK.search(plain)):
        # "医药费搞错了，三千六": not every number counts people.
        kinds = (name for name in _OF_A_KIND if name != "affected_count" or _PEOPLE.search(plain))
        guessed = [name for name in kinds if name != asked] if own and says_so and not fields else []
        values = change.by_kind(named or guessed, told, understanding)
    if asked == "confirm" and not HAN.search(plain) and (heads := _heads_told_anew(plain, thinks=not values)):
        values |= {"affected_count": heads}
    # Outside the record only what was told can be revised: "the building name is Jinlan Bay" names nobody anew.
    known = values if own else {name: value for name, value in values.items() if told.get(name) not in (None, "")}
    return {name: value for name, value in known.items() if told.get(name) != value}


def _heads_told_anew(plain: str, *, thinks: bool) -> int | None:
    """Second shop is 25, so the total is 72; where one says so, any number of people."""
    clauses = list(reversed(_CLAUSE.split(plain)))
    if total := next((n for clause in clauses if _TOTAL.search(clause) and (n := english_heads(clause))), None):
        return total
    if not thinks or not _THINKS_AGAIN.search(plain):
        return None
    return next((n for clause in clauses if (n := english_heads(clause, sure=True))), None)


_TOTAL = re.compile(
    r"\b(?:total|altogether|in all|the number) (?:is|now|of|:)|\bso (?:we are|it is|it's|that's) ", re.IGNORECASE
)
_OF_A_KIND = ("petitioner_phone", "occurred_at", "affected_count")
"""Fields whose values look like nothing else."""
_PEOPLE = re.compile(
    r"[\d一二三四五六七八九十百千万两俩](?:来|多)?[个户人口名位家条]|[俩仨]|"
    r"\b(?:people|persons?|famil|household|of us)",
    re.I,
)
_NUMBER = re.compile(r"\d+")
_PART_OF_NUMBER = re.compile(r"\d{2,6}")


@dataclass(frozen=True)
class _Change:
    """What a sentence takes back, and what it leaves standing."""

    old: tuple[str, ...]
    new: str | None
    """What directly takes the place of the old."""
    stands: str

    @classmethod
    def of(cls, plain: str) -> "_Change":
        if turn := _TURN.search(plain):
            stands = plain[: turn.start()] + "，" + plain[turn.start("new") :]
            return cls((turn["old"].strip(),), turn["new"].strip(), stands)
        plain = _LOOKS_BACK.sub("", plain)
        old = tuple(
            (match["old"] or match["old_en"] or match["old_typed"]).strip() for match in _TAKEN_BACK.finditer(plain)
        )
        return cls(old, None, _TAKEN_BACK.sub("", plain))

    def fields(self, told: Mapping[str, Any], understanding: Understanding) -> Iterator[str]:
        """The fields whose told value is what is taken back."""
        for old in self.old:
            if len(old) > _LEAST_OLD and old.isdecimal() and old in str(told.get("petitioner_phone") or ""):
                yield "petitioner_phone"
            count = _read("affected_count", old, understanding).get("affected_count")
            if count and count == told.get("affected_count"):
                yield "affected_count"
            when = str(told.get("occurred_at") or "")
            if names_part(old, when) or ((date := understanding.date(old)) and when and _meets(date, when)):
                yield "occurred_at"
            yield from (name for name in _OWN_WORDS if _shared(old, str(told.get(name) or "")))

    def value(self, name: str, told: Mapping[str, Any], understanding: Understanding) -> Values:
        """The new value of a field, read from what stands."""
        match name:
            case "petitioner_phone":
                return self._last(name, understanding) or self._part_of_phone(told, understanding)
            case "affected_count":
                return self._last(name, understanding)
            case "occurred_at":
                return self._date(told, understanding)
            case "petitioner_name":
                return self._last(name, understanding, led=True)
            case "place":
                return self._within(name, told, understanding) or self._last(name, understanding, led=True)
        return (
            self._within(name, told, understanding)
            or self._same_kind(name, told, understanding)
            or self._led(name, understanding)
            or (_read(name, self.new or "", understanding) if name == "respondent" else {})
        )

    def by_kind(self, names: Sequence[str], told: Mapping[str, Any], understanding: Understanding) -> Values:
        """The first of these fields that was told and that what stands gives another value of."""
        for name in names:
            if told.get(name) not in (None, ""):
                found = self.value(name, told, understanding)
                if found and found.get(name) != told.get(name):
                    return found
        return {}

    def _last(self, name: str, understanding: Understanding, *, led: bool = False) -> Values:
        clauses = [clause for clause in _CLAUSE.split(self.stands) if clause.strip()]
        if led and not HAN.search(self.stands):
            # "It must be Zhang Yueping, in one word": what is put in place comes first.
            clauses.sort(key=lambda clause: bool(_LEAD.match(clause)))
        for clause in reversed(clauses):
            lead = _LEAD.match(clause) if led else None
            for words in dict.fromkeys((clause[lead.end() :] if lead else clause, clause)):
                if found := _read(name, words.strip(), understanding):
                    return found
        return {}

    def _date(self, told: Mapping[str, Any], understanding: Understanding) -> Values:
        """The most exact date: "是11月20号，那天礼拜五"; in English also a part of it: the 17th, not the 7th."""
        clauses = [clause for clause in _CLAUSE.split(self.stands) if not _BUILDING.search(clause)]
        dates = [date for clause in clauses if (date := understanding.date(clause))]
        if dates:
            return {"occurred_at": max(dates, key=lambda date: ("/" not in date, len(date)))}
        when = with_parts(self.stands, str(told.get("occurred_at") or "")) if self.old else None
        return {"occurred_at": when} if when else {}

    def _part_of_phone(self, told: Mapping[str, Any], understanding: Understanding) -> Values:
        """ "是1752，不是1725": the rest of the number stands."""
        phone = str(told.get("petitioner_phone") or "")
        old = next((old for old in self.old if _PART_OF_NUMBER.fullmatch(old) and old in phone), "")
        new = next((part for part in _NUMBER.findall(self.new or self.stands) if len(part) == len(old)), "")
        if not (old and new):
            return {}
        head, _, tail = phone.rpartition(old)
        return _read("petitioner_phone", head + new + tail, understanding)

    def _within(self, name: str, told: Mapping[str, Any], understanding: Understanding) -> Values:
        """吉禾路 inside 武侯区吉禾路: only that part is another."""
        value, new = str(told.get(name) or ""), self.new or self._put_in_place()
        old = next((found for old in self.old if (found := _shared(old, value))), "")
        if not (old and new):
            return {}
        head, _, tail = value.partition(old)
        ending = next((ending for ending in (taken[len(old) :] for taken in self.old if taken.startswith(old))), "")
        new = new.removesuffix(ending) if ending else new
        whole = head + (new if tail and new.endswith(tail) else new + tail)
        return _read(name, whole, understanding)

    def _same_kind(self, name: str, told: Mapping[str, Any], understanding: Understanding) -> Values:
        """ "楼号错了，是6号楼2单元": what stands before the house of the old address stays."""
        new, value = self._put_in_place() or "", str(told.get(name) or "")
        house = _HOUSE.match(new)
        old = next((match for match in _HOUSE.finditer(value) if house and match["kind"] == house["kind"]), None)
        if not (house and old):
            return {}
        # Another unit of the house: the flat stays; "6号楼2单元" is all that is told below it.
        below = value[old.end() :] if new == house.group() else ""
        return _read(name, value[: old.start()] + new + below, understanding)

    def _put_in_place(self) -> str | None:
        clauses = self._led_clauses()
        return _LEAD.sub("", clauses[-1]).strip() if clauses else None

    def _led_clauses(self) -> list[str]:
        """The clauses that say what it is, and not that something is wrong."""
        clauses = [clause for clause in _CLAUSE.split(self.stands) if _LEAD.match(clause)]
        return [clause for clause in clauses if not _ONLY_SAYS_SO.search(clause)] or clauses

    def _led(self, name: str, understanding: Understanding) -> Values:
        words = next((_LEAD.sub("", clause).strip() for clause in self._led_clauses()), "")
        return _read(name, words, understanding)


def _shared(old: str, value: str) -> str:
    """What of the old words stands in a value, all of it or all but the kind it ends with: 吉禾路(站)."""
    parts = (old, old[:-1] if len(old) > _LEAST_OLD + 1 else old)
    return next((part for part in parts if len(part) >= _LEAST_OLD and part in value), "")


def _read(name: str, words: str, understanding: Understanding) -> Values:
    return dict(READERS[name](words, understanding) or {}) if words else {}


def _meets(one: str, other: str) -> bool:
    return one == other or one.startswith(other) or other.startswith(one) or one[-5:] == other[-5:]
