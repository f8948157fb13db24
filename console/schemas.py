"""The shapes of the API's answers and questions, as OpenAPI 3.1 describes them. `console.payloads` builds them."""

from enum import StrEnum
from typing import Any

from cases import ClockState, MessageState, Nature, PaperState, State, UnitKind

Schema = dict[str, Any]

TEXT: Schema = {"type": "string"}
WHOLE: Schema = {"type": "integer"}
SHARE: Schema = {"type": "number", "minimum": 0, "maximum": 1}
TRUTH: Schema = {"type": "boolean"}
MOMENT: Schema = {"type": "string", "format": "date-time", "description": "ISO 8601 with zone."}
MAYBE_TEXT: Schema = {"type": ["string", "null"]}


def array(items: Schema) -> Schema:
    """A list of `items`."""
    return {"type": "array", "items": items}


def thing(description: str, **properties: Schema) -> Schema:
    """An object that always has exactly these keys."""
    return {
        "type": "object",
        "description": description,
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
    }


def ref(name: str) -> Schema:
    """A schema of `SCHEMAS` by name."""
    return {"$ref": f"#/components/schemas/{name}"}


def one_of(words: type[StrEnum]) -> Schema:
    """One of the register's words."""
    return {"type": "string", "enum": [word.value for word in words]}


def _maybe(schema: Schema) -> Schema:
    return {"anyOf": [schema, {"type": "null"}]}


PERSONAL: Schema = {"type": "string", "description": "Masked unless the token may see it and `unmask` says why."}

