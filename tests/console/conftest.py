"""Fixtures of the console's tests."""

from tests.support.console import house, log, register, sqlite_template

__all__ = ["house", "log", "register", "sqlite_template"]
