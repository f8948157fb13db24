"""Cases that belong together: the same person's, the same incident's, and others like it (domain.md 2.2).

The machine proposes with reasons; a person confirms or dismisses, and may take that back. Nothing is ever merged here.
Candidates come from indexes alone, so that a million cases are looked through as quickly as a thousand.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import Select, and_, not_, or_, select, union_all

from cases import audit
from cases.access import case_row, require, visible, who
from cases.citizen_tables import CoPetitionerRow
from cases.claims import levels
from cases.errors import StepIncomplete
from cases.folding import fold
from cases.likeness import WINDOW, Grade, Likeness, Original, Told
from cases.likeness_keys import accused_key, keys_of
from cases.likeness_tables import FirstRow, KeyRow, TieRow
from cases.masking import mask_text
from cases.search import name_digest, phone_digest
from cases.tables import ClaimRow, HistoryRow, PetitionRow
from cases.values import Draft, Nature, Official, Role, State
from storage import Database, Transaction

CONFIRMED, DISMISSED, UNDONE = "confirmed", "dismissed", "undone"
WISHED = "wished"
"""The petitioner says so: still a proposal, on which a person decides."""
MOST_SHOWN = 10
_A_KEY = 25
_NEIGHBOURS = 40
_MOST_COMPARED = 60
_A_PERSON = 20
_DECIDING = (Role.OFFICIAL, Role.HANDLER, Role.APPROVER, Role.LEADER, Role.SUPERVISOR, Role.DISCIPLINE)
_NAMES = {Grade.SAME_INCIDENT.value: "incident"}
"""How the history names a grade, where its own name is too long for it."""
_COLUMNS = (
    PetitionRow.id,
    PetitionRow.number,
    PetitionRow.state,
    PetitionRow.state_since,
    PetitionRow.unit,
    PetitionRow.region_code,
    PetitionRow.region_name,
    PetitionRow.matter,
    PetitionRow.respondent,
    PetitionRow.place,
    PetitionRow.search_text,
    PetitionRow.received_at,
    PetitionRow.sealed,
)


@dataclass(frozen=True, kw_only=True)
class AlikeCase:
    """Another case, how it belongs to this one, why, and how it ended."""

    number: str
    grade: Grade
    score: float
    reasons: tuple[tuple[str, str], ...]
    """Kind (person, accused, words, place, respondent, matter, days) and what is shared."""
    state: State
    state_since: datetime
    outcomes: tuple[str, ...]
    """Of its claims, where they have one."""
    matter: tuple[str, ...]
    region_name: str
    unit: str
    received_at: datetime
    decided: str = ""
    """`confirmed` or `dismissed` by a person; empty is a proposal of the machine."""


@dataclass(frozen=True, kw_only=True)
class Alike:
    """What is known about a case among the others."""

    cases: tuple[AlikeCase, ...]
    first_here: bool
    """本机构初次: no earlier case of the same person about the same matter is known here."""
    first_nationally: bool | None
    """全国初次: as a person or another system said; never guessed."""


class AlikeCases:
    """Cases alike, as one official may know of them."""

    def __init__(self, database: Database, official: Official, *, clock: Callable[[], datetime]) -> None:
        self._database = database
        self._official = official
        self._clock = clock

    def alike(self, number: str) -> Alike:
        """The cases that may belong to this one, the surest first. Raises `NotFound`."""
        with self._database.read() as tx:
            row = case_row(tx, self._official, number, helping=True)
            seen = visible(tx, self._official).where(PetitionRow.id != row.id)
            people = _by_person(tx, row.phone_index, row.name_index) - {row.id}
            accused = self._accusing(tx, row)
            ties = _ties(tx, row.id)
            found = _candidates(tx, seen, _told(row), {*people, *accused, *ties})
            graded = _graded(_told(row), found, people, accused, ties)
            cases = tuple(_with_outcomes(tx, sorted(graded, key=_order)[:MOST_SHOWN], found))
            first = tx.get(FirstRow, row.id)
            return Alike(
                cases=cases,
                first_here=not any(_earlier_repeat(case, row) for case in cases),
                first_nationally=first.nationally if first else None,
            )

    def decide(self, number: str, other: str, kind: str, *, state: str = CONFIRMED, reason: str = "") -> None:
        """Confirm or dismiss that two cases belong together, or take a decision back (`undone`)."""
        require(self._official, *_DECIDING)
        if kind not in tuple(Grade) or state not in (CONFIRMED, DISMISSED, UNDONE):
            raise StepIncomplete(f"there is no {kind!r} that is {state!r}")
        with self._database.begin() as tx:
            rows = [case_row(tx, self._official, one) for one in (number, other)]
            low, high = sorted(rows, key=lambda row: row.id)
            if low.id == high.id:
                raise StepIncomplete("a case is not like itself")
            tie = tx.scalars(select(TieRow).where(TieRow.low_id == low.id, TieRow.high_id == high.id)).one_or_none()
            said = {"kind": kind, "state": state, "by": self._official.name[:20], "at": self._clock(), "reason": reason}
            if tie is None:
                tx.add(TieRow(low_id=low.id, high_id=high.id, **said))
            else:
                for name, value in said.items():
                    setattr(tie, name, value)
            for row, its in ((low, high), (high, low)):
                self._note_tie(tx, row, its, f"{_NAMES.get(kind, kind)}_{state}", reason)

    def set_first_nationally(self, number: str, first: bool) -> None:
        """Note whether the case was the first in the whole country, as the national system or a person says."""
        require(self._official, *_DECIDING)
        with self._database.begin() as tx:
            row = case_row(tx, self._official, number)
            said = {"nationally": first, "by": self._official.name[:20], "at": self._clock()}
            tx.merge(FirstRow(case_id=row.id, **said))
            self._note(tx, row, "first_nationally", "是" if first else "否")

    def _accusing(self, tx: Transaction, row: PetitionRow) -> set[int]:
        """Cases that accuse the same. An anonymous accusation has nobody else it could be matched on."""
        key = accused_key(self._database.key_ring, row.respondent) if row.nature is Nature.ACCUSATION else None
        if key is None:
            return set()
        return set(tx.scalars(_newest(key))) - {row.id}

    def _note_tie(self, tx: Transaction, row: PetitionRow, its: PetitionRow, step: str, reason: str) -> None:
        """Write a decision into a case's history. One about a sealed case is noted in the audit instead: whoever reads
        this case, sealed or not, need not be among those for whom that one exists.
        """
        if not its.sealed:
            self._note(tx, row, step, f"{its.number} {reason}".strip())
            return
        said = f"{step} {row.number} {reason}".strip()
        by = who(self._official)
        audit.write(tx, at=self._clock(), who=by, action="likeness", subject=its.number, reason=said, sealed=True)

    def _note(self, tx: Transaction, row: PetitionRow, step: str, text: str) -> None:
        entry = {"at": self._clock(), "by": who(self._official), "step": step, "text": text}
        tx.add(HistoryRow(case_id=row.id, told=None, source=None, **entry))


def alike_to_draft(
    database: Database, draft: Draft, *, matter: Sequence[str] = (), now: datetime
) -> tuple[AlikeCase, ...]:
    """What others told that a draft may be about too. For the chat: no sealed case, and nobody's name, is in it."""
    told, ring = _told_draft(draft, matter, now), database.key_ring
    values = draft.values
    phone = phone_digest(ring, str(values.get("petitioner_phone") or ""))
    name = name_digest(ring, str(values.get("petitioner_name") or ""))
    with database.read() as tx:
        people = _by_person(tx, phone, name)
        # What was told in this very chat is no other's, also where no name and phone say so.
        mine = and_(PetitionRow.channel == draft.channel, PetitionRow.address == draft.address)
        others = select(PetitionRow).where(PetitionRow.sealed.is_(False), not_(mine))
        found = _candidates(tx, others, told, people)
        graded = sorted(_graded(told, found, people, set(), {}), key=_order)
        return tuple(_with_outcomes(tx, graded[:MOST_SHOWN], found))


