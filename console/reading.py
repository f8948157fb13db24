"""Reads what a request carries: bounded first, parsed afterwards."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qs

from aiohttp import BodyPartReader, web

FORM_BYTES = 256 * 1024
JSON_BYTES = 256 * 1024
MAX_FIELDS = 60
CASE_NUMBER = "[0-9A-Za-z-]{1,40}"
"""What may stand for a case number in an address."""
CONVERSATION_ID = r"[^\x00]{1,300}"
"""The same for a conversation: a channel and whatever that channel's addresses are made of."""
NUL_ESCAPE = b"\\u0000"
FORM_TYPE = "application/x-www-form-urlencoded"
UPLOAD_TYPE = "multipart/form-data"
FILE_BYTES = 20 * 1024 * 1024
UPLOAD_BYTES = 60 * 1024 * 1024


class BadRequest(Exception):
    """The request cannot be understood."""


@dataclass(frozen=True, kw_only=True)
class Upload:
    """A file of a posted form."""

    name: str
    media_type: str
    data: bytes


@dataclass(frozen=True)
class Form:
    """The fields of a posted form."""

    fields: Mapping[str, Sequence[str]] = field(default_factory=dict)
    files: tuple[Upload, ...] = ()

    def get(self, name: str) -> str:
        """The field's text without blanks at its ends; empty when it was not sent."""
        return next(iter(self.fields.get(name, ())), "").strip()

    def raw(self, name: str) -> str:
        """The field exactly as it was typed (passwords)."""
        return next(iter(self.fields.get(name, ())), "")

    def all(self, name: str) -> tuple[str, ...]:
        """Every value of the field (ticked boxes)."""
        return tuple(self.fields.get(name, ()))

    def number(self, name: str) -> int:
        """The field as a whole number. Raises `BadRequest`."""
        return whole_number(self.get(name), name)


async def read_body(request: web.Request, *, limit: int) -> bytes:
    """The body, refused as soon as it grows beyond the limit (a mounted application has no cap of its own)."""
    body = bytearray()
    async for chunk in request.content.iter_any():
        body += chunk
        if len(body) > limit:
            raise web.HTTPRequestEntityTooLarge(max_size=limit, actual_size=len(body))
    return bytes(body)


async def read_form(request: web.Request) -> Form:
    """The posted form. Raises `BadRequest` when it is not one."""
    if request.content_type != FORM_TYPE:
        raise BadRequest("a form was expected")
    body = await read_body(request, limit=FORM_BYTES)
    try:
        fields = parse_qs(body.decode(), keep_blank_values=True, max_num_fields=MAX_FIELDS)
    except ValueError as error:
        raise BadRequest("the form cannot be read") from error
    return Form({name: [clean(value) for value in values] for name, values in fields.items()})


async def read_upload(request: web.Request) -> Form:
    """The posted form with its files, bounded in each part and in all. Raises `BadRequest` when it is not one."""
    if request.content_type != UPLOAD_TYPE:
        return await read_form(request)
    fields: dict[str, list[str]] = {}
    files: list[Upload] = []
    left = UPLOAD_BYTES
    try:
        async for part in await request.multipart():
            if not isinstance(part, BodyPartReader) or not part.name:
                raise BadRequest("the form cannot be read")
            data = await _read_part(part, min(left, FILE_BYTES if part.filename is not None else FORM_BYTES))
            left -= len(data)
            if part.filename is None:
                fields.setdefault(part.name, []).append(clean(data.decode()))
            elif data:
                kind = part.headers.get("Content-Type", "application/octet-stream").partition(";")[0]
                files.append(Upload(name=clean(part.filename)[:200], media_type=kind[:100], data=data))
            if len(fields) + len(files) > MAX_FIELDS:
                raise BadRequest("the form has too many fields")
    except ValueError as error:
        raise BadRequest("the form cannot be read") from error
    return Form(fields, tuple(files))


async def _read_part(part: BodyPartReader, limit: int) -> bytes:
    data = bytearray()
    while chunk := await part.read_chunk(64 * 1024):
        data += chunk
        if len(data) > limit:
            raise web.HTTPRequestEntityTooLarge(max_size=limit, actual_size=len(data))
    return bytes(part.decode(data))


async def read_json(request: web.Request) -> dict[str, Any]:
    """The posted JSON object. Raises `BadRequest` when it is not one."""
    body = await read_body(request, limit=JSON_BYTES)
    try:
        value = json.loads(body)
        # Half a surrogate pair is legal JSON and can be neither stored nor sent.
        written = json.dumps(value, ensure_ascii=False).encode()
    except (ValueError, RecursionError) as error:
        raise BadRequest("the body is not JSON") from error
    if NUL_ESCAPE in written:
        raise BadRequest("the body holds a NUL character")
    if not isinstance(value, dict):
        raise BadRequest("the body must be a JSON object")
    return value


def clean(text: str) -> str:
    """`text` without NUL, which PostgreSQL cannot keep, and with the line ends of this side."""
    return text.replace("\x00", "").replace("\r\n", "\n")


def query_text(request: web.Request, name: str) -> str:
    """A text of the query string; empty when it was not given."""
    return clean(request.query.get(name, "")).strip()


def whole_number(text: str, name: str, *, low: int = 0, high: int = 10**9) -> int:
    """`text` as a whole number within bounds. Raises `BadRequest`."""
    if not (text.isascii() and text.isdigit() and len(text) <= len(str(high))):
        raise BadRequest(f"{name} must be a whole number")
    number = int(text)
    if not low <= number <= high:
        raise BadRequest(f"{name} must be from {low} to {high}")
    return number


def page_number(request: web.Request) -> int:
    """The page a list is asked for; 1 for anything that is not one, because a person may have typed it."""
    try:
        return whole_number(request.query.get("page", "1"), "page", low=1, high=100_000)
    except BadRequest:
        return 1
