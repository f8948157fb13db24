"""Invented addresses with their parts, and a parser that learnt them."""

import json
import re
from functools import cache
from pathlib import Path

from nlu.text.address_parts import AddressParser, AddressPart
from nlu.text.address_training import train_parser

INVENTED = (
    "江西省/prov 赣州市/city 赣县区/district 梅林镇/town 柳荫路/road 12号/roadno 3幢/houseno 501室/roomno",
    "赣州市/city 章贡区/district 水东镇/town 桂花路/road 8号/roadno 6幢/houseno 202室/roomno",
    "江西省/prov 南昌市/city 西湖区/district 荷塘路/road 66号/roadno 松林小区/poi 9幢/houseno 1103室/roomno",
    "南昌市/city 东湖区/district 青竹路/road 105号/roadno 梅园小区/poi 2幢/houseno 304室/roomno",
    "浙江省/prov 绍兴市/city 诸暨市/district 枫桥镇/town 银杏路/road 7号/roadno 竹园小区/poi",
    "绍兴市/city 越城区/district 白鹭路/road 31号/roadno 4幢/houseno 702室/roomno",
)


def labelled(line: str) -> tuple[str, tuple[AddressPart, ...]]:
    """An address and its parts, of `text/kind` one after another."""
    text, parts = "", []
    for word, kind in re.findall(r"(\S+)/(\S+)", line):
        parts.append(AddressPart(kind, len(text), len(text) + len(word), word))
        text += word
    return text, tuple(parts)


@cache
def small_parser() -> AddressParser:
    """A parser that learnt the invented addresses."""
    return train_parser([labelled(line) for line in INVENTED])


def write_addresses(file: Path, lines: tuple[str, ...] = INVENTED) -> Path:
    """The addresses as an office has them: one JSON object a line."""
    rows = []
    for text, parts in map(labelled, lines):
        entities = [{"type": part.kind, "start": part.start, "end": part.end} for part in parts]
        rows.append(json.dumps({"text": text, "entities": entities}, ensure_ascii=False))
    file.write_text("\n".join(rows), encoding="utf-8")
    return file
