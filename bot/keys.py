"""Where the encryption keys come from: the environment, or a file made once beside the data."""

import os
from pathlib import Path

from storage import KeyRing, new_key

FIRST_KEY_ID = "k1"


def load_keys(keys: str, data: Path) -> tuple[KeyRing, bool]:
    """The key ring, and whether its key was made just now. Raises `KeyRingError` for malformed keys."""
    if keys:
        return KeyRing.parse(keys), False
    path = data / "keys"
    if path.exists():
        return KeyRing.parse(path.read_text(encoding="ascii")), False
    text = new_key(FIRST_KEY_ID)
    # Exclusively and readable by nobody else from its first byte on.
    with os.fdopen(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "w", encoding="ascii") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    return KeyRing.parse(text), True