def _candidates(tx: Transaction, seen: Select[PetitionRow], told: Told, known: Iterable[int]) -> Sequence[Any]:
    keys = keys_of(told.text, respondent=told.respondent, place=told.place, region=told.region)
    hits = Counter(tx.scalars(union_all(*map(_newest, keys))) if keys else ())
    # What shares most numbers is likeliest; comparing texts is the dear part.
    ids = {*known, *(case_id for case_id, _ in hits.most_common(_MOST_COMPARED)), *tx.scalars(_neighbours(told))}
    # Whose it was is erased: it is like nothing any more.
    query = seen.with_only_columns(*_COLUMNS).where(PetitionRow.id.in_(ids), PetitionRow.erased_at.is_(None))
    return tx.execute(query).all()


def _newest(key: int) -> Select[int]:
    newest = select(KeyRow.case_id).where(KeyRow.key == key).order_by(KeyRow.case_id.desc()).limit(_A_KEY)
    return select(newest.subquery().c.case_id)


def _neighbours(told: Told) -> Select[int]:
    """What was told of the same county about the same kind of matter within the same weeks."""
    query = select(PetitionRow.id).where(
        PetitionRow.region_code == told.region, PetitionRow.received_at.between(told.at - WINDOW, told.at + WINDOW)
    )
    if told.matter:
        first = told.matter[0]
        query = query.where(or_(PetitionRow.matter == first, PetitionRow.matter.between(f"{first}/", f"{first}0")))
    return query.order_by(PetitionRow.received_at.desc()).limit(_NEIGHBOURS)


