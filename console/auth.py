"""Who is asking, what they may open, and whether the form is really theirs."""

import asyncio
import hmac
import secrets
from dataclasses import dataclass

from aiohttp import web
from aiohttp.typedefs import Handler

from cases import FIGURE_READERS, NotAllowed, Official, Role
from console.keys import FACTOR_REQUIRED, FORM, OFFICIAL, REGISTER, SECURE_COOKIES
from console.reading import Form, read_form, read_upload

SESSION_COOKIE = "fengqiao_session"
GUEST_COOKIE = "fengqiao_guest"
PENDING_COOKIE = "fengqiao_pending"
"""Between the right password and the right code."""
SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
TOKEN_BYTES = 24

ANYONE: frozenset[Role] | None = None
STAFF = frozenset(Role)
CASE_ROLES = STAFF - {Role.OPERATOR, Role.AUDITOR}
"""Whose work is cases. Which of them, and which steps, is for the register to say."""
NAMING_ROLES = CASE_ROLES - {Role.LEADER, Role.SUPERVISOR}
"""Who may see who a petitioner is: behind the mask, in papers, in what they sent."""
DELIVERY_ROLES = frozenset({Role.OFFICIAL, Role.DISCIPLINE, Role.ADMINISTRATOR})
"""Whose work it is that messages arrive. Some belong to no case."""
EXPORT_ROLES = frozenset({Role.OFFICIAL, Role.DISCIPLINE, Role.LEADER, Role.SUPERVISOR})
TELLER_ROLES = frozenset({Role.OFFICIAL, Role.DISCIPLINE})
LOG_ROLES = frozenset({Role.OPERATOR, Role.ADMINISTRATOR})
APPROVAL_ROLES = CASE_ROLES
AUDIT_ROLES = frozenset({Role.ADMINISTRATOR, Role.AUDITOR})
FIGURE_ROLES = frozenset(FIGURE_READERS)
ADMINISTRATORS = frozenset({Role.ADMINISTRATOR})
HANDLER_NAMERS = frozenset({Role.DISCIPLINE})
"""Who names the handlers of sealed cases."""
DELETION_ROLES = frozenset({Role.ADMINISTRATOR, Role.DISCIPLINE})
"""Who decides on wishes to be deleted; which ones, is for the register to say."""


@dataclass(frozen=True)
class Route:
    """One address, and who may open it: an address without roles cannot be written down."""

    method: str
    path: str
    name: str
    handler: Handler
    roles: frozenset[Role] | None
    upload: bool = False
    """Whether its form carries files."""
    before_factor: bool = False
    """Whether it opens to whoever still has to set up the second factor that is required."""


class SignInNeeded(Exception):
    """Nobody is signed in, or the session has ended. Carries the words of a form that could not be kept."""

    def __init__(self, form: Form | None = None) -> None:
        super().__init__(self.__doc__)
        self.form = form


class FactorNeeded(Exception):
    """A second factor is required, and this member of staff has none yet."""


class FormNotOurs(Exception):
    """The form does not carry this session's token."""

    def __init__(self, form: Form) -> None:
        super().__init__(self.__doc__)
        self.form = form


def guarded(
    handler: Handler, roles: frozenset[Role] | None, *, upload: bool = False, before_factor: bool = False
) -> Handler:
    """Wrap a handler: only these roles pass, and a posted form must carry the session's token."""

    async def guard(request: web.Request) -> web.StreamResponse:
        posted = request.method not in SAFE_METHODS
        official = request.get(OFFICIAL)
        # Nobody who is not signed in makes us read a large body.
        read = read_upload if upload and official is not None else read_form
        form = await read(request) if posted else None
        if roles is not None and official is None:
            raise SignInNeeded(form)
        if roles is not None and official is not None and not roles & official.roles:
            raise NotAllowed
        if roles is not None and official is not None and not before_factor and _must_enrol(request, official):
            raise FactorNeeded
        if form is not None:
            _check_token(request, form)
            request[FORM] = form
        return await handler(request)

    return guard


def _must_enrol(request: web.Request, official: Official) -> bool:
    return request.app[FACTOR_REQUIRED] and not official.second_factor


def _check_token(request: web.Request, form: Form) -> None:
    expected = form_token(request)
    if not expected or not hmac.compare_digest(expected.encode(), form.get("csrf").encode()):
        raise FormNotOurs(form)


def form_token(request: web.Request) -> str:
    """What this visitor's forms must carry: the session's token, or before sign-in the guest cookie."""
    official = request.get(OFFICIAL)
    return official.csrf if official else request.cookies.get(GUEST_COOKIE, "")


async def official_of(request: web.Request) -> Official | None:
    """The member of staff whose session cookie this is."""
    token = request.cookies.get(SESSION_COOKIE, "")
    # The length is checked so that a megabyte of cookie is not hashed for nothing.
    if not 0 < len(token) <= 200:
        return None
    return await asyncio.to_thread(request.app[REGISTER].staff.session, token)


def remember(request: web.Request, response: web.StreamResponse, token: str) -> None:
    """Hand the browser its session."""
    set_cookie(request, response, SESSION_COOKIE, token)
    response.del_cookie(GUEST_COOKIE, path=cookie_path(request))


def forget(request: web.Request, response: web.StreamResponse) -> None:
    """Take the session back from the browser."""
    response.del_cookie(SESSION_COOKIE, path=cookie_path(request))


def new_guest_token() -> str:
    """A token for the sign-in form, so that nobody else's page can sign a visitor in."""
    return secrets.token_urlsafe(TOKEN_BYTES)


def set_cookie(
    request: web.Request, response: web.StreamResponse, name: str, value: str, *, max_age: int | None = None
) -> None:
    """Set one of our cookies: never readable by scripts, sent only to the console."""
    response.set_cookie(
        name,
        value,
        path=cookie_path(request),
        max_age=max_age,
        httponly=True,
        samesite="Lax",
        secure=request.app[SECURE_COOKIES],
    )


def cookie_path(request: web.Request) -> str:
    """Where the console is mounted."""
    return str(request.app.router["inbox"].url_for())


def safe_return(request: web.Request, target: str, *, otherwise: str) -> str:
    """`target` when it is a page of this console, else the page named `otherwise`: never another site's address."""
    home = cookie_path(request)
    ours = target.startswith(home) and not target.startswith("//") and "\\" not in target and target.isprintable()
    return target if ours else str(request.app.router[otherwise].url_for())
