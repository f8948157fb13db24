"""Cases and conversations as JSON. `console.schemas` describes every shape that is built here."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from cases import Case, CaseRow, Clock, Notice, Page, PaperLine, StepField, StepForm
from console.masking import mask_words
from console.screen import iso
from console.transcripts import ReadTurn
from conversations import AlertFigures, AlertView, ConversationPage, ConversationRow

Json = dict[str, Any]


def case_json(case: Case) -> Json:
    """A case with every key that others rely on."""
    return {
        "number": case.number,
        "state": case.state,
        "nature": case.nature,
        "route": case.route,
        "proposed_route": _guess(case),
        "matter": list(case.matter),
        "region": {"code": case.region_code, "name": case.region_name},
        "place": case.place,
        "occurred_at": case.occurred_at,
        "respondent": case.respondent,
        "facts": case.facts,
        "claims": _claims(case),
        "prior_handling": case.prior_handling,
        "affected_count": case.affected_count,
        "petitioner": _petitioner(case),
        "public_ok": case.public_ok,
        "sealed": case.sealed,
        "risk": [{"kind": risk.get("kind"), "level": risk.get("level")} for risk in case.risk],
        "evidence": [
            {"id": one.id, "name": one.name, "media_type": one.media_type, "sha256": one.sha256}
            for one in case.evidence
        ],
        "unit": case.unit,
        "clocks": [_clock(clock) for clock in case.clocks],
        "history": [
            {"at": iso(entry.at), "by": entry.by, "step": entry.step, "text": entry.text} for entry in case.history
        ],
        "links": [{"number": link.number, "kind": link.kind} for link in case.links],
        "version": case.version,
    }


def _claims(case: Case) -> list[Json]:
    return [
        {
            "id": claim.position,
            "request": claim.request,
            "matter": list(claim.matter),
            "unit": claim.unit,
            "assisting": list(claim.assisting),
            "state": claim.state,
            "outcome": claim.outcome,
            "disposition": claim.disposition,
            "solved": claim.solved,
        }
        for claim in case.claims
    ]


def _guess(case: Case) -> Json | None:
    guess = case.proposed_route
    if guess is None:
        return None
    return {
        "route": guess.route,
        "reason": guess.reason,
        "words": list(guess.words),
        "claims": [
            {"id": claim.position, "nature": claim.nature, "route": claim.proposed_route} for claim in case.claims
        ],
    }


def _petitioner(case: Case) -> Json:
    return {
        "name": case.petitioner_name,
        "phone": case.petitioner_phone,
        "address": case.petitioner_address,
        "id_number": case.id_number,
        "anonymous": case.anonymous,
    }


def _clock(clock: Clock) -> Json:
    return {
        "id": clock.id,
        "article": clock.article,
        "started": iso(clock.started),
        "due": iso(clock.due),
        "state": clock.state,
        "limits_version": clock.limits_version,
        "calendar_version": clock.calendar_version,
    }


def page_json(page: Page) -> Json:
    """One page of cases."""
    return {
        "cases": [_row(row) for row in page.rows],
        "total": page.total,
        "more": page.more,
        "after": page.after,
        "page": page.page,
        "page_size": page.page_size,
    }


def _row(row: CaseRow) -> Json:
    return {
        "number": row.number,
        "state": row.state,
        "nature": row.nature,
        "matter": list(row.matter),
        "region": {"name": row.region_name},
        "unit": row.unit,
        "summary": row.summary,
        "sealed": row.sealed,
        "received_at": iso(row.received_at),
        "next_due": _when(row.next_due),
        "next_clock": row.next_clock,
        "reachable": row.reachable,
        "version": row.version,
    }


def steps_json(case: Case, steps: Iterable[StepForm]) -> Json:
    """The steps that can be taken now, with the version to take them on."""
    return {
        "number": case.number,
        "version": case.version,
        "steps": [
            {
                "step": form.step,
                "label": form.label,
                "label_en": form.label_en,
                "fields": list(form.fields),
                "required": list(form.required),
                "article": form.article,
                "tells_citizen": form.tells_citizen,
                "one_of": list(form.one_of),
                "inputs": [_input(one) for one in form.inputs],
            }
            for form in steps
        ],
    }


def papers_json(number: str, papers: Iterable[PaperLine]) -> Json:
    """The papers of a case; nothing of their words."""
    return {
        "number": number,
        "papers": [
            {
                "id": paper.id,
                "kind": paper.kind,
                "label": paper.label,
                "label_en": paper.label_en,
                "paper_number": paper.number,
                "state": paper.state.value,
                "changed": iso(paper.changed_at),
                "issued": iso(paper.issued_at) if paper.issued_at else None,
                "served_on": paper.served_on.isoformat() if paper.served_on else None,
            }
            for paper in papers
        ],
    }


def notices_json(number: str, notices: Iterable[Notice]) -> Json:
    """The duties to tell of a case, and what proves them."""
    return {
        "number": number,
        "notices": [
            {
                "id": notice.id,
                "step": notice.step,
                "article": notice.article,
                "form": notice.form,
                "told": iso(notice.at),
                "due": iso(notice.due) if notice.due else None,
                "channel": notice.channel,
                "state": notice.state.value,
                "reachable": notice.reachable,
                "paper": notice.paper_id,
                "proven": notice.proven,
            }
            for notice in notices
        ],
    }


def _input(field: StepField) -> Json:
    choices = [{"value": one.value, "label": one.label, "label_en": one.label_en} for one in field.choices]
    named = {"name": field.name, "kind": field.kind, "label": field.label, "label_en": field.label_en}
    return named | {"required": field.required, "choices": choices}


def conversations_json(page: ConversationPage) -> Json:
    """One page of conversations."""
    return {
        "conversations": [_conversation(row) for row in page.rows],
        "total": page.total,
        "page": page.page,
        "page_size": page.page_size,
    }


def _conversation(row: ConversationRow) -> Json:
    return {
        "id": row.id,
        "channel": row.channel,
        "last_at": iso(row.last_at),
        "turns": row.turns,
        "last_intent": row.last_intent,
        "min_confidence": row.min_confidence,
        "misunderstood": row.misunderstood,
        "waiting": row.waiting,
        "sealed": row.sealed,
    }


def transcript_json(identity: str, turns: Iterable[ReadTurn]) -> Json:
    """A conversation's turns, oldest first."""
    return {"id": identity, "turns": [_turn(turn) for turn in turns]}


