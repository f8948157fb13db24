"""Parts of a date that was told, as corrections name them in English: not the 7th; April, not March."""

import re

from nlu.text.english_numbers import MONTHS

_DAY = re.compile(r"\b(?P<day>[0-3]?\d)(?:st|nd|rd|th)\b|^\W*(?:the )?(?P<bare>[0-3]?\d)\W*$", re.IGNORECASE)
_MONTH = re.compile(rf"\b(?P<month>{'|'.join(MONTHS)})[a-z]*\b", re.IGNORECASE)
_YEAR = re.compile(r"\b(?P<year>(?:19|20)\d\d)\b")
_TOLD = re.compile(r"(?P<year>\d{4})(?:-(?P<month>\d\d))?(?:-(?P<day>\d\d))?")


def names_part(words: str, told: str) -> bool:
    """Whether words name a day, a month or a year of the date that was told."""
    parts, known = _parts(words), _TOLD.match(told)
    if known is None or not parts:
        return False
    return all(known[name] and int(known[name]) == value for name, value in parts.items())


def with_parts(words: str, told: str) -> str | None:
    """The told date with the day, month or year that words put in place of its own."""
    parts, known = _parts(words), _TOLD.match(told)
    if not parts or not known:
        return None
    kept = {name: parts.get(name) or (int(value) if value else None) for name, value in known.groupdict().items()}
    numbers = [kept["year"], kept["month"], kept["day"]]
    return "-".join(f"{number:04}" if at == 0 else f"{number:02}" for at, number in enumerate(numbers) if number)


def _parts(words: str) -> dict[str, int]:
    found: dict[str, int] = {}
    if day := _DAY.search(words):
        found["day"] = int(day["day"] or day["bare"])
    if month := _MONTH.search(words):
        found["month"] = MONTHS.index(month["month"].lower()[:3]) + 1
    if year := _YEAR.search(words):
        found["year"] = int(year["year"])
    return found
