"""Lines said at the form's questions: what each is to the question, and how calm the bot stays without danger."""

from collections.abc import Mapping, Sequence
from typing import Any

from bot.measure.evaluate.report import Figure, Report
from bot.measure.evaluate.timed import ask_all
from nlu.text.agreement import says_yes
from nlu.text.answer_kinds import AGREEMENT, OBJECTION, QUESTION, STORY, sounds_like
from nlu.text.risk import find_risk

TITLE = "lines"
SOUNDS: Mapping[str, str] = {
    "story": STORY,
    "yes": AGREEMENT,
    "no": OBJECTION,
    **dict.fromkeys(("question", "why", "wait", "thanks", "insult", "person"), QUESTION),
}
"""What a line of each kind should sound like; answers, refusals and corrections are read by other readers."""


def measure_lines(report: Report, rows: Sequence[dict[str, Any]]) -> None:
    """The share of lines that sound like what they are, of yes and no told apart at the record, and of false alarms."""
    heard = ask_all(report, TITLE, lambda row: sounds_like(row["text"]), rows)
    pairs = [(SOUNDS[row["kind"]], max(each, key=each.__getitem__)) for row, each in _known(rows, heard)]
    asked = [row for row in rows if row["kind"] in ("yes", "no")]
    told_apart = [says_yes(row["text"]) == (row["kind"] == "yes") for row in asked]
    alarms = [any(risk.level != "low" for risk in find_risk(row["text"])) for row in rows]
    report.add(
        TITLE,
        [
            Figure.share("sounds like what it is", sum(meant == found for meant, found in pairs), len(pairs)),
            Figure.share("a yes and a no told apart", sum(told_apart), len(told_apart)),
            Figure.share("false alarms", sum(alarms), len(alarms)),
        ],
    )


def _known(
    rows: Sequence[dict[str, Any]], heard: Sequence[Mapping[str, float]]
) -> list[tuple[dict[str, Any], Mapping[str, float]]]:
    return [(row, each) for row, each in zip(rows, heard, strict=True) if row["kind"] in SOUNDS]
