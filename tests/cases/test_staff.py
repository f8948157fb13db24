from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from argon2 import PasswordHasher

from cases import CaseError, NotFound, Official, Register, Role, SignInFailed, StaffError, TooManyTries
from cases.staff import Staff
from storage import Database
from tests.support.clock import FakeClock

PASSWORD = "correct horse battery"
# The real cost of a hash is tested once: elsewhere it would only make tests slow.
CHEAP = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)


@pytest.fixture
def staff(database: Database, clock: FakeClock) -> Staff:
    staff = Staff(database, clock=clock, hasher=CHEAP)
    staff.create("li.wei", PASSWORD, display_name="李伟", roles=[Role.OFFICIAL])
    return staff


def fail(staff: Staff, name: str = "li.wei", *, address: str = "1.1.1.1", times: int = 1) -> None:
    for _ in range(times):
        with pytest.raises(SignInFailed):
            staff.sign_in(name, "wrong", address=address)


def test_the_right_password_opens_a_session(staff: Staff) -> None:
    token, official = staff.sign_in("li.wei", PASSWORD, address="1.1.1.1")
    assert (official.name, official.display_name, official.roles) == ("li.wei", "李伟", frozenset({Role.OFFICIAL}))
    assert official.csrf
    assert official.session_id not in ("", token)
    assert staff.session(token) == official
    assert staff.session("another") is None


def test_every_sign_in_is_a_session_of_its_own(staff: Staff) -> None:
    first, one = staff.sign_in("li.wei", PASSWORD, address="1.1.1.1")
    second, two = staff.sign_in("li.wei", PASSWORD, address="1.1.1.1")
    assert one.csrf != two.csrf
    staff.sign_out(first)
    assert staff.session(first) is None
    assert staff.session(second) == two


@pytest.mark.parametrize(("name", "password"), [("li.wei", "wrong"), ("nobody", PASSWORD), ("li.wei", ""), ("", "")])
def test_anything_else_fails_alike(staff: Staff, name: str, password: str) -> None:
    with pytest.raises(SignInFailed) as failed:
        staff.sign_in(name, password, address="1.1.1.1")
    assert str(failed.value) == str(SignInFailed())


def test_an_unknown_name_costs_a_hash_too(database: Database, clock: FakeClock) -> None:
    class Counting:
        verified = 0

        def __getattr__(self, name: str) -> Any:
            return getattr(CHEAP, name)

        def verify(self, hashed: str, password: str) -> bool:
            self.verified += 1
            return CHEAP.verify(hashed, password)

    hasher: Any = Counting()
    fail(Staff(database, clock=clock, hasher=hasher), "nobody")
    assert hasher.verified == 1


def test_passwords_and_tokens_are_not_kept(staff: Staff, database: Database) -> None:
    token, _ = staff.sign_in("li.wei", PASSWORD, address="1.1.1.1")
    api_token = staff.issue_token("exchange", [Role.OFFICIAL])
    with database.read() as tx:
        tables = ("staff", "staff_sessions", "api_tokens", "attempts")
        kept = str([tx.connection().exec_driver_sql(f"SELECT * FROM {table}").all() for table in tables])  # noqa: S608
    assert not any(secret in kept for secret in (PASSWORD, token, api_token, "1.1.1.1"))


def test_passwords_are_hashed_with_argon2id(register: Register) -> None:
    register.staff.create("li.wei", PASSWORD, roles=[Role.OFFICIAL])
    with register.transaction() as tx:
        hashed = tx.connection().exec_driver_sql("SELECT password_hash FROM staff").scalar()
    assert str(hashed).startswith("$argon2id$")
    assert "m=65536" in str(hashed)


def test_five_wrong_tries_lock_a_name_for_a_while(staff: Staff, clock: FakeClock) -> None:
    for i in range(5):
        fail(staff, address=f"10.0.0.{i}")
    with pytest.raises(TooManyTries):
        staff.sign_in("li.wei", PASSWORD, address="10.0.0.9")
    clock.advance(minutes=15)
    assert staff.sign_in("li.wei", PASSWORD, address="10.0.0.9")


def test_unknown_names_are_locked_alike(staff: Staff) -> None:
    fail(staff, "nobody", times=5)
    with pytest.raises(TooManyTries):
        staff.sign_in("nobody", "x", address="1.1.1.1")


def test_twenty_wrong_tries_lock_an_address(staff: Staff) -> None:
    for i in range(20):
        fail(staff, f"name{i}")
    with pytest.raises(TooManyTries):
        staff.sign_in("li.wei", PASSWORD, address="1.1.1.1")
    assert staff.sign_in("li.wei", PASSWORD, address="2.2.2.2")


def test_success_does_not_count_as_a_try(staff: Staff) -> None:
    for _ in range(8):
        staff.sign_in("li.wei", PASSWORD, address="1.1.1.1")


def test_success_does_not_wash_off_failures(staff: Staff) -> None:
    fail(staff, times=4)
    staff.sign_in("li.wei", PASSWORD, address="1.1.1.1")
    fail(staff)
    with pytest.raises(TooManyTries):
        staff.sign_in("li.wei", PASSWORD, address="1.1.1.1")


