"""Style sheet, script and pictures: read once, named by what they contain."""

import hashlib
import mimetypes
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

FOLDER = Path(__file__).parent / "static"
DIGEST_LENGTH = 12


@dataclass(frozen=True, kw_only=True)
class StaticFile:
    """One file as it is served."""

    body: bytes
    media_type: str
    version: str


def load_static_files(folder: Path = FOLDER) -> Mapping[str, StaticFile]:
    """Every file of the folder by its name."""
    return {path.name: _load(path) for path in sorted(folder.iterdir()) if path.is_file()}


def _load(path: Path) -> StaticFile:
    body = path.read_bytes()
    version = hashlib.sha256(body).hexdigest()[:DIGEST_LENGTH]
    return StaticFile(body=body, media_type=mimetypes.guess_type(path.name)[0] or "text/plain", version=version)
