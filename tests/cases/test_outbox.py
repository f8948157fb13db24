import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest

from cases import MessageState, NewMessage, Outgoing, Register
from storage import Database
from tests.support.clock import FakeClock

QUEUED, ACCEPTED, DELIVERED = MessageState.QUEUED, MessageState.ACCEPTED, MessageState.DELIVERED
OPENED, FAILED, OTHER_MEANS = MessageState.OPENED, MessageState.FAILED, MessageState.OTHER_MEANS


def put(register: Register, *texts: str, address: str = "a", channel: str = "telegram") -> list[int]:
    return register.outbox.put([NewMessage(channel=channel, address=address, text=text) for text in texts])


def due(register: Register, owner: str = "one", limit: int = 10) -> list[str]:
    return [message.text for message in register.outbox.due(["telegram"], limit=limit, owner=owner)]


def state(register: Register, outgoing_id: int) -> Outgoing:
    (found,) = [m for m in register.outbox.latest("telegram", "a", limit=200) if m.id == outgoing_id]
    return found


def test_a_message_is_kept_as_it_was_given(register: Register, clock: FakeClock) -> None:
    message = NewMessage(
        channel="telegram",
        address="a",
        text="您好",
        key="k",
        inbox_id=7,
        buttons=({"title": "是", "payload": "/affirm"},),
        image="https://example.org/a.png",
        custom={"case": {"number": "1"}},
        case_number="1",
    )
    (outgoing_id,) = register.outbox.put([message])
    assert register.outbox.latest("telegram", "a", limit=200) == [
        Outgoing(
            id=outgoing_id,
            channel="telegram",
            address="a",
            text="您好",
            buttons=({"title": "是", "payload": "/affirm"},),
            image="https://example.org/a.png",
            custom={"case": {"number": "1"}},
            key="k",
            inbox_id=7,
            case_number="1",
            state=QUEUED,
            tries=0,
            detail="",
            created_at=clock.now,
            next_try=None,
        )
    ]


def test_the_same_key_is_the_same_message(register: Register) -> None:
    first = NewMessage(channel="telegram", address="a", text="一", key="k")
    again = NewMessage(channel="telegram", address="a", text="二", key="k")
    other = NewMessage(channel="telegram", address="a", text="三")
    ids = register.outbox.put([first, again, other])
    assert ids[0] == ids[1] != ids[2]
    assert register.outbox.put([again]) == ids[:1]
    assert [m.text for m in register.outbox.queued("telegram", "a")] == ["一", "三"]
    assert register.outbox.put([]) == []


def test_put_joins_a_transaction(register: Register) -> None:
    with pytest.raises(RuntimeError), register.transaction() as tx:  # noqa: PT012  # the failure comes after the write
        register.outbox.put([NewMessage(channel="telegram", address="a", text="x")], tx=tx)
        raise RuntimeError
    assert register.outbox.queued("telegram", "a") == []


def test_only_the_head_of_each_queue_is_due(register: Register) -> None:
    put(register, "a1", "a2")
    put(register, "b1", "b2", address="b")
    put(register, "other", channel="web")
    assert due(register) == ["a1", "b1"]


def test_a_claimed_message_is_nobody_elses(register: Register, clock: FakeClock) -> None:
    put(register, "a1", "a2")
    assert due(register, "one") == ["a1"]
    assert due(register, "two") == []
    clock.advance(seconds=29)
    assert due(register, "two") == []


def test_a_lease_ends_when_its_owner_dies(register: Register, clock: FakeClock) -> None:
    put(register, "a1", "a2")
    due(register, "one")
    clock.advance(seconds=30)
    assert due(register, "two") == ["a1"]


def test_the_next_is_due_when_the_head_is_sent(register: Register) -> None:
    first, second = put(register, "a1", "a2")
    due(register)
    register.outbox.mark(first, ACCEPTED)
    assert due(register) == ["a2"]
    register.outbox.mark(second, DELIVERED)
    assert due(register) == []


def test_a_retry_waits_and_holds_back_what_follows(register: Register, clock: FakeClock) -> None:
    first, _ = put(register, "a1", "a2")
    due(register)
    register.outbox.mark(first, QUEUED, detail="429", retry_at=clock.now + timedelta(seconds=60))
    kept = state(register, first)
    assert (kept.state, kept.tries, kept.detail) == (QUEUED, 1, "429")
    assert due(register) == []
    clock.advance(seconds=60)
    assert due(register) == ["a1"]


