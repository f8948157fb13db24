from cases import Contact, MessageState, NewMessage, Register
from tests.support.clock import FakeClock


def states(register: Register) -> list[tuple[str, MessageState]]:
    return [(message.text, message.state) for message in register.outbox.latest("telegram", "7", limit=200)]


def put(register: Register, text: str, *, case_number: str | None = None) -> None:
    register.outbox.put([NewMessage(channel="telegram", address="7", text=text, case_number=case_number)])


def test_nobody_is_known_before_they_write(register: Register) -> None:
    assert register.contacts.get("telegram", "7") is None
    assert register.contacts.language("telegram", "7") is None


def test_who_writes_can_be_reached(register: Register, clock: FakeClock) -> None:
    register.contacts.seen("telegram", "7", "en")
    since = clock.now
    clock.advance(hours=1)
    register.contacts.seen("telegram", "7", "zh", written="zh")
    assert register.contacts.get("telegram", "7") == Contact(
        channel="telegram", address="7", reachable=True, since=since
    )
    assert register.contacts.language("telegram", "7") == "zh"


def test_the_language_is_that_of_the_words_and_a_number_changes_nothing(register: Register) -> None:
    assert register.contacts.seen("rest", "7", "zh", written="en") == "en"
    assert register.contacts.seen("rest", "7", "zh") == "en"
    assert register.contacts.seen("rest", "7", "zh", written="zh") == "zh"
    # A page that is set to English is answered in English until Chinese is written there.
    assert register.contacts.seen("web", "7", "en") == "en"
    assert register.contacts.seen("web", "7", "en", written="zh") == "zh"


def test_what_waits_for_somebody_unreachable_is_parked(register: Register, clock: FakeClock) -> None:
    register.contacts.seen("telegram", "7", "zh")
    put(register, "一")
    clock.advance(hours=1)
    register.contacts.unreachable("telegram", "7", "blocked")
    assert states(register) == [("一", MessageState.FAILED)]
    assert register.contacts.get("telegram", "7") == Contact(
        channel="telegram", address="7", reachable=False, since=clock.now, reason="blocked"
    )


def test_being_unreachable_again_keeps_the_first_moment(register: Register, clock: FakeClock) -> None:
    register.contacts.unreachable("telegram", "7", "blocked")
    since = clock.now
    clock.advance(hours=1)
    register.contacts.unreachable("telegram", "7", "still")
    found = register.contacts.get("telegram", "7")
    assert found is not None
    assert (found.since, found.reason) == (since, "blocked")


def test_who_comes_back_is_told_what_they_missed(register: Register) -> None:
    put(register, "chat")
    put(register, "notice", case_number="1")
    register.contacts.unreachable("telegram", "7", "blocked")
    register.contacts.reachable("telegram", "7")
    assert states(register) == [("chat", MessageState.FAILED), ("notice", MessageState.QUEUED)]


def test_writing_again_is_coming_back(register: Register) -> None:
    put(register, "notice", case_number="1")
    register.contacts.unreachable("telegram", "7", "blocked")
    register.contacts.seen("telegram", "7", "zh")
    assert states(register) == [("notice", MessageState.QUEUED)]
    found = register.contacts.get("telegram", "7")
    assert found is not None
    assert found.reachable


def test_what_failed_for_another_reason_stays_failed(register: Register) -> None:
    put(register, "notice", case_number="1")
    (message,) = register.outbox.latest("telegram", "7", limit=200)
    register.outbox.mark(message.id, MessageState.FAILED, detail="bad markup")
    register.contacts.unreachable("telegram", "7", "blocked")
    register.contacts.reachable("telegram", "7")
    assert states(register) == [("notice", MessageState.FAILED)]


def test_what_was_told_by_other_means_is_not_sent_again(register: Register) -> None:
    put(register, "notice", case_number="1")
    register.contacts.unreachable("telegram", "7", "blocked")
    (message,) = register.outbox.latest("telegram", "7", limit=200)
    register.outbox.mark(message.id, MessageState.OTHER_MEANS, detail="by phone")
    register.contacts.reachable("telegram", "7")
    assert states(register) == [("notice", MessageState.OTHER_MEANS)]
