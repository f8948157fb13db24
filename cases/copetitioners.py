"""People who petition together: each confirms for themselves, from their own chat, with the case's join code.

Art. 20(3) allows five representatives where many visit an office; how many may sign in chats is not limited by law.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import Select, bindparam, func, select

from cases.afterwards import load_afterwards, own_case
from cases.citizen_tables import CoPetitionerRow, JoinCodeRow
from cases.errors import NotFound, WrongState
from cases.masking import mask_name
from cases.numbers import new_code, normalise_code, normalise_number
from cases.rows import insert_if_new
from cases.search import phone_digest
from cases.tables import HistoryRow, PetitionRow
from storage import Database, Transaction

STEP = "cosign"
BY_PETITIONER = "petitioner"


class JoinKind(StrEnum):
    REPRESENTATIVE = "representative"  # 代表人
    SIGNER = "signer"  # 联名人


@dataclass(frozen=True, kw_only=True)
class CoPetitioner:
    """Somebody who petitions together with the first one; the name is masked."""

    name: str
    kind: JoinKind
    at: datetime


@dataclass(frozen=True, kw_only=True)
class Group:
    """Who petitions together, as any of them may know."""

    number: str
    request: str
    respondent: str
    people: tuple[CoPetitioner, ...]
    """Those who confirmed, without the first petitioner."""

    @property
    def count(self) -> int:
        """How many they are, the first petitioner included."""
        return len(self.people) + 1

    @property
    def representatives(self) -> int:
        """How many of them represent the others, the first petitioner included."""
        return sum(person.kind is JoinKind.REPRESENTATIVE for person in self.people) + 1


@dataclass(frozen=True, kw_only=True)
class Join:
    """Confirm that one petitions too. Again from the same chat, it changes what was said before."""

    code: str
    name: str
    phone: str = ""
    kind: JoinKind = JoinKind.SIGNER
    channel: str
    address: str
    language: str = "zh"


class CoPetitioners:
    """Join codes, and who confirmed with them. A sealed case has neither: its accuser is protected by being alone."""

    def __init__(self, database: Database, *, clock: Callable[[], datetime]) -> None:
        self._database = database
        self._clock = clock

    def invite(self, number: str, *, channel: str, address: str, code: str | None = None) -> str:
        """The join code of one's own case, always the same. Raises `NotFound`, or `WrongState` for a sealed one."""
        with self._database.begin() as tx:
            row = own_case(tx, self._database.key_ring, number, channel=channel, address=address, code=code)
            if row.sealed:
                raise WrongState(f"{number} is sealed")
            new = new_code()
            values = {"code": new, "code_index": self._index(new), "at": self._clock()}
            insert_if_new(tx, JoinCodeRow, {"case_id": row.id, **values})
            return tx.get_one(JoinCodeRow, row.id, populate_existing=True).code

    def by_code(self, code: str) -> Group | None:
        """What somebody who was given a join code may see before they sign."""
        with self._database.read() as tx:
            row = self._case_of(tx, code)
            return None if row is None else self._group(tx, row)

    def of(self, number: str) -> Group | None:
        """Who petitions together in a case."""
        with self._database.read() as tx:
            row = tx.scalars(select(PetitionRow).where(PetitionRow.number == normalise_number(number))).one_or_none()
            return None if row is None or row.sealed else self._group(tx, row)

    def join(self, command: Join) -> Group:
        """Sign. Raises `NotFound` for an unknown code, `WrongState` when nobody more can sign or represent."""
        with self._database.begin() as tx:
            row = self._case_of(tx, command.code, lock=True)
            if row is None:
                raise NotFound("join code")
            if (row.channel, row.address) == (command.channel, command.address):
                raise WrongState("the first petitioner signs already")
            here = self._signed_here(tx, row, command.channel, command.address)
            self._refuse_too_many(tx, row, command, here)
            self._keep(tx, row, command, here)
            tx.flush()
            return self._group(tx, row)

    def represent(self, number: str, *, channel: str, address: str) -> bool:
        """Represent the others from now on; False when one did not sign, or five do already."""
        with self._database.begin() as tx:
            row = tx.scalars(
                select(PetitionRow).where(PetitionRow.number == normalise_number(number)).with_for_update()
            ).one_or_none()
            here = None if row is None else self._signed_here(tx, row, channel, address)
            if row is None or here is None or here.left_at is not None:
                return False
            others = [each for each in signed(tx, row.id) if each.id != here.id]
            represent = sum(each.kind == JoinKind.REPRESENTATIVE.value for each in others) + 1
            if represent >= load_afterwards().representatives:
                return False
            if here.kind != JoinKind.REPRESENTATIVE.value:
                here.kind = JoinKind.REPRESENTATIVE.value
                self._write(tx, row, f"{mask_name(here.name)} 作为代表")
            return True

    def leave(self, number: str, *, channel: str, address: str) -> bool:
        """Sign no longer; False when one did not. What was done before stays as it was."""
        with self._database.begin() as tx:
            row = tx.scalars(select(PetitionRow).where(PetitionRow.number == normalise_number(number))).one_or_none()
            here = None if row is None else self._signed_here(tx, row, channel, address)
            if row is None or here is None or here.left_at is not None:
                return False
            here.left_at = self._clock()
            self._write(tx, row, f"{mask_name(here.name)} 退出联名")
            return True

    def cases_of(self, channel: str, address: str) -> list[str]:
        """The numbers of the cases somebody signed in this conversation, newest first."""
        query = (
            select(PetitionRow.number)
            .join(CoPetitionerRow, CoPetitionerRow.case_id == PetitionRow.id)
            .where(CoPetitionerRow.channel == channel, CoPetitionerRow.address == address)
            .where(CoPetitionerRow.left_at.is_(None), PetitionRow.sealed.is_(False))
            .order_by(PetitionRow.id.desc())
        )
        with self._database.read() as tx:
            return list(tx.scalars(query))

    def _case_of(self, tx: Transaction, code: str, *, lock: bool = False) -> PetitionRow | None:
        query = (
            select(PetitionRow)
            .join(JoinCodeRow, JoinCodeRow.case_id == PetitionRow.id)
            .where(JoinCodeRow.code_index == self._index(code), PetitionRow.sealed.is_(False))
        )
        if lock:
            query = query.with_for_update(of=PetitionRow).execution_options(populate_existing=True)
        return tx.scalars(query).one_or_none()

    def _index(self, code: str) -> str:
        return self._database.key_ring.index(f"join:{normalise_code(code)}")

    def _signed_here(self, tx: Transaction, row: PetitionRow, channel: str, address: str) -> CoPetitionerRow | None:
        query = select(CoPetitionerRow).where(
            CoPetitionerRow.case_id == row.id, CoPetitionerRow.channel == channel, CoPetitionerRow.address == address
        )
        return tx.scalars(query).one_or_none()

    def _refuse_too_many(self, tx: Transaction, row: PetitionRow, command: Join, here: CoPetitionerRow | None) -> None:
        limits = load_afterwards()
        others = [each for each in signed(tx, row.id) if here is None or each.id != here.id]
        if len(others) + 2 > limits.signers:
            raise WrongState(f"{row.number} has {limits.signers} signers")
        represent = sum(each.kind == JoinKind.REPRESENTATIVE.value for each in others) + 1
        if command.kind is JoinKind.REPRESENTATIVE and represent >= limits.representatives:
            raise WrongState(f"{row.number} has {limits.representatives} representatives")

    def _keep(self, tx: Transaction, row: PetitionRow, command: Join, here: CoPetitionerRow | None) -> None:
        ring = self._database.key_ring
        if here is None:
            here = CoPetitionerRow(case_id=row.id, channel=command.channel, address=command.address)
            tx.add(here)
        elif here.left_at is None and (here.name, here.phone, here.kind) == (
            command.name, command.phone, command.kind.value,
        ):  # fmt: skip
            return
        here.language, here.kind, here.at, here.left_at = command.language, command.kind.value, self._clock(), None
        here.name, here.phone = command.name, command.phone
        here.phone_index = phone_digest(ring, command.phone)
        word = "作为代表加入" if command.kind is JoinKind.REPRESENTATIVE else "联名"
        self._write(tx, row, f"{mask_name(command.name)} {word}")

    def _write(self, tx: Transaction, row: PetitionRow, text: str) -> None:
        entry = {"at": self._clock(), "by": BY_PETITIONER, "step": STEP, "source": None}
        tx.add(HistoryRow(case_id=row.id, text=text, told=text, **entry))
        tx.flush()
        people = 1 + (tx.scalar(select(func.count()).select_from(_confirmed(row.id).subquery())) or 0)
        # More than were affected cannot have signed.
        row.affected_count = max(row.affected_count or 1, people)

    def _group(self, tx: Transaction, row: PetitionRow) -> Group:
        people = tuple(
            CoPetitioner(name=mask_name(each.name), kind=JoinKind(each.kind), at=each.at) for each in signed(tx, row.id)
        )
        return Group(number=row.number, request=row.request, respondent=row.respondent, people=people)


def signed(tx: Transaction, case_id: int) -> list[CoPetitionerRow]:
    """Those who confirmed and did not leave, in their order."""
    return list(tx.scalars(_confirmed(case_id).order_by(CoPetitionerRow.id)))


def audience(tx: Transaction, row: PetitionRow) -> Iterator[tuple[str, str]]:
    """Where those hear from us who petition together with the first one."""
    if not row.sealed:
        yield from ((channel, address) for channel, address in tx.connection().execute(_HEARD, {"case": row.id}))


# Built once: every notice of a case asks.
_HEARD = (
    select(CoPetitionerRow.channel, CoPetitionerRow.address)
    .where(CoPetitionerRow.case_id == bindparam("case"), CoPetitionerRow.left_at.is_(None))
    .order_by(CoPetitionerRow.id)
)


def _confirmed(case_id: int) -> Select[CoPetitionerRow]:
    return select(CoPetitionerRow).where(CoPetitionerRow.case_id == case_id, CoPetitionerRow.left_at.is_(None))
