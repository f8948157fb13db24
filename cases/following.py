"""Those whose case was merged into another: what they may know of that one, and ask for, from their own number.

The answer is one to them too (Arts. 35, 36): their thirty days to ask for a review count from when they were told.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime

from sqlalchemy import bindparam, select

from cases.clocks import Limit
from cases.dossiers import Dossier
from cases.linking import MERGED
from cases.permits import Situation
from cases.rules import Rules
from cases.tables import LinkRow, PetitionRow
from cases.values import State
from cases.workflow import Step
from storage import Transaction

REVIEWS = ("ask_review", "ask_re_review")
"""What they ask for."""

# Built once: whoever looks up their case asks.
_LEADS = (
    select(PetitionRow)
    .join(LinkRow, LinkRow.other_id == PetitionRow.id)
    .where(LinkRow.case_id == bindparam("case"), LinkRow.kind == MERGED, LinkRow.ended_at.is_(None))
    .order_by(LinkRow.id.desc())
)


def followed(tx: Transaction, row: PetitionRow, *, lock: bool = False) -> PetitionRow | None:
    """The case that a merged one is handled with, however often that was merged on; None for one that is not merged."""
    lead, seen = row, {row.id}
    while lead.state is State.MERGED:
        query = _LEADS.with_for_update(of=PetitionRow) if lock else _LEADS
        found = tx.scalars(query, {"case": lead.id}, execution_options={"populate_existing": lock}).first()
        if found is None or found.id in seen:
            return None
        lead = found
        seen.add(lead.id)
    return lead if lead is not row else None


def situation(lead: Dossier, rules: Rules, now: datetime) -> Situation:
    """Where the case stands for those who follow it: their limits end no sooner than counted from when they heard."""
    here = Situation.of(lead, now)
    return replace(here, limits=[_theirs(limit, lead, rules)[0] for limit in here.limits])


def due(lead: Dossier, clock: str, rules: Rules) -> datetime | None:
    """The last moment of a running limit of theirs."""
    found = [one for one in lead.clocks if one.clock == clock and one.ended is None]
    if not found:
        return None
    _, counted = _theirs(Limit(clock, found[-1].state, found[-1].rolled), lead, rules)
    return max(found[-1].due, counted) if counted else found[-1].due


def _theirs(limit: Limit, lead: Dossier, rules: Rules) -> tuple[Limit, datetime | None]:
    heard = [entry.at for entry in lead.history if limit.clock in _started(rules, entry.step)]
    if not heard or limit.clock not in {rules.workflow.steps[step].clock for step in REVIEWS}:
        return limit, None
    raw, rolled = rules.clocks.limit(limit.clock, heard[-1], region=lead.row.region_code)
    return replace(limit, rolled=max(limit.rolled, rolled)), raw


def _started(rules: Rules, name: str) -> Sequence[str]:
    step = rules.workflow.steps.get(name)
    return step.starts if step else ()


def lines(lead: Dossier, since: datetime, rules: Rules, language: str) -> Iterator[tuple[datetime, str, str]]:
    """What was done on that case since, as those who follow it may read it: no word that was said to another."""
    for entry in lead.history:
        step = rules.workflow.steps.get(entry.step)
        if step is not None and entry.told is not None and entry.at >= since and _is_theirs(step):
            yield entry.at, entry.step, step.text(language)


def _is_theirs(step: Step) -> bool:
    return step.notice is not None and (not step.personal or step.tells_others is not None)