def test_a_failed_message_lets_the_next_pass(register: Register) -> None:
    first, _ = put(register, "a1", "a2")
    due(register)
    register.outbox.mark(first, FAILED, detail="bad markup")
    assert due(register) == ["a2"]
    assert state(register, first).detail == "bad markup"


def test_a_batch_is_no_larger_than_asked(register: Register) -> None:
    for address in "abc":
        put(register, address, address=address)
    assert due(register, limit=2) == ["a", "b"]
    assert due(register, limit=2) == ["c"]


def test_what_waits_for_somebody_unreachable_fails(register: Register) -> None:
    register.contacts.unreachable("telegram", "a", "blocked")
    first, second = put(register, "a1", "a2")
    put(register, "b1", address="b")
    assert due(register) == ["b1"]
    assert [state(register, i).state for i in (first, second)] == [FAILED, FAILED]
    assert state(register, first).detail == "unreachable: blocked"


@pytest.mark.parametrize(
    ("before", "report", "after"),
    [
        (QUEUED, ACCEPTED, ACCEPTED),
        (ACCEPTED, DELIVERED, DELIVERED),
        (ACCEPTED, OPENED, OPENED),
        (DELIVERED, ACCEPTED, DELIVERED),
        (OPENED, DELIVERED, OPENED),
        (OPENED, FAILED, OPENED),
        (ACCEPTED, FAILED, FAILED),
        (FAILED, QUEUED, QUEUED),
        (FAILED, OTHER_MEANS, OTHER_MEANS),
        (OTHER_MEANS, QUEUED, OTHER_MEANS),
        (ACCEPTED, QUEUED, ACCEPTED),
    ],
)
def test_a_late_report_never_takes_a_message_back(
    register: Register, before: MessageState, report: MessageState, after: MessageState
) -> None:
    (outgoing_id,) = put(register, "a1")
    if before is not QUEUED:
        register.outbox.mark(outgoing_id, before)
    register.outbox.mark(outgoing_id, report)
    assert state(register, outgoing_id).state is after


def test_a_retry_cannot_bring_back_what_was_sent(register: Register, clock: FakeClock) -> None:
    (outgoing_id,) = put(register, "a1")
    register.outbox.mark(outgoing_id, ACCEPTED)
    register.outbox.mark(outgoing_id, QUEUED, retry_at=clock.now)
    assert state(register, outgoing_id).state is ACCEPTED


def test_taking_hands_over_everything_once(register: Register) -> None:
    ids = put(register, "a1", "a2")
    put(register, "b1", address="b")
    taken = register.outbox.take_queued("telegram", "a", inbox_id=9)
    assert [(m.id, m.text, m.state, m.inbox_id) for m in taken] == [
        (ids[0], "a1", ACCEPTED, 9),
        (ids[1], "a2", ACCEPTED, 9),
    ]
    assert register.outbox.take_queued("telegram", "a") == []
    assert register.outbox.of_inbox(9) == taken


def test_taking_joins_the_transaction_that_put(register: Register) -> None:
    with register.transaction() as tx:
        register.outbox.put([NewMessage(channel="telegram", address="a", text="x", inbox_id=3)], tx=tx)
        taken = register.outbox.take_queued("telegram", "a", tx=tx)
    assert [(m.text, m.inbox_id) for m in taken] == [("x", 3)]


def test_opening_marks_all_that_was_before_their_eyes(register: Register) -> None:
    first, second, third = put(register, "a1", "a2", "a3")
    register.outbox.mark(first, ACCEPTED)
    register.outbox.opened("telegram", "a", second)
    assert [state(register, i).state for i in (first, second, third)] == [OPENED, OPENED, QUEUED]


def test_history_is_read_on_from_a_known_message(register: Register) -> None:
    first, second, third = put(register, "a1", "a2", "a3")
    register.outbox.mark(first, ACCEPTED)
    assert [m.id for m in register.outbox.latest("telegram", "a", limit=3)] == [first, second, third]
    assert [m.id for m in register.outbox.latest("telegram", "a", first, limit=3)] == [second, third]
    assert [m.id for m in register.outbox.latest("telegram", "a", limit=2)] == [second, third]
    assert [m.id for m in register.outbox.latest("telegram", "a", second, limit=2)] == [third]


