"""Keys: what is encrypted comes back, what was touched does not, and keys can be changed for new ones."""

import base64

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storage import KeyRing, KeyRingError, new_key

OLD, NEW = new_key("old"), new_key("new")
RING = KeyRing.parse(OLD)
ROTATED = KeyRing.parse(f"{NEW},{OLD}")
STRANGER = KeyRing.parse(new_key("old"))


@given(st.text())
def test_text_comes_back(text: str) -> None:
    assert RING.decrypt(RING.encrypt(text)) == text


@given(st.binary())
def test_bytes_come_back(data: bytes) -> None:
    assert RING.decrypt_bytes(RING.encrypt_bytes(data)) == data


def test_nothing_of_the_text_is_left_to_see() -> None:
    sealed = RING.encrypt("13800000001" * 3)
    assert "13800000001" not in sealed
    assert b"13800000001" not in base64.b64decode(sealed.partition(":")[2])


def test_the_same_text_is_never_encrypted_the_same_way() -> None:
    assert len({RING.encrypt("王建国") for _ in range(50)}) == 50
    assert len({RING.encrypt_bytes(b"photo") for _ in range(50)}) == 50


@given(st.data())
def test_a_value_that_was_touched_is_refused(data: st.DataObject) -> None:
    name, _, sealed = RING.encrypt_bytes("路灯坏了".encode()).partition(b"\n")
    place = data.draw(st.integers(0, len(sealed) - 1))
    touched = bytearray(sealed)
    touched[place] ^= data.draw(st.integers(1, 255))
    with pytest.raises(KeyRingError):
        RING.decrypt_bytes(name + b"\n" + touched)
    with pytest.raises(KeyRingError):
        RING.decrypt(f"old:{base64.b64encode(touched).decode()}")


@given(st.integers(0, 40))
def test_a_value_that_was_cut_short_is_refused(length: int) -> None:
    text, data = RING.encrypt("路灯坏了"), RING.encrypt_bytes("路灯坏了".encode())
    with pytest.raises(KeyRingError):
        RING.decrypt(text[:length])
    with pytest.raises(KeyRingError):
        RING.decrypt_bytes(data[:length])


@given(st.text(), st.binary())
def test_what_we_never_encrypted_is_refused(text: str, data: bytes) -> None:
    for value in (text, f"old:{text}"):
        with pytest.raises(KeyRingError):
            RING.decrypt(value)
    for sealed in (data, b"old\n" + data):
        with pytest.raises(KeyRingError):
            RING.decrypt_bytes(sealed)


def test_a_key_of_the_same_name_opens_nothing_of_ours() -> None:
    with pytest.raises(KeyRingError, match="does not match"):
        STRANGER.decrypt(RING.encrypt("王建国"))


def test_a_key_that_is_gone_is_named() -> None:
    with pytest.raises(KeyRingError, match="'new'"):
        RING.decrypt(ROTATED.encrypt("王建国"))


def test_a_value_cannot_be_passed_off_as_another_keys() -> None:
    same = base64.b64encode(b"k" * 32).decode()
    ring = KeyRing.parse(f"a:{same},b:{same}")
    with pytest.raises(KeyRingError):
        ring.decrypt(ring.encrypt("王建国").replace("a:", "b:", 1))


def test_after_a_rotation_old_values_are_readable_and_new_ones_are_of_the_new_key() -> None:
    assert ROTATED.decrypt(RING.encrypt("王建国")) == "王建国"
    assert ROTATED.decrypt_bytes(RING.encrypt_bytes(b"photo")) == b"photo"
    assert ROTATED.current == "new"
    assert ROTATED.encrypt("王建国").startswith("new:")
    assert ROTATED.encrypt_bytes(b"photo").startswith(b"new\n")


def test_after_a_rotation_what_was_indexed_is_still_found() -> None:
    assert ROTATED.index("13800000001") == RING.index("13800000001")


def test_an_index_tells_texts_apart_and_rings_apart() -> None:
    assert RING.index("13800000001") != RING.index("13800000002")
    assert RING.index("13800000001") != STRANGER.index("13800000001")
    assert RING.index("13800000001") != RING.sign("13800000001")


def test_a_signature_holds_for_its_text_alone() -> None:
    signature = RING.sign("session 7")
    assert RING.signed_by_us("session 7", signature)
    assert not RING.signed_by_us("session 8", signature)
    assert not RING.signed_by_us("session 7", STRANGER.sign("session 7"))


@pytest.mark.parametrize("forged", ["", "0" * 64, "王", "\udcff"])
def test_a_forged_signature_is_refused_whatever_it_is(forged: str) -> None:
    assert not RING.signed_by_us("session 7", forged)


def test_after_a_rotation_what_was_signed_before_is_still_ours() -> None:
    assert ROTATED.signed_by_us("session 7", RING.sign("session 7"))
    assert ROTATED.sign("session 7") != RING.sign("session 7")


def test_keys_are_read_with_the_spaces_people_leave() -> None:
    ring = KeyRing.parse(f" {NEW} ,\n{OLD},\n")
    assert ring.decrypt(RING.encrypt("王建国")) == "王建国"
    assert ring.current == "new"


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", "at least one key"),
        (" , ", "at least one key"),
        ("k1:not base64!", "'k1' is not base64"),
        (f"k1:{base64.b64encode(b'short').decode()}", "'k1' must be 32 bytes"),
        (f":{base64.b64encode(b'k' * 32).decode()}", "with an id"),
        (base64.b64encode(b"k" * 32).decode(), "must be 32 bytes"),
        pytest.param(f"{OLD},{new_key('old')}", "two keys have the id 'old'", id="two of one name"),
    ],
)
def test_keys_that_cannot_be_used_are_refused_with_the_reason(text: str, told: str) -> None:
    with pytest.raises(KeyRingError, match=told):
        KeyRing.parse(text)


def test_the_reason_never_shows_a_key() -> None:
    secret = base64.b64encode(b"x" * 31).decode()
    with pytest.raises(KeyRingError) as refusal:
        KeyRing.parse(f"k1:{secret}")
    assert secret not in str(refusal.value)


def test_new_keys_are_all_different() -> None:
    assert len({new_key("k") for _ in range(20)}) == 20
