"""Masks what identifies a person where the log hands over words as they were said."""

import re
from collections.abc import Iterable, Mapping
from typing import Any

from cases import mask_text

PERSONAL_ENTITIES = frozenset(
    {"name", "phone", "address", "id_number", "petitioner_name", "petitioner_phone", "petitioner_address"}
)
SHOWN_TAIL = 3
# How a person says their own name; the parse may have missed it. "我叫他们…" is no name.
OWN_NAME = re.compile(r"(?:我叫|我的名字是|姓名[:：是]\s*)((?![他她它你您们了过人来去不大])[\u4e00-\u9fff·]{2,3})")

# Query codes as the register writes them, and as people copy them. A digit is asked for, or long words would match.
_SYMBOL = "[2-9ACDEFGHJKMNPQRTVWXYacdefghjkmnpqrtvwxy]"
QUERY_CODE = re.compile(
    rf"(?<![0-9A-Za-z])(?=[A-Za-z -]{{0,15}}[0-9]){_SYMBOL}{{4}}[- ]?{_SYMBOL}{{4}}[- ]?{_SYMBOL}{{5}}(?![0-9A-Za-z])"
)
# A case number looks like an identity number with dashes, of somebody born in this decade: it is none, and is needed.
CASE_NUMBER = re.compile(r"(?<![0-9-])([0-9]{6}-20[2-9][0-9][01][0-9][0-3][0-9]-[0-9]{4,6})(?![0-9-])")


def mask_address(address: str) -> str:
    """A chat address with only its tail left, enough to tell two apart."""
    return f"…{address[-SHOWN_TAIL:]}" if len(address) > 2 * SHOWN_TAIL else "…"


def personal_values(entities: Iterable[Mapping[str, Any]]) -> frozenset[str]:
    """The names, numbers and addresses that the parse found."""
    found = (str(one.get("value", "")) for one in entities if one.get("entity") in PERSONAL_ENTITIES)
    return frozenset(value for value in found if len(value) > 1)


def mask_words(text: str, *, known: Iterable[str] = ()) -> str:
    """`text` without the personal values known to be in it, and without anything that looks like one."""
    names = {*known, *OWN_NAME.findall(text)}
    pieces = CASE_NUMBER.split(mask_codes(text))
    return "".join(piece if at % 2 else mask_text(piece, names=names) for at, piece in enumerate(pieces))


def mask_codes(text: str) -> str:
    """`text` without query codes: they are their owner's key, and no reason opens them to anybody else."""
    return QUERY_CODE.sub("****-****-*****", text)


def mask_subject(subject: str) -> str:
    """What an audit entry is about; a conversation only by the tail of its address."""
    channel, separator, address = subject.partition(":")
    return f"{channel} {mask_address(address)}" if separator else subject
