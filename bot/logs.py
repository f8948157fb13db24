"""Logging that never carries a citizen's word.

Rasa logs messages at debug level, and any exception's text may quote what was being handled. So nothing below the
configured level is ever formatted, Rasa is heard from WARNING on only, and tracebacks show where, not what.
"""

import logging
import re
import sys
import traceback
import warnings
from collections.abc import MutableMapping
from typing import Any

import structlog

QUIET = (
    "alembic",
    "rasa",
    "rasa_sdk",
    "sqlalchemy",
    "httpx",
    "httpcore",
    "telegram",
    "aiohttp.access",
    "asyncio",
    "matplotlib",
)

RASA_EVENT = re.compile(r"\w+(\.\w+)+")
"""What Rasa calls its structured events; ours are sentences."""


def configure_logging(level: str = "INFO") -> None:
    """Set up structlog and the standard library's logging, before Rasa is imported."""
    # DEBUG would let libraries print what citizens say: it is not offered in this product.
    threshold = max(logging.getLevelNamesMapping().get(level.upper(), logging.INFO), logging.INFO)
    structlog.configure(
        wrapper_class=structlog.make_filtering_bound_logger(threshold),
        processors=[
            _only_ours,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.LogfmtRenderer(key_order=["timestamp", "level", "event"]),
        ],
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
        cache_logger_on_first_use=True,
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(_WhereNotWhat("%(asctime)s %(levelname)s %(name)s: %(message)s"))
    logging.basicConfig(level=threshold, handlers=[handler], force=True)
    for name in QUIET:
        logging.getLogger(name).setLevel(max(threshold, logging.WARNING))
    # Rasa's and its libraries' deprecations are for developers (pytest shows them), not for operators. Not a filter:
    # what is imported later sets filters of its own.
    warnings.showwarning = _for_developers_only


def _for_developers_only(*_warning: Any, **_details: Any) -> None:
    """Shows nothing."""


def _only_ours(logger: Any, method: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """Let Rasa's own structured events through by name only: their fields hold texts."""
    name = str(event.get("event", ""))
    if RASA_EVENT.fullmatch(name):
        return {"event": name}
    event.pop("exc_info", None)
    return event


class _WhereNotWhat(logging.Formatter):
    """Formats exceptions as type and places only: an exception's text may quote a citizen."""

    def formatException(self, ei: Any) -> str:  # noqa: N802  # logging's own name
        kind, _, trace = ei
        if kind is None:
            return ""
        frames = traceback.extract_tb(trace)
        places = " < ".join(
            f"{frame.name} {frame.filename.rsplit('/', 1)[-1]}:{frame.lineno}" for frame in frames[::-1]
        )
        return f"{kind.__name__} at {places}"

    def format(self, record: logging.LogRecord) -> str:
        record.stack_info = record.exc_text = None
        if record.name == "asyncio":
            # What follows its first line quotes the task that failed, with its exception's text.
            record.msg, record.args = record.getMessage().partition("\n")[0], None
        return super().format(record)
