"""The statutory papers of cases, as one official may draw them up. Every way leads through the gatekeeper."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import select

from cases import audit
from cases.access import case_row, may_unmask, only_assisted, require, visible, who
from cases.calendar import BEIJING
from cases.claims import claims_of
from cases.dossiers import dossier
from cases.errors import NotAllowed, NotFound, StepIncomplete, VersionConflict, WrongState
from cases.papers.compare import changes
from cases.papers.drafting import Matter, drafted, missing_of
from cases.papers.guard import keep_the_accuser_secret
from cases.papers.kinds import FRAME, PaperTemplate
from cases.papers.layout import laid_out
from cases.papers.numbers import next_paper_number
from cases.papers.sources import Sources
from cases.papers.tables import PaperRow, PaperVersionRow
from cases.papers.values import Layout, Paper, PaperKind, PaperLine, PaperState, PaperVersion, Service
from cases.papers.views import line_of, paper_of
from cases.rules import Rules
from cases.tables import HistoryRow, PetitionRow
from cases.values import Official
from storage import Database, Transaction

LONGEST = 20_000
"""Characters of one part."""


class PaperDesk:
    """Draws up, signs, serves and shows papers for one official."""

    def __init__(
        self,
        database: Database,
        official: Official,
        *,
        rules: Rules,
        sources: Sources,
        clock: Callable[[], datetime],
    ) -> None:
        self._database = database
        self._official = official
        self._rules = rules
        self._sources = sources
        self._clock = clock

    def kinds(self, number: str) -> list[PaperKind]:
        """The kinds of papers that this official may draw up for a case."""
        with self._database.read() as tx:
            row = case_row(tx, self._official, number, helping=True)
            # A unit that only assists writes to nobody.
            nothing = row.erased_at is not None or bool(only_assisted(tx, self._official, [row]))
        return [
            PaperKind(kind=kind, label=template.zh, label_en=template.en, article=template.article)
            for kind, template in self._sources.templates().items()
            if template.drafted_by & self._official.roles and not nothing
        ]

    def of(self, number: str) -> list[PaperLine]:
        """The papers of a case, the newest first."""
        with self._database.read() as tx:
            case = case_row(tx, self._official, number, helping=True)
            rows = tx.scalars(select(PaperRow).where(PaperRow.case_id == case.id).order_by(PaperRow.id.desc()))
            return [line_of(row, self._template(row), case.number) for row in rows]

    def draft(self, number: str, kind: str) -> Paper:
        """Draw up a paper from what is known of the case, for a person to finish."""
        now = self._clock()
        with self._database.begin() as tx:
            case = case_row(tx, self._official, number, lock=True)
            template = self._sources.templates().get(kind)
            if template is None:
                raise NotFound(f"paper {kind!r}")
            require(self._official, *template.drafted_by)
            if case.erased_at is not None:
                # Nobody could be written to; and what gives an accuser away can be told no more.
                raise WrongState(f"{number} is erased")
            whole = dossier(tx, case)
            claims = claims_of(case, whole.claims)
            matter = Matter(
                row=case,
                claims=claims,
                clocks=whole.clocks,
                history=whole.history,
                office=self._office_name(template, case),
                numbers=self._numbers(tx, case.id),
                limits=self._rules.clocks.rules,
                workflow=self._rules.workflow,
                now=now,
            )
            row = PaperRow(
                case_id=case.id,
                kind=kind,
                number=None,
                state=PaperState.DRAFTED,
                template_version=self._sources.version,
                claims=len(claims),
                version=1,
                contents=drafted(template, matter),
                created_at=now,
                created_by=who(self._official),
                changed_at=now,
                changed_by=who(self._official),
                issued_at=None,
                issued_by="",
                served_on=None,
                service=None,
                void_reason="",
            )
            tx.add(row)
            tx.flush()
            self._keep_version(tx, row)
            self._audit(tx, "paper_draft", case, row)
            return self._paper(row, case)

    def read(self, paper_id: int) -> Paper:
        """A paper with its words; the look is written down."""
        with self._database.begin() as tx:
            row, case = self._readable(tx, paper_id)
            self._audit(tx, "paper", case, row)
            return self._paper(row, case)

    def versions(self, paper_id: int) -> list[PaperVersion]:
        """How a paper came to read as it does, the newest first."""
        with self._database.read() as tx:
            row, _ = self._readable(tx, paper_id)
            query = select(PaperVersionRow).where(PaperVersionRow.paper_id == row.id).order_by(PaperVersionRow.version)
            kept = list(tx.scalars(query))
            template = self._template(row)
        before: list[Mapping[str, str]] = [kept[0].contents, *(one.contents for one in kept)] if kept else []
        return [
            PaperVersion(
                version=one.version,
                at=one.at,
                by=one.by,
                changes=changes(template, row.claims, earlier, one.contents),
            )
            for earlier, one in zip(before, kept, strict=False)
        ][::-1]

    def change(self, paper_id: int, version: int, contents: Mapping[str, str]) -> Paper:
        """Write what a person changed; names that are not given stay as they are."""
        with self._database.begin() as tx:
            row, case, template = self._changeable(tx, paper_id, version)
            known = {*FRAME, *(name for name, _, _ in template.names(row.claims))}
            if unknown := sorted(contents.keys() - known):
                raise StepIncomplete(f"the paper has no part: {', '.join(unknown)}")
            new = {**row.contents, **{name: text.strip()[:LONGEST] for name, text in contents.items()}}
            if new != row.contents:
                row.contents, row.version = new, row.version + 1
                row.changed_at, row.changed_by = self._clock(), who(self._official)
                self._keep_version(tx, row)
            return self._paper(row, case)

    def issue(self, paper_id: int, version: int) -> Paper:
        """Sign a finished paper: it gets its number and is not changed any more.

        Raises `StepIncomplete` naming every part that is missing, and `NotAllowed` when it would give an accuser away.
        """
        now = self._clock()
        with self._database.begin() as tx:
            row, case, template = self._changeable(tx, paper_id, version)
            require(self._official, *template.signed_by)
            if missing := missing_of(template, row.contents, row.claims):
                raise StepIncomplete(f"missing: {', '.join(missing)}")
            keep_the_accuser_secret(case, template, row.contents)
            sign = self._sources.office(case.region_code).sign
            row.number = next_paper_number(tx, prefix=sign, word=template.word, now=now)
            row.state, row.issued_at, row.issued_by = PaperState.ISSUED, now, who(self._official)
            row.version += 1
            self._keep_version(tx, row)
            self._tell_the_file(tx, case, row, template, "paper_issued")
            self._audit(tx, "paper_issue", case, row)
            return self._paper(row, case)

    def serve(self, paper_id: int, version: int, service: Service) -> Paper:
        """Note how a signed paper was handed over, and what proves it."""
        now = self._clock()
        if service.on > now.astimezone(BEIJING).date():
            raise StepIncomplete("on: a paper cannot have been served in the future")
        if not service.by.strip() or not service.proof.strip():
            raise StepIncomplete(f"missing: {'proof' if service.by.strip() else 'by'}")
        with self._database.begin() as tx:
            row, case = self._locked(tx, paper_id, version)
            template = self._template(row)
            require(self._official, *template.drafted_by, *template.signed_by)
            if row.state is not PaperState.ISSUED or row.issued_at is None:
                raise WrongState(f"a paper that is {row.state} cannot be served")
            if service.on < row.issued_at.astimezone(BEIJING).date():
                raise StepIncomplete("on: a paper cannot have been served before it was signed")
            row.state, row.served_on, row.version = PaperState.SERVED, service.on, row.version + 1
            row.service = _kept(service, by=who(self._official), at=now)
            self._keep_version(tx, row)
            self._tell_the_file(tx, case, row, template, "paper_served")
            self._audit(tx, "paper_serve", case, row)
            return self._paper(row, case)

    def void(self, paper_id: int, version: int, reason: str) -> Paper:
        """Give a paper up. A number it had stays taken, so that none can be used twice."""
        if not reason.strip():
            raise StepIncomplete("missing: reason")
        with self._database.begin() as tx:
            row, case = self._locked(tx, paper_id, version)
            template = self._template(row)
            roles = template.signed_by if row.issued_at else template.drafted_by | template.signed_by
            require(self._official, *roles)
            if row.state not in (PaperState.DRAFTED, PaperState.ISSUED):
                raise WrongState(f"a paper that is {row.state} cannot be given up")
            row.state, row.void_reason, row.version = PaperState.VOID, reason.strip()[:1000], row.version + 1
            self._keep_version(tx, row)
            if row.number:
                self._tell_the_file(tx, case, row, template, "paper_void")
            self._audit(tx, "paper_void", case, row)
            return self._paper(row, case)

    def layout(self, paper_id: int) -> Layout:
        """A paper set on its page; the look is written down."""
        with self._database.begin() as tx:
            row, case = self._readable(tx, paper_id)
            self._audit(tx, "paper", case, row)
            return laid_out(
                self._template(row),
                row.contents,
                claims=row.claims,
                number=row.number or "",
                issued_at=row.issued_at,
                void=row.state is PaperState.VOID,
            )

    def _readable(self, tx: Transaction, paper_id: int, *, lock: bool = False) -> tuple[PaperRow, PetitionRow]:
        # Asked through what this person may see: a paper of a case they may not know of is no paper at all.
        query = select(PaperRow).where(
            PaperRow.id == paper_id, PaperRow.case_id.in_(visible(tx, self._official).with_only_columns(PetitionRow.id))
        )
        if lock:
            query = query.with_for_update().execution_options(populate_existing=True)
        row = tx.scalars(query).one_or_none()
        if row is None:
            raise NotFound(f"paper {paper_id}")
        template = self._template(row)
        if not may_unmask(self._official) and not self._official.roles & (template.drafted_by | template.signed_by):
            raise NotAllowed("papers name people")
        case = tx.get(PetitionRow, row.case_id)
        assert case is not None
        return row, case

    def _locked(self, tx: Transaction, paper_id: int, version: int) -> tuple[PaperRow, PetitionRow]:
        row, case = self._readable(tx, paper_id, lock=True)
        if only_assisted(tx, self._official, [case]):
            raise NotAllowed("a unit that only assists writes to nobody")
        if row.version != version:
            raise VersionConflict(f"version {row.version}, seen was {version}")
        return row, case

    def _changeable(self, tx: Transaction, paper_id: int, version: int) -> tuple[PaperRow, PetitionRow, PaperTemplate]:
        row, case = self._locked(tx, paper_id, version)
        template = self._template(row)
        require(self._official, *template.drafted_by, *template.signed_by)
        if row.state is not PaperState.DRAFTED:
            raise WrongState(f"a paper that is {row.state} is not changed")
        return row, case, template

    def _template(self, row: PaperRow) -> PaperTemplate:
        return self._sources.templates(row.template_version)[row.kind]

    def _office_name(self, template: PaperTemplate, case: PetitionRow) -> str:
        ours = self._sources.office(case.region_code).name
        own = case.unit if template.to == "petitioner" else ""
        return own or ours or "【发文机关名称】"

    def _numbers(self, tx: Transaction, case_id: int) -> dict[str, str]:
        query = select(PaperRow.kind, PaperRow.number).where(
            PaperRow.case_id == case_id, PaperRow.number.is_not(None), PaperRow.state != PaperState.VOID
        )
        return {kind: number or "" for kind, number in tx.execute(query.order_by(PaperRow.id))}

    def _paper(self, row: PaperRow, case: PetitionRow) -> Paper:
        return paper_of(row, self._template(row), case, roles=self._official.roles)

    def _keep_version(self, tx: Transaction, row: PaperRow) -> None:
        tx.add(
            PaperVersionRow(
                paper_id=row.id,
                version=row.version,
                at=self._clock(),
                by=who(self._official),
                contents=dict(row.contents),
            )
        )

    def _tell_the_file(
        self, tx: Transaction, case: PetitionRow, row: PaperRow, template: PaperTemplate, step: str
    ) -> None:
        text = f"《{template.zh}》{row.number or ''}"
        entry: dict[str, Any] = {"step": step, "text": text, "told": None, "source": None}
        tx.add(HistoryRow(case_id=case.id, at=self._clock(), by=who(self._official), **entry))

    def _audit(self, tx: Transaction, action: str, case: PetitionRow, row: PaperRow) -> None:
        audit.write(
            tx,
            at=self._clock(),
            who=who(self._official),
            action=action,
            subject=case.number,
            reason=f"{row.kind} {row.id}",
            sealed=case.sealed,
        )


def _kept(service: Service, *, by: str, at: datetime) -> dict[str, Any]:
    return {
        "way": service.way.value,
        "on": service.on.isoformat(),
        "by": service.by.strip()[:200],
        "proof": service.proof.strip()[:500],
        "received_by": service.received_by.strip()[:200],
        "refused": service.refused,
        "recorded_by": by,
        "recorded_at": at.isoformat(),
    }
