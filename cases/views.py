"""Rows as the values that viewers see."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from sqlalchemy import bindparam, select

from cases.claims import claims_of, levels
from cases.clock_events import events_of
from cases.clocks import Clocks
from cases.contacts import contact_of
from cases.dossiers import Dossier, Entry
from cases.drafts import evidence_of
from cases.linking import links_of
from cases.masking import mask_address, mask_identity, mask_name, mask_phone, mask_text
from cases.tables import PetitionRow, StaffRow
from cases.urgency import Why
from cases.values import Case, CaseRow, Clock, Contact, Evidence, HistoryEntry, RouteGuess
from storage import Transaction

SUMMARY_LENGTH = 60
_NAME = select(StaffRow.display_name).where(StaffRow.name == bindparam("account"))


class Views:
    """Shows cases: masked unless told otherwise."""

    def __init__(self, clocks: Clocks, *, clock: Callable[[], datetime]) -> None:
        self._clocks = clocks
        self._clock = clock

    def for_official(self, tx: Transaction, whole: Dossier, *, masked: bool) -> Case:
        """A case with everything that belongs to it."""
        case = self._case(tx, whole, tuple(map(_entry, whole.history)))
        return mask_case(case) if masked else case

    def for_citizen(self, tx: Transaction, whole: Dossier) -> Case:
        """A case as its petitioner may see it anywhere: masked, without what only the office knows."""
        history = tuple(
            HistoryEntry(at=entry.at, by="", step=entry.step, text=entry.told)
            for entry in whole.history
            if entry.told is not None
        )
        case = mask_case(self._case(tx, whole, history))
        case = replace(case, risk=(), matter_words=(), matter_confidence=0.0, contact=None, channel="", address="")
        case = replace(case, urgency=(), waiting_since=None, assigned_to="", assigned_name="")
        return replace(case, proposed_route=None, hints=(), links=(), lead_official="")

    def line(self, row: PetitionRow, *, reachable: bool, with_summary: bool = True) -> CaseRow:
        """One line of a list of cases."""
        return CaseRow(
            number=row.number,
            state=row.state,
            nature=row.nature,
            matter=levels(row.matter),
            region_name=row.region_name,
            unit=row.unit,
            summary=_summary(row) if with_summary else "",
            sealed=row.sealed,
            received_at=row.received_at,
            next_due=row.next_due,
            next_clock=row.next_clock,
            reachable=reachable,
            version=row.version,
            risk=tuple(str(risk.get("kind", "")) for risk in row.risk),
            urgency=Why(row.urgency).words,
            working_days=self._clocks.working_days_left(self._clock(), row.next_due) if row.next_due else None,
            article=self._clocks.article(row.next_clock),
            waiting_since=row.waiting_since,
            assigned_to=row.assigned_to or "",
            form=row.form,
        )

    def clocks(self, tx: Transaction, whole: Dossier) -> tuple[Clock, ...]:
        """The clocks of a case as they stand now, oldest first."""
        now = self._clock()
        events = events_of(tx, whole.row.id) if whole.clocks else {}
        return tuple(
            Clock(
                id=row.clock,
                article=row.article,
                label=row.label,
                started=row.started,
                due=row.due,
                rolled=row.rolled,
                state=self._clocks.state(row, now),
                ended=row.ended,
                holder=self._clocks.rules[row.clock].holder.value,
                days=row.days,
                unit=row.unit,
                extra_days=row.extended_days + row.paused_days,
                limits_version=row.limits_version,
                calendar_version=row.calendar_version,
                events=tuple(events.get(row.id, ())),
            )
            for row in whole.clocks
        )

    def _case(self, tx: Transaction, whole: Dossier, history: tuple[HistoryEntry, ...]) -> Case:
        row = whole.row
        return Case(
            number=row.number,
            state=row.state,
            nature=row.nature,
            route=row.route,
            matter=levels(row.matter),
            matter_confidence=row.matter_confidence,
            matter_words=tuple(row.matter_words),
            region_code=row.region_code,
            region_name=row.region_name,
            place=row.place,
            occurred_at=row.occurred_at,
            respondent=row.respondent,
            facts=row.facts,
            request=row.request,
            prior_handling=row.prior_handling,
            affected_count=row.affected_count,
            petitioner_name=row.petitioner_name,
            petitioner_phone=row.petitioner_phone,
            petitioner_address=row.petitioner_address,
            id_number=row.id_number,
            anonymous=row.anonymous,
            public_ok=row.public_ok,
            sealed=row.sealed,
            masked=False,
            risk=tuple(row.risk),
            evidence=evidence_of(tx, draft_id=row.draft_id, case_number=row.number),
            unit=row.unit,
            clocks=self.clocks(tx, whole),
            history=history,
            contact=None if row.erased_at else _contact(tx, row),
            received_at=row.received_at,
            version=row.version,
            channel=row.channel,
            address="" if row.erased_at else row.address,
            claims=claims_of(row, whole.claims),
            proposed_route=_guess(row),
            hints=tuple((row.grounds or {}).get("hints", ())),
            urgency=Why(row.urgency).words,
            waiting_since=row.waiting_since,
            assigned_to=row.assigned_to or "",
            assigned_name=_display_name(tx, row.assigned_to),
            form=row.form,
            representatives=tuple(row.representatives or ()),
            accepted_at=row.accepted_at,
            served_at=row.served_at,
            unit_received_at=row.unit_received_at,
            simple=row.simple,
            lead_official=row.lead_official,
            erased_at=row.erased_at,
            links=links_of(tx, row),
        )


def mask_case(case: Case) -> Case:
    """The same case with who it is about hidden, in its fields and in what was told."""
    names = [case.petitioner_name]

    def hide(text: str) -> str:
        return mask_text(text, names=names)

    return replace(
        case,
        masked=True,
        petitioner_name=mask_name(case.petitioner_name),
        petitioner_phone=mask_phone(case.petitioner_phone),
        petitioner_address=mask_address(case.petitioner_address),
        id_number=mask_identity(case.id_number),
        facts=hide(case.facts),
        request=hide(case.request),
        respondent=hide(case.respondent),
        place=hide(case.place),
        prior_handling=hide(case.prior_handling),
        history=tuple(replace(entry, text=hide(entry.text)) for entry in case.history),
        evidence=tuple(_hide_name(item, hide) for item in case.evidence),
        claims=tuple(replace(claim, request=hide(claim.request), opinion=hide(claim.opinion)) for claim in case.claims),
        representatives=tuple(map(mask_name, case.representatives)),
    )


def _entry(one: Entry) -> HistoryEntry:
    return HistoryEntry(at=one.at, by=one.by, step=one.step, text=one.text, version=one.version)


def _contact(tx: Transaction, row: PetitionRow) -> Contact:
    known = contact_of(tx, row.channel, row.address)
    return known or Contact(channel=row.channel, address=row.address, reachable=True, since=row.received_at)


def _hide_name(item: Evidence, hide: Callable[[str], str]) -> Evidence:
    return replace(item, name=hide(item.name))


def _guess(row: PetitionRow) -> RouteGuess | None:
    if row.proposed_route is None:
        return None
    why = row.grounds or {}
    return RouteGuess(
        route=row.proposed_route,
        reason=why.get("reason", ""),
        reason_en=why.get("reason_en", ""),
        words=tuple(why.get("words", ())),
        roads=tuple(why.get("roads", ())),
    )


def _display_name(tx: Transaction, account: str | None) -> str:
    if account is None:
        return ""
    return tx.connection().scalar(_NAME, {"account": account}) or account


def _summary(row: PetitionRow) -> str:
    text = " ".join(mask_text(row.facts, names=[row.petitioner_name]).split())
    return text if len(text) <= SUMMARY_LENGTH else f"{text[: SUMMARY_LENGTH - 1]}…"
