"""What a conversation's last turn led to is recalled by who expects it, once, and not for long."""

import pytest

from bot import turn_memory
from bot.turn_memory import TurnMemory


def turn(memory: TurnMemory[str], name: str, value: str, number: int) -> None:
    memory.taken(name, value)
    memory.written(name, number)


def recalled(memory: TurnMemory[str], name: str, turns: int) -> str | None:
    memory.expect(name, turns)
    return memory.recall(name)


def test_it_is_recalled_once_by_who_expects_as_many_turns() -> None:
    memory = TurnMemory[str]()
    turn(memory, "a", "first", 1)
    assert recalled(memory, "b", 1) is None
    assert recalled(memory, "a", 1) == "first"
    assert recalled(memory, "a", 1) is None


@pytest.mark.parametrize("expected", [0, 2])
def test_another_number_of_turns_makes_it_worthless(expected: int) -> None:
    memory = TurnMemory[str]()
    turn(memory, "a", "first", 1)
    assert recalled(memory, "a", expected) is None
    assert recalled(memory, "a", 1) is None


def test_what_was_not_written_is_not_remembered() -> None:
    memory = TurnMemory[str]()
    memory.taken("a", "lost")
    assert recalled(memory, "a", 1) is None
    memory.written("a", 1)
    assert recalled(memory, "a", 1) is None


def test_who_does_not_say_how_many_turns_there_were_is_told_nothing() -> None:
    memory = TurnMemory[str]()
    turn(memory, "a", "first", 1)
    assert memory.recall("a") is None
    assert recalled(memory, "a", 1) == "first"


def test_so_many_are_remembered_and_so_long(monkeypatch: pytest.MonkeyPatch) -> None:
    now = [1000.0]
    monkeypatch.setattr(turn_memory.time, "monotonic", lambda: now[0])
    monkeypatch.setattr(turn_memory, "MOST", 2)
    memory = TurnMemory[str]()
    for name in "abc":
        turn(memory, name, name, 1)
    assert [recalled(memory, name, 1) for name in "ab"] == [None, "b"]
    now[0] += turn_memory.SECONDS + 1
    assert recalled(memory, "c", 1) is None
    turn(memory, "d", "d", 1)
    now[0] += turn_memory.SECONDS + 1
    turn(memory, "e", "e", 1)
    assert list(vars(memory)["_written"]) == ["e"]
