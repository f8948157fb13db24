"""The upload of one file: capped while it comes in, told by its bytes, kept before the page hears of it."""

import asyncio
import logging
import re
from dataclasses import dataclass

from aiohttp import BodyPartReader, web

from bot.channels.webchat.frames import Refused
from bot.channels.webchat.guard import json_answer
from bot.channels.webchat.intake import Visitor
from bot.channels.webchat.limits import Limit
from bot.channels.webchat.messages import Hold
from bot.channels.webchat.sentences import Sentences
from bot.channels.webchat.sniff import FileType, sniff
from bot.channels.webchat.tickets import Tickets
from bot.messages import Attachment

MAX_FILE = 10 * 1024 * 1024
MAX_NAME = 120
MULTIPART_MARGIN = 64 * 1024
NOT_IN_A_NAME = re.compile(r"[\x00-\x1f\x7f\u202a-\u202e\u2066-\u2069\ud800-\udfff<>:\"|?*]")
STATUS = {"upload_too_large": 413, "upload_type": 415}

log = logging.getLogger(__name__)


@dataclass(frozen=True, kw_only=True)
class Uploads:
    """Takes files."""

    hold: Hold
    tickets: Tickets
    sentences: Sentences
    limit: Limit

    async def take(self, request: web.Request, visitor: Visitor) -> web.Response:
        """Keep the file of a request and answer with its ticket."""
        if not self.limit.take(visitor.session):
            return self._refuse("too_many_uploads", visitor, status=429)
        try:
            name, data, recorded = await read_file(request)
            # On a thread: ten megabytes made to be slow to read must not hold up everybody else.
            found = await asyncio.to_thread(recognise, data, name=name, recorded=recorded)
        except Refused as refusal:
            return self._refuse(refusal.key, visitor, status=STATUS.get(refusal.key, 400))
        name = tidy_name(name, found)
        try:
            ref = await self.hold(data, name=name, media_type=found.media_type, kind=found.kind, owner=visitor.session)
        except Exception as error:
            log.error("a web upload could not be kept: %s", type(error).__name__)
            return self._refuse("upload_not_kept", visitor, status=503)
        file = Attachment(ref=ref, kind=found.kind, name=name, media_type=found.media_type, size=len(data))
        ticket = self.tickets.issue(file, session=visitor.session)
        return json_answer({"ref": ticket, "name": name, "kind": found.kind})

    def _refuse(self, key: str, visitor: Visitor, *, status: int) -> web.Response:
        return json_answer({"error": self.sentences.say(key, visitor.language)}, status=status)


async def read_file(request: web.Request) -> tuple[str, bytes, bool]:
    """The name and bytes of the one file in a request, and whether it was recorded on the page. Raises `Refused`."""
    if (request.content_length or 0) > MAX_FILE + MULTIPART_MARGIN:
        raise Refused("upload_too_large")
    if request.content_type != "multipart/form-data":
        raise Refused("upload_malformed")
    try:
        part = await (await request.multipart()).next()
        if not isinstance(part, BodyPartReader) or part.name not in ("file", "voice"):
            raise Refused("upload_malformed")
        data = bytearray()
        while chunk := await part.read_chunk(64 * 1024):
            data += chunk
            if len(data) > MAX_FILE:
                raise Refused("upload_too_large")
    except (ValueError, web.RequestPayloadError, web.HTTPException, AssertionError) as error:
        raise Refused("upload_malformed") from error
    return part.filename or "", bytes(data), part.name == "voice"


def recognise(data: bytes, *, name: str, recorded: bool) -> FileType:
    """The type of an upload. Raises `Refused`."""
    if not data:
        raise Refused("upload_empty")
    found = sniff(data, name=name)
    if found is None:
        raise Refused("upload_type")
    if recorded and found.kind == "audio":
        return FileType("voice", found.media_type, found.extension)
    return found


def tidy_name(name: str, found: FileType) -> str:
    """A file name that is safe to show and to save under: no folders, no control characters, the true ending."""
    base = NOT_IN_A_NAME.sub("", name.replace("\\", "/").rpartition("/")[2]).strip(" .")
    stem, dot, ending = base.rpartition(".")
    if not dot:
        stem = ending
    same = ending.lower() in (found.extension, {"jpg": "jpeg"}.get(found.extension))
    kept = ending.lower() if dot and same else found.extension
    return f"{stem.strip(' .')[:MAX_NAME] or found.kind}.{kept}"
