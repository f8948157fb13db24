"""What the address parser sees of each character: its neighbours, numbers, words that end a part, known places."""

import re
from collections.abc import Iterator
from functools import cache
from itertools import pairwise

from nlu.text.lexicon import load_lists
from nlu.text.normalise import fold
from nlu.text.region_names import load_names

#: Words that end a part of an address, the longer before the shorter.
_ENDING = re.compile(
    "自治区|自治州|自治县|特别行政区|开发区|工业园区|工业园|产业园|科技园|园区|街道|新区|村委会|居委会|社区|行政村|自然村|"
    "大道|大街|公路|胡同|号楼|号院|单元|小区|花园|公寓|家园|广场|大厦|大楼|商城|市场|中心|学校|大学|医院|公司|酒店|"
    "[省市区县旗镇乡村屯庄路街巷弄道号栋幢座楼层室苑园店厂院里组队段桥口城期门]"
)
_RUN = re.compile(r"[0-9]+|[A-Za-z]+|[一二三四五六七八九十百零〇]+|[^0-9A-Za-z\u4e00-\u9fff]")
_BESIDE = re.compile(r"附近|对面|旁边?|隔壁|路口|交叉口|交汇处?|[东西南北]侧|[东西南北]面|[前后]面|[0-9]+米")
_LONGEST_NAME = 12
_SHORTEST_NAME = 2


def features(text: str) -> list[list[str]]:
    """Return the names of what is seen at each character."""
    folded = fold(text)
    wide = f"^^^{folded}$$$"
    plain = re.sub(r"[0-9]", "0", wide)
    seen: list[list[str]] = [list(_window(plain, at + 3)) for at in range(len(folded))]
    for marks in (_places(folded), _numbers(folded), _endings(folded), _besides(folded)):
        for at, name in marks:
            seen[at].append(name)
    return [list(dict.fromkeys(names)) for names in seen]


def _window(wide: str, at: int) -> Iterator[str]:
    yield "1"
    for by in (-3, -2, -1, 0, 1, 2, 3):
        yield f"{by}={wide[at + by]}"
    for by in (-2, -1, 0, 1):
        yield f"{by}+{wide[at + by : at + by + 2]}"
    for by in (-3, -2, -1, 0, 1):
        yield f"{by}*{wide[at + by : at + by + 3]}"
    for by in (-3, 0):
        yield f"{by}#{wide[at + by : at + by + 4]}"
    yield f"l={min(at - 3, 3)}"
    yield f"r={min(len(wide) - 4 - at, 3)}"


@cache
def _levels() -> dict[str, str]:
    """Every place's name with the levels it may be of: p, c, d, and t for towns."""
    levels: dict[str, set[str]] = {}
    for name, found in load_names().items():
        for code in found.codes:
            level = "p" if code.endswith("0000") else "c" if code.endswith("00") else "d"
            levels.setdefault(name, set()).add(level)
    for _, names in load_lists("towns.txt"):
        for name in names:
            levels.setdefault(name, set()).add("t")
    return {name: "".join(sorted(of)) for name, of in levels.items() if len(name) >= _SHORTEST_NAME}


def _places(text: str) -> Iterator[tuple[int, str]]:
    """Known places, the longest first; a place named again is often one too many."""
    at, before, named = 0, "", set[str]()
    while at < len(text):
        sizes = range(min(_LONGEST_NAME, len(text) - at), _SHORTEST_NAME - 1, -1)
        size = next((size for size in sizes if text[at : at + size] in _levels()), 0)
        if size:
            name = text[at : at + size]
            level, again = _levels()[name], name[:2] in named
            for inside in range(size):
                where = "B" if inside == 0 else "E" if inside == size - 1 else "I"
                yield at + inside, f"g{where}{level}"
                yield at + inside, f"g{where}{level}{again}{before[-3:]}"
            named.add(name[:2])
            before += level[0]
        at += size or 1


def _numbers(text: str) -> Iterator[tuple[int, str]]:
    """Runs of digits, letters or signs: what stands before and after, and where in a chain like 3-2-501."""
    runs = list(_RUN.finditer(text))
    chain = 0
    for number, run in enumerate(runs):
        joined = number > 0 and runs[number - 1].end() == run.start()
        chain = chain + 1 if joined else 0
        follows = number + 1 < len(runs) and runs[number + 1].start() == run.end()
        left = 0
        for one, other in pairwise(runs[number:]):
            if one.end() != other.start():
                break
            left += 1
        before, after = text[max(0, run.start() - 2) : run.start()], text[run.end() : run.end() + 2]
        last = _last_ending(text, run.start() if not chain else runs[number - chain].start())
        names = (
            f"n{min(chain, 6)}/{min(left, 6)}",
            f"n{min(chain, 6)}/{min(left, 6)}{last}",
            f"n>{after[:1]}{len(run.group())}",
            f"n>{after}",
            f"n<{before[-1:]}>{after[:1]}",
            f"n<{before}{len(run.group())}",
            f"n:{last}>{after[:1]}",
            f"n#{sum(each.group()[0].isalnum() for each in runs[:number])}{follows}{last}",
        )
        for at in range(run.start(), run.end()):
            where = "B" if at == run.start() else "I"
            yield from ((at, where + name) for name in names)


def _last_ending(text: str, before: int) -> str:
    found = [match.group() for match in _ENDING.finditer(text, 0, before)]
    return found[-1] if found else ""


def _endings(text: str) -> Iterator[tuple[int, str]]:
    """The word that ends the part a character may be in, how far it is, and the ones before it."""
    before, at = ["", ""], 0
    for match in _ENDING.finditer(text):
        word = match.group()
        for inside in range(at, match.end()):
            far = match.start() - inside
            yield inside, f"e{word}"
            yield inside, f"e{word}{min(far, 5) if far >= 0 else 'in'}"
            yield inside, f"e{before[-1]}>{word}"
            yield inside, f"e{before[-1]}{min(inside - at, 3)}>{word}"
            yield inside, f"e{before[-2]}{before[-1]}>{word}"
        before.append(word)
        at = match.end()
    for inside in range(at, len(text)):
        yield inside, f"e{before[-1]}{min(inside - at, 3)}>"
        yield inside, f"e{before[-2]}{before[-1]}>"


def _besides(text: str) -> Iterator[tuple[int, str]]:
    for match in _BESIDE.finditer(text):
        for at in range(match.start(), match.end()):
            yield at, f"b{'B' if at == match.start() else 'I'}"
