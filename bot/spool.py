"""Where messages wait when the database cannot take them: a file beside it, encrypted, synced line by line."""

import json
import os
import threading
from collections import Counter
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import structlog

log = structlog.get_logger(__name__)

PATIENCE = 3
"""So many times a message may be refused before those behind it are tried…"""
AN_OUTAGE = 3
"""…and so many refused one after another are no fault of theirs."""


class Spool:
    """Keeps messages while the database is away, and gives them back in order."""

    def __init__(self, path: Path, *, encrypt: Callable[[str], str], decrypt: Callable[[str], str]) -> None:
        self._path = path
        self._encrypt = encrypt
        self._decrypt = decrypt
        self._lock = threading.Lock()
        self._draining = threading.Lock()
        self._refusals: Counter[bytes] = Counter()

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
        read (torn by a power cut, or of a key that is gone) is set aside, for it must not hold up the others; so is
        one that is refused again and again while others are taken.
        """
        with self._draining:
            with self._lock:
                read = self._path.read_bytes() if self else b""
            lines = [line for line in read.split(b"\n") if line]
            # Unlocked: while a database hangs that is to take one, others can still be kept.
            aside = self._handed_over(lines, take)
            if aside:
                self._set_aside(aside)
            with self._lock:
                self._forget(len(read))
            return len(lines) - len(aside)

    def _forget(self, length: int) -> None:
        """Drop what was handed over; what was kept meanwhile stays."""
        later = self._path.read_bytes()[length:] if self else b""
        if not later:
            self._path.unlink(missing_ok=True)
            return
        new = self._path.with_name(f"{self._path.name}.new")
        with new.open("wb") as file:
            file.write(later)
            file.flush()
            os.fsync(file.fileno())
        new.replace(self._path)

    def _handed_over(self, lines: list[bytes], take: Callable[[Mapping[str, Any]], None]) -> list[bytes]:
        """The lines that nobody can take."""
        aside: list[bytes] = []
        refused: list[tuple[bytes, Mapping[str, Any]]] = []
        in_a_row = 0
        for at, line in enumerate(lines):
            message = self._read(line)
            if message is None:
                aside.append(line)
                continue
            try:
                take(message)
            except Exception:
                self._refusals[line] += 1
                in_a_row += 1
                refused.append((line, message))
                if self._refusals[line] < PATIENCE or in_a_row == AN_OUTAGE or at == len(lines) - 1:
                    # Whoever takes them is away: all is kept, in its order.
                    raise
            else:
                in_a_row = 0
        aside += [line for line, message in refused if not self._taken(message, take)]
        self._refusals.clear()
        return aside

    def _read(self, line: bytes) -> Mapping[str, Any] | None:
        try:
            message: Mapping[str, Any] = json.loads(self._decrypt(line.decode()))
        except Exception as error:
            log.error("spooled message unreadable", error=type(error).__name__)
            return None
        return message

    def _taken(self, message: Mapping[str, Any], take: Callable[[Mapping[str, Any]], None]) -> bool:
        try:
            take(message)
        except Exception as error:
            log.error("spooled message refused", error=type(error).__name__)
            return False
        return True

    def _set_aside(self, lines: list[bytes]) -> None:
        aside = self._path.with_name(f"{self._path.name}.unreadable")
        with aside.open("ab") as file:
            file.write(b"\n".join(lines) + b"\n")
            file.flush()
            os.fsync(file.fileno())
        log.error("spooled messages set aside", count=len(lines), path=str(aside))