def test_the_next_due_moment(register: Register, clock: FakeClock) -> None:
    assert register.outbox.next_due_at() is None
    first, _ = put(register, "a1", "a2")
    assert register.outbox.next_due_at() == clock.now
    later = clock.now + timedelta(seconds=60)
    register.outbox.mark(first, QUEUED, retry_at=later)
    assert register.outbox.next_due_at() == later, "the second must not hurry the first"
    assert register.outbox.next_due_at(["web"]) is None
    put(register, "w", channel="web")
    assert register.outbox.next_due_at(["web"]) == clock.now


def test_a_claimed_message_is_due_again_when_its_lease_ends(register: Register, clock: FakeClock) -> None:
    put(register, "a1")
    due(register)
    assert register.outbox.next_due_at() == clock.now + timedelta(seconds=30)


def test_words_are_not_readable_in_the_database(register: Register) -> None:
    put(register, "您的电话是13800000001")
    with register.transaction() as tx:
        assert "1380" not in str(tx.connection().exec_driver_sql("SELECT * FROM outbox").all())


def test_several_senders_send_each_message_once_and_in_order(register: Register) -> None:
    people = [f"p{i}" for i in range(5)]
    for text in ("1", "2", "3", "4"):
        for address in people:
            put(register, text, address=address)
    sent: dict[str, list[str]] = {address: [] for address in people}
    lock = threading.Lock()

    def sender(owner: str) -> None:
        while batch := register.outbox.due(["telegram"], limit=3, owner=owner):
            for message in batch:
                with lock:
                    sent[message.address].append(message.text)
                register.outbox.mark(message.id, ACCEPTED)

    # A sender may find nothing while others hold every head: let one more look when all are done.
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(sender, ["one", "two", "three", "four"]))
    sender("last")
    assert sent == {address: ["1", "2", "3", "4"] for address in people}


def test_a_key_put_by_many_at_once_is_one_message(register: Register) -> None:
    message = NewMessage(channel="telegram", address="a", text="x", key="k")
    with ThreadPoolExecutor(6) as pool:
        ids = list(pool.map(lambda _: register.outbox.put([message]), range(12)))
    assert len({i for (i,) in ids}) == 1


def test_ids_of_one_citizen_become_visible_in_order(
    postgresql_database: Database, register_on_postgresql: Register
) -> None:
    """Whoever reads "what is new since 5" must not miss a 4 that is committed later."""
    register = register_on_postgresql
    first_in, may_commit = threading.Event(), threading.Event()

    def slow() -> None:
        with register.transaction() as tx:
            register.outbox.put([NewMessage(channel="web", address="a", text="first")], tx=tx)
            first_in.set()
            may_commit.wait(3)

    with ThreadPoolExecutor(2) as pool:
        slow_one = pool.submit(slow)
        first_in.wait(3)
        quick_one = pool.submit(put, register, "second", channel="web")
        # Meanwhile another citizen's message passes.
        put(register, "elsewhere", channel="web", address="b")
        assert not quick_one.done()
        may_commit.set()
        slow_one.result()
        quick_one.result()
    assert [m.text for m in register.outbox.latest("web", "a", limit=200)] == ["first", "second"]


def test_who_is_near_to_another_process_is_left_to_it_for_a_moment(register: Register, clock: FakeClock) -> None:
    put(register, "给甲", address="a")
    put(register, "给乙", address="b")

    def near(*recipients: str) -> list[str]:
        return [m.text for m in register.outbox.due(["telegram"], limit=10, owner="one", near=recipients)]

    assert near("b") == ["给乙"]
    assert near() == []
    clock.advance(seconds=3)
    assert near() == ["给甲"]


def test_a_worker_that_starts_again_takes_back_what_only_it_was_sending(register: Register) -> None:
    put(register, "给甲", address="a")
    assert due(register, owner="one") == ["给甲"]
    put(register, "给乙", address="b")
    assert due(register, owner="two") == ["给乙"]

    register.outbox.release_all("one")

    assert due(register, owner="three") == ["给甲"]
