"""The starter bot beside ours: only what can be said without installing it."""

from pathlib import Path

from bot.measure.starter import Starter


def test_each_has_a_port_of_its_own_and_nothing_runs_yet(tmp_path: Path) -> None:
    one, other = Starter(tmp_path / "a"), Starter(tmp_path / "b")
    assert one.url != other.url
    one.stop()
    assert not (tmp_path / "a").exists()
