import json
from pathlib import Path

import pytest

from cases import CaseError, Evidence, Nature, NotAllowed, NotFound, Official, Register
from storage import KeyRing
from tests.support.clock import FakeClock
from tests.support.register import ADMINISTRATOR, DISCIPLINE, LEADER, NOBODY, OFFICIAL, OPERATOR, file, filed, told

PHOTO = b"\xff\xd8\xff a photo of the road"


def keep(register: Register, draft_id: str | None = None, *, case: str | None = None, data: bytes = PHOTO) -> Evidence:
    return register.evidence.keep(
        data, name="路.jpg", media_type="image/jpeg", kind="photo", draft_id=draft_id, case_number=case, source="m1"
    )


def files(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


def test_a_file_is_kept_with_its_draft(register: Register, clock: FakeClock) -> None:
    draft = told(register)
    kept = keep(register, draft.id)
    assert (kept.name, kept.media_type, kept.kind, kept.size, kept.at) == (
        "路.jpg",
        "image/jpeg",
        "photo",
        len(PHOTO),
        clock.now,
    )
    assert register.drafts.get(draft.id).evidence == (kept,)
    assert register.drafts.get(draft.id).version == draft.version


def test_the_same_file_again_is_the_same_evidence(register: Register, files_dir: Path) -> None:
    draft = told(register)
    first = keep(register, draft.id)
    assert keep(register, draft.id) == first
    other = keep(register, told(register, address="b").id)
    assert other.id != first.id
    assert len(files(files_dir)) == 1


def test_files_are_encrypted_and_named_by_their_content(register: Register, files_dir: Path, key_ring: KeyRing) -> None:
    kept = keep(register, told(register).id)
    path = files_dir / kept.sha256[:2] / kept.sha256
    assert files(files_dir) == [path]
    assert b"photo" not in path.read_bytes()
    assert key_ring.decrypt_bytes(path.read_bytes()) == PHOTO


def test_a_case_gets_files_before_and_after_filing(register: Register) -> None:
    draft = told(register)
    before = keep(register, draft.id)
    number = file(register, draft).case_number
    by_draft = keep(register, draft.id, data=b"later, by draft")
    by_case = keep(register, case=number, data=b"later, by case")
    assert keep(register, case=number) == before
    found = {item.id for item in register.for_official(OFFICIAL).case(number).evidence}
    assert found == {before.id, by_draft.id, by_case.id}


def test_a_place_is_kept_as_a_note(register: Register) -> None:
    draft = told(register)
    note = {"latitude": 25.86, "longitude": 115.02}
    kept = register.evidence.keep_note(kind="location", data=note, draft_id=draft.id, source="m1")
    again = register.evidence.keep_note(
        kind="location", data=dict(reversed(note.items())), draft_id=draft.id, source="m1"
    )
    assert again == kept
    assert (kept.kind, kept.media_type) == ("location", "application/json")
    file(register, draft)
    _, data = register.evidence.read(kept.id, OFFICIAL)
    assert json.loads(data) == note


def test_a_file_belongs_to_something_that_exists(register: Register) -> None:
    with pytest.raises(NotFound):
        keep(register, "nothing")
    with pytest.raises(NotFound):
        keep(register, case="360721-20260302-0001")
    with pytest.raises(ValueError, match="either"):
        keep(register)


@pytest.mark.parametrize("who", [OFFICIAL, DISCIPLINE, ADMINISTRATOR])
def test_reading_a_file_is_written_down(register: Register, who: Official) -> None:
    draft = told(register)
    kept = keep(register, draft.id)
    number = file(register, draft).case_number
    assert register.evidence.read(kept.id, who) == (kept, PHOTO)
    (entry,) = register.for_official(ADMINISTRATOR).audit()
    assert (entry.who, entry.action, entry.subject, entry.reason) == (who.display_name, "evidence", number, kept.id)


@pytest.mark.parametrize(
    ("nature", "who", "error"),
    [
        (Nature.CLAIM, LEADER, NotAllowed),
        (Nature.CLAIM, OPERATOR, NotFound),
        (Nature.CLAIM, NOBODY, NotAllowed),
        (Nature.ACCUSATION, OFFICIAL, NotFound),
        (Nature.ACCUSATION, ADMINISTRATOR, NotFound),
    ],
)
def test_others_do_not_get_the_file(register: Register, nature: Nature, who: Official, error: type[CaseError]) -> None:
    number = filed(register, nature=nature).case_number
    kept = keep(register, case=number)
    with pytest.raises(error):
        register.evidence.read(kept.id, who)
    assert register.for_official(ADMINISTRATOR).audit() == []


def test_a_sealed_file_is_refused_like_one_that_does_not_exist(register: Register) -> None:
    kept = keep(register, case=filed(register, nature=Nature.ACCUSATION).case_number)
    with pytest.raises(NotFound) as sealed:
        register.evidence.read(kept.id, OFFICIAL)
    with pytest.raises(NotFound) as unknown:
        register.evidence.read("0" * 32, OFFICIAL)
    assert str(sealed.value).replace(kept.id, "0" * 32) == str(unknown.value)


def test_the_file_of_a_draft_is_no_officials_yet(register: Register) -> None:
    kept = keep(register, told(register).id)
    with pytest.raises(NotFound):
        register.evidence.read(kept.id, OFFICIAL)


def test_a_lost_file_is_said_to_be_lost(register: Register, files_dir: Path) -> None:
    kept = keep(register, case=filed(register).case_number)
    (path,) = files(files_dir)
    path.unlink()
    with pytest.raises(NotFound):
        register.evidence.read(kept.id, OFFICIAL)
    keep(register, case=filed(register, address="b").case_number)
    assert register.evidence.read(kept.id, OFFICIAL)[1] == PHOTO


def test_an_upload_is_held_until_it_is_used(register: Register) -> None:
    ref = register.evidence.hold(PHOTO, name="路.jpg", media_type="image/jpeg", kind="photo", owner="web:s1")
    assert register.evidence.held(ref, owner="web:s1") == (PHOTO, "路.jpg", "image/jpeg", "photo")
    assert register.evidence.held(ref) == register.evidence.held(ref, owner="web:s1")
    with pytest.raises(NotFound):
        register.evidence.held(ref, owner="web:s2")
    with pytest.raises(NotFound):
        register.evidence.held("guess")
    again = register.evidence.hold(PHOTO, name="路.jpg", media_type="image/jpeg", kind="photo", owner="web:s1")
    assert again != ref
    assert len(ref) >= 40
