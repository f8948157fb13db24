"""Which language a citizen writes in: the bot answers in it, whatever the channel was set to."""

import re

_HAN = re.compile(r"[\u3400-\u9fff]")
_WORD = re.compile(r"[A-Za-z][A-Za-z'’]*")
_WORDS = """
    the a an is are was were am be i my me we our us you your it its he she they their this that these
    those to of in on at for from with and or but not no yes do does did don't can't cannot have has had
    will would can could should want need please help hello hi hey thanks thank what when where who why
    how which there here been since ago because about after before just only if so then money paid pay
    landlord company boss police complain report skip
"""
_COMMON = frozenset(_WORDS.split())
LEAST_WORDS = 2
ALONE = frozenset(["hello", "hi", "hey", "help", "thanks", "hola"])


def written_in(text: str) -> str | None:
    """Chinese or English; None where the words do not tell, as a name, a number or "ok".

    Who writes English may put an address or a firm in Chinese characters between: a character counts as a word.
    """
    words = [word.lower() for word in _WORD.findall(text)]
    english = len(words) >= LEAST_WORDS and any(word in _COMMON for word in words)
    if characters := len(_HAN.findall(text)):
        if len(words) <= characters:
            return "zh"
        return "en" if english and len(words) > 2 * characters else None
    if len(words) == 1:
        return "en" if words[0] in ALONE else None
    return "en" if english else None
