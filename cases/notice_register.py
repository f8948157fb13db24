"""The register of notices: every duty to tell that a step created, how far it came, and what proves it.

It is read off the outbox: a notice is the message that fulfils the duty, so neither can be without the other.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from itertools import count
from typing import Literal

from pydantic import BaseModel, ConfigDict, TypeAdapter
from sqlalchemy import ColumnElement, Select, and_, bindparam, exists, literal_column, or_, select, text, union_all
from sqlalchemy.orm import defer

from cases import audit
from cases.access import case_row, region_of_line, require, sight, who
from cases.calendar import BEIJING
from cases.clocks import DIRECT
from cases.data import load_yaml
from cases.errors import NotFound, StepIncomplete, WrongState
from cases.notice_tables import NoticeProofRow
from cases.numbers import NO_REGION
from cases.outbox import Outbox
from cases.papers.tables import PaperRow
from cases.papers.values import PaperState, Way
from cases.tables import MOVED, ClockRow, ContactRow, HistoryRow, OutboxRow, PetitionRow
from cases.unit_tables import CaseHandlerRow
from cases.values import MessageState, Official, Role
from storage import Database, Transaction

KEY = "notice:"
MOST = 200
MOST_PAGES = 5
PROVEN = frozenset({MessageState.DELIVERED, MessageState.OPENED, MessageState.OTHER_MEANS})
"""A channel that only accepted a message has proved nothing."""
# Said as the partial index says it (`cases/tables.py`): what arrived is not in it.
UNPROVEN = OutboxRow.state.not_in([literal_column(f"'{state}'") for state in sorted(PROVEN)])
FAILED = OutboxRow.state == literal_column("'failed'")
TELLING_ROLES = (Role.OFFICIAL, Role.HANDLER, Role.DISCIPLINE)


FIRST_ANSWERS = frozenset({"C1", "C3"})
"""The limits in whose place that of a direct filing stands."""
AT_ONCE = 300
"""So many notices of one region are looked at at once."""


def _in_region() -> Select[int]:
    """Unproven notices of the cases of a region, as their numbers say or since they were moved there; and of sealed
    ones, wherever they are, that somebody was named to handle.
    """
    first: ColumnElement[str] = bindparam("first")
    end: ColumnElement[str] = bindparam("end")
    numbers: list[tuple[ColumnElement[str], ColumnElement[str]]] = [
        (first, end),
        (literal_column(f"'{NO_REGION}'"), literal_column("'000001'")),
    ]
    number, region = OutboxRow.case_number, PetitionRow.region_code
    moved = [
        number.in_(select(PetitionRow.number).where(text(MOVED), region >= begin, region < last))
        for begin, last in numbers
    ]
    ranges = [and_(number >= begin, number < last) for begin, last in numbers]
    named = select(CaseHandlerRow.case_id).where(CaseHandlerRow.staff_id == bindparam("staff"))
    ways = *ranges, *moved, number.in_(select(PetitionRow.number).where(PetitionRow.id.in_(named)))
    # One for each: an "or" of them would be no way into the index.
    unproven = select(OutboxRow.id, OutboxRow.state).where(number.is_not(None), UNPROVEN)
    some = union_all(*map(unproven.where, ways))
    known = some.subquery()
    failed_first = known.c.state != literal_column("'failed'")
    return select(known.c.id).order_by(failed_first, known.c.id).limit(bindparam("some")).offset(bindparam("at"))


_IN_REGION = _in_region()


class Duty(BaseModel):
    """One duty to tell."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    zh: str
    en: str
    article: str
    form: Literal["written", "chat"]
    clock: str | None = None
    paper: str | None = None


@cache
def load_duties() -> Mapping[str, Duty]:
    """The duties of `duties.yml`, by the step that fulfils them."""
    return TypeAdapter(dict[str, Duty]).validate_python(load_yaml("duties.yml"))


@dataclass(frozen=True, kw_only=True)
class Proof:
    """How somebody was told by other means."""

    way: Way
    on: date
    by: str
    receipt: str


@dataclass(frozen=True, kw_only=True)
class Notice:
    """One duty to tell, and how far it came. Nothing of its words."""

    id: int
    case_number: str
    step: str
    what: str
    what_en: str
    article: str
    form: str
    due: datetime | None
    at: datetime
    channel: str
    state: MessageState
    detail: str
    reachable: bool
    paper_kind: str | None
    paper_id: int | None
    paper_state: PaperState | None
    proof: Proof | None
    proven: bool


