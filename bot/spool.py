"""Where messages wait when the database cannot take them: a file beside it, encrypted, synced line by line."""

import json
import os
import threading
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import structlog

log = structlog.get_logger(__name__)


class Spool:
    """Keeps messages while the database is away, and gives them back in order."""

    def __init__(self, path: Path, *, encrypt: Callable[[str], str], decrypt: Callable[[str], str]) -> None:
        self._path = path
        self._encrypt = encrypt
        self._decrypt = decrypt
        self._lock = threading.Lock()

    def __bool__(self) -> bool:
        """Whether anything waits here."""
        try:
            return self._path.stat().st_size > 0
        except FileNotFoundError:
            return False

    def keep(self, message: Mapping[str, Any]) -> None:
        """Append one message; on return it is on the disk. Raises OSError when the disk is full."""
        # A line end before it too: half a line that a power cut left there must not swallow this one.
        line = f"\n{self._encrypt(json.dumps(message, ensure_ascii=False))}\n".encode()
        # Unbuffered: a buffer that could not be written would be written again before anything else is done.
        with self._lock, self._path.open("ab", buffering=0) as file:
            start = file.tell()
            try:
                while line:
                    line = line[file.write(line) :]
                os.fsync(file.fileno())
            except OSError:
                file.truncate(start)
                raise

    def drain(self, take: Callable[[Mapping[str, Any]], None]) -> int:
        """Hand every message to `take`, oldest first, and forget them when it took all. Raises what `take` raises.

        A crash in between hands them over again: whoever takes them drops what it has already. A line that cannot be
        read (torn by a power cut, or of a key that is gone) is set aside, for it must not hold up the others.
        """
        with self._lock:
            try:
                lines = [line for line in self._path.read_bytes().split(b"\n") if line]
            except FileNotFoundError:
                return 0
            unreadable = [line for line in lines if not self._taken(line, take)]
            if unreadable:
                self._set_aside(unreadable)
            self._path.unlink()
            return len(lines) - len(unreadable)

    def _taken(self, line: bytes, take: Callable[[Mapping[str, Any]], None]) -> bool:
        try:
            message = json.loads(self._decrypt(line.decode()))
        except Exception as error:
            log.error("spooled message unreadable", error=type(error).__name__)
            return False
        take(message)
        return True

    def _set_aside(self, lines: list[bytes]) -> None:
        aside = self._path.with_name(f"{self._path.name}.unreadable")
        with aside.open("ab") as file:
            file.write(b"\n".join(lines) + b"\n")
            file.flush()
            os.fsync(file.fileno())
        log.error("spooled messages set aside", count=len(lines), path=str(aside))
