"""What an upload really is: told by its first bytes, never by what the browser says of it."""

import io
import zipfile
from dataclasses import dataclass

HEAD = 4096
TEXT_CODINGS = ("utf-8-sig", "gb18030")
UTF16_MARKS = (b"\xff\xfe", b"\xfe\xff")
# Tab, line feed, form feed and carriage return are all the control characters a text has.
TEXT_CONTROLS = frozenset(map(chr, range(32))) - set("\t\n\f\r")


@dataclass(frozen=True)
class FileType:
    """A type we take."""

    kind: str
    """photo, document, video, audio"""
    media_type: str
    extension: str


JPEG = FileType("photo", "image/jpeg", "jpg")
PNG = FileType("photo", "image/png", "png")
GIF = FileType("photo", "image/gif", "gif")
WEBP = FileType("photo", "image/webp", "webp")
HEIC = FileType("photo", "image/heic", "heic")
PDF = FileType("document", "application/pdf", "pdf")
DOC = FileType("document", "application/msword", "doc")
XLS = FileType("document", "application/vnd.ms-excel", "xls")
DOCX = FileType("document", "application/vnd.openxmlformats-officedocument.wordprocessingml.document", "docx")
XLSX = FileType("document", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "xlsx")
TXT = FileType("document", "text/plain", "txt")
AMR = FileType("audio", "audio/amr", "amr")
MP3 = FileType("audio", "audio/mpeg", "mp3")
M4A = FileType("audio", "audio/mp4", "m4a")
WAV = FileType("audio", "audio/wav", "wav")
OGG = FileType("audio", "audio/ogg", "ogg")
WEBM_AUDIO = FileType("audio", "audio/webm", "webm")
WEBM_VIDEO = FileType("video", "video/webm", "webm")
MP4 = FileType("video", "video/mp4", "mp4")
MOV = FileType("video", "video/quicktime", "mov")
THREE_GP = FileType("video", "video/3gpp", "3gp")

BY_START = (
    (b"\xff\xd8\xff", JPEG),
    (b"\x89PNG\r\n\x1a\n", PNG),
    (b"GIF87a", GIF),
    (b"GIF89a", GIF),
    (b"%PDF-", PDF),
    (b"#!AMR", AMR),
    (b"ID3", MP3),
    (b"OggS", OGG),
)
BY_RIFF = {b"WEBP": WEBP, b"WAVE": WAV}
HEIC_BRANDS = (b"heic", b"heix", b"hevc", b"heim", b"heis", b"mif1", b"msf1")


def sniff(data: bytes, *, name: str) -> FileType | None:
    """The type of an upload, or None when it is none that we take; `name` only tells twins apart."""
    for start, found in BY_START:
        if data.startswith(start):
            return found
    if data[:4] == b"RIFF":
        return BY_RIFF.get(data[8:12])
    if data[4:8] == b"ftyp":
        return _media_container(data)
    if data.startswith(b"\x1a\x45\xdf\xa3"):
        return _matroska(data)
    if data.startswith(b"PK\x03\x04"):
        return _office_zip(data)
    if data.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        return _office_old(data)
    if _is_mp3_frame(data):
        return MP3
    return TXT if name.lower().endswith(".txt") and _is_text(data) else None


def _media_container(data: bytes) -> FileType:
    brand = data[8:12]
    if brand in HEIC_BRANDS:
        return HEIC
    if brand.startswith((b"M4A", b"M4B")):
        return M4A
    if brand.startswith(b"3g"):
        return THREE_GP
    if brand == b"qt  ":
        return MOV
    # A browser's recorder writes sound alone into a general MP4: without a video track it is sound.
    return MP4 if b"vide" in data else M4A


def _matroska(data: bytes) -> FileType | None:
    if b"webm" not in data[:64]:
        return None
    return WEBM_VIDEO if b"V_VP" in data[:HEAD] or b"V_AV1" in data[:HEAD] else WEBM_AUDIO


def _office_zip(data: bytes) -> FileType | None:
    try:
        names = zipfile.ZipFile(io.BytesIO(data)).namelist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError, EOFError, OSError):
        return None
    if "[Content_Types].xml" not in names or any(name.lower().endswith("vbaproject.bin") for name in names):
        return None
    if "word/document.xml" in names:
        return DOCX
    return XLSX if "xl/workbook.xml" in names else None


def _office_old(data: bytes) -> FileType | None:
    if "WordDocument".encode("utf-16-le") in data:
        return DOC
    books = ("Workbook".encode("utf-16-le"), "Book".encode("utf-16-le"))
    return XLS if any(book in data for book in books) else None


def _is_mp3_frame(data: bytes) -> bool:
    # Eleven bits of sync, then layer III: AAC in ADTS has the same sync and another layer.
    return len(data) > 4 and data[0] == 0xFF and data[1] & 0xE6 == 0xE2 and data[2] & 0xF0 != 0xF0


def _is_text(data: bytes) -> bool:
    codings = ("utf-16",) if data[:2] in UTF16_MARKS else TEXT_CODINGS
    for coding in codings:
        try:
            return TEXT_CONTROLS.isdisjoint(data.decode(coding))
        except UnicodeDecodeError:
            continue
    return False
