"""Files and places that come with a message: kept with the petition they belong to."""

import json

from actions.base import Said
from cases import Register


def keep_files(register: Register, said: Said, *, draft_id: str | None = None, case_number: str | None = None) -> int:
    """Keep the files that came with a message; the same file twice is kept once. Returns how many came."""
    files = said.data.get("files") or ()
    for file in files:
        data, name, media_type, kind = register.evidence.held(str(file["ref"]), owner=f"{said.channel}:{said.address}")
        register.evidence.keep(
            data,
            name=name,
            media_type=media_type,
            kind=kind,
            draft_id=draft_id,
            case_number=case_number,
            source=str(file.get("source", "")),
        )
    return len(files)


def keep_location(
    register: Register, said: Said, *, draft_id: str | None = None, case_number: str | None = None
) -> None:
    """Keep a location pin as evidence."""
    position = {key: said.data.get(key) for key in ("latitude", "longitude")}
    register.evidence.keep_note(
        kind="location", data=json.loads(json.dumps(position)), draft_id=draft_id, case_number=case_number,
        source=said.source,
    )  # fmt: skip
