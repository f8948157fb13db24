"""Files and places that come with a message."""

import json
from typing import Any

import pytest

from actions.base import Said
from actions.evidence import keep_files, keep_location
from cases import Draft, NotFound, Register
from tests.support.register import OFFICIAL, file, told
from tests.support.tracker import tracker


def said(**data: Any) -> Said:
    return Said.latest(tracker(intent="give_evidence", payload={}, data=data))


def held(register: Register, data: bytes = b"bytes", *, owner: str = "web:citizen") -> dict[str, str]:
    ref = register.evidence.hold(data, name="合同.pdf", media_type="application/pdf", kind="document", owner=owner)
    return {"ref": ref, "source": "m9"}


def test_a_file_becomes_evidence_of_the_draft(register: Register, draft: Draft) -> None:
    assert keep_files(register, said(files=[held(register), held(register, b"other")]), draft_id=draft.id) == 2
    kept = register.drafts.get(draft.id).evidence
    assert {(file.name, file.media_type, file.kind) for file in kept} == {("合同.pdf", "application/pdf", "document")}
    assert len(kept) == 2


def test_a_file_heard_again_is_kept_once(register: Register, draft: Draft) -> None:
    message = said(files=[held(register)])
    keep_files(register, message, draft_id=draft.id)
    keep_files(register, message, draft_id=draft.id)
    assert len(register.drafts.get(draft.id).evidence) == 1


def test_somebody_elses_upload_cannot_be_named(register: Register, draft: Draft) -> None:
    with pytest.raises(NotFound):
        keep_files(register, said(files=[held(register, owner="web:stranger")]), draft_id=draft.id)
    assert register.drafts.get(draft.id).evidence == ()


def test_no_files_no_evidence(register: Register, draft: Draft) -> None:
    assert keep_files(register, said(), draft_id=draft.id) == 0


def test_a_location_is_kept_as_it_was_sent(register: Register) -> None:
    draft = told(register)
    keep_location(register, said(latitude=25.86, longitude=115.02, accuracy=3), draft_id=draft.id)
    file(register, draft)
    (note,) = register.drafts.get(draft.id).evidence
    _, body = register.evidence.read(note.id, OFFICIAL)
    assert json.loads(body) == {"latitude": 25.86, "longitude": 115.02}
