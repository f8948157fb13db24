"""Members of staff: who they are, how they sign in, and how long that lasts."""

import secrets
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property
from hashlib import sha256

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from sqlalchemy import delete, exists, select, update

from cases import audit
from cases.attempts import Attempts
from cases.errors import CodeNeeded, NotFound, SignInFailed, StaffError, TooManyTries, VersionConflict
from cases.second_factor import SecondFactor, has_factor
from cases.tables import SessionRow, StaffRow
from cases.tokens import Tokens
from cases.unit_tables import UnitRow
from cases.values import Official, Role
from storage import Database, Transaction

SESSION_HOURS = 12
IDLE_HOURS = 2
SHORTEST_PASSWORD = 8
MOST_FAILED_BY_NAME = 5
MOST_FAILED_BY_ADDRESS = 20

_BY_NAME = "sign_in_name"
_BY_ADDRESS = "sign_in_address"
# Writing at every click would take the one write lock for nothing.
_TOUCH_EVERY = timedelta(minutes=1)


@dataclass(frozen=True, kw_only=True)
class StaffMember:
    """One line of the list of staff."""

    id: int
    name: str
    display_name: str
    roles: frozenset[Role]
    disabled: bool
    unit_id: int | None = None
    second_factor: bool = False


@dataclass(frozen=True, kw_only=True)
class StaffSession:
    """One browser in which a member of staff is signed in."""

    id: str
    """The same as the `session_id` of the official who asks from it."""
    created_at: datetime
    seen_at: datetime


