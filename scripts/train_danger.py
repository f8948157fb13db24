"""Learns `nlu/lexicon/danger_weights.csv` from our own examples; run by hand after they change.

    python -m scripts.train_danger

What is ordinary is learnt from `danger_examples.txt`, `ordinary_petitions.txt`, `ordinary_lines.txt`, the examples of
matters, and the sentences the intent classifier learns from.
"""

import csv
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import yaml
from sklearn.feature_extraction import DictVectorizer
from sklearn.linear_model import LogisticRegression

from nlu.text.lexicon import FOLDER, load_lines
from nlu.text.matter_training import examples as matters
from nlu.text.risk import find_signs, signs_of
from nlu.text.risk_guess import BIAS, ORDINARY, WEIGHTS, features
from nlu.text.risk_words import plain

ROOT = Path(__file__).resolve().parents[1]
EXAMPLES = FOLDER / "danger_examples.txt"
NOT_DANGEROUS = ("ordinary_petitions.txt", "ordinary_lines.txt")
KIN = tuple(
    [
        "儿子",
        "女儿",
        "老公",
        "老婆",
        "媳妇",
        "妈",
        "爸",
        "孙子",
        "孙女",
        "女婿",
        "儿媳",
        "妹妹",
        "弟弟",
        "姐",
        "哥",
        "老伴",
        "爱人",
        "闺女",
    ]
)
GIVEN = tuple(
    [
        "建国",
        "小梅",
        "晓峰",
        "志强",
        "桂英",
        "海燕",
        "大勇",
        "秀兰",
        "文斌",
        "丽",
        "伟",
        "雪梅",
        "火生",
        "小兵",
        "铁军",
        "德旺",
    ]
)
MARKED = re.compile(r"\[([^\]]*)\](?:\([^)]*\)|\{[^}]*\})")
STRENGTH = 2.0
WORTH, WORTH_ORDINARY = 8.0, 4.0
"""One of our own examples counts as so many sentences of the intents: the hard ones would be drowned by the plain. Of
what is ordinary there is so much that each may count for less."""
SMALLEST = 0.12
"""Pieces whose weights are all smaller are left out: the file stays small and nothing changes."""


def examples() -> Iterator[tuple[str, str]]:
    """(kind, sentence) of our own table."""
    kind = ""
    for line in EXAMPLES.read_text(encoding="utf-8").splitlines():
        if line.startswith("["):
            kind = line.strip("[]")
        elif line and not line.startswith("#"):
            yield kind, line
    for name in NOT_DANGEROUS:
        lines = (FOLDER / name).read_text(encoding="utf-8").splitlines()
        yield from ((ORDINARY, line) for line in lines if line and not line.startswith("#"))


def ordinary() -> Iterator[str]:
    """What citizens say to the bot in the training data of its intents, but for what shows danger."""
    for path in sorted((ROOT / "data" / "nlu").glob("*.yml")):
        for block in yaml.safe_load(path.read_text(encoding="utf-8"))["nlu"]:
            for line in (block.get("examples") or "").splitlines():
                text = MARKED.sub(r"\1", line.strip().removeprefix("- "))
                if text and _harmless(text):
                    yield text
    yield from (text for text, _ in matters() if _harmless(text))
    yield from names()


def names() -> Iterator[str]:
    """Every family name, as the question for it is answered: kin and a name endanger nobody, however they sound."""
    for at, surname in enumerate(load_lines("surnames.txt")):
        kin, other = KIN[at % len(KIN)], KIN[(at * 7 + 3) % len(KIN)]
        given = GIVEN[at % len(GIVEN)]
        yield f"{surname}{given}"
        yield f"我叫{surname}{given}"
        yield f"我是他{kin},{surname}{given}"
        yield f"我是{other}的{kin},姓{surname}"
        yield f"我{kin}叫{surname}{given},写{kin}的"


def _harmless(text: str) -> bool:
    return all(risk.level == "low" for risk in find_signs(text))


def shown(text: str) -> dict[str, float]:
    """The features of a sentence, with the signs in it."""
    said = plain(text)
    return features(said.text, [(sign.kind, sign.level) for sign in signs_of(said)])


def main() -> None:
    """Learn and write."""
    rows = [*examples(), *((ORDINARY, text) for text in ordinary())]
    found = [shown(text) for _, text in rows]
    times = Counter(name for each in found for name in each)
    vectoriser = DictVectorizer(dtype=np.float32)
    often = [{name: value for name, value in each.items() if times[name] > 1} for each in found]
    seen = vectoriser.fit_transform(often)
    model = LogisticRegression(C=STRENGTH, max_iter=400)
    ours = [WORTH_ORDINARY if kind == ORDINARY else WORTH for kind, _ in examples()]
    model.fit(seen, [kind for kind, _ in rows], sample_weight=[*ours, *([1.0] * (len(rows) - len(ours)))])
    names = vectoriser.get_feature_names_out()
    kept = np.flatnonzero(np.abs(model.coef_).max(axis=0) >= SMALLEST)
    with WEIGHTS.open("w", encoding="utf-8", newline="") as file:
        table = csv.writer(file)
        table.writerow(["piece", *model.classes_])
        table.writerow([BIAS, *(f"{value:.2f}" for value in model.intercept_)])
        for at in kept:
            table.writerow([names[at], *(f"{value:.2f}" for value in model.coef_[:, at])])


if __name__ == "__main__":
    main()
