"""Petitions being written. A draft belongs to a conversation, survives it, and can move to another."""

import json
import logging
import secrets
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import Row, bindparam, exists, literal_column, or_, select, update

from cases.draft_fields import fits
from cases.errors import NotFound, ValueRefused, WrongState
from cases.form_versions import FORM_VERSION, values_of
from cases.numbers import new_code, normalise_code
from cases.rows import insert_if_new
from cases.tables import DRAFTS, EVIDENCE, DraftRow, EvidenceRow
from cases.values import Draft, DraftState, Evidence
from storage import Database, Prepared, Transaction

log = logging.getLogger(__name__)

# Built once: building a statement takes longer than running it. Most drafts have no files: then none are looked for.
_HAS_FILES = exists().where(EVIDENCE.c.draft_id == DRAFTS.c.id).label("has_files")
_DRAFT = select(DRAFTS, _HAS_FILES)
_OPEN_IN = Prepared(
    _DRAFT.where(
        DRAFTS.c.channel == bindparam("channel"),
        DRAFTS.c.address == bindparam("address"),
        # Spelled out, because only a literal lets the database use the index of open drafts.
        DRAFTS.c.state == literal_column("'open'"),
        DRAFTS.c.attached,
    )
)
_ONE = _DRAFT.where(DRAFTS.c.id == bindparam("draft"))
_GET, _LOCK = Prepared(_ONE), Prepared(_ONE.with_for_update(of=DRAFTS))
_KEPT = ("form_version", "version", "contents", "parts", "sources", "updated_at")
_KEEP = Prepared(
    update(DRAFTS).where(DRAFTS.c.id == bindparam("draft")).values({name: bindparam(f"new_{name}") for name in _KEPT})
)
_BY_CODE = select(DraftRow).where(
    DraftRow.code_index == bindparam("code_index"), DraftRow.state != DraftState.CANCELLED
)
_IN_ORDER = select(EVIDENCE).order_by(EVIDENCE.c.at, EVIDENCE.c.id)
_FILES = Prepared(_IN_ORDER.where(EVIDENCE.c.draft_id == bindparam("draft")))
_FILES_OF_CASE = _IN_ORDER.where(
    or_(EVIDENCE.c.draft_id == bindparam("draft"), EVIDENCE.c.case_number == bindparam("number"))
)


