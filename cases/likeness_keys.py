"""Numbers under which cases that may belong together are found, however many cases there are.

MinHash: of all pairs of a text the smallest hash is kept, for a dozen pairs of hash functions. Two texts share such a
number about as often as they share pairs of characters (squared). Places and respondents are numbers of their own.
"""

import random
import zlib
from collections.abc import Iterator
from hashlib import blake2b
from typing import Any, cast

from sqlalchemy import Connection, Table, event
from sqlalchemy.orm import Mapper

from cases.likeness import content_pairs, respondent_name, spots
from cases.likeness_tables import KeyRow
from cases.rows import has_changed
from cases.tables import PetitionRow
from cases.values import Nature
from storage import KeyRing

BANDS = 12
_PRIME = (1 << 61) - 1
_CHANCE = random.Random(8)
_FUNCTIONS = [(_CHANCE.randrange(1, _PRIME), _CHANCE.randrange(_PRIME)) for _ in range(2 * BANDS)]
_SAID = ("search_text", "respondent", "place", "region_code", "sealed", "nature")
_FEWEST_PAIRS = 12
"""A text of fewer is like everything."""
_KEYS = cast(Table, KeyRow.__table__)


def keys_of(text: str, *, respondent: str, place: str, region: str) -> list[int]:
    """The numbers of a petition that everybody at a desk may know of."""
    near = region[:4]
    found = [_number(f"respondent {near} {name}") for name in [respondent_name(respondent)] if name]
    found += [_number(f"place {near} {spot}") for spot in sorted(spots(place))[:3]]
    return list(dict.fromkeys([*found, *_bands(content_pairs(text))]))


def accused_key(ring: KeyRing, respondent: str) -> int | None:
    """Whom an accusation is about, so that only who knows the name can look for it."""
    name = respondent_name(respondent)
    return int(ring.index(f"accused:{name}")[:15], 16) if name else None


def keys_of_row(row: Any, ring: KeyRing) -> list[int]:
    """The numbers of a case. A sealed one has none but that of whom it accuses."""
    if not row.sealed:
        return keys_of(row.search_text, respondent=row.respondent, place=row.place, region=row.region_code)
    accused = accused_key(ring, row.respondent) if row.nature == Nature.ACCUSATION else None
    return [accused] if accused is not None else []


def _bands(pairs: set[str]) -> Iterator[int]:
    if len(pairs) < _FEWEST_PAIRS:
        return
    hashes = [zlib.crc32(pair.encode()) for pair in pairs]
    least = [min((a * one + b) % _PRIME for one in hashes) for a, b in _FUNCTIONS]
    for band in range(BANDS):
        yield _number(f"band {band} {least[2 * band]} {least[2 * band + 1]}")


def _number(text: str) -> int:
    return int.from_bytes(blake2b(text.encode(), digest_size=8).digest(), signed=True)


@event.listens_for(PetitionRow, "after_insert")
def _add(_mapper: Mapper[Any], connection: Connection, row: PetitionRow) -> None:
    keys = keys_of_row(row, _ring(connection))
    if keys:
        connection.execute(_KEYS.insert(), [{"key": key, "case_id": row.id} for key in keys])


@event.listens_for(PetitionRow, "after_update")
def _renew(mapper: Mapper[Any], connection: Connection, row: PetitionRow) -> None:
    if any(has_changed(row, name) for name in _SAID):
        connection.execute(_KEYS.delete().where(_KEYS.c.case_id == row.id))
        _add(mapper, connection, row)


def _ring(connection: Connection) -> KeyRing:
    ring: KeyRing = connection.dialect.key_ring  # type: ignore[attr-defined]  # put there by storage.Database
    return ring
