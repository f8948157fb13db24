"""Small files of the kinds citizens send."""

import io
import struct
import zipfile
import zlib


def office(*names: str) -> bytes:
    """A zip that looks like a new Office document to those who read its list of names."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        for name in ("[Content_Types].xml", *names):
            archive.writestr(name, "<x/>")
    return made.getvalue()


def ole(stream: str) -> bytes:
    """The beginning of an old Office document with one stream of this name."""
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(64) + stream.encode("utf-16-le") + bytes(64)


def png(*, width: int = 160, height: int = 120, colour: tuple[int, int, int] = (196, 122, 64)) -> bytes:
    """A picture of one colour that a browser really shows."""
    rows = (b"\x00" + bytes(colour) * width) * height

    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")
