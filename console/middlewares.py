"""What happens around every page: headers, language, session, and errors told in words."""

import logging
import secrets
from collections.abc import Mapping

from aiohttp import web
from aiohttp.typedefs import Handler

from cases import (
    CaseError,
    DraftChanged,
    NotAllowed,
    NotFound,
    PolicyInvalid,
    StepIncomplete,
    VersionConflict,
    WrongState,
)
from console.auth import FactorNeeded, FormNotOurs, SignInNeeded, official_of, set_cookie
from console.keys import LANGUAGE, OFFICIAL
from console.language import DEFAULT, LANGUAGES
from console.reading import BadRequest, Form
from console.screen import render, see_other

LANGUAGE_COOKIE = "fengqiao_language"
YEAR_SECONDS = 365 * 24 * 3600

CONTENT_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
)
HEADERS = {
    "Content-Security-Policy": CONTENT_POLICY,
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=()",
    "Cache-Control": "no-store",
}

STATUS: Mapping[type[CaseError], int] = {
    NotFound: 404,
    NotAllowed: 403,
    WrongState: 409,
    VersionConflict: 409,
    DraftChanged: 409,
    StepIncomplete: 422,
    PolicyInvalid: 422,
}
"""What each refusal of the register is in HTTP; the API uses the same table."""

logger = logging.getLogger(__name__)


def status_of(error: CaseError) -> int:
    """The HTTP status of a refusal."""
    return next((status for kind, status in STATUS.items() if isinstance(error, kind)), 400)


@web.middleware
async def headers(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Put the security headers on every answer; a handler may have set stricter ones."""
    response = await handler(request)
    for name, value in HEADERS.items():
        response.headers.setdefault(name, value)
    return response


@web.middleware
async def language(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Speak the language asked for by `?lang=`, else the one chosen before, else Chinese."""
    asked = request.query.get("lang", "")
    chosen = request.cookies.get(LANGUAGE_COOKIE, DEFAULT)
    request[LANGUAGE] = next((one for one in (asked, chosen) if one in LANGUAGES), DEFAULT)
    response = await handler(request)
    if asked in LANGUAGES and asked != chosen:
        set_cookie(request, response, LANGUAGE_COOKIE, asked, max_age=YEAR_SECONDS)
    return response


@web.middleware
async def session(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Find out who is asking."""
    official = await official_of(request)
    if official:
        request[OFFICIAL] = official
    return await handler(request)


@web.middleware
async def errors(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Tell every refusal and failure in words, on a page of ours."""
    try:
        return await handler(request)
    except SignInNeeded as needed:
        return _sign_in_first(request, needed)
    except FactorNeeded:
        return see_other(request, "factor")
    except FormNotOurs as refused:
        return error_page(request, 403, "form", form=refused.form)
    except BadRequest as refused:
        return error_page(request, 400, "bad_request", detail=str(refused))
    except CaseError as refused:
        status = status_of(refused)
        return error_page(request, status, str(status), code=refused.code, detail=refused.detail)
    except web.HTTPException as answer:
        if answer.status < 400:
            raise
        known = str(answer.status) if answer.status in (404, 405, 413) else "bad_request"
        return error_page(request, answer.status, known)
    except TimeoutError:
        return error_page(request, 503, "busy", code=_reference(request))
    except Exception:
        return error_page(request, 500, "failed", code=_reference(request))


def error_page(
    request: web.Request, status: int, kind: str, *, code: str = "", detail: str = "", form: Form | None = None
) -> web.Response:
    """A page that says what went wrong and what to do now. Words that could not be kept are given back."""
    kept = form.get("text") if form else ""
    return render("error.html", request, status=status, shown=status, kind=kind, code=code, detail=detail, kept=kept)


def _reference(request: web.Request) -> str:
    reference = f"E-{secrets.token_hex(4)}"
    resource = request.match_info.route.resource
    # The route's pattern, not the address: an address holds case numbers and searched names.
    logger.exception("%s: %s %s failed", reference, request.method, resource.canonical if resource else "?")
    return reference


def _sign_in_first(request: web.Request, needed: SignInNeeded) -> web.StreamResponse:
    if needed.form is not None:
        return error_page(request, 401, "session_over", form=needed.form)
    if request.match_info.route.name == "counts":
        return web.json_response({"error": "signed out"}, status=401)
    return see_other(request, "sign_in", query={"next": request.path_qs})
