"""A Bot API server on loopback that is as strict as Telegram's: it checks what it is sent, and fails when told to."""

import asyncio
import json
import re
from collections import defaultdict, deque
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from aiohttp import ClientSession, web

TOKEN = "7001:fake-token"  # noqa: S105  a token for a server that only tests know
SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105  the name of a header
SECRET = re.compile(r"[A-Za-z0-9_-]{1,256}")
MAX_TEXT = 4096
MAX_CALLBACK = 64


@dataclass(frozen=True, kw_only=True)
class Trouble:
    """One way in which a request goes wrong."""

    status: int = 0
    description: str = ""
    parameters: Mapping[str, Any] = field(default_factory=dict)
    body: str | None = None
    hang: bool = False
    drop: bool = False
    after_taking: bool = False
    """Whether Telegram acts on the request all the same, and only its answer is lost."""


def too_many(retry_after: int) -> Trouble:
    """429: wait."""
    parameters = {"retry_after": retry_after}
    return Trouble(status=429, description=f"Too Many Requests: retry after {retry_after}", parameters=parameters)


BLOCKED = Trouble(status=403, description="Forbidden: bot was blocked by the user")
NOT_FOUND = Trouble(status=400, description="Bad Request: chat not found")
SERVER_ERROR = Trouble(status=500, description="Internal Server Error")
GATEWAY = Trouble(status=502, body="<html>bad gateway</html>")
UNKNOWN_TOKEN = Trouble(status=401, description="Unauthorized")
CONFLICT = Trouble(status=409, description="Conflict: terminated by other getUpdates request")
GARBAGE = Trouble(status=200, body="not JSON at all")
HANG = Trouble(hang=True)
DROP = Trouble(drop=True)


def bad_request(description: str) -> Trouble:
    """400 with Telegram's words."""
    return Trouble(status=400, description=f"Bad Request: {description}")


@dataclass(frozen=True)
class Call:
    """One request as it came."""

    method: str
    params: Mapping[str, Any]


class Refused(Exception):
    """The request breaks a rule of the Bot API."""


