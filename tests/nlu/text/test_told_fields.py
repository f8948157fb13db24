"""Whole stories as citizens write them: who writes, how many, what was tried and who is blamed."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml
from spacy.language import Language

from nlu.text.normalise import fold
from nlu.text.pipeline import build_pipeline
from nlu.text.regions import Gazetteer
from nlu.text.story import read_story

STORIES = yaml.safe_load(Path(__file__).with_name("told_fields.yml").read_text(encoding="utf-8"))
FIELDS = {"n": "petitioner_name", "c": "affected_count", "p": "prior_handling", "r": "respondent"}
EITHER_WAY = "?"


@pytest.fixture(scope="module")
def nlp() -> Language:
    return build_pipeline(Gazetteer.load())


@pytest.mark.parametrize("story", STORIES, ids=range(len(STORIES)))
def test_what_a_careful_reader_takes(nlp: Language, story: dict[str, Any]) -> None:
    read = read_story(story["t"], nlp=nlp, today=date(2024, 6, 15))
    for key, field in FIELDS.items():
        meant, found = story.get(key), getattr(read, field)
        if meant == EITHER_WAY:
            continue
        if meant is None or found is None or key in "nc":
            assert plain(found) == plain(meant), field
        else:
            # As bot measure counts it: other words beside it do no harm, nor does a shorter half of it.
            whole, part = plain(meant), plain(found)
            assert whole in part or (part in whole and len(part) * 2 >= len(whole)), field


def plain(value: object) -> str:
    return fold(str(value)).strip(" ,。.!?;:、")