PAPERS = thing(
    "The papers of a case; their words are read in the console.",
    number=TEXT,
    papers=array(
        thing(
            "One paper.",
            id=WHOLE,
            kind=TEXT,
            label=TEXT,
            label_en=TEXT,
            paper_number={"type": "string", "description": "Empty until it is signed."},
            state={"type": "string", "enum": [state.value for state in PaperState]},
            changed=MOMENT,
            issued=_maybe(MOMENT),
            served_on=_maybe({"type": "string", "format": "date"}),
        )
    ),
)
NOTICES = thing(
    "The duties to tell that steps created, and what proves them.",
    number=TEXT,
    notices=array(
        thing(
            "One duty.",
            id=WHOLE,
            step=TEXT,
            article=TEXT,
            form={"type": "string", "enum": ["written", "chat"]},
            told=MOMENT,
            due=_maybe(MOMENT),
            channel=TEXT,
            state={"type": "string", "enum": [state.value for state in MessageState]},
            reachable=TRUTH,
            paper={"type": ["integer", "null"], "description": "The paper that does it, where one was drawn up."},
            proven=TRUTH,
        )
    ),
)
PETITIONER = thing(
    "Who petitions.", name=PERSONAL, phone=PERSONAL, address=PERSONAL, id_number=PERSONAL, anonymous=TRUTH
)
CLAIM = thing(
    "One request within the petition.",
    id=WHOLE,
    request=TEXT,
    matter=array(TEXT),
    unit=TEXT,
    assisting=array(TEXT),
    state=one_of(State),
    outcome=MAYBE_TEXT,
    disposition={"type": ["string", "null"], "description": "三到位一处理: resolved, explained, helped, law_applied."},
    solved={
        "type": ["string", "null"],
        "description": "The petitioner's own answer: yes, partly, no. Null is no answer.",
    },
)
_VERSION: Schema = {
    "type": ["integer", "null"],
    "description": "The version of the settings it was counted by: 0 as shipped, null where it was not written down.",
}
CLOCK = thing(
    "A legal limit.",
    id=TEXT,
    article=TEXT,
    started=MOMENT,
    due=MOMENT,
    state=one_of(ClockState),
    limits_version=_VERSION,
    calendar_version=_VERSION,
)
CASE = thing(
    "A petition.",
    number=TEXT,
    state=one_of(State),
    nature=_maybe(one_of(Nature)),
    route={"type": ["string", "null"], "description": "The way of Art. 31 (一 to 六), or 建议, 检举, 咨询."},
    proposed_route=_maybe(
        thing(
            "The machine's proposal, for a person to decide on: for the whole, and claim by claim.",
            route=TEXT,
            reason=TEXT,
            words=array(TEXT),
            claims=array(thing("Of one claim.", id=WHOLE, nature=_maybe(one_of(Nature)), route=MAYBE_TEXT)),
        )
    ),
    matter={"type": "array", "items": TEXT, "maxItems": 3, "description": "Up to three levels of the matter."},
    region=thing("Where it happened.", code={"type": "string", "description": "GB/T 2260, six digits."}, name=TEXT),
    place=TEXT,
    occurred_at=TEXT,
    respondent=TEXT,
    facts=TEXT,
    claims=array(ref("Claim")),
    prior_handling=TEXT,
    affected_count={"type": ["integer", "null"]},
    petitioner=ref("Petitioner"),
    public_ok=TRUTH,
    sealed=TRUTH,
    risk=array(thing("A sign of danger, to be judged by a person.", kind=TEXT, level={})),
    evidence=array(thing("A file.", id=TEXT, name=TEXT, media_type=TEXT, sha256=TEXT)),
    unit=TEXT,
    clocks=array(ref("Clock")),
    history=array(thing("What happened.", at=MOMENT, by=TEXT, step=TEXT, text=TEXT)),
    links=array(thing("Another case this one belongs with.", number=TEXT, kind=TEXT)),
    version={"type": "integer", "description": "Send it back with a step: it must still be the same."},
)
CASE_ROW = thing(
    "A line of the inbox: nothing personal in it.",
    number=TEXT,
    state=one_of(State),
    nature=_maybe(one_of(Nature)),
    matter=array(TEXT),
    region=thing("Where it happened.", name=TEXT),
    unit=TEXT,
    summary=TEXT,
    sealed=TRUTH,
    received_at=MOMENT,
    next_due=_maybe(MOMENT),
    next_clock=TEXT,
    reachable=TRUTH,
    version=WHOLE,
)
CASE_PAGE = thing(
    "A page of cases.", cases=array(ref("CaseRow")), total=WHOLE, more=TRUTH, after=TEXT, page=WHOLE, page_size=WHOLE
)
STEP_FORM = thing(
    "A step that can be taken now, and what it asks for.",
    step=TEXT,
    label=TEXT,
    label_en=TEXT,
    fields=array(TEXT),
    required=array(TEXT),
    article=TEXT,
    tells_citizen=TRUTH,
    one_of={"type": "array", "items": TEXT, "description": "One of these must be carried."},
    inputs=array(
        thing(
            "A field, with what is needed to draw it.",
            name=TEXT,
            kind=TEXT,
            label=TEXT,
            label_en=TEXT,
            required=TRUTH,
            choices=array(thing("One of the answers.", value=TEXT, label=TEXT, label_en=TEXT)),
        )
    ),
)
STEPS = thing("The steps of a case now.", number=TEXT, version=WHOLE, steps=array(ref("StepForm")))
TAKE_STEP: Schema = {
    "type": "object",
    "properties": {
        "step": {"type": "string", "minLength": 1, "description": "One of the steps of `GET /cases/{number}/steps`."},
        "version": {"type": "integer", "description": "The version of the case that was seen."},
        "text": {"type": "string", "description": "What the citizen is told, or the file must say."},
        "fields": {"type": "object", "description": "What else the step carries: unit, route, nature, matter …"},
    },
    "required": ["step", "version"],
    "additionalProperties": False,
}
CONVERSATION = thing(
    "A line of the operators' list: nothing a citizen said is in it.",
    id=TEXT,
    channel=TEXT,
    last_at=MOMENT,
    turns=WHOLE,
    last_intent=TEXT,
    min_confidence=SHARE,
    misunderstood=WHOLE,
    waiting=WHOLE,
    sealed=TRUTH,
)
CONVERSATION_PAGE = thing(
    "A page of conversations.", conversations=array(ref("Conversation")), total=WHOLE, page=WHOLE, page_size=WHOLE
)
TURN = thing(
    "One turn: what was said, understood and answered.",
    seq=WHOLE,
    at=MOMENT,
    texts=array(TEXT),
    replies=array(thing("A reply.", text=TEXT, buttons=array(TEXT))),
    intent=TEXT,
    confidence=SHARE,
    entities=array(thing("What was found.", entity=TEXT, value=TEXT)),
    requested_slot=MAYBE_TEXT,
    duration_ms=WHOLE,
    model_id=TEXT,
)
TRANSCRIPT = thing("A conversation.", id=TEXT, turns=array(ref("Turn")))
ALERT = thing(
    "A person is called to a conversation.",
    id=WHOLE,
    conversation=TEXT,
    kind={"type": "string", "description": "The danger, or `human` where the citizen asked for a person."},
    level={"type": "string", "enum": ["high", "medium", "low"]},
    count={"type": "integer", "description": "How many messages raised it."},
    words={"type": "array", "items": TEXT, "description": "What the first and the last of them said, masked."},
    raised_at=MOMENT,
    taken_by=MAYBE_TEXT,
    taken_at=_maybe(MOMENT),
    closed_by=MAYBE_TEXT,
    closed_at=_maybe(MOMENT),
    note=TEXT,
    sealed=TRUTH,
)
_SECONDS: Schema = {"type": ["number", "null"]}
ALERTS = thing(
    "Open alerts first, the most urgent first; then the ones closed last.",
    alerts=array(ref("Alert")),
    seconds_to_human=thing("Of the last thirty days.", median=_SECONDS, p95=_SECONDS),
    waiting={"type": "integer", "description": "How many wait for a person now."},
)
CLOSE_ALERT: Schema = {
    "type": "object",
    "properties": {"note": {"type": "string", "minLength": 1, "description": "What was done."}},
    "required": ["note"],
    "additionalProperties": False,
}
_NUMBERS: Schema = {
    "type": "object",
    "description": "Figure -> its two counts.",
    "additionalProperties": thing("A figure.", numerator=WHOLE, denominator=WHOLE),
}
FIGURES = thing(
    "The figures of a period. Sealed cases are in none of them.",
    span={"type": "string", "enum": ["day", "week", "month", "quarter", "year"]},
    first={"type": "string", "format": "date"},
    last={"type": "string", "format": "date"},
    by={"type": "string", "enum": ["all", "region", "unit", "matter"]},
    counted_at=_maybe(MOMENT),
    total=thing("All of it.", key=TEXT, label=TEXT, figures=_NUMBERS),
    lines=array(thing("A region, unit or matter.", key=TEXT, label=TEXT, figures=_NUMBERS)),
)
ERROR = thing("A refusal.", error=thing("Why.", code=TEXT, message=TEXT))

