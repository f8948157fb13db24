from datetime import UTC, datetime
from itertools import product

import pytest
from pydantic import ValidationError

from cases.notices import PLACEHOLDERS, Wording, day_in_words, load_notices
from cases.workflow import load_workflow

VALUES = {name: f"<{name}>" for name in PLACEHOLDERS}
STEPS_THAT_TELL = [step.notice for step in load_workflow().steps.values() if step.notice]


@pytest.mark.parametrize(("notice", "language"), list(product(["registered", *STEPS_THAT_TELL], ["zh", "en"])))
def test_every_notice_names_its_case(notice: str, language: str) -> None:
    for sealed, route in product([True, False], [None, *load_workflow().routes]):
        facts = {"sealed": sealed, "route": route}
        assert "<number>" in load_notices().text(notice, language=language, facts=facts, values=VALUES)


def test_the_receipt_holds_everything_a_citizen_needs() -> None:
    for sealed, language in product([True, False], ["zh", "en"]):
        text = load_notices().text("registered", language=language, facts={"sealed": sealed}, values=VALUES)
        assert all(f"<{name}>" in text for name in ("number", "code", "due"))
        assert ("12388" in text) is sealed


@pytest.mark.parametrize("route", ["一", "二", "四", "五"])
def test_whoever_must_go_elsewhere_is_warned_of_other_limits(route: str) -> None:
    for language in ("zh", "en"):
        text = load_notices().text("accept", language=language, facts={"route": route}, values=VALUES)
        assert "12348" in text
        assert "<due>" not in text


def test_only_the_sixth_route_promises_a_day_and_a_review() -> None:
    for notice, route in product(["accept", "reply"], load_workflow().routes):
        text = load_notices().text(notice, language="zh", facts={"route": route}, values=VALUES)
        assert ("<due>" in text) is (route == "六")
        assert ("复查" in text) is (route == "六" and notice == "reply")


def test_concluded_does_not_claim_solved() -> None:
    assert "不等于您一定满意" in load_notices().text("conclude", language="zh", facts={}, values=VALUES)


def test_other_languages_are_answered_in_chinese() -> None:
    assert load_notices().text("timeline_registered", language="fr", facts={}, values={}) == "已登记"
    assert load_notices().text("timeline_registered", language="en-GB", facts={}, values={}) == "Registered"


def test_what_an_official_wrote_is_not_read_as_a_template() -> None:
    text = load_notices().text("message", language="zh", facts={}, values={"text": "{code} {0} %s"})
    assert "{code} {0} %s" in text


def test_days_are_written_as_people_say_them() -> None:
    evening_in_utc = datetime(2026, 3, 16, 16, 30, tzinfo=UTC)
    assert day_in_words(evening_in_utc, "zh") == "2026年3月17日"
    assert day_in_words(evening_in_utc, "en") == "17 March 2026"


@pytest.mark.parametrize("text", ["{nummer}", "{number} {phone}"])
def test_an_unknown_placeholder_is_refused(text: str) -> None:
    with pytest.raises(ValidationError, match="unknown placeholders"):
        Wording(zh="", en=text)
