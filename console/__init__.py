"""The officials' and operators' console, and the JSON API. Public names only; see `docs/architecture.md`."""

from console.app import api_app, console_app
from console.sheets import write_table

__all__ = ["api_app", "console_app", "write_table"]
