"""Every address of the console, and who may open it."""

from aiohttp import web

from console.auth import (
    ADMINISTRATORS,
    ANYONE,
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
    Route,
    guarded,
)
from console.reading import CASE_NUMBER, CONVERSATION_ID
from console.views import (
    account,
    alerts,
    alike,
    approvals,
    bulk,
    cases,
    conversations,
    counter,
    deletions,
    delivery,
    evidence,
    exports,
    factor,
    figures,
    handlers,
    inbox,
    notices,
    papers,
    settings,
    staff,
    static,
    units,
    warnings,
    work,
)

CASE = f"/cases/{{number:{CASE_NUMBER}}}"
TALK = f"/conversations/{{id:{CONVERSATION_ID}}}"
TOLD = "/counter/{draft:[0-9a-f]{32}}"
ID = "{id:[0-9]{1,18}}"
KIND = "{kind:[a-z]{1,20}}"
EVIDENCE = "{evidence:[0-9A-Za-z-]{1,64}}"


ROUTES = (
    Route("GET", "/", "inbox", inbox.inbox, STAFF),
    Route("GET", "/static/{name:[a-z.]{1,40}}", "static", static.static, ANYONE),
    Route("GET", "/counts", "counts", inbox.counts, STAFF),
    Route("GET", "/sign-in", "sign_in", account.sign_in_form, ANYONE),
    Route("POST", "/sign-in", "", account.sign_in, ANYONE),
    Route("GET", "/sign-in/code", "sign_in_code", factor.code_form, ANYONE),
    Route("POST", "/sign-in/code", "", factor.sign_in_code, ANYONE),
    Route("POST", "/sign-out", "sign_out", account.sign_out, STAFF, before_factor=True),
    Route("POST", "/sign-out-everywhere", "sign_out_everywhere", account.sign_out_everywhere, STAFF),
    Route("GET", "/account", "account", account.account, STAFF),
    Route("POST", "/account/password", "change_password", account.change_password, STAFF),
    Route("GET", "/account/factor", "factor", factor.factor, STAFF, before_factor=True),
    Route("POST", "/account/factor", "confirm_factor", factor.confirm, STAFF, before_factor=True),
    Route("POST", "/account/factor/codes", "renew_codes", factor.renew_codes, STAFF),
    Route("POST", "/account/factor/off", "factor_off", factor.switch_off, STAFF),
    Route("GET", CASE, "case", cases.show, CASE_ROLES),
    Route("POST", f"{CASE}/steps", "take_step", cases.take_step, CASE_ROLES),
    Route("POST", f"{CASE}/unmask", "unmask_case", cases.unmask, NAMING_ROLES),
    Route("GET", f"{CASE}/now", "case_now", cases.now, CASE_ROLES),
    Route("GET", f"{CASE}/alike", "case_alike", alike.show, CASE_ROLES),
    Route("POST", f"{CASE}/alike", "decide_alike", alike.decide, CASE_ROLES),
    Route("POST", f"{CASE}/first", "first_nationally", alike.first, CASE_ROLES),
    Route("GET", f"{CASE}/conversation", "case_conversation", cases.conversation, CASE_ROLES),
    Route("POST", f"{CASE}/claim", "claim", work.claim, CASE_ROLES),
    Route("POST", f"{CASE}/hand-over", "hand_over", work.hand_over, CASE_ROLES),
    Route("POST", f"{CASE}/handlers", "name_handler", handlers.change, HANDLER_NAMERS),
    Route("POST", "/bulk", "bulk", bulk.bulk, CASE_ROLES),
    Route("GET", "/export", "export_form", exports.form, EXPORT_ROLES),
    Route("POST", "/export", "export", exports.export, EXPORT_ROLES),
    Route("GET", "/counter", "counter", counter.counter, TELLER_ROLES),
    Route("POST", "/counter", "", counter.start, TELLER_ROLES),
    Route("GET", TOLD, "told", counter.show, TELLER_ROLES),
    Route("POST", TOLD, "", counter.write, TELLER_ROLES, upload=True),
    Route("GET", f"{TOLD}/slip", "slip", counter.slip, TELLER_ROLES),
    Route("POST", "/views", "keep_view", work.keep_view, CASE_ROLES),
    Route("POST", f"/views/{ID}/forget", "forget_view", work.forget_view, CASE_ROLES),
    Route("GET", f"{CASE}/evidence/{EVIDENCE}", "evidence", evidence.download, NAMING_ROLES),
    Route("GET", f"{CASE}/pictures/{EVIDENCE}", "picture", evidence.picture, NAMING_ROLES),
    Route("GET", f"{CASE}/papers", "papers", papers.papers, NAMING_ROLES),
    Route("POST", f"{CASE}/papers", "draft_paper", papers.draft, NAMING_ROLES),
    Route("GET", f"/papers/{ID}", "paper", papers.show, NAMING_ROLES),
    Route("POST", f"/papers/{ID}", "change_paper", papers.change, NAMING_ROLES),
    Route("POST", f"/papers/{ID}/serve", "serve_paper", papers.serve, NAMING_ROLES),
    Route("POST", f"/papers/{ID}/void", "void_paper", papers.void, NAMING_ROLES),
    Route("GET", f"/papers/{ID}/print", "print_paper", papers.page, NAMING_ROLES),
    Route("GET", f"/papers/{ID}/word", "word_paper", papers.word, NAMING_ROLES),
    Route("GET", "/warnings", "warnings", warnings.warnings, CASE_ROLES),
    Route("GET", "/notices", "notices", notices.notices, CASE_ROLES),
    Route("POST", f"/notices/{ID}/prove", "prove_notice", notices.prove, NAMING_ROLES),
    Route("GET", "/undelivered", "parked", delivery.parked, DELIVERY_ROLES),
    Route("POST", f"/undelivered/{ID}/retry", "retry", delivery.retry, DELIVERY_ROLES),
    Route("POST", f"/undelivered/{ID}/other-means", "other_means", delivery.other_means, DELIVERY_ROLES),
    Route("GET", "/deletions", "deletions", deletions.deletions, DELETION_ROLES),
    Route("POST", f"/deletions/{ID}/decide", "decide_deletion", deletions.decide, DELETION_ROLES),
    Route("GET", "/conversations", "conversations", conversations.conversations, LOG_ROLES),
    Route("GET", TALK, "conversation", conversations.conversation, LOG_ROLES),
    Route("POST", f"/unmask{TALK}", "unmask_conversation", conversations.unmask, LOG_ROLES),
    Route("GET", "/waiting", "waiting", conversations.waiting, LOG_ROLES),
    Route("POST", f"/waiting/{ID}/unstick", "unstick", conversations.unstick, LOG_ROLES),
    Route("GET", "/alerts", "alerts", alerts.alerts, STAFF),
    Route("GET", "/alerts/count", "alert_counts", alerts.counts, STAFF),
    Route("POST", f"/alerts/{ID}/take", "take_alert", alerts.take, STAFF),
    Route("POST", f"/alerts/{ID}/close", "close_alert", alerts.close, STAFF),
    Route("GET", "/settings", "settings", settings.overview, ADMINISTRATORS),
    Route("GET", f"/settings/{KIND}", "setting", settings.show, ADMINISTRATORS),
    Route("POST", f"/settings/{KIND}", "change_setting", settings.change, ADMINISTRATORS),
    Route("POST", f"/settings/{KIND}/back", "bring_back", settings.bring_back, ADMINISTRATORS),
    Route("GET", "/units", "units", units.units, ADMINISTRATORS),
    Route("POST", "/units", "create_unit", units.create, ADMINISTRATORS),
    Route("POST", "/units/change", "change_unit", units.change, ADMINISTRATORS),
    Route("POST", "/units/staff", "place_staff", units.place, ADMINISTRATORS),
    Route("GET", "/approvals", "approvals", approvals.approvals, APPROVAL_ROLES),
    Route("POST", "/approvals", "ask_approval", approvals.ask, APPROVAL_ROLES),
    Route("POST", f"/approvals/{ID}/decide", "decide_approval", approvals.decide, APPROVAL_ROLES),
    Route("GET", "/figures", "figures", figures.figures, FIGURE_ROLES),
    Route("GET", "/figures/behind", "figures_behind", figures.behind, FIGURE_ROLES),
    Route("GET", "/figures/{year:[0-9]{4}}", "figures_year", figures.year, FIGURE_ROLES),
    Route("GET", "/staff", "staff", staff.staff, ADMINISTRATORS),
    Route("POST", "/staff", "create_staff", staff.create, ADMINISTRATORS),
    Route("POST", "/staff/reset", "reset", staff.reset, ADMINISTRATORS),
    Route("POST", "/staff/reset-factor", "reset_factor", staff.reset_factor, ADMINISTRATORS),
    Route("POST", "/staff/roles", "change_roles", staff.change_roles, ADMINISTRATORS),
    Route("POST", "/staff/disable", "disable", staff.disable, ADMINISTRATORS),
    Route("GET", "/audit", "audit", staff.audit, AUDIT_ROLES),
)


def add_routes(app: web.Application) -> None:
    """Put every address behind its guard."""
    for route in ROUTES:
        handler = guarded(route.handler, route.roles, upload=route.upload, before_factor=route.before_factor)
        name = route.name or None
        if route.method == "GET":
            app.router.add_get(route.path, handler, name=name)
        else:
            app.router.add_route(route.method, route.path, handler, name=name)
