"""Learns `nlu/lexicon/nature_weights.csv` from `natures.yml`; run by hand after it, or the concepts, change.

python -m scripts.train_manner
"""

from nlu.text.manner_training import fit_ours, write

if __name__ == "__main__":
    write(fit_ours())
