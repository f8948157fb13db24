"""Draws pages: what every template may use, and how times, places and people are written."""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache, partial
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from aiohttp import web
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from cases import MOST_COUNTED, Role
from console.auth import (
    APPROVAL_ROLES,
    AUDIT_ROLES,
    CASE_ROLES,
    DELETION_ROLES,
    DELIVERY_ROLES,
    EXPORT_ROLES,
    FIGURE_ROLES,
    HANDLER_NAMERS,
    LOG_ROLES,
    NAMING_ROLES,
    STAFF,
    TELLER_ROLES,
    form_token,
)
from console.keys import CATALOGUE, CLOCK, LANGUAGE, OFFICIAL, STATIC_FILES, TEMPLATES
from console.language import DEFAULT, LANGUAGES
from console.masking import mask_address, mask_subject, mask_words

HERE = Path(__file__).parent
BEIJING = ZoneInfo("Asia/Shanghai")
SOON_DAYS = 3


@dataclass(frozen=True, kw_only=True)
class Limit:
    """How much of a legal limit is left, in Beijing calendar days."""

    days: int
    tone: str
    """late, soon or calm"""
    hours: int = 0
    """Whole hours left; what counts when there are no days any more."""


@dataclass(frozen=True, kw_only=True)
class Door:
    """One entry of the navigation."""

    name: str
    roles: frozenset[Role]
    pages: frozenset[str]
    """Routes that count as being inside."""
    group: str = "settings"


GROUPS = ("desk", "talks", "figures", "settings")
"""The groups of the navigation, in their order."""

DOORS = (
    Door(
        name="inbox",
        group="desk",
        roles=CASE_ROLES,
        pages=frozenset(
            {"inbox", "case", "take_step", "unmask_case", "case_conversation", "case_alike", "bulk", "name_handler"}
        ),
    ),
    Door(name="warnings", group="desk", roles=CASE_ROLES, pages=frozenset({"warnings"})),
    Door(name="counter", group="desk", roles=TELLER_ROLES, pages=frozenset({"counter", "told", "slip"})),
    Door(name="alerts", group="desk", roles=STAFF, pages=frozenset({"alerts", "take_alert", "close_alert"})),
    Door(name="notices", group="desk", roles=CASE_ROLES, pages=frozenset({"notices", "prove_notice"})),
    Door(name="parked", group="desk", roles=DELIVERY_ROLES, pages=frozenset({"parked", "retry", "other_means"})),
    Door(name="deletions", group="desk", roles=DELETION_ROLES, pages=frozenset({"deletions", "decide_deletion"})),
    Door(
        name="conversations",
        group="talks",
        roles=LOG_ROLES,
        pages=frozenset({"conversations", "conversation", "unmask_conversation"}),
    ),
    Door(name="waiting", group="talks", roles=LOG_ROLES, pages=frozenset({"waiting", "unstick"})),
    Door(name="settings", roles=frozenset({Role.ADMINISTRATOR}), pages=frozenset({"settings", "setting"})),
    Door(name="approvals", roles=APPROVAL_ROLES, pages=frozenset({"approvals", "ask_approval", "decide_approval"})),
    Door(name="units", roles=frozenset({Role.ADMINISTRATOR}), pages=frozenset({"units", "create_unit", "change_unit"})),
    Door(
        name="figures",
        group="figures",
        roles=FIGURE_ROLES,
        pages=frozenset({"figures", "figures_behind", "figures_year"}),
    ),
    Door(name="staff", roles=frozenset({Role.ADMINISTRATOR}), pages=frozenset({"staff", "create_staff", "reset"})),
    Door(name="audit", roles=AUDIT_ROLES, pages=frozenset({"audit"})),
)


