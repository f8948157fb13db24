"""Who is talking: a session the server names and signs, so that nobody can name another's."""

import re
import secrets
from collections.abc import Callable
from dataclasses import dataclass

from aiohttp import web

SESSION_BYTES = 24
SESSION_DAYS = 180
SESSION_ID = re.compile(r"[\w-]{32}", re.ASCII)


@dataclass(frozen=True, kw_only=True)
class Sessions:
    """Issues the session cookie and reads it back."""

    sign: Callable[[str], str]
    verify: Callable[[str, str], bool]
    secure: bool

    @property
    def cookie(self) -> str:
        """The cookie's name; with TLS a browser takes it from this host only, and only for the whole of it."""
        return "__Host-fengqiao_chat" if self.secure else "fengqiao_chat"

    def of(self, request: web.BaseRequest) -> str | None:
        """The session of a request, or None without a cookie of ours."""
        session, _, signature = request.cookies.get(self.cookie, "").partition(".")
        if SESSION_ID.fullmatch(session) and self.verify(_signed(session), signature):
            return session
        return None

    def new(self) -> str:
        """A fresh session: 192 random bits."""
        return secrets.token_urlsafe(SESSION_BYTES)

    def keep(self, response: web.StreamResponse, session: str) -> None:
        """Set the cookie, or renew it."""
        response.set_cookie(
            self.cookie,
            f"{session}.{self.sign(_signed(session))}",
            max_age=SESSION_DAYS * 24 * 3600,
            path="/",
            httponly=True,
            secure=self.secure,
            samesite="Lax",
        )

    def forget(self, response: web.StreamResponse) -> None:
        """Take the cookie back."""
        response.del_cookie(self.cookie, path="/", httponly=True, secure=self.secure, samesite="Lax")

    def mark(self, session: str) -> str:
        """What the page's script may know a session by: it leads nowhere, and tells two sessions apart."""
        return self.sign(f"webchat mark {session}")[:16]


def _signed(session: str) -> str:
    return f"webchat session {session}"
