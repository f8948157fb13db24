"""The second factor of staff: codes of an authenticator app (TOTP, RFC 6238), and recovery codes for a lost phone."""

import base64
import hashlib
import hmac
import secrets
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from urllib.parse import quote

from sqlalchemy import ColumnElement, delete, exists, select

from cases import audit
from cases.attempts import Attempts
from cases.errors import CodeWrong, NotFound, SignInFailed, TooManyTries, WrongState
from cases.factor_tables import FactorRow
from cases.tables import SessionRow, StaffRow
from cases.values import Official
from storage import Database, Transaction

STEP_SECONDS = 30
DRIFT_STEPS = 1
"""How many steps a phone's clock may be early or late."""
DIGITS = 6
SECRET_BYTES = 20
RECOVERY_CODES = 10
RECOVERY_BYTES = 8
MOST_FAILED = 5
PENDING_MINUTES = 5
ENROLMENT_MINUTES = 30
ISSUER = "Fengqiao"
LONGEST_CODE = 60

_KIND = "second_factor"


@dataclass(frozen=True, kw_only=True)
class Enrolment:
    """What is put into the authenticator app."""

    secret: str
    uri: str
    """The same as an `otpauth:` address, for a QR code."""


class SecondFactor:
    """Sets up, asks for and takes away second factors."""

    def __init__(self, database: Database, *, clock: Callable[[], datetime]) -> None:
        self._database = database
        self._keys = database.key_ring
        self._clock = clock
        self._attempts = Attempts(database.key_ring)

    def on(self, staff_id: int) -> bool:
        """Whether they have one."""
        with self._database.read() as tx:
            return bool(tx.scalar(select(exists().where(FactorRow.staff_id == staff_id, *_CONFIRMED))))

    def codes_left(self, official: Official) -> int:
        """How many recovery codes they have left."""
        with self._database.read() as tx:
            row = tx.get(FactorRow, official.id)
            return len(row.recovery) if row else 0

    def enrol(self, official: Official) -> Enrolment:
        """A secret to put into the app, the same for half an hour. Raises `WrongState` when there is a factor."""
        now = self._clock()
        with self._database.begin() as tx:
            self._in_turn(tx, official.id)
            row = tx.get(FactorRow, official.id)
            if row is not None and row.confirmed_at:
                raise WrongState("there is a second factor already")
            if row is None or now - row.created_at >= timedelta(minutes=ENROLMENT_MINUTES):
                secret = base64.b32encode(secrets.token_bytes(SECRET_BYTES)).decode()
                values = {"secret": secret, "last_step": 0, "recovery": [], "created_at": now}
                row = tx.merge(FactorRow(staff_id=official.id, **values))
            return Enrolment(secret=row.secret, uri=_uri(official.name, row.secret))

    def confirm(self, official: Official, code: str) -> tuple[str, ...]:
        """Switch it on with a first code; the recovery codes, told only now. Raises `CodeWrong` or `TooManyTries`."""
        codes = _new_codes()
        with self._database.begin() as tx:
            row = self._row(tx, official.id, confirmed=False)
            right = row is not None and self._take_code(tx, row, code)
            if row is not None and right:
                row.confirmed_at = self._clock()
                row.recovery = [self._digest(official.id, one) for one in codes]
                self._note(tx, official, "factor_on")
        if not right:
            raise CodeWrong
        return _to_copy(codes)

    def renew_codes(self, official: Official, code: str) -> tuple[str, ...]:
        """New recovery codes in place of all there are, told only now. Raises `CodeWrong` or `TooManyTries`.

        A code of the app is needed: whoever found one recovery code could else make themselves ten.
        """
        codes = _new_codes()
        with self._database.begin() as tx:
            row = self._row(tx, official.id, confirmed=True)
            right = row is not None and self._take_code(tx, row, code)
            if row is not None and right:
                row.recovery = [self._digest(official.id, one) for one in codes]
                self._note(tx, official, "recovery_renewed")
        if not right:
            raise CodeWrong
        return _to_copy(codes)

    def check(self, staff_id: int, code: str) -> None:
        """Use up a code of the app, or a recovery code. Raises `CodeWrong` or `TooManyTries`."""
        with self._database.begin() as tx:
            row = self._row(tx, staff_id, confirmed=True)
            right = row is not None and self._take_any(tx, row, code)
        if not right:
            raise CodeWrong

    def switch_off(self, official: Official, code: str) -> None:
        """Take one's own away; a code is needed. Raises `CodeWrong` or `TooManyTries`."""
        with self._database.begin() as tx:
            row = self._row(tx, official.id, confirmed=True)
            right = row is not None and self._take_any(tx, row, code)
            if row is not None and right:
                tx.delete(row)
                self._note(tx, official, "factor_off")
        if not right:
            raise CodeWrong

    def reset(self, name: str, *, by: str) -> None:
        """Take somebody else's away, who lost phone and codes, and sign them out. Raises `NotFound`."""
        with self._database.begin() as tx:
            staff_id = tx.scalar(select(StaffRow.id).where(StaffRow.name == name))
            if staff_id is None:
                raise NotFound(name)
            self._in_turn(tx, staff_id)
            tx.execute(delete(FactorRow).where(FactorRow.staff_id == staff_id))
            tx.execute(delete(SessionRow).where(SessionRow.staff_id == staff_id))
            audit.write(tx, at=self._clock(), who=by, action="factor_reset", subject=name)

    def pending(self, member: StaffRow) -> str:
        """What somebody holds who gave the right password and no code yet: no session, and good for minutes only."""
        until = int((self._clock() + timedelta(minutes=PENDING_MINUTES)).timestamp())
        told = f"{member.id}.{until}"
        return f"{told}.{self._keys.sign(self._signed(told, member))}"

    def pending_member(self, pending: str) -> StaffRow:
        """Whose it is. Raises `SignInFailed` when it is not ours, too old, or the password has changed since."""
        told, _, signature = pending.rpartition(".")
        staff_id, _, until = told.partition(".")
        if not (_plain_number(staff_id) and _plain_number(until)) or int(until) < self._clock().timestamp():
            raise SignInFailed
        with self._database.read() as tx:
            member = tx.get(StaffRow, int(staff_id))
        if member is None or member.disabled or not self._keys.signed_by_us(self._signed(told, member), signature):
            raise SignInFailed
        return member

    def _signed(self, told: str, member: StaffRow) -> str:
        return f"{_KIND} {told} {member.password_hash}"

    def _row(self, tx: Transaction, staff_id: int, *, confirmed: bool) -> FactorRow | None:
        self._in_turn(tx, staff_id)
        if self._attempts.count(tx, _KIND, str(staff_id), self._clock()) >= MOST_FAILED:
            raise TooManyTries
        row = tx.get(FactorRow, staff_id)
        return row if row is not None and bool(row.confirmed_at) is confirmed else None

    def _take_any(self, tx: Transaction, row: FactorRow, code: str) -> bool:
        return self._take_recovery(tx, row, code) or self._take_code(tx, row, code)

    def _take_code(self, tx: Transaction, row: FactorRow, code: str) -> bool:
        now = self._clock()
        step = matching_step(row.secret, code, now, after=row.last_step)
        if step is None:
            self._attempts.add(tx, _KIND, str(row.staff_id), now)
            return False
        row.last_step = step
        return True

    def _take_recovery(self, tx: Transaction, row: FactorRow, code: str) -> bool:
        digest = self._digest(row.staff_id, _plain(code).replace("-", "").lower())
        left = [one for one in row.recovery if not hmac.compare_digest(one, digest)]
        if len(left) == len(row.recovery):
            return False
        row.recovery = left
        name = tx.scalar(select(StaffRow.name).where(StaffRow.id == row.staff_id)) or ""
        audit.write(tx, at=self._clock(), who=name, action="recovery_used", subject=name, reason=f"{len(left)} left")
        return True

    def _in_turn(self, tx: Transaction, staff_id: int) -> None:
        self._attempts.one_at_a_time(tx, f"{_KIND} {staff_id}")

    def _digest(self, staff_id: int, code: str) -> str:
        return self._keys.index(f"recovery:{staff_id}:{code}")

    def _note(self, tx: Transaction, official: Official, action: str) -> None:
        who = official.display_name or official.name
        audit.write(tx, at=self._clock(), who=who, action=action, subject=official.name)


