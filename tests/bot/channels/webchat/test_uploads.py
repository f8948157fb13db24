"""A file is capped, recognised and kept before the page gets a ticket for it."""

import pytest

from bot.channels.webchat.sniff import DOC, JPEG, FileType
from bot.channels.webchat.uploads import MAX_FILE, tidy_name
from bot.messages import Kind
from tests.support.web_client import Browser, another
from tests.support.web_files import png
from tests.support.web_receiver import EchoReceiver


async def test_a_photo_is_kept_and_sent(visitor: Browser, receiver: EchoReceiver) -> None:
    answer = await visitor.upload(png(), name="门口.PNG")
    assert answer.status == 200
    uploaded = await answer.json()
    assert (uploaded["name"], uploaded["kind"]) == ("门口.png", "photo")
    assert receiver.uploads == {"held-1": (png(), "门口.png", "image/png", "photo", visitor.session)}

    kept = await visitor.post({"type": "file", "id": "aaaaaaaa", "refs": [uploaded["ref"]], "text": ""})
    assert (await kept.json())["kept"]
    (message,) = receiver.messages
    assert message.kind is Kind.FILES
    assert [(file.ref, file.kind, file.name, file.size) for file in message.attachments] == [
        ("held-1", "photo", "门口.png", len(png()))
    ]


async def test_a_recording_is_a_voice_message(visitor: Browser, receiver: EchoReceiver) -> None:
    await visitor.upload(b"OggS\x00\x02", name="voice.ogg", field="voice")
    await visitor.upload(b"OggS\x00\x02", name="song.ogg")
    await visitor.upload(png(), name="photo.png", field="voice")
    assert [kind for _, _, _, kind, _ in receiver.uploads.values()] == ["voice", "audio", "photo"]


async def test_the_largest_file_is_taken_and_one_byte_more_is_not(visitor: Browser, receiver: EchoReceiver) -> None:
    largest = png() + bytes(MAX_FILE - len(png()))
    assert (await visitor.upload(largest, name="a.png")).status == 200
    refused = await visitor.upload(largest + b"\0", name="a.png")
    assert refused.status == 413
    assert "10 MB" in (await refused.json())["error"]
    assert len(receiver.uploads) == 1


@pytest.mark.parametrize(
    ("data", "name", "status"),
    [(b"MZ\x90\x00", "a.jpg", 415), (b"", "a.jpg", 400), (b"<html>", "a.html", 415)],
)
async def test_what_we_do_not_take(
    visitor: Browser, receiver: EchoReceiver, data: bytes, name: str, status: int
) -> None:
    answer = await visitor.upload(data, name=name)
    assert answer.status == status
    assert (await answer.json())["error"]
    assert receiver.uploads == {}


MULTIPART = "multipart/form-data; boundary=x"
TORN = b'--x\r\nContent-Disposition: form-data; name="file"\r\n'
NESTED = b"--x\r\nContent-Type: multipart/mixed; boundary=y\r\n\r\n--y\r\n\r\n--y--\r\n--x--\r\n"
OTHER = b'--x\r\nContent-Disposition: form-data; name="other"\r\n\r\nabc\r\n--x--\r\n'


@pytest.mark.parametrize(
    ("body", "content_type"),
    [
        (b"{}", "application/json"),
        (b"nothing", "multipart/form-data"),
        (b"nothing", MULTIPART),
        (TORN, MULTIPART),
        (NESTED, MULTIPART),
        (OTHER, MULTIPART),
        (b"--x--\r\n", MULTIPART),
    ],
)
async def test_what_is_no_upload(visitor: Browser, receiver: EchoReceiver, body: bytes, content_type: str) -> None:
    headers = visitor.origin | {"Content-Type": content_type}
    answer = await visitor.client.post("/chat/upload", data=body, headers=headers)
    assert answer.status == 400
    assert (await answer.json())["error"]
    assert receiver.uploads == {}


async def test_a_ticket_of_another_is_no_ticket(visitor: Browser, receiver: EchoReceiver) -> None:
    ticket = (await (await visitor.upload(png(), name="a.png")).json())["ref"]
    other = await another(visitor)
    await other.open()
    answer = await other.post({"type": "file", "id": "aaaaaaaa", "refs": [ticket], "text": ""})
    assert answer.status == 400
    assert receiver.messages == []
    await other.client.close()


async def test_a_failure_to_keep_is_said(visitor: Browser, receiver: EchoReceiver) -> None:
    receiver.broken = True
    answer = await visitor.upload(png(), name="a.png")
    assert answer.status == 503
    assert (await answer.json())["error"]


async def test_too_many_uploads(visitor: Browser) -> None:
    answers = [await visitor.upload(png(), name="a.png") for _ in range(41)]
    assert [answer.status for answer in answers[-2:]] == [200, 429]


@pytest.mark.parametrize(
    ("name", "found", "tidy"),
    [
        ("门口.jpg", JPEG, "门口.jpg"),
        ("门口.JPEG", JPEG, "门口.jpeg"),
        ("../../etc/passwd", JPEG, "passwd.jpg"),
        ("C:\\photos\\a.jpg", JPEG, "a.jpg"),
        ("evil.exe", JPEG, "evil.jpg"),
        ("a.tar.gz", JPEG, "a.tar.jpg"),
        ("\u202egpj.exe\x00.jpg", JPEG, "gpj.exe.jpg"),
        ("", JPEG, "photo.jpg"),
        (".jpg", JPEG, "jpg.jpg"),
        ("...", DOC, "document.doc"),
        ("a" * 300 + ".jpg", JPEG, "a" * 120 + ".jpg"),
    ],
)
def test_names_are_tidied(name: str, found: FileType, tidy: str) -> None:
    assert tidy_name(name, found) == tidy
