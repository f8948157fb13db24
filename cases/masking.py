"""Hides who somebody is and how to reach them, in single fields and in running text."""

import re
from collections.abc import Iterable

_FULL_WIDTH = {0xFF01 + i: 0x21 + i for i in range(94)} | {0x3000: 0x20}
_TOWN = re.compile(r"^.*?(?:街道|[镇乡])")
_COUNTY = re.compile(r"^.*?[县区旗市]+")

_MOBILE = r"(?:\+?86[- ]?)?1[3-9][0-9](?:[- ]?[0-9]{4}){2}"
_MOBILE_334 = r"1[3-9][0-9][- ][0-9]{3}[- ][0-9]{5}"
_SPOKEN_MOBILE = r"[一幺][三四五六七八九][零〇一幺二两三四五六七八九]{9}"
_LANDLINE = r"\(?0[0-9]{2,3}\)?[- ]?[0-9]{7,8}"
_CARD = r"[0-9]{4}(?:[- ]?[0-9]{4}){3}(?:[- ]?[0-9]{1,3})?"
# With dashes only where a year of birth stands: else a case number would look like one.
_IDENTITY = r"[0-9]{6} ?[0-9]{8} ?[0-9]{3}[0-9Xx]|[0-9]{6}-(?:19|20[01])[0-9]{6}-[0-9]{3}[0-9Xx]|[0-9]{15}"
_MAIL = r"[A-Za-z0-9._%+-]+@[A-Za-z0-9.-]+\.[A-Za-z]{2,}"
_PLATE = r"[京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼][A-Z][·• ]?[A-Z0-9]{5,6}"
_ACCOUNT = r"(?<=微信)[号: ]{1,3}[A-Za-z][A-Za-z0-9_-]{5,19}|(?i:(?<=qq))[号: ]{0,3}[0-9]{5,12}"

_IN_TEXT = re.compile(
    rf"(?P<mail>{_MAIL})"
    rf"|(?<![0-9])(?:(?P<identity>{_IDENTITY})|(?P<card>{_CARD})"
    rf"|(?P<phone>{_MOBILE}|{_MOBILE_334}|{_LANDLINE}))(?![0-9])"
    rf"|(?P<spoken>{_SPOKEN_MOBILE})|(?P<plate>{_PLATE})|(?P<account>{_ACCOUNT})"
)


def mask_name(name: str) -> str:
    """王建国 → 王**: the number of stars tells nothing about the length."""
    return f"{name.strip()[:1]}**" if name.strip() else ""


def mask_phone(phone: str) -> str:
    """13800000001 → 138****0001."""
    digits = re.sub(r"[^0-9]", "", phone.translate(_FULL_WIDTH))
    if len(digits) == 13 and digits.startswith("86"):
        digits = digits[2:]
    if len(digits) < 7:
        return "****" if phone.strip() else ""
    return f"{digits[:3]}****{digits[-4:] if len(digits) >= 11 else digits[-2:]}"


def mask_identity(number: str) -> str:
    """360721199001011234 → 360721**********34."""
    plain = re.sub(r"[^0-9A-Za-z]", "", number.translate(_FULL_WIDTH))
    if not plain:
        return ""
    return f"{plain[:6]}**********{plain[-2:]}" if len(plain) >= 15 else f"{plain[:1]}****"


def mask_card(number: str) -> str:
    """6222 0200 0000 0001 234 → **** 1234."""
    return f"**** {re.sub(r'[^0-9]', '', number)[-4:]}"


def mask_address(address: str) -> str:
    """An address down to the township: what is behind it finds a door."""
    if not address.strip():
        return ""
    known = _TOWN.match(address) or _COUNTY.match(address)
    return f"{known.group() if known else address[:2]}**"


def mask_text(text: str, *, names: Iterable[str] = ()) -> str:
    """Running text without identity numbers, phones, cards, mails, plates, accounts and the given names."""
    # Full-width digits are matched in a copy of the same length, so that the citizen's own words stay as they are.
    narrow = text.translate(_FULL_WIDTH)
    pieces: list[str] = []
    end = 0
    for match in _IN_TEXT.finditer(narrow):
        pieces += [text[end : match.start()], _masked(match)]
        end = match.end()
    masked = "".join([*pieces, text[end:]])
    for name in names:
        if len(name.strip()) >= 2:
            masked = masked.replace(name.strip(), mask_name(name))
    return masked


GONE = "〔已删〕"
_SHORTEST = 4
"""Fewer characters than this say nothing about who somebody is, and would be cut out of other words."""


def cut_text(text: str, *, names: Iterable[str] = (), said: Iterable[str] = ()) -> str:
    """Running text with nothing left of what `mask_text` hides by half, and of what is `said`: for good."""
    for words in sorted({one.strip() for one in said}, key=len, reverse=True):
        if len(words) >= _SHORTEST:
            text = text.replace(words, GONE)
    narrow, pieces, end = text.translate(_FULL_WIDTH), list[str](), 0
    for match in _IN_TEXT.finditer(narrow):
        pieces += [text[end : match.start()], GONE]
        end = match.end()
    cut = "".join([*pieces, text[end:]])
    for name in names:
        if len(name.strip()) >= 2:
            cut = cut.replace(name.strip(), GONE)
    return cut


def without_town(address: str) -> str:
    """What of an address finds a door."""
    known = _TOWN.match(address) or _COUNTY.match(address)
    return address[known.end() :].strip() if known else ""


def _masked(match: re.Match[str]) -> str:
    found = match.group()
    match match.lastgroup:
        case "identity":
            return mask_identity(found)
        case "card":
            return mask_card(found)
        case "phone":
            return mask_phone(found)
        case "plate":
            return f"{found[:2]}****"
        case _:
            return "****"