@cache
def templates() -> Environment:
    """The templates: everything put into them is escaped, and a name nobody gave is an error."""
    return Environment(
        loader=FileSystemLoader(HERE / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def render(template: str, request: web.Request, *, status: int = 200, **values: Any) -> web.Response:
    """A page. Needs nothing but the request, so that an error page can be drawn wherever the error came from."""
    text = request.app[TEMPLATES].get_template(template).render(context(request) | values)
    return web.Response(text=text, status=status, content_type="text/html")


def url(request: web.Request, name: str, /, *, query: Mapping[str, str] | None = None, **parts: str) -> str:
    """The address of a page of ours."""
    address = request.app.router[name].url_for(**parts)
    return str(address.with_query(query) if query else address)


def see_other(
    request: web.Request, name: str, /, *, query: Mapping[str, str] | None = None, **parts: str
) -> web.Response:
    """Send the browser on to a page of ours, so that reloading it posts nothing twice."""
    return go_to(url(request, name, query=query, **parts))


def go_to(address: str) -> web.Response:
    """Send the browser on to an address."""
    return web.Response(status=303, headers={"Location": address})


def context(request: web.Request) -> dict[str, Any]:
    """What every template may use."""
    catalogue, now = request.app[CATALOGUE], request.app[CLOCK]()
    language = request.get(LANGUAGE, DEFAULT)
    official = request.get(OFFICIAL)
    roles = official.roles if official else frozenset()
    page = request.match_info.route.name or ""
    return {
        "t": partial(catalogue.text, language),
        "label": partial(catalogue.label, language),
        "language": language,
        "other_languages": [(one, _in_language(request, one)) for one in LANGUAGES if one != language],
        "official": official,
        "csrf": form_token(request),
        "doors": _doors(page, roles),
        "reads_conversations": bool(LOG_ROLES & roles),
        "may_name": bool(NAMING_ROLES & roles),
        "may_name_handlers": bool(HANDLER_NAMERS & roles),
        "may_export": bool(EXPORT_ROLES & roles),
        "url": partial(url, request),
        "static": partial(_static, request),
        "moment": moment,
        "day": day,
        "iso": iso,
        "counted": counted,
        "today": day(now),
        "limit": partial(limit, now=now),
        "spent": partial(spent, now=now),
        "waited": lambda since: max(0.0, (now - since).total_seconds()),
        "mask_address": mask_address,
        "masked": mask_words,
        "audited": mask_subject,
    }


def _doors(page: str, roles: frozenset[Role]) -> list[tuple[str, bool, list[tuple[str, bool]]]]:
    """The navigation's groups: name, whether the page is inside, and their doors."""
    groups = []
    for group in GROUPS:
        mine = [(door.name, page in door.pages) for door in DOORS if door.group == group and door.roles & roles]
        if mine:
            groups.append((group, any(here for _, here in mine), mine))
    return groups


def counted(number: int, more: bool = False) -> str:
    """A number as it is shown: whoever has more than a thousand cases need not know how many."""
    return f"{MOST_COUNTED:,}+" if more or number > MOST_COUNTED else str(number)


def _static(request: web.Request, name: str) -> str:
    version = request.app[STATIC_FILES][name].version
    return url(request, "static", query={"v": version}, name=name)


def _in_language(request: web.Request, language: str) -> str:
    # A page drawn in answer to a form has no address of its own to come back to in the other language.
    if request.method != "GET":
        return url(request, "inbox", query={"lang": language})
    return str(request.rel_url.update_query(lang=language))


def moment(value: datetime) -> str:
    """Date and time in Beijing."""
    return f"{value.astimezone(BEIJING):%Y-%m-%d %H:%M}"


def day(value: datetime) -> str:
    """Date in Beijing."""
    return f"{value.astimezone(BEIJING):%Y-%m-%d}"


def iso(value: datetime) -> str:
    """ISO 8601 with zone, in Beijing time."""
    return value.astimezone(BEIJING).isoformat(timespec="seconds")


def limit(due: datetime, *, now: datetime) -> Limit:
    """What is left until `due`."""
    days = (due.astimezone(BEIJING).date() - now.astimezone(BEIJING).date()).days
    if now > due:
        return Limit(days=min(days, 0), tone="late")
    hours = math.floor((due - now).total_seconds() / 3600)
    return Limit(days=days, tone="soon" if days <= SOON_DAYS else "calm", hours=hours)


def spent(started: datetime, due: datetime, *, now: datetime) -> int:
    """How much of a limit is used up, in percent."""
    whole = (due - started).total_seconds()
    share = (now - started).total_seconds() / whole if whole > 0 else 1.0
    return math.floor(100 * min(max(share, 0.0), 1.0))
