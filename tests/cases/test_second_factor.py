"""Codes beside the password: which are right, how often each is taken, and what helps without the phone."""

import base64
from datetime import UTC, datetime

import pytest
from argon2 import PasswordHasher

from cases import CodeNeeded, CodeWrong, NotFound, Official, Register, Role, SignInFailed, TooManyTries, WrongState
from cases.second_factor import matching_step, totp
from cases.staff import Staff
from storage import Database
from tests.support.clock import FakeClock

PASSWORD = "correct horse battery"  # noqa: S105  # a test's own
RFC_SECRET = base64.b32encode(b"12345678901234567890").decode()


@pytest.fixture
def register(register: Register, database: Database, clock: FakeClock) -> Register:
    hasher = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
    register.staff = Staff(database, clock=clock, hasher=hasher)
    register.staff.create("li.wei", PASSWORD, display_name="李伟", roles=[Role.OFFICIAL])
    return register


def sign_in(register: Register) -> Official:
    return register.staff.sign_in("li.wei", PASSWORD, address="1.1.1.1")[1]


def pending(register: Register) -> str:
    with pytest.raises(CodeNeeded) as needed:
        sign_in(register)
    return needed.value.pending


def code_at(secret: str, clock: FakeClock, *, steps: int = 0) -> str:
    return totp(secret, int(clock().timestamp()) // 30 + steps)


def enrol(register: Register, clock: FakeClock) -> tuple[Official, str, tuple[str, ...]]:
    """An official with a second factor, its secret and recovery codes; the first code is past."""
    official = sign_in(register)
    secret = register.second_factor.enrol(official).secret
    codes = register.second_factor.confirm(official, code_at(secret, clock))
    clock.advance(seconds=60)
    return official, secret, codes


@pytest.mark.parametrize(
    ("seconds", "code"),
    [
        (59, "94287082"),
        (1111111109, "07081804"),
        (1111111111, "14050471"),
        (1234567890, "89005924"),
        (2000000000, "69279037"),
        (20000000000, "65353130"),
    ],
)
def test_the_codes_are_those_of_rfc_6238(seconds: int, code: str) -> None:
    assert totp(RFC_SECRET, seconds // 30, digits=8) == code
    assert totp(RFC_SECRET, seconds // 30) == code[2:]


@pytest.mark.parametrize(("drift", "taken"), [(-2, False), (-1, True), (0, True), (1, True), (2, False)])
def test_a_phone_may_be_one_step_early_or_late(drift: int, taken: bool) -> None:
    now = datetime(2026, 11, 30, 3, 0, 10, tzinfo=UTC)
    present = int(now.timestamp()) // 30
    found = matching_step(RFC_SECRET, totp(RFC_SECRET, present + drift), now, after=0)
    assert found == (present + drift if taken else None)


@pytest.mark.parametrize("code", ["", "x", "12345", "é", "１２３", "0" * 5000, "\x00"])
def test_what_is_no_code_is_refused(code: str) -> None:
    assert matching_step(RFC_SECRET, code, datetime(2026, 11, 30, tzinfo=UTC), after=0) is None


def test_blanks_and_full_width_digits_are_understood() -> None:
    now = datetime.fromtimestamp(59, UTC)
    assert matching_step(RFC_SECRET, " 287 082 ", now, after=0) == 1
    assert matching_step(RFC_SECRET, "２８７０８２", now, after=0) == 1


def test_without_a_right_code_there_is_no_session(register: Register, clock: FakeClock) -> None:
    _, secret, _ = enrol(register, clock)
    before = len(register.staff.sessions("li.wei"))
    waiting = pending(register)
    with pytest.raises(CodeWrong):
        register.staff.sign_in_with_code(waiting, "000000")
    assert len(register.staff.sessions("li.wei")) == before
    assert register.staff.session(waiting) is None
    token, official = register.staff.sign_in_with_code(waiting, code_at(secret, clock))
    assert official.name == "li.wei"
    again = register.staff.session(token)
    assert again is not None
    assert again.second_factor


def test_it_is_on_only_after_its_first_code(register: Register, clock: FakeClock) -> None:
    official = sign_in(register)
    enrolment = register.second_factor.enrol(official)
    assert register.second_factor.enrol(official) == enrolment
    assert f"secret={enrolment.secret}" in enrolment.uri
    with pytest.raises(CodeWrong):
        register.second_factor.confirm(official, "000000")
    sign_in(register)
    register.second_factor.confirm(official, code_at(enrolment.secret, clock))
    pending(register)
    with pytest.raises(WrongState):
        register.second_factor.enrol(official)


def test_a_secret_that_was_not_confirmed_is_replaced(register: Register, clock: FakeClock) -> None:
    official = sign_in(register)
    first = register.second_factor.enrol(official)
    clock.advance(minutes=31)
    assert register.second_factor.enrol(official) != first


def test_a_used_code_and_an_older_one_are_refused(register: Register, clock: FakeClock) -> None:
    _, secret, _ = enrol(register, clock)
    waiting = pending(register)
    older, newer = code_at(secret, clock), code_at(secret, clock, steps=1)
    register.staff.sign_in_with_code(waiting, newer)
    for code in (newer, older):
        with pytest.raises(CodeWrong):
            register.staff.sign_in_with_code(waiting, code)


def test_the_first_code_opens_no_session_afterwards(register: Register, clock: FakeClock) -> None:
    official = sign_in(register)
    secret = register.second_factor.enrol(official).secret
    code = code_at(secret, clock)
    register.second_factor.confirm(official, code)
    with pytest.raises(CodeWrong):
        register.staff.sign_in_with_code(pending(register), code)


def test_five_wrong_codes_make_the_account_wait(register: Register, clock: FakeClock) -> None:
    _, secret, codes = enrol(register, clock)
    for _ in range(5):
        with pytest.raises(CodeWrong):
            register.second_factor.check(1, "000000")
    for right in (code_at(secret, clock), codes[0]):
        with pytest.raises(TooManyTries):
            register.second_factor.check(1, right)
    clock.advance(minutes=15, seconds=1)
    register.second_factor.check(1, code_at(secret, clock))


def test_each_recovery_code_works_once(register: Register, clock: FakeClock) -> None:
    official, _, codes = enrol(register, clock)
    assert len(set(codes)) == 10
    register.staff.sign_in_with_code(pending(register), codes[3])
    assert register.second_factor.codes_left(official) == 9
    with pytest.raises(CodeWrong):
        register.staff.sign_in_with_code(pending(register), codes[3])
    register.staff.sign_in_with_code(pending(register), codes[4].replace("-", " ").upper())


def test_new_recovery_codes_need_the_app_and_end_the_old_ones(register: Register, clock: FakeClock) -> None:
    official, secret, old = enrol(register, clock)
    for wrong in (old[0], "000000"):
        with pytest.raises(CodeWrong):
            register.second_factor.renew_codes(official, wrong)
    new = register.second_factor.renew_codes(official, code_at(secret, clock))
    assert (len(set(new)), set(new) & set(old)) == (10, set())
    assert register.second_factor.codes_left(official) == 10
    with pytest.raises(CodeWrong):
        register.second_factor.check(official.id, old[1])
    register.second_factor.check(official.id, new[0])
    with pytest.raises(CodeWrong):
        register.second_factor.renew_codes(official, code_at(secret, clock))


def test_whoever_has_no_factor_gets_no_recovery_codes(register: Register) -> None:
    with pytest.raises(CodeWrong):
        register.second_factor.renew_codes(sign_in(register), "000000")


def test_neither_secret_nor_recovery_codes_can_be_read_in_the_database(
    register: Register, database: Database, clock: FakeClock
) -> None:
    _, secret, codes = enrol(register, clock)
    with database.read() as tx:
        kept = str(tx.connection().exec_driver_sql("SELECT * FROM staff_factors").all())
    assert not any(one in kept for one in (secret, codes[0], codes[0].replace("-", "")))


@pytest.mark.parametrize("forged", ["", "1", "1.9999999999.", "1.9999999999." + "0" * 64, "x.y.z", "²." * 3])
def test_only_what_we_signed_counts_as_a_right_password(register: Register, clock: FakeClock, forged: str) -> None:
    _, secret, _ = enrol(register, clock)
    with pytest.raises(SignInFailed):
        register.staff.sign_in_with_code(forged, code_at(secret, clock))


def test_a_right_password_is_remembered_for_minutes_and_only_while_it_is_right(
    register: Register, clock: FakeClock
) -> None:
    _, secret, _ = enrol(register, clock)
    first = pending(register)
    clock.advance(minutes=5, seconds=1)
    with pytest.raises(SignInFailed):
        register.staff.sign_in_with_code(first, code_at(secret, clock))
    second = pending(register)
    register.staff.set_password("li.wei", "another good one")
    with pytest.raises(SignInFailed):
        register.staff.sign_in_with_code(second, code_at(secret, clock))


def test_a_disabled_account_is_let_in_by_no_code(register: Register, clock: FakeClock) -> None:
    _, secret, _ = enrol(register, clock)
    waiting = pending(register)
    register.staff.disable("li.wei")
    with pytest.raises(SignInFailed):
        register.staff.sign_in_with_code(waiting, code_at(secret, clock))


def test_switching_off_needs_a_code(register: Register, clock: FakeClock) -> None:
    official, secret, _ = enrol(register, clock)
    with pytest.raises(CodeWrong):
        register.second_factor.switch_off(official, "000000")
    register.second_factor.switch_off(official, code_at(secret, clock))
    assert not sign_in(register).second_factor


def test_a_reset_takes_it_away_and_signs_out(register: Register, clock: FakeClock) -> None:
    enrol(register, clock)
    register.second_factor.reset("li.wei", by="陈静")
    assert register.staff.sessions("li.wei") == ()
    sign_in(register)
    with pytest.raises(NotFound):
        register.second_factor.reset("nobody", by="陈静")


def test_what_happens_to_it_is_in_the_audit(register: Register, clock: FakeClock) -> None:
    official, _, codes = enrol(register, clock)
    register.second_factor.check(official.id, codes[0])
    register.second_factor.switch_off(official, codes[1])
    register.second_factor.reset("li.wei", by="陈静")
    auditor = Official(id=9, name="a", display_name="", roles=frozenset({Role.AUDITOR, Role.ADMINISTRATOR}))
    told = {(entry.who, entry.action) for entry in register.for_official(auditor).audit(20)}
    assert {
        ("李伟", "factor_on"),
        ("李伟", "factor_off"),
        ("li.wei", "recovery_used"),
        ("陈静", "factor_reset"),
    } <= told
    assert register.audit_chain.verify().holds


def test_a_token_of_another_system_knows_no_code(register: Register, clock: FakeClock) -> None:
    enrol(register, clock)
    assert register.staff.token(register.staff.issue_token("li.wei", [Role.OFFICIAL])) is not None


def test_the_list_of_staff_says_who_has_one(register: Register, clock: FakeClock) -> None:
    register.staff.create("sun.li", PASSWORD, roles=[Role.OFFICIAL])
    enrol(register, clock)
    assert [(one.name, one.second_factor) for one in register.staff.list()] == [("li.wei", True), ("sun.li", False)]
