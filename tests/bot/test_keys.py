"""Where keys come from: the settings, or a file made once and for all."""

import stat
from pathlib import Path

import pytest

from bot.keys import load_keys
from storage import KeyRing, KeyRingError, new_key


def test_keys_of_the_settings_are_used_and_nothing_is_written(tmp_path: Path) -> None:
    text = new_key("k9")
    ring, made = load_keys(text, tmp_path)
    assert not made
    assert KeyRing.parse(text).decrypt(ring.encrypt("王建国")) == "王建国"
    assert list(tmp_path.iterdir()) == []


def test_a_key_is_made_once_and_found_again(tmp_path: Path) -> None:
    ring, made = load_keys("", tmp_path)
    again, made_again = load_keys("", tmp_path)
    assert (made, made_again) == (True, False)
    assert again.decrypt(ring.encrypt("王建国")) == "王建国"


def test_a_key_that_was_made_is_readable_to_its_owner_alone(tmp_path: Path) -> None:
    load_keys("", tmp_path)
    assert stat.S_IMODE((tmp_path / "keys").stat().st_mode) == 0o600


def test_every_installation_makes_a_key_of_its_own(tmp_path: Path) -> None:
    for name in ("a", "b"):
        (tmp_path / name).mkdir()
    ring, other = (load_keys("", tmp_path / name)[0] for name in ("a", "b"))
    with pytest.raises(KeyRingError):
        other.decrypt(ring.encrypt("王建国"))


def test_keys_of_the_settings_outweigh_the_file(tmp_path: Path) -> None:
    load_keys("", tmp_path)
    assert load_keys(new_key("k9"), tmp_path)[0].current == "k9"


@pytest.mark.parametrize("spoilt", ["", "k1:short", "nonsense"])
def test_a_spoilt_key_file_is_refused_and_never_replaced(tmp_path: Path, spoilt: str) -> None:
    """What it opened once would be lost for good."""
    (tmp_path / "keys").write_text(spoilt)
    with pytest.raises(KeyRingError):
        load_keys("", tmp_path)
    assert (tmp_path / "keys").read_text() == spoilt
