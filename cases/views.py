"""Rows as the values that viewers see."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import datetime

from sqlalchemy import select

from cases.claims import claims_of, levels
from cases.clocks import Clocks
from cases.contacts import contact_view
from cases.drafts import evidence_of
from cases.linking import links_of
from cases.masking import mask_address, mask_identity, mask_name, mask_phone, mask_text
from cases.tables import ClockEventRow, ClockRow, ContactRow, HistoryRow, PetitionRow, StaffRow
from cases.urgency import Why
from cases.values import Case, CaseRow, Clock, ClockEvent, Contact, Evidence, HistoryEntry, RouteGuess
from storage import Transaction

SUMMARY_LENGTH = 60


class Views:
    """Shows cases: masked unless told otherwise."""

    def __init__(self, clocks: Clocks, *, clock: Callable[[], datetime]) -> None:
        self._clocks = clocks
        self._clock = clock

    def for_official(self, tx: Transaction, row: PetitionRow, *, masked: bool) -> Case:
        """A case with everything that belongs to it."""
        history = tuple(_entry(entry) for entry in history_of(tx, row.id))
        case = self._case(tx, row, history)
        return mask_case(case) if masked else case

    def for_citizen(self, tx: Transaction, row: PetitionRow) -> Case:
        """A case as its petitioner may see it anywhere: masked, without what only the office knows."""
        history = tuple(
            HistoryEntry(at=entry.at, by="", step=entry.step, text=entry.told)
            for entry in history_of(tx, row.id)
            if entry.told is not None
        )
        case = mask_case(self._case(tx, row, history))
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

    def clocks(self, tx: Transaction, case_id: int) -> tuple[Clock, ...]:
        """The clocks of a case as they stand now, oldest first."""
        now, rows = self._clock(), clock_rows(tx, case_id)
        events = _events(tx, [row.id for row in rows])
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
                events=tuple(events[row.id]),
            )
            for row in rows
        )

    def _case(self, tx: Transaction, row: PetitionRow, history: tuple[HistoryEntry, ...]) -> Case:
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
            clocks=self.clocks(tx, row.id),
            history=history,
            contact=self._contact(tx, row),
            received_at=row.received_at,
            version=row.version,
            channel=row.channel,
            address=row.address,
            claims=claims_of(tx, row),
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
            links=links_of(tx, row),
        )

    def _contact(self, tx: Transaction, row: PetitionRow) -> Contact:
        known = tx.get(ContactRow, (row.channel, row.address))
        if known is not None:
            return contact_view(known)
        return Contact(channel=row.channel, address=row.address, reachable=True, since=row.received_at)


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


def history_of(tx: Transaction, case_id: int) -> Iterable[HistoryRow]:
    """What has happened to a case, oldest first."""
    return tx.scalars(select(HistoryRow).where(HistoryRow.case_id == case_id).order_by(HistoryRow.id)).all()


def clock_rows(tx: Transaction, case_id: int) -> list[ClockRow]:
    """The clocks of a case, oldest first."""
    return list(tx.scalars(select(ClockRow).where(ClockRow.case_id == case_id).order_by(ClockRow.id)))


def _entry(row: HistoryRow) -> HistoryEntry:
    return HistoryEntry(at=row.at, by=row.by, step=row.step, text=row.text, version=row.version)


def _events(tx: Transaction, clock_ids: list[int]) -> dict[int, list[ClockEvent]]:
    found: dict[int, list[ClockEvent]] = defaultdict(list)
    query = select(ClockEventRow).where(ClockEventRow.clock_id.in_(clock_ids)).order_by(ClockEventRow.id)
    for row in tx.scalars(query) if clock_ids else ():
        found[row.clock_id].append(ClockEvent(at=row.at, kind=row.kind, article=row.article, detail=row.detail))
    return found


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
    return tx.scalar(select(StaffRow.display_name).where(StaffRow.name == account)) or account


def _summary(row: PetitionRow) -> str:
    text = " ".join(mask_text(row.facts, names=[row.petitioner_name]).split())
    return text if len(text) <= SUMMARY_LENGTH else f"{text[: SUMMARY_LENGTH - 1]}…"
