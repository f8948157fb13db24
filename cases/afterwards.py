"""The numbers of `afterwards.yml`, and whose case it is that somebody wants to do something with after filing."""

import hmac
from functools import cache

from pydantic import BaseModel, ConfigDict, Field
from sqlalchemy import select

from cases.data import load_yaml
from cases.errors import NotFound
from cases.numbers import normalise_code, normalise_number
from cases.tables import PetitionRow
from storage import KeyRing, Transaction


class AfterFiling(BaseModel):
    """How long and how often."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    evaluation_days: int = Field(gt=0)
    urge_days: int = Field(gt=0)
    representatives: int = Field(gt=0)
    signers: int = Field(gt=0)


@cache
def load_afterwards() -> AfterFiling:
    """The numbers of `afterwards.yml`."""
    return AfterFiling.model_validate(load_yaml("afterwards.yml"))


def own_case(
    tx: Transaction, ring: KeyRing, number: str, *, channel: str, address: str, code: str | None = None
) -> PetitionRow:
    """A citizen's own case, locked: told in this conversation, or opened with its code. Raises `NotFound`."""
    query = select(PetitionRow).where(PetitionRow.number == normalise_number(number)).with_for_update()
    row = tx.scalars(query, execution_options={"populate_existing": True}).one_or_none()
    if row is None or not (_told_here(row, channel, address) or _opened_by(row, ring, code)):
        raise NotFound(number)
    return row


def _told_here(row: PetitionRow, channel: str, address: str) -> bool:
    return (row.channel, row.address) == (channel, address)


def _opened_by(row: PetitionRow, ring: KeyRing, code: str | None) -> bool:
    return hmac.compare_digest(row.code_index, ring.index(normalise_code(code or "")))