class Staff:
    """The door to staff, their sessions and the tokens of other systems."""

    def __init__(
        self, database: Database, *, clock: Callable[[], datetime], hasher: PasswordHasher | None = None
    ) -> None:
        self._database = database
        self._clock = clock
        self._hasher = hasher or PasswordHasher()
        self._attempts = Attempts(database.key_ring)
        self._factor = SecondFactor(database, clock=clock)
        self._tokens = Tokens(database, clock=clock)
        self.issue_token = self._tokens.issue
        self.token = self._tokens.holder
        self.revoke_token = self._tokens.revoke

    def create(
        self, name: str, password: str, *, display_name: str = "", roles: Collection[Role], unit: str | None = None
    ) -> None:
        """Add a member of staff, in the unit of this code.

        Raises `StaffError` when the name is taken or the password too short, `NotFound` when there is no such unit.
        """
        hashed = self._hash(password)
        with self._database.begin() as tx:
            if tx.scalar(select(exists().where(StaffRow.name == name))):
                raise StaffError(f"The name {name} is taken.")
            values = {"name": name, "display_name": display_name, "password_hash": hashed, "disabled": False}
            roles = sorted(Role(role) for role in roles)
            tx.add(StaffRow(roles=roles, unit_id=_unit_id(tx, unit), created_at=self._clock(), **values))

    def set_password(self, name: str, password: str) -> None:
        """Give somebody a new password and sign them out everywhere. Raises `NotFound`."""
        hashed = self._hash(password)
        with self._database.begin() as tx:
            row = _member(tx, name)
            row.password_hash = hashed
            _sign_out_everywhere(tx, row)

    def set_roles(
        self, name: str, roles: Collection[Role], *, by: str = "", were: Collection[Role] | None = None
    ) -> None:
        """Give somebody other roles, from their next click on.

        `were`: the roles that were seen. Raises `NotFound`, `VersionConflict` when they are others by now.
        """
        with self._database.begin() as tx:
            given = sorted(Role(role) for role in roles)
            row = _member(tx, name, lock=True)
            if were is not None and set(were) != set(map(Role, row.roles)):
                raise VersionConflict(f"the roles of {name} are {', '.join(sorted(row.roles))}")
            row.roles = list(given)
            audit.write(tx, at=self._clock(), who=by, action="roles", subject=name, reason=", ".join(given))

    def set_unit(self, name: str, unit: str | None) -> None:
        """Move somebody to another unit, by its code, from their next click on. Raises `NotFound`."""
        with self._database.begin() as tx:
            _member(tx, name).unit_id = _unit_id(tx, unit)

    def disable(self, name: str) -> None:
        """Let somebody in no more, and out at once. Raises `NotFound`."""
        with self._database.begin() as tx:
            row = _member(tx, name)
            row.disabled = True
            _sign_out_everywhere(tx, row)

    def any(self) -> bool:
        """Whether there is any staff yet."""
        with self._database.read() as tx:
            return bool(tx.scalar(select(exists().where(StaffRow.id > 0))))

    def list(self) -> Sequence[StaffMember]:
        """All staff, by name."""
        with self._database.read() as tx:
            found = tx.execute(select(StaffRow, has_factor()).order_by(StaffRow.name))
            return [_listed(row, second_factor=factor) for row, factor in found]

    def sign_in(self, name: str, password: str, *, address: str) -> tuple[str, Official]:
        """A session for whoever knows the password.

        Raises `SignInFailed`, `TooManyTries`, or `CodeNeeded` for whoever has a second factor.
        """
        row = self._whoever_knows(name, password, address)
        if self._factor.on(row.id):
            raise CodeNeeded(self._factor.pending(row))
        return self._enter(row)

    def sign_in_with_code(self, pending: str, code: str) -> tuple[str, Official]:
        """A session for whoever gave the password before and the code now.

        Raises `SignInFailed` when the password is needed again, `CodeWrong`, `TooManyTries`.
        """
        row = self._factor.pending_member(pending)
        self._factor.check(row.id, code)
        return self._enter(row)

    def change_password(self, name: str, old: str, new: str, *, address: str) -> str:
        """Somebody's own new password: every session ends but a fresh one, whose token this is.

        Raises `SignInFailed` or `TooManyTries`, `StaffError` when the new one is too short.
        """
        row = self._whoever_knows(name, old, address)
        self.set_password(name, new)
        with self._database.begin() as tx:
            return self._open_session(tx, row)[0]

    def _whoever_knows(self, name: str, password: str, address: str) -> StaffRow:
        # Made before anything else, so that an unknown name takes as long as a known one.
        nobody = self._nobody
        # The try counts as failed until it has succeeded: a burst of tries at once gains nothing.
        tries = self._begin_try(name, address)
        with self._database.read() as tx:
            row = tx.scalars(select(StaffRow).where(StaffRow.name == name)).one_or_none()
        matches = self._verify(row.password_hash if row else nobody, password)
        if row is None or row.disabled or not matches:
            raise SignInFailed
        with self._database.begin() as tx:
            self._attempts.take_back(tx, tries)
        return row

    def _enter(self, row: StaffRow) -> tuple[str, Official]:
        with self._database.begin() as tx:
            audit.write(tx, at=self._clock(), who=row.display_name or row.name, action="sign_in", subject=row.name)
            return self._open_session(tx, row)

    def session(self, token: str) -> Official | None:
        """Who is signed in with this token."""
        now = self._clock()
        query = select(SessionRow, StaffRow, has_factor()).join(StaffRow, StaffRow.id == SessionRow.staff_id)
        with self._database.read() as tx:
            found = tx.execute(query.where(SessionRow.token_hash == _digest(token))).one_or_none()
        if found is None:
            return None
        session, member, second_factor = found
        ends = min(session.created_at + timedelta(hours=SESSION_HOURS), session.seen_at + timedelta(hours=IDLE_HOURS))
        if member.disabled or now >= ends:
            return None
        if now - session.seen_at >= _TOUCH_EVERY:
            self._touch(session.token_hash, now)
        return _official(member, session, second_factor=second_factor)

    def sessions(self, name: str) -> tuple[StaffSession, ...]:
        """Where somebody is signed in, the last used first. Raises `NotFound`."""
        now = self._clock()
        alive = (
            SessionRow.created_at > now - timedelta(hours=SESSION_HOURS),
            SessionRow.seen_at > now - timedelta(hours=IDLE_HOURS),
        )
        with self._database.read() as tx:
            query = select(SessionRow).where(SessionRow.staff_id == _member(tx, name).id, *alive)
            return tuple(
                StaffSession(id=row.token_hash, created_at=row.created_at, seen_at=row.seen_at)
                for row in tx.scalars(query.order_by(SessionRow.seen_at.desc()))
            )

    def sign_out(self, token: str) -> None:
        """End a session."""
        with self._database.begin() as tx:
            tx.execute(delete(SessionRow).where(SessionRow.token_hash == _digest(token)))

    def revoke_all(self, name: str) -> None:
        """End all sessions of somebody. Raises `NotFound`."""
        with self._database.begin() as tx:
            _sign_out_everywhere(tx, _member(tx, name))

    @cached_property
    def _nobody(self) -> str:
        return self._hasher.hash(secrets.token_hex(16))

    def _hash(self, password: str) -> str:
        if len(password) < SHORTEST_PASSWORD:
            raise StaffError(f"A password needs at least {SHORTEST_PASSWORD} characters.")
        return self._hasher.hash(password)

    def _verify(self, hashed: str, password: str) -> bool:
        try:
            return self._hasher.verify(hashed, password)
        except (VerificationError, InvalidHashError):
            return False

    def _begin_try(self, name: str, address: str) -> tuple[int, int]:
        now = self._clock()
        with self._database.begin() as tx:
            self._attempts.one_at_a_time(tx, f"name {name}", f"address {address}")
            if (
                self._attempts.count(tx, _BY_NAME, name, now) >= MOST_FAILED_BY_NAME
                or self._attempts.count(tx, _BY_ADDRESS, address, now) >= MOST_FAILED_BY_ADDRESS
            ):
                raise TooManyTries
            by_name = self._attempts.add(tx, _BY_NAME, name, now)
            return by_name, self._attempts.add(tx, _BY_ADDRESS, address, now)

    def _open_session(self, tx: Transaction, row: StaffRow) -> tuple[str, Official]:
        now = self._clock()
        tx.execute(delete(SessionRow).where(SessionRow.created_at <= now - timedelta(hours=SESSION_HOURS)))
        token = secrets.token_urlsafe(32)
        csrf = secrets.token_urlsafe(24)
        session = SessionRow(token_hash=_digest(token), staff_id=row.id, csrf=csrf, created_at=now, seen_at=now)
        tx.add(session)
        return token, _official(row, session)

    def _touch(self, token_hash: str, now: datetime) -> None:
        with self._database.begin() as tx:
            tx.execute(update(SessionRow).where(SessionRow.token_hash == token_hash).values(seen_at=now))


