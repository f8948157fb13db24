"""The description of the JSON API (OpenAPI 3.1), written by hand and compared with the routes by a test."""

from typing import Any

from cases import Dimension, Nature, Span, State
from console.reading import CASE_NUMBER
from console.schemas import SCHEMAS, TEXT, TRUTH, Schema, one_of, ref

VERSION = "1"
REFUSALS = {
    "400": "The request is malformed.",
    "401": "There is no valid token.",
    "403": "The token's role may not do this.",
    "404": "There is no such record, or it is not the token's to see.",
    "409": "The case changed meanwhile, or is in another state; the alert is closed or taken.",
    "413": "The body is too large.",
    "422": "The step lacks something it must carry.",
    "500": "It failed on our side.",
    "503": "The database is busy.",
}
EVERYWHERE = ("400", "401", "403", "500", "503")


def describe(server: str) -> dict[str, Any]:
    """The whole description, for an API that is reached at `server`."""
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Fengqiao",
            "version": VERSION,
            "description": "Petitions (信访事项), the steps taken on them, and the conversations they were told in.",
        },
        "servers": [{"url": server}],
        "security": [{"token": []}],
        "paths": PATHS,
        "components": {
            "securitySchemes": {
                "token": {"type": "http", "scheme": "bearer", "description": "Made by `fengqiao token`."}
            },
            "schemas": SCHEMAS,
        },
    }


def _query(name: str, schema: Schema, description: str) -> Schema:
    return {"name": name, "in": "query", "required": False, "schema": schema, "description": description}


def _path(name: str, schema: Schema, description: str) -> Schema:
    return {"name": name, "in": "path", "required": True, "schema": schema, "description": description}


def _json(name: str) -> Schema:
    return {"application/json": {"schema": ref(name)}}


def _operation(
    summary: str,
    *,
    operation: str,
    gives: str,
    parameters: tuple[Schema, ...] = (),
    body: str | None = None,
    refusals: tuple[str, ...] = (),
) -> Schema:
    responses: Schema = {"200": {"description": summary, "content": _json(gives)}}
    for status in sorted({*EVERYWHERE, *refusals}):
        responses[status] = {"description": REFUSALS[status], "content": _json("Error")}
    described: Schema = {
        "operationId": operation,
        "summary": summary,
        "parameters": list(parameters),
        "responses": responses,
    }
    return described | ({"requestBody": {"required": True, "content": _json(body)}} if body else {})


NUMBER = _path("number", {"type": "string", "pattern": f"^{CASE_NUMBER}$"}, "The case's number.")
UNMASK = _query(
    "unmask",
    {"type": "string", "minLength": 2, "maxLength": 200, "pattern": "[0-9A-Za-z\u4e00-\u9fff]"},
    "Why personal data is needed in full; the look is recorded. The token's role must allow it.",
)
PAGE = _query("page", {"type": "integer", "minimum": 1, "maximum": 100_000, "default": 1}, "Which page.")
PAGE_SIZE = _query("page_size", {"type": "integer", "minimum": 1, "maximum": 100, "default": 25}, "How many on a page.")

ALERT = _path("id", {"type": "integer", "minimum": 0, "maximum": 999_999_999}, "The alert's number.")

