"""Settings: read from the environment in one place, refused with a sentence when they cannot be meant."""

from dataclasses import fields
from pathlib import Path

import pytest

from bot.settings import PREFIX, Settings, SettingsError, Totp


def test_without_any_setting_everything_has_a_default() -> None:
    assert Settings.from_env({}) == Settings()
    assert Settings.from_env({"PATH": "/usr/bin", "HOME": "/root"}) == Settings()


def test_every_setting_is_read_from_its_variable() -> None:
    given = {
        "data": ("/var/lib/fengqiao", Path("/var/lib/fengqiao")),
        "database_url": ("postgresql://db/fengqiao", "postgresql://db/fengqiao"),
        "keys": ("k1:abc", "k1:abc"),
        "models": ("/srv/models", Path("/srv/models")),
        "host": ("0.0.0.0", "0.0.0.0"),
        "port": ("9000", 9000),
        "public_url": ("https://example.org", "https://example.org"),
        "telegram_token": ("1:x", "1:x"),
        "telegram_api": ("http://127.0.0.1:1", "http://127.0.0.1:1"),
        "telegram_secret": ("s", "s"),
        "workers": ("2", 2),
        "turn_seconds": ("4.5", 4.5),
        "burst_seconds": ("0", 0.0),
        "totp": ("required", Totp.REQUIRED),
        "log_level": ("WARNING", "WARNING"),
    }
    assert set(given) == {field.name for field in fields(Settings)}
    read = Settings.from_env({PREFIX + name.upper(): text for name, (text, _) in given.items()})
    assert {name: getattr(read, name) for name in given} == {name: value for name, (_, value) in given.items()}


def test_the_process_environment_is_read_when_none_is_given(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FENGQIAO_PORT", "9001")
    assert Settings.from_env().port == 9001


def test_an_empty_variable_is_none() -> None:
    assert Settings.from_env({"FENGQIAO_PORT": "", "FENGQIAO_HOST": ""}) == Settings()


def test_the_command_line_outweighs_the_environment_where_it_says_something() -> None:
    settings = Settings.from_env({"FENGQIAO_PORT": "9001", "FENGQIAO_HOST": "::1"}, port=9002, host=None)
    assert (settings.port, settings.host) == (9002, "::1")


@pytest.mark.parametrize(
    ("name", "text"),
    [("PORT", "http"), ("PORT", "80.5"), ("TURN_SECONDS", "soon"), ("BURST_SECONDS", "1,5"), ("TOTP", "yes")],
)
def test_what_cannot_be_read_is_named(name: str, text: str) -> None:
    with pytest.raises(SettingsError, match=f"FENGQIAO_{name}='{text}'"):
        Settings.from_env({f"FENGQIAO_{name}": text})


def test_a_misspelt_setting_is_named_and_not_passed_over() -> None:
    with pytest.raises(SettingsError, match="FENGQIAO_DATABASEURL, FENGQIAO_PROT"):
        Settings.from_env({"FENGQIAO_PROT": "1", "FENGQIAO_DATABASEURL": "x", "FENGQIAO_HOST": "::1"})


def test_without_a_database_url_the_database_is_with_the_data() -> None:
    assert Settings(data=Path("/d")).resolved_database_url == "sqlite:////d/fengqiao.db"
    assert Settings(database_url="postgresql://db/x").resolved_database_url == "postgresql://db/x"


@pytest.mark.parametrize(("url", "secure"), [("https://example.org", True), ("http://example.org", False), ("", False)])
def test_cookies_are_secure_exactly_when_the_public_address_is(url: str, secure: bool) -> None:
    assert Settings(public_url=url).secure_cookies is secure