def _digest(token: str) -> str:
    return sha256(token.encode()).hexdigest()


def _member(tx: Transaction, name: str, *, lock: bool = False) -> StaffRow:
    query = select(StaffRow).where(StaffRow.name == name)
    row = tx.scalars(query.with_for_update() if lock else query).one_or_none()
    if row is None:
        raise NotFound(name)
    return row


def _unit_id(tx: Transaction, code: str | None) -> int | None:
    if not code:
        return None
    found = tx.scalar(select(UnitRow.id).where(UnitRow.code == code, UnitRow.active))
    if found is None:
        raise NotFound(f"unit {code}")
    return found


def _sign_out_everywhere(tx: Transaction, row: StaffRow) -> None:
    tx.execute(delete(SessionRow).where(SessionRow.staff_id == row.id))


def _official(row: StaffRow, session: SessionRow, *, second_factor: bool = False) -> Official:
    return Official(
        id=row.id,
        name=row.name,
        display_name=row.display_name,
        roles=frozenset(map(Role, row.roles)),
        session_id=session.token_hash,
        csrf=session.csrf,
        unit_id=row.unit_id,
        second_factor=second_factor,
    )


def _listed(row: StaffRow, *, second_factor: bool) -> StaffMember:
    return StaffMember(
        id=row.id,
        name=row.name,
        display_name=row.display_name,
        roles=frozenset(map(Role, row.roles)),
        disabled=row.disabled,
        unit_id=row.unit_id,
        second_factor=second_factor,
    )
