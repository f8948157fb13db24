"""What goes when a wish to be deleted is granted, what stays and why, and whether it can be granted now.

Rules as data (`erasure.yml`); a person decides (PIPL Art. 47, Regulation Arts. 21, 22).
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any

from pydantic import BaseModel, ConfigDict
from sqlalchemy import func, select

from cases.data import load_yaml
from cases.linking import MERGED
from cases.papers.tables import PaperRow
from cases.papers.values import PaperState
from cases.tables import ClaimRow, ClockRow, EvidenceRow, LinkRow, PetitionRow
from cases.values import ClockState, State
from storage import Transaction

ENDED = frozenset(
    {State.CONCLUDED, State.REDIRECTED, State.NOT_ACCEPTED, State.MERGED, State.WITHDRAWN, State.TERMINATED}
)
"""Nobody has to reach the petitioner about these any more."""
_REVIEWS = ("C8", "C10")
"""The petitioner's own limits: until then they may ask for a review."""


class Item(BaseModel):
    """One kind of data, and the article."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str
    when: str = ""
    zh: str
    en: str
    article: str

    def text(self, language: str) -> str:
        """In one language."""
        return self.en if language.startswith("en") else self.zh


class Balance(BaseModel):
    """What goes and what stays."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    goes: tuple[Item, ...]
    stays: tuple[Item, ...]

    def where(self, facts: frozenset[str]) -> "Balance":
        """As it is for a case of which these facts hold."""
        goes, stays = ((item for item in part if item.when in facts | {""}) for part in (self.goes, self.stays))
        return Balance(goes=tuple(goes), stays=tuple(stays))


@dataclass(frozen=True, kw_only=True)
class ErasurePlan:
    """What granting would do to one case."""

    goes: tuple[Item, ...]
    stays: tuple[Item, ...]
    open: bool
    """It, or what it was merged into, is still handled, or a signed paper is not served: somebody must be told."""
    review_until: datetime | None = None
    """So long the petitioner could still ask for a review; once erased, they cannot."""


@dataclass(frozen=True)
class _Facts:
    """What the plans of some cases depend on, read once for all of them."""

    open_mains: frozenset[int]
    answered: frozenset[int]
    files: Mapping[str, int]
    papers: frozenset[int]
    unserved: frozenset[int]
    reviews: Mapping[int, datetime]


@cache
def balances() -> tuple[Balance, Balance]:
    """For a petitioner's own case, and for one that they only signed."""
    loaded: dict[str, Any] = load_yaml("erasure.yml")
    signed = Balance.model_validate(loaded.pop("cosigned"))
    return Balance.model_validate(loaded), signed


def plans(tx: Transaction, cases: Sequence[tuple[PetitionRow, bool]], now: datetime) -> list[ErasurePlan]:
    """What granting would do: for each case, and whether it was only signed by whoever asks."""
    facts = _facts(tx, [row for row, _ in cases], now)
    return [_signed() if signed else _own(row, facts) for row, signed in cases]


def answered(tx: Transaction, ids: Sequence[int]) -> frozenset[int]:
    """The cases with an opinion on a claim: their files are what it rests on."""
    query = select(ClaimRow.case_id).where(ClaimRow.case_id.in_(ids), ClaimRow.outcome.is_not(None))
    return frozenset(tx.scalars(query))


def _signed() -> ErasurePlan:
    signed = balances()[1]
    return ErasurePlan(goes=signed.goes, stays=signed.stays, open=False)


def _own(row: PetitionRow, facts: _Facts) -> ErasurePlan:
    held = set[str]()
    if facts.files.get(row.number):
        held.add("files_stay" if row.id in facts.answered else "files_go")
    if row.id in facts.papers:
        held.add("papers")
    balance = balances()[0].where(frozenset(held))
    is_open = row.state not in ENDED or row.id in facts.open_mains | facts.unserved
    return ErasurePlan(goes=balance.goes, stays=balance.stays, open=is_open, review_until=facts.reviews.get(row.id))


def _facts(tx: Transaction, rows: Sequence[PetitionRow], now: datetime) -> _Facts:
    ids, numbers = [row.id for row in rows], [row.number for row in rows]
    mains = select(LinkRow.case_id).join(PetitionRow, PetitionRow.id == LinkRow.other_id)
    running = LinkRow.kind == MERGED, LinkRow.ended_at.is_(None), PetitionRow.state.not_in(ENDED)
    files = select(EvidenceRow.case_number, func.count()).where(EvidenceRow.case_number.in_(numbers))
    papers = select(PaperRow.case_id).where(PaperRow.case_id.in_(ids), PaperRow.issued_at.is_not(None))
    reviews = select(ClockRow.case_id, ClockRow.rolled).where(
        ClockRow.case_id.in_(ids), ClockRow.clock.in_(_REVIEWS), ClockRow.state == ClockState.RUNNING
    )
    return _Facts(
        open_mains=frozenset(tx.scalars(mains.where(LinkRow.case_id.in_(ids), *running))),
        answered=answered(tx, ids),
        files=Counter({str(number): count for number, count in tx.execute(files.group_by(EvidenceRow.case_number))}),
        papers=frozenset(tx.scalars(papers)),
        unserved=frozenset(tx.scalars(papers.where(PaperRow.state == PaperState.ISSUED))),
        reviews={case_id: rolled for case_id, rolled in tx.execute(reviews) if rolled > now},
    )
