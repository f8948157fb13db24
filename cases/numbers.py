"""Case numbers, which everybody may know, and query codes, which only the petitioner knows."""

import re
import secrets
from datetime import datetime
from functools import cache

from sqlalchemy import Executable

from cases.calendar import BEIJING
from cases.rows import into, on_postgresql
from cases.tables import SequenceRow
from storage import Transaction

ALPHABET = "23456789ACDEFGHJKMNPQRTVWXY"
"""Without the symbols people misread: 0 O, 1 I L, 5 S, and B, U, Z that look like others in handwriting."""

CODE_LENGTH = 13
NO_REGION = "000000"

_GROUPS = (slice(0, 4), slice(4, 8), slice(8, None))
_NOT_CODE = re.compile(r"[^0-9A-Z]")
_FULL_WIDTH = {0xFF01 + i: 0x21 + i for i in range(94)}


def new_code() -> str:
    """A query code nobody can guess: 13 symbols, 61 bits, shown as XXXX-XXXX-XXXXX."""
    symbols = "".join(secrets.choice(ALPHABET) for _ in range(CODE_LENGTH))
    return "-".join(symbols[group] for group in _GROUPS)


def normalise_code(text: str) -> str:
    """A code as it is compared: case, spaces, dashes and full-width letters do not matter."""
    return _NOT_CODE.sub("", text.translate(_FULL_WIDTH).upper())


def normalise_number(text: str) -> str:
    """A case number as it is kept."""
    return re.sub(r"[–—−\s]+", "-", text.translate(_FULL_WIDTH).strip()).upper()


def region_of(code: str | None) -> str:
    """The six-digit region code of a case number."""
    return code if code and re.fullmatch(r"[0-9]{6}", code) else NO_REGION


def next_number(tx: Transaction, *, region: str, now: datetime) -> str:
    """The next case number of this region and day (Beijing time), held until the transaction ends.

    Numbers are left out by chance, so that one that is missing tells nothing of a sealed case.
    """
    day = now.astimezone(BEIJING).strftime("%Y%m%d")
    ahead = {"region": region, "day": day, "last": step()}
    return f"{region}-{day}-{tx.connection().execute(_count_on(on_postgresql(tx)), ahead).scalar_one():04d}"


def step() -> int:
    """How far the next number is from the last: each number in between was left out by the toss of a coin.

    Tosses remember nothing: gaps are of every length, and between any two open cases there may be none.
    """
    ahead = 1
    while secrets.randbits(1):
        ahead += 1
    return ahead


@cache
def _count_on(postgres: bool) -> Executable:
    new = into(postgres, SequenceRow)
    following = {"last": SequenceRow.last + new.excluded.last}
    return new.on_conflict_do_update(index_elements=["region", "day"], set_=following).returning(SequenceRow.last)
