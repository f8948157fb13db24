"""Learns `nlu/lexicon/answer_kinds_weights.csv` from `answer_kinds.yml`; run by hand after it, or what it sees, change.

python -m scripts.train_answer_kinds
"""

from nlu.text.answer_kinds_training import fit_ours, write

if __name__ == "__main__":
    write(fit_ours())
