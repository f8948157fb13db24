"""Numbers as citizens write them: 12, 3,500, 3.5万, 二十三, 两百五, 三千零五."""

import re

_DIGITS = {char: value for value, char in enumerate("零一二三四五六七八九")} | {
    "〇": 0, "○": 0, "两": 2, "俩": 2, "仨": 3, "幺": 1, "壹": 1, "贰": 2, "叁": 3, "肆": 4, "伍": 5,
    "陆": 6, "柒": 7, "捌": 8, "玖": 9,
}  # fmt: skip
_SHORT = {"廿": 20, "卅": 30}
_UNITS = {"十": 10, "拾": 10, "百": 100, "佰": 100, "千": 1000, "仟": 1000}
_MYRIADS = {"万": 10_000, "亿": 100_000_000}

CHINESE_DIGIT = "零〇○一二三四五六七八九两"
CHINESE_NUMBER = CHINESE_DIGIT + "十百千万"
# Longer than this is no number a person writes, and would overflow one that a machine keeps.
_LONGEST = 20

_WESTERN = re.compile(r"(\d+(?:,\d{3})*(?:\.\d+)?)([百千万亿]*)")


def parse_number(text: str) -> float | None:
    """Read a whole written number, Western or Chinese; None when it is none."""
    if len(text) > _LONGEST:
        return None
    western = _WESTERN.fullmatch(text)
    if western:
        value = float(western.group(1).replace(",", ""))
        for unit in western.group(2):
            value *= _UNITS.get(unit, 0) or _MYRIADS[unit]
        return value
    return _chinese(text)


def parse_whole(text: str) -> int | None:
    """Read a written number that has no fraction."""
    value = parse_number(text)
    return int(value) if value is not None and value == int(value) else None


def spelled_digits(text: str) -> str | None:
    """Read digits said one by one, as in years and telephone numbers: 二〇一九, 幺三八."""
    if not text or any(char not in _DIGITS and not char.isdecimal() for char in text):
        return None
    return "".join(char if char.isdecimal() else str(_DIGITS[char]) for char in text)


def _chinese(text: str) -> float | None:
    if not text or any(char not in _DIGITS and char not in _UNITS | _MYRIADS | _SHORT for char in text):
        return None
    if len(text) > 1 and all(char in _DIGITS for char in text):
        return float(spelled_digits(text) or 0)
    total = section = digit = 0
    last_unit = 1
    for char in text:
        if char in _DIGITS:
            digit, last_unit = _DIGITS[char], last_unit if _DIGITS[char] else 1
        elif char in _SHORT:
            section += _SHORT[char]
        elif char in _UNITS:
            # 十五 leaves out the one before its ten.
            section, digit, last_unit = section + (digit or 1) * _UNITS[char], 0, _UNITS[char]
        else:
            total, section, digit = _carry(total, section + digit, _MYRIADS[char]), 0, 0
            last_unit = _MYRIADS[char]
    # 两百五 is 250 and 三万五 is 35,000: the last digit counts in the unit below the one before it.
    return float(total + section + digit * (last_unit // 10 if last_unit >= 100 else 1))


def _carry(total: int, section: int, unit: int) -> int:
    """Close a section at its 万 or 亿; 亿 also lifts what stood before it: 一万亿."""
    return (total + section) * unit if unit > 10_000 else total + section * unit
