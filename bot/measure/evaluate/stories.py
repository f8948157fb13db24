"""The story reader, field by field."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from bot.measure.evaluate.intervals import wilson
from bot.measure.evaluate.report import Figure, Report
from bot.measure.evaluate.scores import Found
from bot.measure.evaluate.timed import ask_all
from nlu.text.normalise import fold
from nlu.text.pipeline import shared_pipeline
from nlu.text.story import StoryFields, read_story

TITLE = "fields"
FIELDS = (
    "place",
    "region_code",
    "occurred_at",
    "respondent",
    "request",
    "petitioner_name",
    "petitioner_phone",
    "petitioner_address",
    "affected_count",
    "prior_handling",
)
#: Parts of the text word for word; what was read may be longer, or shorter but no less than half of it.
WORD_FOR_WORD = frozenset({"place", "respondent", "request", "petitioner_address", "prior_handling"})


def measure_stories(report: Report, rows: Sequence[dict[str, Any]]) -> None:
    """Precision and recall of each field over the stories that state it; what is not stated may be anything."""
    nlp = shared_pipeline()

    def read(row: Mapping[str, Any]) -> StoryFields:
        return read_story(row["text"], nlp=nlp, today=date.fromisoformat(row["today"]))

    values = [values_of(story) for story in ask_all(report, "story reader", read, rows)]
    figures: list[Figure] = []
    for name in FIELDS:
        stated = [
            (row["fields"][name], read[name]) for row, read in zip(rows, values, strict=True) if name in row["fields"]
        ]
        if stated:
            figures += figures_of(name, stated)
    report.add(TITLE, figures)


def figures_of(name: str, stated: Sequence[tuple[Any, Any]]) -> list[Figure]:
    """Precision and recall of one field, of pairs of what is stated and what was read."""
    right = sum(is_right(name, meant, read) for meant, read in stated)
    found = Found(len(stated), sum(read is not None for _, read in stated), right)
    return [
        Figure(f"{name}: precision", found.precision, wilson(right, found.found), found.found),
        Figure(f"{name}: recall", found.recall, wilson(right, found.stated), found.stated),
    ]


def values_of(story: StoryFields) -> dict[str, Any]:
    """What was read, by the names of the held-back set."""
    values: dict[str, Any] = {name: getattr(story, name) for name in FIELDS if name != "region_code"}
    return values | {"region_code": story.region.code if story.region else None}


def is_right(name: str, meant: Any, read: Any) -> bool:
    """Whether a field was read rightly."""
    if read is None:
        return False
    if name not in WORD_FOR_WORD:
        return str(read) == str(meant)
    one, other = _plain(str(meant)), _plain(str(read))
    return one in other or (other in one and len(other) * 2 >= len(one))


def _plain(text: str) -> str:
    return fold(text).strip(" ,。.!?;:、\n")
