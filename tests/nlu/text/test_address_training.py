"""Training of the address parser."""

from nlu.text.address_training import train_parser
from tests.support.addresses import INVENTED, labelled


def test_every_round_is_heard_and_the_same_addresses_give_the_same_parser() -> None:
    heard: list[str] = []
    some = [labelled(line) for line in INVENTED[:3]]
    first, again = train_parser(some, heard.append, rounds=2), train_parser(some, rounds=2)
    assert heard == ["0", "1"]
    assert first.names == again.names
    assert (first.weights == again.weights).all()


def test_a_part_may_be_outside_every_kind() -> None:
    text, parts = labelled("柳荫路/road 8号/roadno")
    assert "O" in train_parser([(text + "谢谢", parts)], rounds=1).tags