def test_a_burst_of_guesses_gets_no_more_tries(staff: Staff) -> None:
    def guess(i: int) -> type[CaseError]:
        try:
            staff.sign_in("li.wei", f"guess {i}", address="1.1.1.1")
        except CaseError as error:
            return type(error)
        raise AssertionError("a guess was right")

    with ThreadPoolExecutor(6) as pool:
        outcomes = list(pool.map(guess, range(12)))
    assert outcomes.count(SignInFailed) == 5


def test_a_session_ends_after_twelve_hours(staff: Staff, clock: FakeClock) -> None:
    token, official = staff.sign_in("li.wei", PASSWORD, address="1.1.1.1")
    for _ in range(11):
        clock.advance(hours=1)
        assert staff.session(token) == official
    clock.advance(hours=1)
    assert staff.session(token) is None


def test_a_session_ends_when_it_is_left_alone(staff: Staff, clock: FakeClock) -> None:
    token, official = staff.sign_in("li.wei", PASSWORD, address="1.1.1.1")
    clock.advance(minutes=119)
    assert staff.session(token) == official
    clock.advance(minutes=119)
    assert staff.session(token) == official
    clock.advance(minutes=120)
    assert staff.session(token) is None


def test_who_is_disabled_is_out_at_once(staff: Staff) -> None:
    token, _ = staff.sign_in("li.wei", PASSWORD, address="1.1.1.1")
    staff.disable("li.wei")
    assert staff.session(token) is None
    with pytest.raises(SignInFailed):
        staff.sign_in("li.wei", PASSWORD, address="1.1.1.1")


def test_a_new_password_ends_old_sessions(staff: Staff) -> None:
    token, _ = staff.sign_in("li.wei", PASSWORD, address="1.1.1.1")
    staff.set_password("li.wei", "another good one")
    assert staff.session(token) is None
    fail(staff)
    with pytest.raises(SignInFailed):
        staff.sign_in("li.wei", PASSWORD, address="1.1.1.1")
    assert staff.sign_in("li.wei", "another good one", address="1.1.1.1")


def test_all_sessions_of_somebody_can_be_ended(staff: Staff) -> None:
    tokens = [staff.sign_in("li.wei", PASSWORD, address="1.1.1.1")[0] for _ in range(2)]
    staff.revoke_all("li.wei")
    assert [staff.session(token) for token in tokens] == [None, None]


def test_new_roles_count_from_the_next_click(staff: Staff) -> None:
    token, _ = staff.sign_in("li.wei", PASSWORD, address="1.1.1.1")
    staff.set_roles("li.wei", [Role.DISCIPLINE, Role.OFFICIAL])
    official = staff.session(token)
    assert official is not None
    assert official.roles == {Role.DISCIPLINE, Role.OFFICIAL}


def test_the_list_of_staff(staff: Staff) -> None:
    staff.create("chen.jing", PASSWORD, roles=[Role.ADMINISTRATOR])
    staff.disable("chen.jing")
    assert [(m.name, m.display_name, m.roles, m.disabled) for m in staff.list()] == [
        ("chen.jing", "", frozenset({Role.ADMINISTRATOR}), True),
        ("li.wei", "李伟", frozenset({Role.OFFICIAL}), False),
    ]


def test_whether_there_is_anybody(register: Register) -> None:
    assert not register.staff.any()
    register.staff.create("li.wei", PASSWORD, roles=[Role.OFFICIAL])
    assert register.staff.any()


def test_a_name_is_given_once(staff: Staff) -> None:
    with pytest.raises(StaffError, match="taken"):
        staff.create("li.wei", PASSWORD, roles=[])


def test_short_passwords_and_unknown_roles_are_refused(staff: Staff) -> None:
    with pytest.raises(StaffError, match="8"):
        staff.create("new", "short", roles=[])
    with pytest.raises(ValueError, match="king"):
        staff.create("new", PASSWORD, roles=["king"])  # type: ignore[list-item]


@pytest.mark.parametrize("method", ["disable", "revoke_all"])
def test_unknown_staff_is_not_found(staff: Staff, method: str) -> None:
    with pytest.raises(NotFound):
        getattr(staff, method)("nobody")


def test_a_token_speaks_for_its_label(staff: Staff) -> None:
    token = staff.issue_token("exchange", [Role.OFFICIAL])
    holder = staff.token(token)
    assert token.startswith("fq_")
    assert isinstance(holder, Official)
    assert (holder.name, holder.display_name) == ("token:exchange", "exchange")
    assert holder.roles == frozenset({Role.OFFICIAL})
    assert holder.id < 0
    assert staff.token("fq_guess") is None
    assert staff.session(token) is None


def test_a_token_expires(staff: Staff, clock: FakeClock) -> None:
    token = staff.issue_token("exchange", [Role.OFFICIAL], days=1)
    clock.advance(days=1)
    assert staff.token(token) is None


def test_a_revoked_token_is_worth_nothing(staff: Staff) -> None:
    revoked, kept = staff.issue_token("old", [Role.OFFICIAL]), staff.issue_token("new", [Role.OFFICIAL])
    staff.revoke_token("old")
    assert staff.token(revoked) is None
    assert staff.token(kept) is not None
