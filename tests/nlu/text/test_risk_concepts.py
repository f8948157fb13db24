"""What a sentence speaks of: found by words and numbers, alone and together."""

import pytest

from nlu.text.risk import KINDS
from nlu.text.risk_concepts import alone_and_paired, concepts, is_done, speaks_of


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("老公拿皮带抽我", {"spouse", "weapon", "hit", "self"}),
        ("我十二岁", {"self", "child"}),
        ("三十二个人没拿到工资", {"many", "owe", "wage"}),
        ("my husband beats me", {"spouse", "hit", "self"}),
    ],
)
def test_words_and_numbers_name_concepts(text: str, named: set[str]) -> None:
    assert named <= concepts(text)


def test_a_grown_mans_age_is_no_childs() -> None:
    assert "child" not in concepts("我四十二岁") | concepts("今年72岁")


def test_concepts_are_features_alone_and_in_pairs() -> None:
    assert alone_and_paired({"hit", "child"}) == ["[child]", "[hit]", "[child+hit]"]


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_is_made_of_something(kind: str) -> None:
    assert not speaks_of(kind, {"everyday", "asked"})


@pytest.mark.parametrize("kind", KINDS)
def test_persons_crowds_and_places_alone_do_nothing(kind: str) -> None:
    assert not is_done(kind, {"self", "spouse", "child", "kin", "many", "govplace", "worker", "now", "amount"})
