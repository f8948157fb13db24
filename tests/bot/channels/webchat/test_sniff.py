"""What a file is, told by its bytes."""

import io
import zipfile

import pytest

from bot.channels.webchat.sniff import sniff
from tests.support.web_files import office, ole

FILES = {
    "jpg": b"\xff\xd8\xff\xe0\x00\x10JFIF",
    "png": b"\x89PNG\r\n\x1a\n\x00\x00",
    "gif": b"GIF89a\x01\x00",
    "webp": b"RIFF\x24\x00\x00\x00WEBPVP8 ",
    "heic": b"\x00\x00\x00\x18ftypheic\x00\x00\x00\x00mif1",
    "pdf": b"%PDF-1.7\n",
    "doc": ole("WordDocument"),
    "xls": ole("Workbook"),
    "docx": office("word/document.xml"),
    "xlsx": office("xl/workbook.xml"),
    "amr": b"#!AMR\n\x3c",
    "mp3": b"ID3\x04\x00\x00",
    "wav": b"RIFF\x24\x00\x00\x00WAVEfmt ",
    "ogg": b"OggS\x00\x02",
    "m4a": b"\x00\x00\x00\x1cftypM4A \x00\x00\x00\x00",
    "mp4": b"\x00\x00\x00\x18ftypisom\x00\x00\x02\x00....hdlr....vide",
    "mov": b"\x00\x00\x00\x14ftypqt  \x00\x00\x00\x00",
    "3gp": b"\x00\x00\x00\x18ftyp3gp4\x00\x00\x00\x00",
    "webm": b"\x1a\x45\xdf\xa3\x9fB\x86\x81\x01B\x82\x84webm....A_OPUS",
    "txt": "某某小区停水".encode(),
}


@pytest.mark.parametrize("extension", FILES)
def test_what_we_take(extension: str) -> None:
    found = sniff(FILES[extension], name=f"x.{extension}")
    assert found is not None
    assert found.extension == extension


@pytest.mark.parametrize("extension", sorted(FILES.keys() - {"txt"}))
def test_the_name_does_not_matter(extension: str) -> None:
    found = sniff(FILES[extension], name="innocent.exe")
    assert found is not None
    assert found.extension == extension


@pytest.mark.parametrize(
    ("data", "extension"),
    [
        (b"\xff\xfb\x90\x00" + bytes(64), "mp3"),
        ("停水".encode("gb18030"), "txt"),
        ("停水".encode("utf-16"), "txt"),
        (b"\xef\xbb\xbf" + "停水".encode(), "txt"),
        (b"\x00\x00\x00\x18ftypmp42\x00\x00\x00\x00....hdlr....soun", "m4a"),
        (b"\x1a\x45\xdf\xa3\x9fB\x86\x81\x01B\x82\x84webm....V_VP9", "webm"),
    ],
)
def test_other_shapes_of_the_same(data: bytes, extension: str) -> None:
    found = sniff(data, name="x.txt")
    assert found is not None
    assert found.extension == extension


def test_sound_and_pictures_in_one_container_are_told_apart() -> None:
    sound = sniff(FILES["webm"], name="")
    pictures = sniff(FILES["webm"].replace(b"A_OPUS", b"V_VP8"), name="")
    assert sound
    assert pictures
    assert (sound.kind, pictures.kind) == ("audio", "video")


def plain_zip() -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        archive.writestr("virus.exe", b"MZ")
    return made.getvalue()


@pytest.mark.parametrize(
    ("data", "name"),
    [
        (b"MZ\x90\x00", "photo.jpg"),
        (b"\x7fELF", "photo.png"),
        (b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>", "a.svg"),
        (b"<html><script>alert(1)</script>", "a.html"),
        (b"hello", "a.jpg"),
        (b"hello\x00world", "a.txt"),
        (b"\x80\x81\xff\xff", "a.txt"),
        (b"\xff\xfe\x00", "a.txt"),
        (b"RIFF\x00\x00\x00\x00AVI ", "a.avi"),
        (b"RIFF", "a.wav"),
        (b"\xff\xf1\x50\x80", "a.aac"),
        (b"Rar!\x1a\x07", "a.rar"),
        (plain_zip(), "a.docx"),
        (b"PK\x03\x04 torn", "a.docx"),
        (office("word/document.xml", "word/vbaProject.bin"), "a.docx"),
        (ole("Something"), "a.doc"),
        (b"\x1a\x45\xdf\xa3 matroska", "a.mkv"),
        (b"", "a.txt.exe"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_we_do_not_take(data: bytes, name: str) -> None:
    assert sniff(data, name=name) is None
