"""The client of Telegram's Bot API that every part of the channel is handed."""

import asyncio
import json
import logging
from collections.abc import Awaitable, Callable, Sequence
from http import HTTPStatus
from typing import Any
from urllib.parse import quote

from telegram import Bot
from telegram.error import Conflict, Forbidden, InvalidToken, NetworkError, TelegramError
from telegram.request import HTTPXRequest

API_BASE = "https://api.telegram.org"
CONNECTIONS = 64
FIRST_PAUSE = 1.0
LONGEST_PAUSE = 60.0
LONGEST_REASON = 200

logger = logging.getLogger(__name__)

Sleep = Callable[[float], Awaitable[object]]


class AskedToWait(TelegramError):
    """Telegram asks to wait (429). The library's own `RetryAfter` warns of its future each time it is made."""

    def __init__(self, seconds: float) -> None:
        super().__init__(f"retry after {seconds:g} s")
        self.seconds = seconds


class QuietRequest(HTTPXRequest):
    """The library's HTTP client, which does not write what it could not read (citizens' words) to the log."""

    async def do_request(self, *args: Any, **options: Any) -> tuple[int, bytes]:
        """Make a request. Raises `AskedToWait` on a 429 that says for how long."""
        status, payload = await super().do_request(*args, **options)
        if status == HTTPStatus.TOO_MANY_REQUESTS:
            raise _too_many(self.parse_json_payload(payload).get("parameters"))
        return status, payload

    @staticmethod
    def parse_json_payload(payload: bytes) -> Any:
        """Parse an answer. Raises `TelegramError` when it is not JSON."""
        try:
            answer = json.loads(payload)
        except (ValueError, RecursionError) as error:
            raise TelegramError("the answer is not JSON") from error
        if not isinstance(answer, dict):
            raise TelegramError("the answer is not a JSON object")
        return answer


class BotClient(Bot):
    """A `telegram.Bot` that can be opened without asking Telegram anything, and hands out updates as they came."""

    def __repr__(self) -> str:
        # The library's shows the token.
        return f"BotClient({self.number})"

    @property
    def number(self) -> str:
        """The bot's public number, which is the first half of its token."""
        number, colon, _ = self.token.partition(":")
        return number if colon and number.isdigit() else "0"

    async def call(self, method: str, **parameters: Any) -> Any:
        """Call a method and give its answer as it came.

        The library reads every answer into objects: when it fails to, a message that was sent looks as if it was not.
        """
        return await self._post(method, parameters)

    async def download(self, path: str, *, timeout: float) -> bytes:
        """The bytes of a file that `getFile` named; the library would read a path of this machine from its disk."""
        return await self._request[1].retrieve(f"{self.base_file_url}/{quote(path)}", read_timeout=timeout)

    async def raw_updates(self, *, offset: int, wait: float, wanted: Sequence[str]) -> list[Any]:
        """Wait for updates from `offset` on; asking confirms all before it.

        The library's own method drops all updates, and logs their words, when it cannot read one of them.
        """
        data = {"offset": offset, "timeout": int(wait), "allowed_updates": list(wanted)}
        margin = self._request[0].read_timeout or 0
        result = await self._post("getUpdates", data, read_timeout=wait + margin)
        if not isinstance(result, list):
            raise TelegramError("the answer is no list of updates")
        return result

    async def _do_post(self, *args: Any, **options: Any) -> Any:
        try:
            return await super()._do_post(*args, **options)
        except KeyError as error:
            raise TelegramError("the answer has no result") from error

    async def close_connections(self) -> None:
        """Close every connection; the library's own `shutdown` does so only after a successful `initialize`."""
        await asyncio.gather(*(request.shutdown() for request in self._request))


def make_bot(token: str, *, api_base: str | None = None, timeout: float = 10) -> BotClient:
    """A client for the bot with this token; `api_base` names another Bot API server than Telegram's own."""
    # The libraries log the address of each request, which holds the token, and at debug level all that is said.
    logging.getLogger("httpx").setLevel(logging.WARNING)
    logging.getLogger("telegram").setLevel(logging.INFO)
    base = (api_base or API_BASE).rstrip("/")
    return BotClient(
        token,
        base_url=f"{base}/bot",
        base_file_url=f"{base}/file/bot",
        request=_request(timeout, connections=CONNECTIONS),
        # Its own connections, so that a long wait for updates never stands in the way of an answer.
        get_updates_request=_request(timeout, connections=2),
        local_mode=False,
    )


def _too_many(parameters: object) -> TelegramError:
    seconds = parameters.get("retry_after") if isinstance(parameters, dict) else None
    return AskedToWait(seconds) if isinstance(seconds, int | float) else NetworkError("too many requests")


def _request(timeout: float, *, connections: int) -> QuietRequest:
    return QuietRequest(
        connection_pool_size=connections,
        read_timeout=timeout,
        write_timeout=timeout,
        connect_timeout=timeout,
        pool_timeout=timeout,
    )


def describe(error: Exception, bot: Bot) -> str:
    """The error in one line that is fit for a log: without the token, and not longer than a line."""
    return f"{type(error).__name__}: {error}".replace(bot.token, "<token>")[:LONGEST_REASON]


def pause_after(error: Exception, tries: int, *, longest: float = LONGEST_PAUSE) -> float:
    """Seconds to wait after the `tries`th failure in a row."""
    if isinstance(error, AskedToWait):
        return error.seconds
    if isinstance(error, InvalidToken | Forbidden | Conflict):
        return longest if tries > 2 else FIRST_PAUSE * 5
    return min(FIRST_PAUSE * 2.0 ** min(tries - 1, 16), longest)


async def until_done(call: Callable[[], Awaitable[object]], *, what: str, bot: Bot, sleep: Sleep) -> None:
    """Repeat `call` until Telegram accepts it: nothing that Telegram answers at start may stop the product."""
    tries = 0
    while True:
        try:
            await call()
        except TelegramError as error:
            tries += 1
            pause = pause_after(error, tries, longest=5 * LONGEST_PAUSE)
            logger.warning("Telegram: %s failed, next try in %.0f s: %s", what, pause, describe(error, bot))
            await sleep(pause)
        else:
            logger.info("Telegram: %s done", what)
            return
