"""Telephone numbers: mobile, landline and service numbers, in digits of any width or in words."""

import re

from nlu.text.dialled import as_digits
from nlu.text.mentions import Mention, longest_first
from nlu.text.normalise import fold
from nlu.text.numbers import spelled_digits

_GAP = r"[ \-.]{0,2}"
_MOBILE = rf"(?:(?:\+|00)?86{_GAP})?(1[3-9]\d{_GAP}\d{{4}}{_GAP}\d{{4}}|1[3-9]\d{{2}}{_GAP}\d{{3}}{_GAP}\d{{4}})"
_LANDLINE = rf"(?:\((?=0\d+\)))?(0[1-9]\d{{1,2}})\)?{_GAP}([2-9]\d{{2,3}}{_GAP}\d{{4}})(?:(?:转|-|分机)(\d{{1,5}}))?"
_SERVICE = rf"([48]00){_GAP}(\d{{3}}){_GAP}(\d{{4}})"
# No digit may stand beside a number: the middle of a bank card or of an identity number is none.
_ALONE = r"(?<![\d*])(?:{})(?![\d*])"
_MOBILE_ALONE = re.compile(_ALONE.format(_MOBILE))
_LANDLINE_ALONE = re.compile(_ALONE.format(_LANDLINE))
_SERVICE_ALONE = re.compile(_ALONE.format(_SERVICE))
_LOCAL = re.compile(r"[2-9]\d{2,3}[ -]?\d{4}")
_SPELLED = re.compile(
    r"(?<![\d幺零〇一二三四五六七八九])[幺零〇一二三四五六七八九两 -]{11,20}(?![\d幺零〇一二三四五六七八九])"
)
_FILLERS = re.compile(
    r"我的?|手机号?码?|联系|电话|号码|座机|固话|打|这个|就|是|为|:|,|。|吧|的|呢|哦|啊|tel|phone|微信同号|"
    r"同号",
    re.I,
)
_IDENTITY = re.compile(r"(?<!\d)\d{17}[\dXx](?!\d)")


def find_phones(text: str) -> list[Mention]:
    """Find the telephone numbers of persons and firms; public hotlines such as 12345 are not among them."""
    folded = fold(text)
    # An identity number may stand in groups; what looks like a telephone inside it is blanked out first.
    masked = _IDENTITY.sub(lambda found: "*" * len(found.group()), folded)
    found = [(m.start(), m.end(), _digits(m.group(1))) for m in _MOBILE_ALONE.finditer(masked)]
    found += [(m.start(), m.end(), _landline(m)) for m in _LANDLINE_ALONE.finditer(masked)]
    found += [(m.start(), m.end(), _digits(m.group())) for m in _SERVICE_ALONE.finditer(masked)]
    found += _spelled(masked)
    return longest_first(Mention(start, end, text[start:end], value) for start, end, value in found)


def valid_phone(text: str) -> str | None:
    """Read the answer to "your telephone number": the number, or None if it is none a person could be called on."""
    found = find_phones(text) or find_phones(as_digits(text))
    if found:
        return found[0].value if len({mention.value for mention in found}) == 1 else None
    rest = _FILLERS.sub("", fold(text)).strip()
    if _LOCAL.fullmatch(rest):
        return _digits(rest)
    digits = spelled_digits(re.sub(r"[ \-]", "", rest))
    return digits if digits and re.fullmatch(r"1[3-9]\d{9}", digits) else None


def _spelled(folded: str) -> list[tuple[int, int, str]]:
    found = []
    for match in _SPELLED.finditer(folded):
        digits = spelled_digits(re.sub(r"[ \-]", "", match.group()))
        if digits and re.fullmatch(r"1[3-9]\d{9}|0[1-9]\d{9,10}", digits):
            found.append((match.start(), match.end(), digits))
    return found


def _landline(match: re.Match[str]) -> str:
    area, number, extension = match.group(1), _digits(match.group(2)), match.group(3)
    return f"{area}-{number}" + (f"-{extension}" if extension else "")


def _digits(text: str) -> str:
    return re.sub(r"\D", "", text)
