"""Everything that can be set, read in one place. `docs/settings.md` explains each; a test keeps the two in step."""

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path
from typing import Any, Self

ROOT = Path(__file__).resolve().parent.parent
PREFIX = "FENGQIAO_"


class SettingsError(Exception):
    """A setting cannot be used."""


class Totp(StrEnum):
    """Whether members of staff may or must have a second factor."""

    OPTIONAL = "optional"
    REQUIRED = "required"


@dataclass(frozen=True, kw_only=True)
class Settings:
    """The product's settings; each is the environment variable `FENGQIAO_` + its name in capitals."""

    data: Path = ROOT / "var"
    """The folder that everything is written under: database, files, keys, spool."""
    database_url: str = ""
    """Empty: SQLite in `data`. Else `postgresql://…`."""
    keys: str = ""
    """Encryption keys, `id:base64`, newest first. Empty: made once and kept in `data/keys`."""
    models: Path = ROOT / "models"
    """Where trained models are."""
    host: str = "127.0.0.1"
    port: int = 8080
    public_url: str = ""
    """How the internet reaches this server (`https://…`): switches Telegram to webhook and cookies to Secure."""
    telegram_token: str = ""
    """Empty: no Telegram."""
    telegram_api: str = ""
    """Another Bot API server than Telegram's own."""
    telegram_secret: str = ""
    """The webhook's secret. Empty: derived from the keys."""
    workers: int = 1
    """Processes that share the port and the database: one a core is enough."""
    turn_seconds: float = 6.0
    """After this long a citizen hears an honest word, whatever happens."""
    burst_seconds: float = 1.5
    """The pause that ends a burst of messages while a story is told."""
    totp: Totp = Totp.OPTIONAL
    """`required`: whoever has no second factor is led to set one up before anything else in the console."""
    log_level: str = "INFO"

    @classmethod
    def from_env(cls, environ: Mapping[str, str] | None = None, **overrides: Any) -> Self:
        """Read `FENGQIAO_*`; an override that is None is left out. Raises `SettingsError` for what cannot be read."""
        environ = os.environ if environ is None else environ  # noqa: TID251
        read: dict[str, Any] = {}
        for name, default in cls._defaults().items():
            if (text := environ.get(PREFIX + name.upper())) not in (None, ""):
                read[name] = _convert(name, str(text), Path if isinstance(default, Path) else type(default))
        unknown = [name for name in environ if name.startswith(PREFIX) and name[len(PREFIX) :].lower() not in _KNOWN]
        if unknown:
            raise SettingsError(f"unknown settings: {', '.join(sorted(unknown))} (see docs/settings.md)")
        return replace(cls(**read), **{name: value for name, value in overrides.items() if value is not None})

    @classmethod
    def _defaults(cls) -> dict[str, Any]:
        return {name: field.default for name, field in cls.__dataclass_fields__.items()}

    @property
    def resolved_database_url(self) -> str:
        """The database that is meant: the one named, or SQLite under `data`."""
        return self.database_url or f"sqlite:///{self.data / 'fengqiao.db'}"

    @property
    def secure_cookies(self) -> bool:
        """Whether cookies may only travel over TLS."""
        return self.public_url.startswith("https://")


# Read by tests and benches, not by the product.
_KNOWN = {*Settings.__dataclass_fields__, "bench_data", "screenshots"}


def _convert(name: str, text: str, kind: Callable[[str], Any]) -> Any:
    try:
        return kind(text)
    except ValueError as error:
        raise SettingsError(f"{PREFIX}{name.upper()}={text!r} is not a {getattr(kind, '__name__', kind)}") from error


def quiet_rasa() -> None:
    """Switch off what Rasa would send home. To be called before Rasa is imported, for it reads the variable then."""
    os.environ["RASA_TELEMETRY_ENABLED"] = "false"  # noqa: TID251  # this file is where the environment is touched


def one_thread_of_arithmetic() -> None:
    """Let no thread spin beside a turn's few small sums. To be called before numpy is imported, which reads it then."""
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # noqa: TID251