def _by_person(tx: Transaction, phone: str | None, name: str | None) -> set[int]:
    """Cases of whoever has this name and phone, or that they signed too; a phone alone may be a family's."""
    if phone is None or name is None:
        return set()
    same = PetitionRow.phone_index == phone, PetitionRow.name_index == name, PetitionRow.sealed.is_(False)
    filed = select(PetitionRow.id).where(*same).order_by(PetitionRow.id.desc()).limit(_A_PERSON)
    signed = select(CoPetitionerRow).where(CoPetitionerRow.phone_index == phone, CoPetitionerRow.left_at.is_(None))
    ring = tx.get_bind().dialect.key_ring  # type: ignore[attr-defined]  # put there by storage.Database
    theirs = (row.case_id for row in tx.scalars(signed.limit(_A_PERSON)) if name_digest(ring, row.name) == name)
    return {*tx.scalars(filed), *theirs}


def _ties(tx: Transaction, case_id: int) -> dict[int, TieRow]:
    rows = tx.scalars(select(TieRow).where(or_(TieRow.low_id == case_id, TieRow.high_id == case_id)))
    return {row.high_id if row.low_id == case_id else row.low_id: row for row in rows if row.state != UNDONE}


def _graded(
    told: Told, found: Sequence[Any], people: set[int], accused: set[int], ties: dict[int, TieRow]
) -> Iterator[AlikeCase]:
    original = Original(told)
    for row in found:
        likeness = original.compare(_told(row))
        grade = likeness.grade
        if row.id in accused or (row.id in people and (likeness.same_matter or grade or likeness.same_respondent)):
            grade = Grade.REPEAT
        tie = ties.get(row.id)
        grade = Grade(tie.kind) if tie is not None else grade
        if grade is not None:
            wished = tie is not None and tie.state == WISHED
            shared = "person" if row.id in people else "accused" if row.id in accused else ""
            shared = "petitioner" if wished else shared
            yield _view(row, grade, likeness, shared, tie.state if tie is not None and not wished else "")


def _view(row: Any, grade: Grade, likeness: Likeness, shared: str, decided: str) -> AlikeCase:
    reasons = [
        (shared, ""),
        ("place", likeness.same_place),
        ("respondent", likeness.same_respondent),
        ("words", "、".join(likeness.words)),
        ("matter", "/".join(levels(row.matter)) if likeness.same_matter else ""),
        ("days", str(likeness.days_apart)),
    ]
    kept = tuple((kind, what) for kind, what in reasons if what or (kind and kind == shared))
    return AlikeCase(
        number=row.number,
        grade=grade,
        score=likeness.score,
        reasons=kept,
        state=row.state,
        state_since=row.state_since,
        outcomes=(),
        matter=levels(row.matter),
        region_name=row.region_name,
        unit=row.unit,
        received_at=row.received_at,
        decided=decided,
    )


def _with_outcomes(tx: Transaction, cases: Sequence[AlikeCase], found: Sequence[Any]) -> Iterator[AlikeCase]:
    ids = {row.number: row.id for row in found}
    wanted = [ids[case.number] for case in cases]
    query = select(ClaimRow.case_id, ClaimRow.outcome).where(
        ClaimRow.case_id.in_(wanted), ClaimRow.outcome.is_not(None)
    )
    ended: dict[int, list[str]] = {}
    for case_id, outcome in tx.execute(query.order_by(ClaimRow.case_id, ClaimRow.position)):
        ended.setdefault(case_id, []).append(str(outcome))
    for case in cases:
        yield replace(case, outcomes=tuple(ended.get(ids[case.number], ())))


_GRADES = list(Grade)


def _order(case: AlikeCase) -> tuple[Any, ...]:
    return (case.decided == DISMISSED, _GRADES.index(case.grade), -case.score, case.number)


def _earlier_repeat(case: AlikeCase, row: PetitionRow) -> bool:
    return case.grade is Grade.REPEAT and case.decided != DISMISSED and _when(case) < _when(row)


def _when(case: AlikeCase | PetitionRow) -> tuple[datetime, str]:
    return case.received_at, case.number


def _told(row: Any) -> Told:
    return Told(
        text=row.search_text,
        respondent=fold(mask_text(row.respondent)),
        place=row.place,
        region=row.region_code,
        matter=levels(row.matter),
        at=row.received_at,
    )


def _told_draft(draft: Draft, matter: Sequence[str], now: datetime) -> Told:
    values = {name: str(draft.values.get(name) or "") for name in ("facts", "request", "respondent", "place")}
    names = [str(draft.values.get("petitioner_name") or "")]
    return Told(
        text=fold(mask_text("\n".join(filter(None, values.values())), names=names)),
        respondent=fold(mask_text(values["respondent"])),
        place=values["place"],
        region=str(draft.values.get("place_code") or ""),
        matter=tuple(matter),
        at=now,
    )
