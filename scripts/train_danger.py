"""Learns `nlu/lexicon/danger_weights.csv` from our own examples; run by hand after they change.

    python -m scripts.train_danger

What is ordinary is learnt from `danger_examples.txt` and from the sentences the intent classifier learns from.
"""

import csv
import re
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import yaml
from sklearn.feature_extraction.text import CountVectorizer
from sklearn.linear_model import LogisticRegression

from nlu.text.risk import find_signs
from nlu.text.risk_guess import BIAS, ORDINARY, WEIGHTS, pieces
from nlu.text.risk_words import plain

ROOT = Path(__file__).resolve().parents[1]
EXAMPLES = ROOT / "nlu" / "lexicon" / "danger_examples.txt"
MARKED = re.compile(r"\[([^\]]*)\](?:\([^)]*\)|\{[^}]*\})")
STRENGTH = 1.0
WORTH = 8.0
"""One of our own examples counts as so many sentences of the intents: the hard ones would be drowned by the plain."""
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


def ordinary() -> Iterator[str]:
    """What citizens say to the bot in the training data of its intents, but for what shows danger."""
    for path in sorted((ROOT / "data" / "nlu").glob("*.yml")):
        for block in yaml.safe_load(path.read_text(encoding="utf-8"))["nlu"]:
            for line in (block.get("examples") or "").splitlines():
                text = MARKED.sub(r"\1", line.strip().removeprefix("- "))
                if text and all(risk.level == "low" for risk in find_signs(text)):
                    yield text


def main() -> None:
    """Learn and write."""
    rows = [*examples(), *((ORDINARY, text) for text in ordinary())]
    vectoriser = CountVectorizer(analyzer=lambda text: pieces(plain(text).text), binary=True, min_df=2)
    seen = vectoriser.fit_transform([text for _, text in rows])
    model = LogisticRegression(C=STRENGTH, max_iter=400)
    count = sum(1 for _ in examples())
    model.fit(seen, [kind for kind, _ in rows], sample_weight=[WORTH] * count + [1.0] * (len(rows) - count))
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
