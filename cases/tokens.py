"""Bearer tokens with which other systems use the API."""

import secrets
from collections.abc import Callable, Collection
from datetime import datetime, timedelta
from hashlib import sha256

from sqlalchemy import select, update

from cases.tables import ApiTokenRow
from cases.values import Official, Role
from storage import Database

PREFIX = "fq_"
"""Shows secret scanners, and people who find one in a file, whose it is."""


class Tokens:
    """Issues and reads tokens; only their digests are kept."""

    def __init__(self, database: Database, *, clock: Callable[[], datetime]) -> None:
        self._database = database
        self._clock = clock

    def issue(self, label: str, roles: Collection[Role], *, days: int = 365) -> str:
        """A new token: shown this once."""
        token = f"{PREFIX}{secrets.token_urlsafe(32)}"
        now = self._clock()
        with self._database.begin() as tx:
            tx.add(
                ApiTokenRow(
                    token_hash=_digest(token),
                    label=label,
                    roles=sorted(Role(role) for role in roles),
                    created_at=now,
                    expires_at=now + timedelta(days=days),
                    revoked_at=None,
                )
            )
        return token

    def holder(self, token: str) -> Official | None:
        """Who this token speaks for, while it is valid."""
        query = select(ApiTokenRow).where(
            ApiTokenRow.token_hash == _digest(token),
            ApiTokenRow.revoked_at.is_(None),
            ApiTokenRow.expires_at > self._clock(),
        )
        with self._database.read() as tx:
            row = tx.scalars(query).one_or_none()
        if row is None:
            return None
        # Below zero, so that a token is never taken for the member of staff of the same id.
        return Official(
            id=-row.id, name=f"token:{row.label}", display_name=row.label, roles=frozenset(map(Role, row.roles))
        )

    def revoke(self, label: str) -> None:
        """End every token of this label."""
        with self._database.begin() as tx:
            mine = update(ApiTokenRow).where(ApiTokenRow.label == label, ApiTokenRow.revoked_at.is_(None))
            tx.execute(mine.values(revoked_at=self._clock()))


def _digest(token: str) -> str:
    return sha256(token.encode()).hexdigest()
