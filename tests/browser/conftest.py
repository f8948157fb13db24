"""Fixtures of the tests in a browser."""

from tests.support.console import house, log, register, sqlite_template

__all__ = ["house", "log", "register", "sqlite_template"]
