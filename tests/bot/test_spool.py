"""Where messages wait for the database: whole or not at all, in order, and none in another's way."""

import os
import resource
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from bot.spool import PATIENCE, Spool
from storage import KeyRing, new_key

FULL = OSError(28, "No space left on device")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "spool"


@pytest.fixture
def spool(path: Path, key_ring: KeyRing) -> Spool:
    return Spool(path, encrypt=key_ring.encrypt, decrypt=key_ring.decrypt)


def drained(spool: Spool) -> list[Any]:
    """The numbers of the messages that were kept."""
    taken: list[Any] = []
    count = spool.drain(lambda message: taken.append(message["n"]))
    assert count == len(taken)
    return taken


def test_nothing_waits_at_first(spool: Spool) -> None:
    assert not spool
    assert drained(spool) == []


def test_messages_come_back_in_order_and_once(spool: Spool) -> None:
    for number in range(5):
        spool.keep({"n": number})
    assert spool
    assert drained(spool) == [0, 1, 2, 3, 4]
    assert not spool
    assert drained(spool) == []


def test_a_message_comes_back_as_it_was(spool: Spool) -> None:
    message = {"text": "路灯\n坏了\r\n\u2028\u0085\x00", "data": {"latitude": 25.86}, "sent_at": None}
    spool.keep(message)
    taken: list[Mapping[str, Any]] = []
    spool.drain(taken.append)
    assert taken == [message]


def test_what_waits_is_readable_to_nobody_else(spool: Spool, path: Path) -> None:
    spool.keep({"text": "my neighbour 路灯"})
    kept = path.read_bytes()
    assert b"neighbour" not in kept
    assert "路灯".encode() not in kept


def test_what_one_process_kept_the_next_one_takes(spool: Spool, path: Path, key_ring: KeyRing) -> None:
    spool.keep({"n": 1})
    assert drained(Spool(path, encrypt=key_ring.encrypt, decrypt=key_ring.decrypt)) == [1]


def test_when_taking_fails_midway_everything_is_still_there(spool: Spool) -> None:
    for number in range(3):
        spool.keep({"n": number})

    def gone(message: Mapping[str, Any]) -> None:
        if message["n"] == 1:
            raise TimeoutError("the database is busy")

    with pytest.raises(TimeoutError):
        spool.drain(gone)
    spool.keep({"n": 3})
    assert drained(spool) == [0, 1, 2, 3]


@pytest.mark.parametrize("torn", [b"test:AAAA", b"test:AAAA\n", b"\xff\xfe", b"no key at all\n"])
def test_half_a_line_left_by_a_power_cut_harms_no_other_message(spool: Spool, path: Path, torn: bytes) -> None:
    spool.keep({"n": 1})
    with path.open("ab") as file:
        file.write(torn)
    spool.keep({"n": 2})
    assert drained(spool) == [1, 2]
    assert not spool


def test_what_cannot_be_read_is_set_aside_and_not_thrown_away(spool: Spool, path: Path, key_ring: KeyRing) -> None:
    old = KeyRing.parse(new_key("old"))
    Spool(path, encrypt=old.encrypt, decrypt=old.decrypt).keep({"n": 1})
    spool.keep({"n": 2})
    assert drained(spool) == [2]
    aside = path.with_name("spool.unreadable")
    assert drained(Spool(aside, encrypt=old.encrypt, decrypt=old.decrypt)) == [1]


def test_what_cannot_be_read_is_set_aside_only_with_all_others_taken(spool: Spool, path: Path) -> None:
    path.write_bytes(b"torn\n")
    spool.keep({"n": 1})

    def gone(message: Mapping[str, Any]) -> None:
        raise TimeoutError

    with pytest.raises(TimeoutError):
        spool.drain(gone)
    assert not path.with_name("spool.unreadable").exists()
    assert drained(spool) == [1]
    assert path.with_name("spool.unreadable").read_bytes() == b"torn\n"


def test_a_message_that_is_always_refused_holds_up_no_other(spool: Spool, path: Path) -> None:
    taken: list[int] = []

    def take(message: Mapping[str, Any]) -> None:
        if message["n"] == 1:
            raise ValueError("never")
        if message["n"] not in taken:
            taken.append(message["n"])

    for number in range(4):
        spool.keep({"n": number})
    for _ in range(PATIENCE - 1):
        with pytest.raises(ValueError, match="never"):
            spool.drain(take)
    assert spool.drain(take) == 3
    assert taken == [0, 2, 3]
    assert not spool
    assert path.with_name("spool.unreadable").stat().st_size > 0


def test_while_nobody_takes_anything_nothing_is_set_aside(spool: Spool, path: Path) -> None:
    def away(message: Mapping[str, Any]) -> None:
        raise OSError("away")

    for number in range(6):
        spool.keep({"n": number})
    for _ in range(PATIENCE * 3):
        with pytest.raises(OSError, match="away"):
            spool.drain(away)
    assert not path.with_name("spool.unreadable").exists()
    assert drained(spool) == [0, 1, 2, 3, 4, 5]


def test_a_disk_that_cannot_sync_is_told_of_and_leaves_no_half_message(
    spool: Spool, monkeypatch: pytest.MonkeyPatch
) -> None:
    spool.keep({"n": 1})
    with monkeypatch.context() as full:
        full.setattr(os, "fsync", _raise_full)
        with pytest.raises(OSError, match="No space left"):
            spool.keep({"n": 2})
    assert drained(spool) == [1]


def test_a_disk_that_fills_up_within_a_message_leaves_no_half_of_it(path: Path, spool: Spool) -> None:
    spool.keep({"n": 1})
    before = path.read_bytes()
    with _room_for(len(before) + 10), pytest.raises(OSError, match="File too large"):
        spool.keep({"n": 2})
    assert path.read_bytes() == before
    spool.keep({"n": 3})
    assert drained(spool) == [1, 3]


def test_threads_that_keep_at_once_tear_nothing(spool: Spool) -> None:
    threads = [threading.Thread(target=spool.keep, args=({"n": number},)) for number in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(10)
    assert sorted(drained(spool)) == list(range(20))


def test_a_message_kept_while_others_are_taken_is_not_lost(spool: Spool) -> None:
    spool.keep({"n": 1})
    keeper = threading.Thread(target=spool.keep, args=({"n": 2},))
    taken: list[int] = []

    def take(message: Mapping[str, Any]) -> None:
        taken.append(message["n"])
        if not keeper.ident:
            keeper.start()

    spool.drain(take)
    keeper.join(10)
    spool.drain(take)
    assert taken == [1, 2]


def _raise_full(*_: object) -> None:
    raise FULL


@contextmanager
def _room_for(size: int) -> Iterator[None]:
    """The kernel takes what fits and refuses the rest, as a full disk does."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


def test_what_is_kept_while_one_is_handed_over_stays(spool: Spool, path: Path) -> None:
    spool.keep({"n": 1})
    taken: list[Any] = []

    def takes_its_time(message: Mapping[str, Any]) -> None:
        # The database hangs, and meanwhile others write: on a thread of their own, as in the product.
        keeping = threading.Thread(target=spool.keep, args=({"n": message["n"] + 1},))
        keeping.start()
        keeping.join(5)
        assert not keeping.is_alive()
        taken.append(message["n"])

    assert spool.drain(takes_its_time) == 1
    assert taken == [1]
    assert drained(spool) == [2]
    assert not spool
    assert not path.with_name("spool.new").exists()
