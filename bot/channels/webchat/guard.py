"""What every answer of the web chat carries, and which requests may change anything."""

from urllib.parse import urlsplit

from aiohttp import web

SECURITY_HEADERS = {
    "Content-Security-Policy": "; ".join(
        (
            "default-src 'none'",
            "script-src 'self'",
            "style-src 'self'",
            "img-src 'self' blob: data:",
            "connect-src 'self'",
            "media-src 'self' blob:",
            "manifest-src 'self'",
            "form-action 'self'",
            "frame-ancestors 'none'",
            "base-uri 'none'",
        )
    ),
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "Permissions-Policy": "microphone=(self), geolocation=(self), camera=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
NOT_STORED = {"Cache-Control": "no-store"}


def same_origin(request: web.BaseRequest) -> bool:
    """Whether the request comes from our own page: browsers name the origin whenever something may change."""
    origin = request.headers.get("Origin", "")
    # The scheme is left out: behind a proxy that ends TLS we do not know our own.
    return bool(origin) and urlsplit(origin).netloc.lower() == request.host.lower()


def guarded(response: web.Response, *, stored: bool = False) -> web.Response:
    """The same answer with the security headers; not stored anywhere unless it is the same for everybody."""
    response.headers.update(SECURITY_HEADERS)
    if not stored:
        response.headers.update(NOT_STORED)
    return response


def json_answer(body: object, *, status: int = 200) -> web.Response:
    """A guarded JSON answer."""
    return guarded(web.json_response(body, status=status))
