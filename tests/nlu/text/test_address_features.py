"""What the address parser sees of each character."""

from nlu.text.address_features import features


def test_a_known_place_is_seen_and_one_named_again_is_told_apart() -> None:
    seen = features("江西省赣州市江西省")
    assert "gBp" in seen[0]
    assert "gEp" in seen[2]
    assert {name for name in seen[0] if "False" in name}
    assert {name for name in seen[6] if "True" in name}


def test_numbers_know_their_place_in_a_chain() -> None:
    seen = features("3-2-501")
    assert "Bn0/4" in seen[0]
    assert "Bn4/0" in seen[4]
    assert "In4/0" in seen[5]


def test_nothing_is_seen_twice_at_one_character() -> None:
    assert all(len(names) == len(set(names)) for names in features("柳荫路12号附近3幢501室"))