class NoticeRegister:
    """The register of notices as one official may see it."""

    def __init__(
        self, database: Database, official: Official, *, outbox: Outbox, clock: Callable[[], datetime]
    ) -> None:
        self._database = database
        self._official = official
        self._outbox = outbox
        self._clock = clock

    def of(self, number: str) -> list[Notice]:
        """The notices of a case, the newest first."""
        with self._database.read() as tx:
            row = case_row(tx, self._official, number, helping=True)
            query = _notices().where(OutboxRow.case_number == row.number).order_by(OutboxRow.id.desc())
            return _views(tx, tx.scalars(query).all())

    def unproven(self, page: int = 1) -> list[Notice]:
        """Notices of cases this person may see that nothing proves yet: those that failed first, then the oldest.

        Those that a served paper proves are left out, so that a page may hold fewer; one past the last holds none.
        """
        last = max(page, 1) * MOST
        with self._database.read() as tx:
            ids = self._unproven(tx, min(last, MOST_PAGES * MOST))[last - MOST :]
            query = select(OutboxRow).where(OutboxRow.id.in_(ids)).options(defer(OutboxRow.body))
            known = {row.id: row for row in tx.scalars(query)}
            return [notice for notice in _views(tx, [known[one] for one in ids if one in known]) if not notice.proven]

    def unproven_pages(self) -> int:
        """How many pages `unproven` has, at least one; counted up to `MOST_PAGES`: what comes after moves up."""
        with self._database.read() as tx:
            return max(1, -(-len(self._unproven(tx, MOST_PAGES * MOST)) // MOST))

    def _unproven(self, tx: Transaction, most: int) -> list[int]:
        """The ids of the first so many, each found in the order of an index, and its case looked up."""
        mine = exists().where(PetitionRow.number == OutboxRow.case_number, sight(tx, self._official))
        ids = _unproven_ids().where(mine)
        if line := region_of_line(tx, self._official):
            return self._of_line(tx, ids, line, most)
        found = list(tx.scalars(ids.where(FAILED).order_by(OutboxRow.id).limit(most)))
        return found + list(tx.scalars(ids.where(~FAILED).order_by(OutboxRow.id).limit(most - len(found))))

    def _of_line(self, tx: Transaction, ids: Select[int], line: str, most: int) -> list[int]:
        """The same for one line: of all notices most would be somebody else's, so that its own are gathered first."""
        asked = {"first": line.ljust(6, "0"), "end": str(int(line) + 1).ljust(6, "0"), "staff": self._official.id}
        found: dict[int, None] = {}
        for at in count(step=AT_ONCE):
            some = tx.connection().scalars(_IN_REGION, {**asked, "at": at, "some": AT_ONCE}).all()
            mine = set(tx.scalars(ids.where(OutboxRow.id.in_(some))))
            found |= dict.fromkeys(one for one in some if one in mine)
            if len(found) >= most or len(some) < AT_ONCE:
                return list(found)[:most]
        return []

    def prove(self, notice_id: int, proof: Proof) -> Notice:
        """Note that the petitioner was told by other means: which way, when, by whom, and the receipt's number."""
        require(self._official, *TELLING_ROLES)
        now = self._clock()
        missing = [name for name, text in (("by", proof.by), ("receipt", proof.receipt)) if not text.strip()]
        if missing:
            raise StepIncomplete(f"missing: {', '.join(missing)}")
        if proof.on > now.astimezone(BEIJING).date():
            raise StepIncomplete("on: nobody can have been told in the future")
        with self._database.begin() as tx:
            row = tx.scalars(_notices().where(OutboxRow.id == notice_id)).one_or_none()
            if row is None or row.case_number is None:
                raise NotFound(f"notice {notice_id}")
            petition = case_row(tx, self._official, row.case_number)
            if row.state in PROVEN:
                raise WrongState(f"notice {notice_id} is {row.state}")
            kept = {"way": proof.way.value, "on": proof.on.isoformat(), "by": proof.by, "receipt": proof.receipt}
            tx.add(NoticeProofRow(outbox_id=row.id, at=now, recorded_by=who(self._official), proof=kept))
            text = f"{proof.way} {proof.on.isoformat()} {proof.by} {proof.receipt}"
            self._outbox.mark(row.id, MessageState.OTHER_MEANS, detail=proof.way.value, tx=tx)
            entry = {"step": "other_means", "text": text, "told": None, "source": None}
            tx.add(HistoryRow(case_id=petition.id, at=now, by=who(self._official), **entry))
            audit.write(
                tx, at=now, who=who(self._official), action="notice", subject=petition.number, sealed=petition.sealed
            )
            tx.flush()
            tx.refresh(row)
            return _views(tx, [row])[0]


def is_duty(key: str | None) -> bool:
    """Whether a message fulfils a duty to tell: only a proof says that it was fulfilled by other means."""
    named = f"{key or ''}:::".split(":")
    return f"{named[0]}:" == KEY and named[2] in load_duties()


def _notices() -> Select[OutboxRow]:
    keys = [OutboxRow.key.like(f"{KEY}%:{step}:%") for step in load_duties()]
    receipt = OutboxRow.key.like(f"{KEY}%:registered")
    return select(OutboxRow).where(OutboxRow.case_number.is_not(None), or_(receipt, *keys))


# Built once: so many beginnings of keys take longer to put together than to look for.
@cache
def _unproven_ids() -> Select[int]:
    proof = exists().where(NoticeProofRow.outbox_id == OutboxRow.id)
    return _notices().with_only_columns(OutboxRow.id).where(UNPROVEN, ~proof)


def _views(tx: Transaction, rows: Sequence[OutboxRow]) -> list[Notice]:
    numbers = {row.case_number for row in rows}
    # Nothing of what a case says is read or decrypted for it.
    known = select(PetitionRow.number, PetitionRow.id).where(PetitionRow.number.in_(numbers))
    cases = {number: case_id for number, case_id in tx.execute(known)}
    ids = list(cases.values())
    papers: dict[tuple[int, str], PaperRow] = {}
    for paper in tx.scalars(select(PaperRow).where(PaperRow.case_id.in_(ids)).order_by(PaperRow.id)):
        if paper.state is not PaperState.VOID:
            papers[paper.case_id, paper.kind] = paper
    named = {duty.clock for duty in load_duties().values() if duty.clock} | {DIRECT}
    limits = select(ClockRow.case_id, ClockRow.clock, ClockRow.due)
    limits = limits.where(ClockRow.case_id.in_(ids), ClockRow.clock.in_(named))
    clocks = {(case_id, clock): due for case_id, clock, due in tx.execute(limits.order_by(ClockRow.id))}
    proofs = tx.scalars(select(NoticeProofRow).where(NoticeProofRow.outbox_id.in_([row.id for row in rows])))
    proven = {row.outbox_id: Proof(**{**row.proof, "way": Way(row.proof["way"]), "on": _day(row)}) for row in proofs}
    lost = _unreachable(tx, rows)
    return [
        _view(row, cases[row.case_number], papers, clocks, proven.get(row.id), (row.channel, row.address) not in lost)
        for row in rows
        if row.case_number in cases
    ]


def _view(
    row: OutboxRow,
    case_id: int,
    papers: Mapping[tuple[int, str], PaperRow],
    clocks: Mapping[tuple[int, str], datetime],
    proof: Proof | None,
    reachable: bool,
) -> Notice:
    step = str(row.key).split(":")[2]
    duty = load_duties()[step]
    paper = papers.get((case_id, duty.paper or ""))
    served = paper is not None and paper.state is PaperState.SERVED
    due = clocks.get((case_id, duty.clock or ""))
    if due is None and duty.clock in FIRST_ANSWERS:
        due = clocks.get((case_id, DIRECT))
    return Notice(
        id=row.id,
        case_number=str(row.case_number),
        step=step,
        what=duty.zh,
        what_en=duty.en,
        article=duty.article,
        form=duty.form,
        due=due,
        at=row.created_at,
        channel=row.channel,
        state=row.state,
        detail=row.detail,
        reachable=reachable,
        paper_kind=duty.paper,
        paper_id=paper.id if paper else None,
        paper_state=paper.state if paper else None,
        proof=proof,
        proven=row.state in PROVEN or proof is not None or served,
    )


def _unreachable(tx: Transaction, rows: Iterable[OutboxRow]) -> set[tuple[str, str]]:
    channels, addresses = {row.channel for row in rows}, {row.address for row in rows}
    # The channels are said because the key begins with them: every contact would be looked at else.
    named = ContactRow.channel.in_(channels), ContactRow.address.in_(addresses)
    known = select(ContactRow.channel, ContactRow.address).where(*named, ContactRow.reachable.is_(False))
    return {(channel, address) for channel, address in tx.execute(known)}


def _day(row: NoticeProofRow) -> date:
    return date.fromisoformat(row.proof["on"])
