"""From kept messages to what the dialogue is given: bursts joined, files fetched and held, events made payloads."""

import dataclasses
import json
import re
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from bot.messages import Attachment, Fetcher, Heard, Inbound, Kind, Undeliverable
from bot.offload import Offload
from cases import Register
from conversations import InboxRow

PAYLOAD = re.compile(r"^/[a-z_]+(\{.*\})?$", re.DOTALL)


def to_body(message: Inbound) -> dict[str, Any]:
    """A message as the inbox keeps it."""
    body = dataclasses.asdict(message)
    body["sent_at"] = message.sent_at.isoformat() if message.sent_at else None
    body["data"] = dict(message.data)
    return body


def from_body(body: Mapping[str, Any]) -> Inbound:
    """Undo `to_body`."""
    fields = dict(body)
    fields["kind"] = Kind(fields["kind"])
    fields["attachments"] = tuple(Attachment(**attachment) for attachment in fields["attachments"])
    fields["sent_at"] = datetime.fromisoformat(fields["sent_at"]) if fields["sent_at"] else None
    return Inbound(**fields)


class Hearing:
    """Groups what belongs together and prepares it for the dialogue."""

    def __init__(self, *, register: Register, fetchers: Mapping[str, Fetcher], offload: Offload) -> None:
        self._register = register
        self._fetchers = fetchers
        self._offload = offload

    def may_continue(self, row: InboxRow) -> bool:
        """Whether more words may follow this message: buttons and commands stand alone."""
        return _kind(row) is Kind.TEXT

    def group(self, rows: Sequence[InboxRow], *, listening: bool) -> Sequence[InboxRow]:
        """The first message, with the ones right behind it that are one with it: texts of a story, files of a burst."""
        kind = _kind(rows[0])
        if not (kind is Kind.FILES or (kind is Kind.TEXT and listening)):
            return rows[:1]
        end = next((i for i, row in enumerate(rows) if _kind(row) is not kind), len(rows))
        return rows[:end]

    async def heard(self, group: Sequence[InboxRow]) -> Heard:
        """What the dialogue is given for these messages. Raises `TryLater` when a file cannot be fetched now."""
        messages = [from_body(row.body) for row in group]
        last = messages[-1]
        parts = tuple((message.message_id, message.text) for message in messages)
        words = "\n".join(text for _, text in parts if text)
        data = dict(last.data)
        text, payload = words, False
        if last.kind is Kind.BUTTON:
            text, payload = (last.text, True) if PAYLOAD.match(last.text) else (last.text, False)
        elif last.kind is Kind.FILES:
            data["files"], data["problems"] = await self._files(messages)
            text, payload = (words, False) if words else ("/give_evidence", True)
        elif last.kind is Kind.LOCATION:
            text, payload = "/share_location" + json.dumps(data), True
        elif last.kind is Kind.EDIT:
            data.update(edits=last.edits, edited=last.text)
            text, payload = "/edit_message", True
        return Heard(
            conversation_id=group[0].conversation_id,
            channel=last.channel,
            address=last.sender,
            language=last.language,
            inbox_ids=tuple(row.id for row in group),
            parts=parts,
            text=text,
            payload=payload,
            data=data,
            turns=group[0].turns,
        )

    async def _files(self, messages: Sequence[Inbound]) -> tuple[list[dict[str, Any]], list[str]]:
        files: list[dict[str, Any]] = []
        problems: list[str] = []
        for message in messages:
            for attachment in message.attachments:
                try:
                    ref = await self._held(message, attachment)
                except Undeliverable:
                    problems.append(attachment.name or attachment.kind)
                    continue
                files.append({"ref": ref, "kind": attachment.kind, "source": message.message_id})
        return files, problems

    async def _held(self, message: Inbound, attachment: Attachment) -> str:
        fetcher = self._fetchers.get(message.channel)
        if fetcher is None:
            return attachment.ref
        data = await fetcher.fetch(attachment)
        return await self._offload(
            self._register.evidence.hold,
            data,
            name=attachment.name or f"{attachment.kind}-{message.message_id}",
            media_type=attachment.media_type,
            kind=attachment.kind,
            owner=f"{message.channel}:{message.sender}",
        )


def _kind(row: InboxRow) -> Kind:
    return Kind(row.body["kind"])
