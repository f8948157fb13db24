"""Telegram's slash commands, as the payloads that the dialogue knows."""

import json
import re

PAYLOADS = {
    "start": "/greet",
    "help": "/help",
    "cancel": "/cancel",
    "status": "/ask_status",
    "new": "/new_petition",
    "human": "/ask_human",
}
COMMAND = re.compile(r"/(?P<name>[a-z]+)(?:@\w+)?(?:\s+(?P<rest>.*))?", re.IGNORECASE | re.DOTALL)
# What a deep link carries is one word; a person may copy the code the way it is shown, in three groups.
CODE = re.compile(r"[A-Za-z0-9_-]{8,64}|[A-Za-z0-9]{4} [A-Za-z0-9]{4} [A-Za-z0-9]{5}")
DEEP_LINK = re.compile(r"[A-Za-z0-9_-]{1,64}")


def read_command(text: str) -> tuple[str, str]:
    """What a text that may be a command comes to: (payload, "") or ("", words to hear as plain text)."""
    match = COMMAND.fullmatch(text.strip())
    if match is None or match["name"].lower() not in PAYLOADS:
        return "", text
    name, rest = match["name"].lower(), (match["rest"] or "").strip()
    if not rest:
        return PAYLOADS[name], ""
    if name == "start" and CODE.fullmatch(rest):
        return f"/resume_draft{json.dumps({'code': rest})}", ""
    if name == "start" and DEEP_LINK.fullmatch(rest):
        return PAYLOADS[name], ""
    # Words behind a command are the citizen's words: they weigh more than the command.
    return "", rest
