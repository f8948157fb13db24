"""A draft's claims: read from its words, unless the citizen has put the list right; and how they put it right."""

import re
from collections.abc import Sequence

from actions.understanding import Understanding
from cases import Draft

_ORDINALS = {sign: index for index, sign in enumerate("一二三四五六七八九")} | {
    word: index for index, word in enumerate(("one", "two", "three", "four", "five"))
}
_ENGLISH = {word: index for index, word in enumerate(("first", "second", "third", "fourth", "fifth"))}
_WHICH = (
    r"(?:第\s*([一二三四五六七八九1-9])\s*(?:条|个|项|点|件)?|([1-9])[号条]|"
    r"(?:number|no\.?|claim)\s+([1-9]|one|two|three|four|five)|the\s+(first|second|third|fourth|fifth)(?: one)?)"
)
_GONE = r"(?:不要|不用|去掉|删掉?|取消|算了|不提|拿掉|撤|划掉|remove|drop|delete|leave out)"
_REMOVE = re.compile(rf"{_WHICH}[^，,。:：]{{0,6}}?{_GONE}|{_GONE}[^，,。:：]{{0,4}}?{_WHICH}", re.IGNORECASE)
_CHANGE = re.compile(
    rf"{_WHICH}[^，,。:：]{{0,4}}?(?:改成|改为|应该是|应当是|换成|写成|should be|change to)\s*[:：,，]?\s*(?P<new>.+)",
    re.IGNORECASE | re.DOTALL,
)
_ADD = re.compile(
    r"(?:再|还要?|另外|多)?(?:加|补|增加|添)(?:上)?\s*(?:一|1)\s*(?:条|个|项|点|件)(?:诉求|请求|要求)?\s*[:：,，]?\s*(?P<new>.+)|"
    r"(?:please )?add (?:one|another|a claim|a request)(?: more)?\s*[:,]?\s*(?P<new_en>.+)",
    re.IGNORECASE | re.DOTALL,
)
_LEAST = 2


def draft_claims(draft: Draft, understanding: Understanding) -> list[str]:
    """What the petition asks for, one by one, in the citizen's own words."""
    request = str(draft.values.get("request") or "")
    corrected = draft.values.get("claims") or {}
    # Who says anew what they ask for has answered the whole question: an older list is no longer theirs.
    if corrected and corrected.get("of") == request:
        return list(corrected["items"])
    return understanding.claims(str(draft.values.get("facts") or ""), request)


def corrected_list(text: str, claims: Sequence[str]) -> list[str] | None:
    """The list after "第二条不要了", "第一条改成…" or "再加一条：…"; None when the text says nothing of the kind."""
    if added := _ADD.search(text):
        new = (added["new"] or added["new_en"] or "").strip(" 。.；;，,")
        return [*claims, new] if len(new) >= _LEAST else None
    changed = _CHANGE.search(text)
    if changed and (at := _which(changed, len(claims))) is not None:
        return [changed["new"].strip(" 。.；;") if index == at else claim for index, claim in enumerate(claims)]
    removed = _REMOVE.search(text)
    if removed and len(claims) > 1 and (at := _which(removed, len(claims))) is not None:
        return [claim for index, claim in enumerate(claims) if index != at]
    return None


def speaks_of_claims(text: str) -> bool:
    """Whether words change the list of claims; "第二条不要了" cancels nothing else."""
    return bool(_ADD.search(text) or _CHANGE.search(text) or _REMOVE.search(text))


def kept(claims: Sequence[str], draft: Draft) -> dict[str, object]:
    """A corrected list as the draft keeps it."""
    return {"claims": {"of": str(draft.values.get("request") or ""), "items": list(claims)}}


def _which(match: re.Match[str], count: int) -> int | None:
    said = next((group for group in match.groups() if group and _index(group) is not None), None)
    index = _index(said) if said else None
    return index if index is not None and index < count else None


def _index(said: str) -> int | None:
    word = said.lower()
    if word.isascii() and word.isdigit():
        return int(word) - 1 if len(word) == 1 else None
    return _ORDINALS.get(word, _ENGLISH.get(word))