def _turn(turn: ReadTurn) -> Json:
    return {
        "seq": turn.seq,
        "at": iso(turn.at),
        "texts": list(turn.texts),
        "replies": [{"text": reply.text, "buttons": list(reply.buttons)} for reply in turn.replies],
        "intent": turn.intent,
        "confidence": turn.confidence,
        "entities": [{"entity": name, "value": value} for name, value in turn.entities],
        "requested_slot": turn.requested_slot,
        "duration_ms": turn.duration_ms,
        "model_id": turn.model_id,
    }


def alerts_json(alerts: Iterable[AlertView], figures: AlertFigures) -> Json:
    """Alerts, and the seconds people wait for a person."""
    return {
        "alerts": [alert_json(alert) for alert in alerts],
        "seconds_to_human": {"median": figures.median, "p95": figures.p95},
        "waiting": figures.waiting,
    }


def alert_json(alert: AlertView) -> Json:
    """An alert; what was said is masked."""
    return {
        "id": alert.id,
        "conversation": alert.conversation_id,
        "kind": alert.kind,
        "level": alert.level,
        "count": alert.count,
        "words": [mask_words(said) for said in alert.words],
        "raised_at": iso(alert.raised_at),
        "taken_by": alert.taken_by,
        "taken_at": _when(alert.taken_at),
        "closed_by": alert.closed_by,
        "closed_at": _when(alert.closed_at),
        "note": mask_words(alert.note),
        "sealed": alert.sealed,
    }


def _when(value: datetime | None) -> str | None:
    return iso(value) if value else None
