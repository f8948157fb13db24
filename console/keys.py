"""Typed keys of everything kept on the application or on one request."""

from collections.abc import Callable, Mapping
from datetime import datetime

from aiohttp import web
from jinja2 import Environment

from cases import Official, Register
from console.language import Catalogue
from console.reading import Form
from console.static_files import StaticFile
from conversations import Log

REGISTER = web.AppKey("register", Register)
LOG = web.AppKey("log", Log)
CATALOGUE = web.AppKey("catalogue", Catalogue)
STATIC_FILES: web.AppKey[Mapping[str, StaticFile]] = web.AppKey("static_files")
TEMPLATES = web.AppKey("templates", Environment)
CLOCK: web.AppKey[Callable[[], datetime]] = web.AppKey("clock")
SECURE_COOKIES = web.AppKey("secure_cookies", bool)
FACTOR_REQUIRED = web.AppKey("factor_required", bool)
"""Whether nobody works without a second factor."""
TO_HUMAN: web.AppKey[Callable[[float], None]] = web.AppKey("to_human")
"""Told how long each alert waited for a person."""

OFFICIAL = web.RequestKey("official", Official)
LANGUAGE = web.RequestKey("language", str)
FORM = web.RequestKey("form", Form)
