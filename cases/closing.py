"""The closing gate: what a reply and a conclusion must say before they can stand (Arts. 31, 32, 35)."""

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import cache

from cases.data import load_yaml
from cases.dossiers import Entry
from cases.errors import NotClosable
from cases.step_fields import StepFields
from cases.tables import ClaimRow, PetitionRow

PETITION_ROUTE = "六"
"""The way that ends with a written opinion (信访处理意见书)."""

CHANGED = "changed"
"""The result of a review that puts another outcome in the place of the first."""

LEAST_LETTERS = 8
"""Fewer than these tell no facts."""

_LETTER = re.compile(r"[\u4e00-\u9fff]|[A-Za-z]")
_SENTENCE = re.compile(r"[。！？；;\n]|(?<=[a-z])\. ")
_BASIS = re.compile(r"《[^》]+》|第[一二三四五六七八九十百零〇\d]+条|\bArt(?:icle|\.)|\bLaw\b|\bRegulation")
_ELSEWHERE = re.compile(
    r"(?:请|可以?|建议|应当?|自行)[^，,]{0,10}(?:到|向|找|去|拨打|通过)[^，,]{0,30}"
    r"(?:反映|咨询|申请|投诉|办理|解决|联系|起诉|诉讼|仲裁|复议|提出)"
    r"|不(?:属于?|归|在)[^，,]{0,14}(?:职责|职权|管辖|管理|受理|范围|管)"
    r"|\bplease (?:contact|go to|ask|apply)|\bnot (?:within )?our (?:remit|responsib)",
    re.IGNORECASE,
)
_PASSED_ON = re.compile(
    r"(?:已经?|业已)[^。！？；;\n，,]{0,20}?(?:转交|转送|转办|转请|转至|交办|交由)"
    r"[^。！？；;\n]{0,30}?(?:局|委|办|部门|单位|机关|政府|院|街道|镇|乡|中心|大队|公司)"
    r"|\b(?:has|have|was|were) (?:already )?(?:been )?(?:passed|transferred|forwarded|referred) (?:it )?(?:on )?to\b",
    re.IGNORECASE,
)
_PASSAGES = frozenset({"transfer", "assign", "escalate"})
"""The steps that give a case to another unit. One that assists does not have it, and what was split off is another."""
_TAKEN_BACK = "agree_return"
_DENIED = re.compile(
    r"(?:最终|终局)的?(?:答复|意见|决定)|(?:不得|不能|不可以?|无权)再?(?:申请|提出|请求)(?:复查|复核)"
    r"|\bno right (?:to|of) (?:a )?re"
)


def check_reply(row: PetitionRow, fields: StepFields, claims: Sequence[ClaimRow], history: Iterable[Entry]) -> None:
    """Raise `NotClosable` with every reason why this opinion cannot stand. `claims` carry its outcomes already."""
    missing = _unanswered(claims, one_for_all=len(claims) == 1)
    _check(row, fields, missing, history, has_basis=bool(claims) and all(one.legal_basis for one in claims))


def check_review(row: PetitionRow, fields: StepFields, claims: Sequence[ClaimRow], history: Iterable[Entry]) -> None:
    """The same of a review. It finds its own facts, names its own basis, and answers anew the claims it changes."""
    missing = _unanswered(claims, one_for_all=True)
    if fields.result == CHANGED and not fields.outcome:
        missing = [one.position for one in claims if one.position not in fields.claims]
    _check(row, fields, missing, history, has_basis=False, found=fields.facts)


def _check(
    row: PetitionRow,
    fields: StepFields,
    missing: Sequence[int],
    history: Iterable[Entry],
    *,
    has_basis: bool,
    found: str | None = None,
) -> None:
    words = [fields.facts, fields.text, *(one.opinion for one in fields.claims.values())]
    text = "\n".join(filter(None, words))
    petition = row.route == PETITION_ROUTE
    reasons = {
        "claims": bool(missing),
        "facts": petition and len(_LETTER.findall(text if found is None else found)) < LEAST_LETTERS,
        "legal_basis": petition and not (has_basis or fields.legal_basis or _BASIS.search(text)),
        "remedy": petition and _DENIED.search(f"{text}\n{fields.remedy}") is not None,
        "elsewhere": _only_sends_elsewhere(text),
        "passed_on": _PASSED_ON.search(text) is not None and not _was_passed_on(history),
    }
    refuse([name for name, holds in reasons.items() if holds], missing)


def _was_passed_on(history: Iterable[Entry]) -> bool:
    """Whether another unit was given the case, and it did not come back."""
    moves = [entry.step for entry in history if entry.step in _PASSAGES or entry.step == _TAKEN_BACK]
    return bool(moves) and moves[-1] != _TAKEN_BACK


def check_conclusion(claims: Sequence[ClaimRow]) -> None:
    """Raise `NotClosable` while a claim has no outcome."""
    missing = _unanswered(claims, one_for_all=True)
    refuse(["claims"] if missing else [], missing)


def _unanswered(claims: Sequence[ClaimRow], *, one_for_all: bool) -> list[int]:
    """Claims without an outcome; of several, each needs words of its own."""
    return [one.position for one in claims if not one.outcome or not (one_for_all or one.opinion)]


def _only_sends_elsewhere(text: str) -> bool:
    sentences = [one for one in _SENTENCE.split(text) if _LETTER.search(one)]
    return bool(sentences) and all(_ELSEWHERE.search(one) for one in sentences)


def refuse(reasons: Iterable[str], missing: Sequence[int] = ()) -> None:
    """Raise `NotClosable` with these reasons, where there are any."""
    names = tuple(reasons)
    if not names:
        return
    numbers = "、".join(map(str, missing))
    said = {
        language: " ".join(_sentences()[name][language].format(claims=numbers) for name in names)
        for language in ("zh", "en")
    }
    raise NotClosable(names, said)


@cache
def _sentences() -> Mapping[str, Mapping[str, str]]:
    sentences: Mapping[str, Mapping[str, str]] = load_yaml("closing.yml")
    return sentences