PATHS: dict[str, Schema] = {
    "/alerts": {
        "get": _operation(
            "Alerts the token may see, and how long people wait for a person.", operation="listAlerts", gives="Alerts"
        )
    },
    "/alerts/{id}/take": {
        "post": _operation(
            "The alert, now in the token's hands. The citizen is told that a person reads.",
            operation="takeAlert",
            gives="Alert",
            parameters=(ALERT,),
            refusals=("404", "409"),
        )
    },
    "/alerts/{id}/close": {
        "post": _operation(
            "The alert, closed.",
            operation="closeAlert",
            gives="Alert",
            parameters=(ALERT,),
            body="CloseAlert",
            refusals=("404", "409", "413"),
        )
    },
    "/cases": {
        "get": _operation(
            "Cases the token may see, the nearest legal limit first; counted up to a thousand.",
            operation="listCases",
            gives="CasePage",
            parameters=(
                _query("state", one_of(State), "Only cases in this state."),
                _query("nature", one_of(Nature), "Only cases of this nature."),
                _query("region", {"type": "string", "pattern": "^[0-9]{0,6}$"}, "A region code or its first digits."),
                _query("matter", TEXT, "A level of the matter."),
                _query("text", TEXT, "Words, a case number, or exactly a name or phone number."),
                _query(
                    "after", TEXT, "Where the page before ended: instead of a page's number, which reaches a thousand."
                ),
                PAGE,
                PAGE_SIZE,
            ),
        )
    },
    "/cases/{number}": {
        "get": _operation(
            "One case.", operation="getCase", gives="Case", parameters=(NUMBER, UNMASK), refusals=("404",)
        )
    },
    "/cases/{number}/notices": {
        "get": _operation(
            "The duties to tell of a case, and what proves them.",
            operation="listNotices",
            gives="Notices",
            parameters=(NUMBER,),
            refusals=("404",),
        )
    },
    "/cases/{number}/papers": {
        "get": _operation(
            "The papers of a case.", operation="listPapers", gives="Papers", parameters=(NUMBER,), refusals=("404",)
        )
    },
    "/cases/{number}/proposals": {
        "get": _operation(
            "The units a case could go to, the likeliest first; several where the machine is unsure.",
            operation="listProposals",
            gives="Proposals",
            parameters=(NUMBER,),
            refusals=("404",),
        )
    },
    "/cases/{number}/steps": {
        "get": _operation(
            "The steps that can be taken now.",
            operation="listSteps",
            gives="Steps",
            parameters=(NUMBER,),
            refusals=("404",),
        ),
        "post": _operation(
            "The case after the step was taken. The petitioner is told where the step says so.",
            operation="takeStep",
            gives="Case",
            parameters=(NUMBER,),
            body="TakeStep",
            refusals=("404", "409", "413", "422"),
        ),
    },
    "/conversations": {
        "get": _operation(
            "Conversations, the latest first.",
            operation="listConversations",
            gives="ConversationPage",
            parameters=(
                _query("channel", TEXT, "Only of this channel."),
                _query("intent", TEXT, "Only those whose last message had this intent."),
                _query("misunderstood", TRUTH, "Only with (true) or without (false) misunderstandings."),
                PAGE,
                PAGE_SIZE,
            ),
        )
    },
    "/conversations/{id}": {
        "get": _operation(
            "One conversation's turns, oldest first.",
            operation="getConversation",
            gives="Transcript",
            parameters=(
                _path("id", TEXT, "channel:address; what is no letter or digit in it is percent-encoded."),
                _query("before", {"type": "integer", "minimum": 1, "maximum": 10**9}, "Only turns before this one."),
                _query("limit", {"type": "integer", "minimum": 1, "maximum": 100, "default": 100}, "At most so many."),
                UNMASK,
            ),
            refusals=("404",),
        )
    },
    "/figures": {
        "get": _operation(
            "The figures of a period, each as numerator and denominator.",
            operation="getFigures",
            gives="Figures",
            parameters=(
                _query("span", one_of(Span), "How long the period is (month)."),
                _query("at", {"type": "string", "format": "date"}, "A day in the period (today)."),
                _query("by", one_of(Dimension), "What the lines are by (region)."),
            ),
            refusals=("404",),
        )
    },
    "/units": {
        "get": _operation(
            "The units tree, each unit after the one it stands under; empty where none is set up.",
            operation="listUnits",
            gives="Units",
            parameters=(_query("closed", TRUTH, "Closed units too."),),
        )
    },
    "/openapi.json": {
        "get": {
            "operationId": "getDescription",
            "summary": "This description.",
            "security": [],
            "responses": {"200": {"description": "OpenAPI 3.1.", "content": {"application/json": {"schema": {}}}}},
        }
    },
}
