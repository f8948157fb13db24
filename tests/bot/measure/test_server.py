"""The product as a process: its port, its settings, its token."""

import socket
from pathlib import Path

import pytest

from bot.bootstrap import open_store
from bot.measure.server import DidNotStart, Server, free_port, issue_token
from cases import Role


def test_a_free_port_can_be_listened_on() -> None:
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", free_port()))


def test_it_runs_with_the_settings_it_was_given(tmp_path: Path) -> None:
    server = Server(tmp_path, {"FENGQIAO_LOG_LEVEL": "ERROR"}, port=5)
    settings = server.settings()
    assert (settings.data, settings.port, settings.log_level) == (tmp_path, 5, "ERROR")
    assert server.url == "http://127.0.0.1:5"


def test_its_token_may_see_everything(tmp_path: Path) -> None:
    settings = Server(tmp_path / "data").settings()
    token = issue_token(settings)
    store = open_store(settings)
    try:
        official = store.register.staff.token(token)
    finally:
        store.close()
    assert official is not None
    assert official.roles == frozenset(Role)


def test_nothing_runs_before_it_is_started(tmp_path: Path) -> None:
    server = Server(tmp_path)
    assert server.resident_megabytes() == 0
    server.kill()
    server.stop()


async def test_a_server_that_does_not_start_says_its_last_words(tmp_path: Path) -> None:
    server = Server(tmp_path / "data", {"FENGQIAO_NO_SUCH_SETTING": "1"})
    with pytest.raises(DidNotStart, match="FENGQIAO_NO_SUCH_SETTING"):
        await server.start()
    assert server.process is None


async def test_a_server_that_is_not_ready_in_time_is_not_left_running(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.measure.server.START_SECONDS", 0.1)
    server = Server(tmp_path / "data")
    with pytest.raises(DidNotStart):
        await server.start()
    assert server.process is None
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", server.port))
