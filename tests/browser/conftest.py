"""Fixtures of the tests in a browser."""

from tests.support.console import house, log, register

__all__ = ["house", "log", "register"]
