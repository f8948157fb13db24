"""An office's own address parser."""

from pathlib import Path

import pytest

from bot.addresses import OFFICE, AddressesUnreadable, read_addresses, train_office_addresses
from nlu.text.address_parts import load_parser
from tests.support.addresses import INVENTED, labelled, write_addresses


def test_it_is_trained_and_kept(tmp_path: Path) -> None:
    path = train_office_addresses(tmp_path / "models", write_addresses(tmp_path / "addresses.jsonl"))
    assert path == tmp_path / "models" / OFFICE
    text, parts = labelled(INVENTED[0])
    assert load_parser(path).parse(text) == parts


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("nothing", "a.jsonl:1 is no address"),
        ('{"text": "柳荫路"}', "a.jsonl:1 is no address"),
        ('{"text": "柳荫路", "entities": [{"type": "road", "start": 0, "end": 4}]}', "no place 0 to 4"),
        (
            '{"text": "路口", "entities": [{"type": "a", "start": 0, "end": 2}, {"type": "b", "start": 1, "end": 2}]}',
            "overlap",
        ),
        ('{"text": "柳荫路", "entities": []}', "no address with parts"),
    ],
)
def test_what_cannot_be_learnt_from_is_said(tmp_path: Path, line: str, reason: str) -> None:
    (tmp_path / "a.jsonl").write_text(line, encoding="utf-8")
    with pytest.raises(AddressesUnreadable, match=reason):
        read_addresses(tmp_path / "a.jsonl")


def test_a_missing_file_is_said(tmp_path: Path) -> None:
    with pytest.raises(AddressesUnreadable, match="cannot be read"):
        read_addresses(tmp_path / "none.jsonl")
