"""Builds the two web applications: pages for people, JSON for other systems."""

from collections.abc import Callable
from datetime import datetime

from aiohttp import web

from cases import Register
from console import api, middlewares, routes, screen
from console.keys import (
    CATALOGUE,
    CLOCK,
    FACTOR_REQUIRED,
    LOG,
    REGISTER,
    SECURE_COOKIES,
    STATIC_FILES,
    TEMPLATES,
    TO_HUMAN,
)
from console.language import Catalogue
from console.static_files import load_static_files
from conversations import Log


def console_app(
    register: Register,
    log: Log,
    *,
    secure_cookies: bool,
    clock: Callable[[], datetime],
    to_human: Callable[[float], None] | None = None,
    factor_required: bool = False,
) -> web.Application:
    """The pages of officials, operators and administrators."""
    app = web.Application(
        middlewares=[middlewares.headers, middlewares.language, middlewares.errors, middlewares.session]
    )
    app[REGISTER] = register
    app[LOG] = log
    app[CLOCK] = clock
    app[SECURE_COOKIES] = secure_cookies
    app[FACTOR_REQUIRED] = factor_required
    if to_human:
        app[TO_HUMAN] = to_human
    app[CATALOGUE] = Catalogue.load()
    app[TEMPLATES] = screen.templates()
    app[STATIC_FILES] = load_static_files()
    routes.add_routes(app)
    return app


def api_app(
    register: Register, log: Log, *, clock: Callable[[], datetime], to_human: Callable[[float], None] | None = None
) -> web.Application:
    """The same register and log as JSON, for holders of a token."""
    app = web.Application(middlewares=[api.headers, api.errors])
    app[REGISTER] = register
    app[LOG] = log
    app[CLOCK] = clock
    if to_human:
        app[TO_HUMAN] = to_human
    api.add_routes(app)
    return app