UNITS = thing(
    "The units tree.",
    units=array(
        thing(
            "One unit.",
            code={"type": "string", "description": "Names the unit in a step."},
            name=TEXT,
            kind=one_of(UnitKind),
            parent={"type": ["string", "null"], "description": "The code of the unit it stands under."},
            region={"type": "string", "description": "Six digits; empty means everywhere."},
            remit=array({"type": "string", "description": "The beginning of a matter."}),
            aliases=array(TEXT),
            active=TRUTH,
            version=WHOLE,
        )
    ),
)
_MAYBE_WHOLE: Schema = {"type": ["integer", "null"]}
PROPOSALS = thing(
    "The units that a case could go to. Only proposals: a person's step passes it on.",
    number=TEXT,
    proposals=array(
        thing(
            "One unit, and why.",
            unit={"type": "string", "description": "Its code."},
            name=TEXT,
            score={"type": "number"},
            reasons=array(
                thing(
                    "One reason; what does not belong to its kind is null or empty.",
                    kind={"type": "string", "enum": ["remit", "region", "named", "precedent", "objected"]},
                    rule={"type": ["string", "null"], "description": "remit: the part of its remit."},
                    words=array({"type": "string", "description": "remit: the petitioner's words behind it."}),
                    region={"type": ["string", "null"], "description": "region: where it works."},
                    count={**_MAYBE_WHOLE, "description": "precedent, objected: so many like cases."},
                    of={**_MAYBE_WHOLE, "description": "precedent, objected: of so many."},
                )
            ),
        )
    ),
)
SCHEMAS: dict[str, Schema] = {
    "Alert": ALERT,
    "Alerts": ALERTS,
    "Case": CASE,
    "CasePage": CASE_PAGE,
    "CaseRow": CASE_ROW,
    "Claim": CLAIM,
    "Clock": CLOCK,
    "CloseAlert": CLOSE_ALERT,
    "Conversation": CONVERSATION,
    "ConversationPage": CONVERSATION_PAGE,
    "Error": ERROR,
    "Figures": FIGURES,
    "Notices": NOTICES,
    "Papers": PAPERS,
    "Petitioner": PETITIONER,
    "Proposals": PROPOSALS,
    "StepForm": STEP_FORM,
    "Steps": STEPS,
    "TakeStep": TAKE_STEP,
    "Transcript": TRANSCRIPT,
    "Turn": TURN,
    "Units": UNITS,
}