class Drafts:
    """The door to drafts. Every method can be called again with the same arguments and does nothing twice."""

    def __init__(self, database: Database, *, clock: Callable[[], datetime]) -> None:
        self._database = database
        self._clock = clock

    def open(self, channel: str, address: str, *, language: str | None = None, tx: Transaction | None = None) -> Draft:
        """The open draft of this conversation, or a new one; it is written to the citizen in `language` from now on."""
        if tx is None and (draft := self.current(channel, address)) is not None and language in (None, draft.language):
            return draft
        with self._database.begin(tx, durable=False) as transaction:
            draft = _open_in(transaction, channel, address) if tx is not None else draft
            if draft is None and (new := self._insert(transaction, channel, address, language or "zh")):
                return new
            if draft is None:
                # Somebody else opened one at the same moment.
                draft = _open_in(transaction, channel, address)
                assert draft is not None
            if language and draft.language != language:
                transaction.get_one(DraftRow, draft.id).language = language
                draft = replace(draft, language=language)
            return draft

    def current(self, channel: str, address: str) -> Draft | None:
        """The open draft of this conversation."""
        with self._database.read() as tx:
            return _open_in(tx, channel, address)

    def get(self, draft_id: str) -> Draft:
        """A draft in any state. Raises `NotFound`."""
        with self._database.read() as tx:
            row = _GET.one(tx, {"draft": draft_id})
            if row is None:
                raise NotFound(f"draft {draft_id}")
            return _draft(tx, row)

    def by_code(self, code: str) -> Draft | None:
        """The draft that this code was shown for, open or filed."""
        with self._database.read() as tx:
            row = self._by_code(tx, code)
            return None if row is None else _draft(tx, row)

    def save(
        self, draft_id: str, values: Mapping[str, Any], *, source: str = "", remove: Collection[str] = ()
    ) -> Draft:
        """Merge validated values. Saving what is there already changes nothing.

        Raises `ValueRefused` when one is not of its field's kind (nothing is saved then), `NotFound`, `WrongState`.
        """
        # As they will be read back: else a tuple would differ from the list it is kept as, at every replay.
        new: dict[str, Any] = json.loads(json.dumps(dict(values)))
        _check(new)
        with self._database.begin(durable=False) as tx:
            draft, before = _locked(tx, draft_id)
            contents = {field: value for field, value in draft.values.items() if field not in remove} | new
            parts = {field: list(told) for field, told in before.items() if field not in remove}
            for field in new.keys() & parts.keys():
                if contents[field] != draft.values.get(field):
                    parts[field] = [[source, contents[field]]]
            # A value said again belongs to the newer message, so that editing that one corrects it.
            told = dict.fromkeys(new, source) if source else {}
            sources = {field: kept for field, kept in draft.sources.items() if field in contents} | told
            return self._keep(tx, draft, before, contents, parts, sources)

    def append(self, draft_id: str, field: str, text: str, *, source: str) -> Draft:
        """Add to a field told in several messages. The same source again replaces its part; empty text removes it."""
        with self._database.begin(durable=False) as tx:
            draft, before = _locked(tx, draft_id)
            earlier = before.get(field) or _parts_of(draft, field)
            told = [[name, text if name == source else part] for name, part in earlier]
            if all(name != source for name, _ in told):
                told.append([source, text])
            told = [[name, part] for name, part in told if part.strip()]
            contents = {**draft.values, field: "\n".join(part for _, part in told)}
            sources = {**draft.sources, field: told[-1][0] if told else source}
            if not told:
                del contents[field], sources[field]
            return self._keep(tx, draft, before, contents, {**before, field: told}, sources)

    def field_of(self, draft_id: str, source: str) -> str | None:
        """The field that a message said, also when others were added to it since: what an edit of it corrects."""
        with self._database.read() as tx:
            row = tx.get(DraftRow, draft_id)
            if row is None:
                return None
            for field, told in row.parts.items():
                if any(name == source for name, _ in told):
                    return field
            return next((field for field, name in row.sources.items() if name == source), None)

    def adopt(self, code: str, channel: str, address: str) -> Draft | None:
        """Resume a draft in this conversation; None when the code is unknown or the draft was cancelled.

        What this conversation was writing before stays open under its own code. A filed draft is given back unmoved.
        """
        with self._database.begin() as tx:
            found = self._by_code(tx, code)
            if found is None:
                return None
            row = _locked_row(tx, found.id)
            here = row.attached and (row.channel, row.address) == (channel, address)
            if row.state is DraftState.OPEN and not here:
                self._set_aside(tx, channel, address)
                row.channel, row.address, row.attached = channel, address, True
                row.updated_at = self._clock()
                tx.flush()
            return _draft(tx, row)

    def cancel(self, draft_id: str) -> None:
        """Give up an open draft. Raises `WrongState` when it was filed."""
        with self._database.begin() as tx:
            row = _locked_row(tx, draft_id)
            if row.state is DraftState.FILED:
                raise WrongState(f"draft {draft_id} is filed")
            row.state = DraftState.CANCELLED
            row.updated_at = self._clock()

    def _insert(self, tx: Transaction, channel: str, address: str, language: str) -> Draft | None:
        now = self._clock()
        code = new_code()
        values = {
            "id": secrets.token_hex(16),
            "code": code,
            "code_index": self._index(code),
            "channel": channel,
            "address": address,
            "attached": True,
            "state": DraftState.OPEN,
            "form_version": FORM_VERSION,
            "version": 1,
            "language": language,
            "contents": {},
            "parts": {},
            "sources": {},
            "created_at": now,
            "updated_at": now,
        }
        return _new(values) if insert_if_new(tx, DraftRow, values) else None

    def _by_code(self, tx: Transaction, code: str) -> DraftRow | None:
        return tx.scalars(_BY_CODE, {"code_index": self._index(code)}).one_or_none()

    def _index(self, code: str) -> str:
        return self._database.key_ring.index(normalise_code(code))

    def _set_aside(self, tx: Transaction, channel: str, address: str) -> None:
        here = DraftRow.attached, DraftRow.channel == channel, DraftRow.address == address
        tx.execute(update(DraftRow).where(*here, DraftRow.state == DraftState.OPEN).values(attached=False))

    def _keep(
        self,
        tx: Transaction,
        draft: Draft,
        parts_before: Mapping[str, Sequence[Sequence[str]]],
        contents: dict[str, Any],
        parts: dict[str, list[list[str]]],
        sources: dict[str, str],
    ) -> Draft:
        changed = contents != draft.values
        if draft.state is not DraftState.OPEN:
            if changed or parts != parts_before:
                raise WrongState(f"draft {draft.id} is {draft.state}")
            return draft
        if not changed and parts == parts_before and sources == draft.sources:
            return draft
        kept = replace(draft, values=contents, sources=sources)
        if changed:
            kept = replace(kept, version=draft.version + 1, updated_at=self._clock())
        new = {
            "draft": draft.id, "new_form_version": draft.form_version, "new_version": kept.version,
            "new_contents": contents, "new_parts": parts, "new_sources": sources, "new_updated_at": kept.updated_at,
        }  # fmt: skip
        _KEEP.changed(tx, new)
        return kept