class FakeTelegram:
    """The server; an asynchronous context manager. Every broken rule is also kept in `mistakes`."""

    def __init__(self, token: str = TOKEN) -> None:
        self.token = token
        self.base = ""
        self.calls: list[Call] = []
        """Every request, also those that failed."""
        self.done: list[Call] = []
        """The requests that Telegram acted on."""
        self.mistakes: list[str] = []
        self.webhook: dict[str, Any] = {}
        self.updates: list[dict[str, Any]] = []
        """What getUpdates hands out until it is confirmed."""
        self.confirmed = asyncio.Event()
        """Set each time an update is confirmed."""
        self.files: dict[str, bytes] = {}
        self.declared: dict[str, int | None] = {}
        """File sizes that getFile tells, when they are not the true ones."""
        self.open_callbacks: set[str] = set()
        self._troubles: dict[str, deque[Trouble | None]] = defaultdict(deque)
        self._arrived = asyncio.Event()
        self._closing = asyncio.Event()
        self._message_id = 900_000
        self._methods: dict[str, Callable[[dict[str, Any]], Awaitable[Any]]] = {
            "getMe": self._get_me,
            "sendMessage": self._send_message,
            "sendPhoto": self._send_photo,
            "sendChatAction": self._send_chat_action,
            "answerCallbackQuery": self._answer_callback_query,
            "getFile": self._get_file,
            "setWebhook": self._set_webhook,
            "deleteWebhook": self._delete_webhook,
            "getUpdates": self._get_updates,
        }

    async def __aenter__(self) -> "FakeTelegram":
        app = web.Application(client_max_size=50 * 1024 * 1024)
        app.router.add_route("*", "/bot{token}/{method}", self._answer)
        app.router.add_get("/file/bot{token}/{path:.+}", self._file)
        self._runner = web.AppRunner(app, shutdown_timeout=0.1, access_log=None)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", 0)
        await site.start()
        host, port = self._runner.addresses[0][:2]
        self.base = f"http://{host}:{port}"
        return self

    async def __aexit__(self, *_: object) -> None:
        self._closing.set()
        self._arrived.set()
        await self._runner.cleanup()

    def fail(self, method: str, *troubles: Trouble | None) -> None:
        """Let the next requests for `method` go wrong, one by one; None lets one pass."""
        self._troubles[method].extend(troubles)

    def sent(self, method: str = "sendMessage") -> list[Mapping[str, Any]]:
        """The parameters of the requests for `method` that were acted on."""
        return [call.params for call in self.done if call.method == method]

    def queue(self, *updates: dict[str, Any]) -> None:
        """Hand these out through getUpdates."""
        self.updates.extend(updates)
        self._note_callbacks(*updates)
        self._arrived.set()

    async def deliver(
        self, update: dict[str, Any], *, url: str, secret: str | None = None, attempts: int = 5
    ) -> list[int]:
        """Post an update to a webhook again and again until it is taken, as Telegram does. The statuses got."""
        self._note_callbacks(update)
        secret = secret if secret is not None else self.webhook.get("secret_token", "")
        statuses: list[int] = []
        async with ClientSession(headers={SECRET_HEADER: secret}) as session:
            while len(statuses) < attempts and 200 not in statuses:
                async with session.post(url, json=update) as response:
                    statuses.append(response.status)
        return statuses

    def _note_callbacks(self, *updates: dict[str, Any]) -> None:
        self.open_callbacks |= {str(u["callback_query"]["id"]) for u in updates if "callback_query" in u}

    async def _answer(self, request: web.Request) -> web.StreamResponse:
        method = request.match_info["method"]
        if request.match_info["token"] != self.token:
            self.mistakes.append(f"{method}: wrong token in the path")
            return _error(401, "Unauthorized")
        params = await _params(request)
        self.calls.append(Call(method, params))
        troubles = self._troubles[method]
        trouble = troubles.popleft() if troubles else None
        if trouble is not None and not trouble.after_taking:
            return await self._go_wrong(trouble, request)
        try:
            result = await self._act(method, params)
        except Refused as refusal:
            self.mistakes.append(f"{method}: {refusal}")
            return _error(400, f"Bad Request: {refusal}")
        self.done.append(Call(method, params))
        if trouble is not None:
            return await self._go_wrong(trouble, request)
        return web.json_response({"ok": True, "result": result})

    async def _go_wrong(self, trouble: Trouble, request: web.Request) -> web.StreamResponse:
        if trouble.hang:
            await self._closing.wait()
        if trouble.drop and request.transport is not None:
            request.transport.close()
        if trouble.body is not None:
            return web.Response(status=trouble.status, text=trouble.body)
        return _error(trouble.status or 500, trouble.description, trouble.parameters)

    async def _act(self, method: str, params: dict[str, Any]) -> Any:
        if method not in self._methods:
            raise Refused(f"method {method} not found")
        return await self._methods[method](params)

    async def _get_me(self, params: dict[str, Any]) -> Any:
        return {"id": 7001, "is_bot": True, "first_name": "Fengqiao", "username": "fengqiao_bot"}

    async def _send_message(self, params: dict[str, Any]) -> Any:
        text = params.get("text", "")
        if not text.strip():
            raise Refused("message text is empty")
        if len(text.encode("utf-16-le")) // 2 > MAX_TEXT:
            raise Refused("message is too long")
        if "parse_mode" in params:
            raise Refused("citizens' words are parsed as markup")
        return self._message(params, text=text)

    async def _send_photo(self, params: dict[str, Any]) -> Any:
        if not params.get("photo"):
            raise Refused("there is no photo in the request")
        return self._message(params)

    async def _send_chat_action(self, params: dict[str, Any]) -> Any:
        _chat_id(params)
        if params.get("action") != "typing":
            raise Refused("wrong parameter action in request")
        return True

    async def _answer_callback_query(self, params: dict[str, Any]) -> Any:
        query = str(params.get("callback_query_id"))
        if query not in self.open_callbacks:
            raise Refused("query is too old and response timeout expired or query ID is invalid")
        self.open_callbacks.remove(query)
        return True

    async def _get_file(self, params: dict[str, Any]) -> Any:
        file_id = params.get("file_id", "")
        if file_id not in self.files:
            raise Refused("wrong file_id or the file is temporarily unavailable")
        size = self.declared.get(file_id, len(self.files[file_id]))
        described = {"file_id": file_id, "file_unique_id": f"u{file_id}", "file_path": f"files/{file_id}"}
        return described | ({"file_size": size} if size is not None else {})

    async def _set_webhook(self, params: dict[str, Any]) -> Any:
        if not str(params.get("url", "")).startswith("https://"):
            raise Refused("bad webhook: An HTTPS URL must be provided for webhook")
        if not SECRET.fullmatch(params.get("secret_token", "")):
            raise Refused("secret token contains unallowed characters")
        self.webhook = params
        return True

    async def _delete_webhook(self, params: dict[str, Any]) -> Any:
        self.webhook = {}
        return True

    async def _get_updates(self, params: dict[str, Any]) -> Any:
        if self.webhook:
            raise Refused("can't use getUpdates method while webhook is active")
        offset = int(params.get("offset", 0))
        kept = [update for update in self.updates if update["update_id"] >= offset]
        if len(kept) < len(self.updates):
            self.updates = kept
            self.confirmed.set()
        if not kept:
            self._arrived.clear()
            try:
                await asyncio.wait_for(self._arrived.wait(), timeout=float(params.get("timeout", 0)))
            except TimeoutError:
                return []
        return self.updates[:100]

    def _message(self, params: dict[str, Any], **content: Any) -> dict[str, Any]:
        chat = _chat_id(params)
        _check_keyboard(params.get("reply_markup"))
        self._message_id += 1
        return {
            "message_id": self._message_id,
            "date": 1_700_000_000,
            "chat": {"id": chat, "type": "private" if chat > 0 else "supergroup"},
            **content,
        }

    async def _file(self, request: web.Request) -> web.StreamResponse:
        path = request.match_info["path"]
        self.calls.append(Call("file", {"path": path}))
        troubles = self._troubles["file"]
        if troubles and (trouble := troubles.popleft()) is not None:
            return await self._go_wrong(trouble, request)
        data = self.files.get(path.removeprefix("files/"))
        if request.match_info["token"] != self.token or data is None:
            return _error(404, "Not Found")
        return web.Response(body=data)


