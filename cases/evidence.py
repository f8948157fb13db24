"""Files of citizens: kept encrypted outside the database, named by what they contain."""

import hashlib
import json
import os
import secrets
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import ColumnElement, delete, select

from cases import audit
from cases.access import case_row, may_unmask, who
from cases.drafts import evidence_view
from cases.errors import NotAllowed, NotFound
from cases.rows import insert_if_new
from cases.tables import DoomedFileRow, DraftRow, EvidenceRow, HeldFileRow, PetitionRow
from cases.values import Evidence, Official
from storage import Database, Transaction

NOTE_TYPE = "application/json"


class EvidenceStore:
    """The door to files. Bytes are on disk, encrypted, before a row speaks of them."""

    def __init__(self, database: Database, *, files_dir: Path, clock: Callable[[], datetime]) -> None:
        self._database = database
        self._files_dir = files_dir
        self._clock = clock

    def keep(
        self,
        data: bytes,
        *,
        name: str,
        media_type: str,
        kind: str,
        draft_id: str | None = None,
        case_number: str | None = None,
        source: str = "",
    ) -> Evidence:
        """Keep a file with a draft or a case; the same file there again is the same evidence. Raises `NotFound`."""
        sha256 = self._write(data)
        with self._database.begin() as tx:
            draft_id, case_number = _owner(tx, draft_id, case_number)
            values = {
                "id": secrets.token_hex(16),
                "draft_id": draft_id,
                "case_number": case_number,
                "sha256": sha256,
                "name": name,
                "media_type": media_type[:200],
                "kind": kind,
                "size": len(data),
                "source": source,
                "at": self._clock(),
            }
            insert_if_new(tx, EvidenceRow, values)
            row = tx.scalars(select(EvidenceRow).where(EvidenceRow.sha256 == sha256, _of(draft_id, case_number)))
            return evidence_view(row.one())

    def keep_note(
        self,
        *,
        kind: str,
        data: Mapping[str, Any],
        draft_id: str | None = None,
        case_number: str | None = None,
        source: str = "",
    ) -> Evidence:
        """Keep what is no file as one: a location, as JSON."""
        body = json.dumps(dict(data), ensure_ascii=False, sort_keys=True).encode()
        return self.keep(
            body,
            name=f"{kind}.json",
            media_type=NOTE_TYPE,
            kind=kind,
            draft_id=draft_id,
            case_number=case_number,
            source=source,
        )

    def read(self, evidence_id: str, official: Official) -> tuple[Evidence, bytes]:
        """A file of a case, for somebody who may see it; the look is written down. Raises `NotFound`, `NotAllowed`."""
        with self._database.begin() as tx:
            row = tx.get(EvidenceRow, evidence_id)
            if row is None or row.case_number is None:
                raise NotFound(f"evidence {evidence_id}")
            try:
                case = case_row(tx, official, row.case_number, helping=True)
            except NotFound as error:
                raise NotFound(f"evidence {evidence_id}") from error
            if not may_unmask(official):
                raise NotAllowed("evidence")
            audit.write(
                tx,
                at=self._clock(),
                who=who(official),
                action="evidence",
                subject=case.number,
                reason=row.id,
                sealed=case.sealed,
            )
            evidence = evidence_view(row)
        return evidence, self._read(evidence.sha256)

    def hold(self, data: bytes, *, name: str, media_type: str, kind: str, owner: str) -> str:
        """Keep an upload that is not part of anything yet; gives back a reference nobody can guess."""
        sha256 = self._write(data)
        ref = secrets.token_urlsafe(32)
        with self._database.begin() as tx:
            values = {"sha256": sha256, "name": name, "media_type": media_type[:200], "kind": kind}
            tx.add(HeldFileRow(ref=ref, owner=owner, at=self._clock(), **values))
        return ref

    def held(self, ref: str, *, owner: str | None = None) -> tuple[bytes, str, str, str]:
        """An upload's bytes, name, media type and kind. Raises `NotFound`, also for somebody else's."""
        with self._database.read() as tx:
            row = tx.get(HeldFileRow, ref)
            if row is None or (owner is not None and row.owner != owner):
                raise NotFound("upload")
            return self._read(row.sha256), row.name, row.media_type, row.kind

    def clear(self) -> None:
        """Delete the bytes of doomed files that no row speaks of; what a kill leaves undone, the next time does."""
        with self._database.read() as tx:
            doomed = tx.scalars(select(DoomedFileRow.sha256)).all()
        for sha256 in doomed:
            with self._database.begin() as tx:
                rows = (select(table.sha256).where(table.sha256 == sha256) for table in (EvidenceRow, HeldFileRow))
                if not any(tx.scalars(query.limit(1)).first() for query in rows):
                    self._path(sha256).unlink(missing_ok=True)
                tx.execute(delete(DoomedFileRow).where(DoomedFileRow.sha256 == sha256))

    def _path(self, sha256: str) -> Path:
        return self._files_dir / sha256[:2] / sha256

    def _read(self, sha256: str) -> bytes:
        try:
            return self._database.key_ring.decrypt_bytes(self._path(sha256).read_bytes())
        except FileNotFoundError as error:
            raise NotFound("file") from error

    def _write(self, data: bytes) -> str:
        sha256 = hashlib.sha256(data).hexdigest()
        path = self._path(sha256)
        if path.exists():
            return sha256
        path.parent.mkdir(parents=True, exist_ok=True)
        temporary = path.with_name(f"{sha256}.{secrets.token_hex(4)}")
        with temporary.open("xb") as file:
            file.write(self._database.key_ring.encrypt_bytes(data))
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(path)
        _sync_folder(path.parent)
        return sha256


def doom(tx: Transaction, digests: Iterable[str]) -> None:
    """Note, where their rows are deleted, that the bytes of files are to go: `EvidenceStore.clear` deletes them."""
    for sha256 in set(digests):
        insert_if_new(tx, DoomedFileRow, {"sha256": sha256})


def _sync_folder(folder: Path) -> None:
    # Without it a power cut could leave the row and lose the name.
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _owner(tx: Transaction, draft_id: str | None, case_number: str | None) -> tuple[str | None, str | None]:
    """Both names of where a file belongs: a filed draft's files are its case's."""
    if (draft_id is None) == (case_number is None):
        raise ValueError("either a draft or a case")
    if draft_id is not None:
        draft = tx.get(DraftRow, draft_id)
        if draft is None:
            raise NotFound(f"draft {draft_id}")
        return draft.id, draft.case_number
    case = tx.scalars(select(PetitionRow).where(PetitionRow.number == case_number)).one_or_none()
    if case is None:
        raise NotFound(str(case_number))
    return case.draft_id, case.number


def _of(draft_id: str | None, case_number: str | None) -> ColumnElement[bool]:
    # A row has its draft's id from the start, and its case's number from the filing.
    return EvidenceRow.draft_id == draft_id if draft_id else EvidenceRow.case_number == case_number
