"""Several hundred places as citizens may write them: short, nested, misspelt, of before, in Latin letters."""

from pathlib import Path

import pytest

from nlu.text.regions import Gazetteer

LINES = (Path(__file__).parent / "place_mentions.txt").read_text(encoding="utf-8").splitlines()
MENTIONS = [tuple(line.split("|")) for line in LINES if line and not line.startswith("#")]


@pytest.mark.parametrize(("text", "full_name"), MENTIONS)
def test_the_region_is_the_one_that_is_meant(text: str, full_name: str) -> None:
    match = Gazetteer.load().resolve(text)
    assert (match.best.full_name if match.best else "?" if match.candidates else "none") == full_name