def evidence_of(tx: Transaction, *, draft_id: str | None, case_number: str | None = None) -> tuple[Evidence, ...]:
    """The files of a draft and of the case that came of it."""
    rows = tx.connection().execute(_FILES_OF_CASE, {"draft": draft_id, "number": case_number})
    return tuple(map(evidence_view, rows))


def evidence_view(row: EvidenceRow | Row[Any]) -> Evidence:
    """An evidence row as a value."""
    return Evidence(
        id=row.id,
        name=row.name,
        media_type=row.media_type,
        kind=row.kind,
        size=row.size,
        sha256=row.sha256,
        at=row.at,
    )


def _check(values: Mapping[str, Any]) -> None:
    wrong = sorted(name for name, value in values.items() if not fits(name, value))
    if wrong:
        # The fields alone: a value holds what a citizen said.
        log.error("draft values refused: %s", ", ".join(f"{name} ({type(values[name]).__name__})" for name in wrong))
        raise ValueRefused(wrong)


def _parts_of(draft: Draft, field: str) -> list[list[str]]:
    value = draft.values.get(field)
    return [[draft.sources.get(field, ""), str(value)]] if value else []


def _open_in(tx: Transaction, channel: str, address: str) -> Draft | None:
    row = _OPEN_IN.one(tx, {"channel": channel, "address": address})
    return None if row is None else _draft(tx, row)


def _locked(tx: Transaction, draft_id: str) -> tuple[Draft, dict[str, list[list[str]]]]:
    """A draft that nobody else changes until the transaction ends, and the parts its fields were told in."""
    row = _LOCK.one(tx, {"draft": draft_id})
    if row is None:
        raise NotFound(f"draft {draft_id}")
    return _draft(tx, row), row.parts


def _locked_row(tx: Transaction, draft_id: str) -> DraftRow:
    query = select(DraftRow).where(DraftRow.id == draft_id).with_for_update()
    row = tx.scalars(query, execution_options={"populate_existing": True}).one_or_none()
    if row is None:
        raise NotFound(f"draft {draft_id}")
    return row


def _new(values: Mapping[str, Any]) -> Draft:
    """A draft that was only just begun."""
    same = ("id", "code", "channel", "address", "state", "form_version", "version", "language", "updated_at")
    return Draft(values={}, sources={}, evidence=(), case_number=None, **{name: values[name] for name in same})


def _draft(tx: Transaction, row: DraftRow | Row[Any]) -> Draft:
    files = _FILES.rows(tx, {"draft": row.id}) if getattr(row, "has_files", True) else ()
    return Draft(
        id=row.id,
        code=row.code,
        channel=row.channel,
        address=row.address,
        state=row.state,
        # What a newer program wrote stays its: it carries on from there.
        form_version=max(row.form_version, FORM_VERSION),
        version=row.version,
        language=row.language,
        values=values_of(row),
        sources=dict(row.sources),
        evidence=tuple(map(evidence_view, files)),
        updated_at=row.updated_at,
        case_number=row.case_number,
    )
