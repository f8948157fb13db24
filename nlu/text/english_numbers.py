"""Small numbers, ordinals and months as English writes them: twelve, thirty-eight, two dozen, the twenty-first."""

ONES = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
TEENS = (
    *("ten", "eleven", "twelve"),
    *(f"{stem}teen" for stem in ("thir", "four", "fif", "six", "seven", "eigh", "nine")),
)
TENS = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
NUMBER_WORDS = {word: value for value, word in enumerate((*ONES, *TEENS), start=1)} | {
    word: 10 * value for value, word in enumerate(TENS, start=2)
}
_FIRST = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth")
ORDINALS = (
    *(*_FIRST, "tenth", "eleventh", "twelfth"),
    *(f"{word}th" for word in TEENS[3:]),
    *("twentieth", *(f"twenty-{unit}" for unit in _FIRST)),
    *("thirtieth", "thirty-first"),
)
"""The days of a month, the first at 0."""
MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MANY = {"dozen": 12, "hundred": 100}


def english_whole(words: str) -> int | None:
    """Read 12, 1,200, twelve, thirty-eight, two dozen; None where a word is no number, and for zero."""
    *before, last = words.lower().replace(",", "").replace("-", " ").split()
    if last in _MANY and before[:1] == ["half"]:
        return _MANY[last] // 2
    if last in _MANY:
        return _MANY[last] * (english_whole(before[0]) or 1 if before else 1)
    if before:
        return (NUMBER_WORDS.get(before[0]) or 0) + (NUMBER_WORDS.get(last) or 0)
    return (int(last) if last.isdecimal() else NUMBER_WORDS.get(last)) or None