def _error(status: int, description: str, parameters: Mapping[str, Any] | None = None) -> web.Response:
    body: dict[str, Any] = {"ok": False, "error_code": status, "description": description}
    return web.json_response(body | ({"parameters": dict(parameters)} if parameters else {}), status=status)


def _chat_id(params: Mapping[str, Any]) -> int:
    if not isinstance(params.get("chat_id"), int):
        raise Refused("chat_id is empty")
    return int(params["chat_id"])


def _check_keyboard(markup: Any) -> None:
    rows = markup["inline_keyboard"] if markup else []
    keys = [key for row in rows for key in row]
    if len(keys) > 100:
        raise Refused("too many buttons")
    for key in keys:
        if not key.get("text", "").strip():
            raise Refused("text buttons are unallowed in the inline keyboard")
        if not 1 <= len(key.get("callback_data", "").encode()) <= MAX_CALLBACK:
            raise Refused("BUTTON_DATA_INVALID")


async def _params(request: web.Request) -> dict[str, Any]:
    """The parameters, from the query, a form or JSON; the ones that are JSON inside a form are read too."""
    if request.content_type == "application/json":
        return dict(await request.json())
    form = {**request.query, **await request.post()}
    return {name: _value(name, str(value)) for name, value in form.items()}


def _value(name: str, value: str) -> Any:
    if name in {"text", "caption", "photo", "url", "secret_token", "file_id", "callback_query_id", "action"}:
        return value
    try:
        return json.loads(value)
    except ValueError:
        return value