def _new_codes() -> tuple[str, ...]:
    return tuple(secrets.token_hex(RECOVERY_BYTES) for _ in range(RECOVERY_CODES))


def _to_copy(codes: tuple[str, ...]) -> tuple[str, ...]:
    """The codes in groups of four, easy to copy by hand."""
    return tuple("-".join(one[at : at + 4] for at in range(0, len(one), 4)) for one in codes)


_CONFIRMED = (FactorRow.confirmed_at.is_not(None),)


def has_factor() -> ColumnElement[bool]:
    """Whether the member of staff of the same row has a second factor, as part of another question."""
    return exists().where(FactorRow.staff_id == StaffRow.id, *_CONFIRMED)


def totp(secret: str, step: int, *, digits: int = DIGITS) -> str:
    """The code of a time step (RFC 4226 and 6238, with SHA-1, which is what every app knows)."""
    mac = hmac.new(base64.b32decode(secret), step.to_bytes(8, "big"), hashlib.sha1).digest()
    at = mac[-1] & 0x0F
    number = int.from_bytes(mac[at : at + 4], "big") & 0x7FFFFFFF
    return str(number % 10**digits).zfill(digits)


def matching_step(secret: str, code: str, now: datetime, *, after: int) -> int | None:
    """The step whose code this is: the present one or its neighbours, and only a later one than `after`."""
    given, present = _plain(code).encode(), int(now.timestamp()) // STEP_SECONDS
    steps = range(present - DRIFT_STEPS, present + DRIFT_STEPS + 1)
    # All are compared, so that the time taken tells nothing.
    fits = [(step, hmac.compare_digest(totp(secret, step).encode(), given)) for step in steps]
    return next((step for step, same in fits if same and step > after), None)


def _plain(code: str) -> str:
    # Full-width digits are what a Chinese keyboard writes; apps show a blank in the middle.
    return "".join(unicodedata.normalize("NFKC", code[:LONGEST_CODE]).split())


def _plain_number(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) < 19


def _uri(name: str, secret: str) -> str:
    return f"otpauth://totp/{quote(f'{ISSUER}:{name}')}?secret={secret}&issuer={ISSUER}"
