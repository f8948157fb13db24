"""Settings of the office: limits, days, wordings, papers, helplines, spans. Edited in the console, versioned, audited.

They take effect in every process within `REREAD_SECONDS`, without a restart.
"""

import time
from collections.abc import Callable, Mapping
from datetime import datetime
from functools import lru_cache
from typing import Any

from pydantic import ValidationError
from sqlalchemy import func, select
from sqlalchemy.exc import SQLAlchemyError

from cases import audit
from cases.access import require, who
from cases.calendar import WorkingCalendar
from cases.clocks import Clocks
from cases.errors import NotFound, PolicyInvalid, StepIncomplete, VersionConflict
from cases.notices import Notices
from cases.papers.kinds import PaperTemplate
from cases.papers.sources import Office
from cases.policies.in_force import InForce, Live, as_shipped, in_force
from cases.policies.shapes import SHAPES, PaperTexts, shipped_body
from cases.policies.tables import PolicyRow
from cases.policies.values import PolicyKind, PolicyVersion
from cases.rows import take_turns
from cases.rules import Rules
from cases.values import Official, Role
from cases.workflow import load_workflow
from storage import Database, Transaction

REREAD_SECONDS = 3.0
_NEWEST = select(func.max(PolicyRow.id))


class Policies:
    """The door to the settings."""

    def __init__(
        self,
        database: Database,
        *,
        clock: Callable[[], datetime],
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self._database = database
        self._clock = clock
        self._monotonic = monotonic
        self._now = as_shipped()
        self._newest: int | None = None
        self._read_at: float | None = None

    @property
    def now(self) -> InForce:
        """The settings in force. Whether there are newer ones is asked once in `REREAD_SECONDS`."""
        moment = self._monotonic()
        if self._read_at is None or moment - self._read_at >= REREAD_SECONDS:
            self._read_at = moment
            self._reread()
        return self._now

    def rules(self) -> Rules:
        """The register's rules, following the settings."""
        clocks = Clocks(
            Live(lambda: self.now.limits),
            WorkingCalendar(
                lambda day: self.now.is_working_day(day),
                version=lambda: self.now.versions[PolicyKind.CALENDAR],
            ),
        )
        return Rules(workflow=load_workflow(), clocks=clocks, notices=Notices(Live(lambda: self.now.wordings)))

    def body(self, official: Official, kind: PolicyKind, version: int | None = None) -> tuple[int, dict[str, Any]]:
        """What a version says, and its number; the newest when none is named. Raises `NotFound`."""
        require(official, Role.ADMINISTRATOR)
        with self._database.read() as tx:
            return _body(tx, kind, version)

    def versions(self, official: Official, kind: PolicyKind) -> list[PolicyVersion]:
        """Every version there was, the newest first; last what is shipped."""
        require(official, Role.ADMINISTRATOR)
        query = select(PolicyRow).where(PolicyRow.kind == kind.value).order_by(PolicyRow.version.desc())
        with self._database.read() as tx:
            kept = [
                PolicyVersion(kind=kind, version=row.version, at=row.at, by=row.by, reason=row.reason)
                for row in tx.scalars(query)
            ]
        return [*kept, PolicyVersion(kind=kind, version=0, at=None, by="", reason="")]

    def change(
        self, official: Official, kind: PolicyKind, body: Mapping[str, Any], *, seen: int, reason: str
    ) -> PolicyVersion:
        """Put new settings into force, as a version of their own.

        Raises `PolicyInvalid` with what is wrong, and `VersionConflict` when `seen` is not the newest version.
        """
        require(official, Role.ADMINISTRATOR)
        if not reason.strip():
            raise StepIncomplete("missing: reason")
        tidy = self._checked(kind, body)
        row = PolicyRow(
            kind=kind.value,
            version=seen + 1,
            at=self._clock(),
            by=who(official),
            reason=reason.strip()[:1000],
            body=tidy,
        )
        with self._database.begin() as tx:
            take_turns(tx, "policies")
            newest, _ = _body(tx, kind, None)
            if newest != seen:
                raise VersionConflict(f"version {newest}, seen was {seen}")
            tx.add(row)
            audit.write(
                tx, at=row.at, who=row.by, action="settings", subject=f"{kind} {row.version}", reason=row.reason
            )
        self._read_at = None
        return PolicyVersion(kind=kind, version=row.version, at=row.at, by=row.by, reason=row.reason)

    def bring_back(
        self, official: Official, kind: PolicyKind, version: int, *, seen: int, reason: str
    ) -> PolicyVersion:
        """Put an earlier version into force again: as a new version, so that nothing is forgotten."""
        _, body = self.body(official, kind, version)
        return self.change(official, kind, body, seen=seen, reason=reason)

    def _checked(self, kind: PolicyKind, body: Mapping[str, Any]) -> dict[str, Any]:
        try:
            tidy = SHAPES[kind].model_validate(body).model_dump(mode="json", exclude_none=True)
            # Together with everything else, as the register will go by it.
            now = in_force({kind: (0, tidy)})
            Rules(
                workflow=load_workflow(),
                clocks=Clocks(now.limits, WorkingCalendar(now.is_working_day)),
                notices=Notices(now.wordings),
            )
        except ValidationError as error:
            raise PolicyInvalid("; ".join(_told(one) for one in error.errors())) from error
        except ValueError as error:
            raise PolicyInvalid(str(error)) from error
        return tidy

    def _reread(self) -> None:
        try:
            with self._database.read() as tx:
                newest = tx.scalar(_NEWEST)
                if newest == self._newest:
                    return
                self._now, self._newest = in_force(_bodies(tx)), newest
        except SQLAlchemyError:
            # The database is away: what was in force stays so, and whatever needs the database says it itself.
            return


class PolicySources:
    """The papers' templates and offices, from the settings."""

    def __init__(self, database: Database, policies: Policies) -> None:
        self._database = database
        self._policies = policies
        self._earlier = lru_cache(maxsize=32)(self._read)

    @property
    def version(self) -> int:
        """The version of the templates now."""
        return self._policies.now.versions[PolicyKind.PAPERS]

    def templates(self, version: int | None = None) -> Mapping[str, PaperTemplate]:
        """The templates of a version: a paper keeps the form it was drafted in."""
        if version is None or version == self.version:
            return self._policies.now.templates
        return self._earlier(version)

    def office(self, region: str) -> Office:
        """The office that issues papers in a region."""
        return self._policies.now.office(region)

    def _read(self, version: int) -> Mapping[str, PaperTemplate]:
        with self._database.read() as tx:
            _, body = _body(tx, PolicyKind.PAPERS, version)
        return PaperTexts.model_validate(body).all()


def _body(tx: Transaction, kind: PolicyKind, version: int | None) -> tuple[int, dict[str, Any]]:
    query = select(PolicyRow).where(PolicyRow.kind == kind.value)
    if version is None:
        query = query.order_by(PolicyRow.version.desc()).limit(1)
    else:
        query = query.where(PolicyRow.version == version)
    row = tx.scalars(query).one_or_none()
    if row is not None:
        return row.version, dict(row.body)
    if version:
        raise NotFound(f"{kind} {version}")
    return 0, shipped_body(kind)


def _bodies(tx: Transaction) -> dict[PolicyKind, tuple[int, Mapping[str, Any]]]:
    newest = select(func.max(PolicyRow.id)).group_by(PolicyRow.kind)
    rows = tx.scalars(select(PolicyRow).where(PolicyRow.id.in_(newest)))
    return {PolicyKind(row.kind): (row.version, row.body) for row in rows}


def _told(error: Any) -> str:
    place = " › ".join(str(step) for step in error["loc"])
    words = str(error["msg"]).removeprefix("Value error, ")
    return f"{place}: {words}" if place else words


__all__ = ["Policies", "PolicySources"]
