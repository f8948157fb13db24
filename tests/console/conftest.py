"""Fixtures of the console's tests."""

from tests.support.console import house, log, register

__all__ = ["house", "log", "register"]
