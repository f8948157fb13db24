"""Addresses in their parts."""

from pathlib import Path

import pytest

from nlu.text.address_parts import AddressPart, load_parser, parts_of, save_parser, tags_of
from tests.support.addresses import INVENTED, labelled, small_parser

UNSEEN = "江西省/prov 赣州市/city 南康区/district 芙蓉路/road 23号/roadno 5幢/houseno 403室/roomno"


@pytest.mark.parametrize("line", [*INVENTED, UNSEEN])
def test_an_address_is_cut_into_its_parts(line: str) -> None:
    text, parts = labelled(line)
    assert small_parser().parse(text) == parts


@pytest.mark.parametrize("text", ["", "路", "?", "abc 12\n", "\u3000", "柳荫路" * 100])
def test_any_text_gives_parts_in_order_and_within_it(text: str) -> None:
    end = 0
    for part in small_parser().parse(text):
        assert end <= part.start < part.end <= len(text)
        assert part.text == text[part.start : part.end]
        end = part.end


def test_tags_and_parts_say_the_same() -> None:
    parts = (AddressPart("road", 0, 3, "柳荫路"), AddressPart("roadno", 4, 6, "8号"), AddressPart("poi", 6, 7, "桥"))
    text = "柳荫路,8号桥"
    assert tags_of(text, parts) == ["B-road", "I-road", "E-road", "O", "B-roadno", "E-roadno", "S-poi"]
    assert parts_of(text, tags_of(text, parts)) == parts


def test_a_stored_parser_reads_the_same(tmp_path: Path) -> None:
    save_parser(small_parser(), tmp_path / "parser.npz")
    text, parts = labelled(UNSEEN)
    assert load_parser(tmp_path / "parser.npz").parse(text) == parts
