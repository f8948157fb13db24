"""What a step changes on the case itself, and what the file says of it."""

from datetime import date, datetime

from cases.calendar import BEIJING
from cases.clocks import on_day
from cases.errors import StepIncomplete, WrongState
from cases.step_fields import StepFields
from cases.tables import PetitionRow
from cases.values import Nature, State
from cases.workflow import BACK, Kind, Step, Workflow

RETURNABLE = frozenset(
    {State.AWAITING_MATERIAL, State.REDIRECTED, State.NOT_ACCEPTED, State.MERGED, State.WITHDRAWN},
)
"""States that a step leads back from."""
DATES = ("received_at", "unit_received_at", "accepted_at", "served_at")
"""The dates of a case that limits count from, in the order they come."""


def refuse_wrong_days(fields: StepFields, workflow: Workflow, now: datetime) -> None:
    """A day on which something happened is not in the future, one that is set is not in the past."""
    today = now.astimezone(BEIJING).date()
    for name, value in vars(fields).items():
        if isinstance(value, date):
            kind = workflow.fields[name].kind
            if kind is Kind.PAST_DAY and value > today:
                raise StepIncomplete(f"{name}: {value} is in the future")
            if kind is Kind.DAY and value < today:
                raise StepIncomplete(f"{name}: {value} is over")


def move_state(row: PetitionRow, step: Step, now: datetime) -> None:
    """Take the case to the state that the step leads to."""
    if step.to is None:
        return
    before = row.state_before.split("/") if row.state_before else []
    if step.to == BACK:
        if not before:
            raise WrongState("there is no state to go back to")
        to = State(before.pop())
    else:
        to = State(step.to)
        before = [*before, row.state.value] if to in RETURNABLE else []
    row.state_before = "/".join(before) or None
    if to is not row.state:
        row.state, row.state_since = to, now


def apply(row: PetitionRow, name: str, fields: StepFields, now: datetime) -> None:
    """Write what the step says of the case as a whole."""
    _classify(row, fields)
    if fields.unit is not None and fields.claim is None:
        row.unit = fields.unit
    if fields.leader:
        row.lead_official = fields.leader[:100]
    match name:
        case "agree_return":
            row.unit, row.unit_id, row.unit_received_at = "", None, None
        case "sign":
            row.unit_received_at = on_day(fields.received_on, now) if fields.received_on else now
        case "escalate":
            row.unit_received_at = now
        case "accept" if row.accepted_at is None:
            row.accepted_at, row.simple = now, fields.simple
        case "ordinary":
            row.simple = False
        case "reply" | "review_reply" | "re_review_reply" | "serve":
            row.served_at = on_day(fields.served_at, now) if fields.served_at else now


def _classify(row: PetitionRow, fields: StepFields) -> None:
    if fields.claim is not None:
        # One accusation among the claims seals the whole: its story cannot be told in halves.
        row.sealed = row.sealed or fields.nature is Nature.ACCUSATION
        return
    if fields.route is not None:
        row.route = fields.route
    if fields.nature is not None:
        row.nature, row.sealed = fields.nature, fields.nature is Nature.ACCUSATION
    if fields.matter is not None:
        # A person has decided: nothing is left to guess.
        row.matter, row.matter_confidence = "/".join(fields.matter), 1.0
    if fields.region is not None:
        row.region_code, row.region_name = fields.region


def correct_date(row: PetitionRow, fields: StepFields, now: datetime) -> tuple[str, datetime | None, datetime]:
    """Put a date of the case right: which one, what it was, what it is. Raises `StepIncomplete` out of order."""
    which, day = fields.which or "", fields.day or now.date()
    old: datetime | None = getattr(row, which)
    if old is None:
        raise StepIncomplete(f"which: the case has no {which} yet")
    new = datetime.combine(day, old.astimezone(BEIJING).timetz())
    # Each stays on its side of the others. A case that was taken over was accepted before its unit received it.
    order = sorted((moment, at) for at, name in enumerate(DATES) if (moment := getattr(row, name)) is not None)
    days = [_day(new if DATES[at] == which else moment) for moment, at in order]
    if days != sorted(days):
        raise StepIncomplete(f"day: {day} does not fit the other dates of the case")
    setattr(row, which, new)
    return which, old, new


def _day(moment: datetime) -> date:
    return moment.astimezone(BEIJING).date()


def for_the_file(fields: StepFields, workflow: Workflow) -> str:
    """What the history keeps of a step, in Chinese: one line for each thing it carried."""
    return "\n".join(line for name in _ORDER if (line := _line(name, getattr(fields, name), workflow)))


_ORDER = (
    "unit", "assisting", "leader", "route", "claim", "nature", "matter", "region", "simple", "ground", "case", "which",
    "day", "due_on", "received_on", "days", "result", "outcome", "claims", "solved", "disposition", "road", "facts",
    "text", "legal_basis", "remedy", "article", "document", "served_at", "delivery", "receipt", "opinion",
)  # fmt: skip
_BARE = frozenset({"unit", "text", "nature", "legal_basis", "road", "outcome", "route", "matter", "region"})
"""What speaks for itself."""
NATURE_IN_WORDS = {"suggestion": "建议意见", "claim": "申诉求决", "accusation": "检举控告", "consultation": "咨询"}
SOLVED_IN_WORDS = {"yes": "解决了", "partly": "解决了一部分", "no": "没有解决"}


def _line(name: str, value: object, workflow: Workflow) -> str:
    if not value:
        return ""
    said = _words(name, value, workflow)
    return said if name in _BARE else f"{workflow.fields[name].zh}：{said}"


def _words(name: str, value: object, workflow: Workflow) -> str:
    rule = workflow.fields[name]
    match value:
        case str() if name == "route":
            return workflow.routes[value].zh
        case str() if name == "nature":
            return NATURE_IN_WORDS[value]
        case str() if rule.choices:
            return rule.choices[value].zh
        case True:
            return "是"
        case dict() if name == "solved":
            return "；".join(f"{_nth(at)}{SOLVED_IN_WORDS[answer]}" for at, answer in value.items())
        case dict():
            return "；".join(
                "，".join(
                    filter(None, (f"{_nth(at)}{workflow.outcomes[one.outcome].zh}", one.opinion, one.legal_basis))
                )
                for at, one in value.items()
            )
        case tuple():
            return {"matter": "/", "region": " "}.get(name, "、").join(value)
        case _:
            return str(value)


def _nth(position: int) -> str:
    return f"第{position}项" if position else ""
