"""The one HTTP application: citizens' doors, the console, the API, and what operators' tools ask."""

from collections.abc import Awaitable, Callable, Iterable, Mapping

from aiohttp import web

from bot.metrics import Metrics

MAX_BODY = 12 * 1024 * 1024
"""The largest upload (10 MiB) with its wrapping; every door that takes less says so itself."""


def web_app(
    *,
    routes: Iterable[web.RouteDef],
    parts: Mapping[str, web.Application],
    ready: Callable[[], Awaitable[bool]],
    metrics: Metrics,
    metrics_allowed: Callable[[web.Request], bool],
) -> web.Application:
    """Put the doors together. `parts` are whole applications under a path of their own."""
    app = web.Application(client_max_size=MAX_BODY)
    app.add_routes(list(routes))
    for prefix, part in parts.items():
        app.add_subapp(prefix, part)

    async def healthz(_request: web.Request) -> web.Response:
        return web.json_response({"status": "alive"})

    async def readyz(_request: web.Request) -> web.Response:
        is_ready = await ready()
        return web.json_response({"status": "ready" if is_ready else "starting"}, status=200 if is_ready else 503)

    async def show_metrics(request: web.Request) -> web.Response:
        if not metrics_allowed(request):
            raise web.HTTPForbidden
        return web.Response(body=metrics.render(), content_type="text/plain", charset="utf-8")

    app.add_routes([web.get("/healthz", healthz), web.get("/readyz", readyz), web.get("/metrics", show_metrics)])
    return app


def from_this_machine(request: web.Request) -> bool:
    """Whether the request comes from this machine itself: figures are for its operators, not for the internet."""
    return request.remote in ("127.0.0.1", "::1") and "X-Forwarded-For" not in request.headers
