"""Learns `nlu/lexicon/blamed_weights.csv` from `blamed_stories.jsonl`; run by hand after it, or what it sees, change.

python -m scripts.train_blamed
"""

from nlu.text.blamed import write
from nlu.text.blamed_training import our_stories, train_blamed

SMALLEST = 0.05
"""Weights that are smaller are left out: the file stays small and nothing changes."""

if __name__ == "__main__":
    write(train_blamed(our_stories(), print), SMALLEST)
