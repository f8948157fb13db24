"""Figures for leaders: the table of a period, the list behind each number, and the yearly report of Art. 41."""

import asyncio
from datetime import date
from functools import partial

from aiohttp import web

from cases import (
    Dimension,
    Figure,
    Figures,
    Metric,
    MetricKind,
    NotAllowed,
    NotFound,
    Period,
    Span,
    Unfinished,
    load_metrics,
)
from console.charts import HEIGHT, WIDTH, bars
from console.keys import LANGUAGE, OFFICIAL, REGISTER
from console.reading import BadRequest, page_number, query_text
from console.screen import render
from console.views.inbox import pages_of

SHOWN = (
    "received", "passed_on_time", "accepted_on_time", "replied_on_time", "first_word", "right_first", "repeated",
    "rated", "content", "solved", "asked", "concluded", "open", "overdue",
)  # fmt: skip
"""The columns of the table; the yearly report has all."""
SECONDS_A_DAY = 86400
PARTS = ("n", "d")


def figures_of(request: web.Request) -> Figures:
    """The figures as the one who asks may read them. Raises `NotAllowed`."""
    return request.app[REGISTER].figures(request[OFFICIAL])


def asked_period(request: web.Request, today: date) -> Period:
    """The period of the query: `span` and a day `at` in it. Raises `BadRequest`, `NotFound`."""
    try:
        span = Span(query_text(request, "span") or Span.MONTH)
        at = date.fromisoformat(query_text(request, "at") or today.isoformat())
    except ValueError as error:
        raise BadRequest("span must be day, week, month, quarter or year, and at a day") from error
    if not 1990 <= at.year <= today.year + 1:
        raise NotFound(f"figures of {at.year}")
    return Period.of(span, at)


def asked_dimension(request: web.Request) -> Dimension:
    """What the lines are by. Raises `BadRequest`."""
    try:
        return Dimension(query_text(request, "by") or Dimension.REGION)
    except ValueError as error:
        raise BadRequest("by must be all, region, unit or matter") from error


async def figures(request: web.Request) -> web.Response:
    """The table of a period, the course of one figure, and the backlog by age."""
    read = figures_of(request)
    period, by = asked_period(request, read.today()), asked_dimension(request)
    metric = _metric(request)
    table, course, backlog, begun = await asyncio.gather(
        asyncio.to_thread(partial(read.table, period, by=by)),
        asyncio.to_thread(partial(read.course, period, metric)),
        asyncio.to_thread(read.backlog),
        asyncio.to_thread(partial(_unfinished, read, period)),
    )
    words = partial(figure_words, language=request[LANGUAGE])
    shown = load_metrics()
    return render(
        "figures.html",
        request,
        table=table,
        metrics={name: shown[name] for name in SHOWN},
        metric=metric,
        words=words,
        share=_share,
        course=bars(
            [(_short(one), _value(shown[metric], figure), words(shown[metric], figure)) for one, figure in course],
            most=1.0 if shown[metric].kind is MetricKind.SHARE else None,
        ),
        backlog=bars([(month, float(count), str(count)) for month, count in backlog[-24:]]),
        open_months=backlog,
        size=(WIDTH, HEIGHT),
        unfinished=begun,
        spans=tuple(Span),
        dimensions=(Dimension.REGION, Dimension.UNIT, Dimension.MATTER),
        query=_query(period, by, metric),
        before=period.before(),
        after=period.after() if period.last < read.today() else None,
    )


async def behind(request: web.Request) -> web.Response:
    """The cases that one number counts."""
    read = figures_of(request)
    period, by = asked_period(request, read.today()), asked_dimension(request)
    metric, part, key = _metric(request), query_text(request, "part") or "n", query_text(request, "key")
    if part not in PARTS:
        raise BadRequest("part must be n or d")
    page = await asyncio.to_thread(
        partial(read.behind, period, metric, part, by=by, key=key, page=page_number(request))
    )
    query = _query(period, by, metric) | {"part": part, "key": key}
    return render(
        "figures_behind.html",
        request,
        page=page,
        pages=pages_of(page),
        metric=load_metrics()[metric],
        part=part,
        period=period,
        query=query,
        key=key,
    )


async def year(request: web.Request) -> web.Response:
    """The yearly report: the statistics, matters, the units most complained of, what was passed on (Art. 41)."""
    read = figures_of(request)
    period = Period.of(Span.YEAR, date(int(request.match_info["year"]), 1, 1))
    if period.first > read.today():
        raise BadRequest("that year has not begun")
    tables = [asyncio.to_thread(partial(read.table, period, by=by)) for by in (Dimension.MATTER, Dimension.UNIT)]
    before = asyncio.to_thread(partial(read.table, period.before()))
    matters, units, last, begun = await asyncio.gather(
        *tables, before, asyncio.to_thread(partial(_unfinished, read, period))
    )
    return render(
        "figures_year.html",
        request,
        period=period,
        matters=matters,
        units=units,
        last=last,
        unfinished=begun,
        metrics=load_metrics(),
        words=partial(figure_words, language=request[LANGUAGE]),
    )


def _unfinished(read: Figures, period: Period) -> Unfinished | None:
    try:
        return read.unfinished(period)
    except NotAllowed:
        return None


def _metric(request: web.Request) -> str:
    metric = query_text(request, "metric") or "received"
    if metric not in load_metrics():
        raise BadRequest("there is no such figure")
    return metric


def _query(period: Period, by: Dimension, metric: str) -> dict[str, str]:
    return {"span": period.span.value, "at": str(period.first), "by": by.value, "metric": metric}


def _short(period: Period) -> str:
    match period.span:
        case Span.YEAR:
            return str(period.first.year)
        case Span.QUARTER:
            return f"{period.first:%y}Q{(period.first.month + 2) // 3}"
        case Span.MONTH:
            return f"{period.first:%y-%m}"
    return f"{period.first:%m-%d}"


def _value(metric: Metric, figure: Figure) -> float | None:
    return float(figure.numerator) if metric.kind is MetricKind.COUNT else figure.share


def _share(figure: Figure) -> float:
    return figure.share or 0.0


def figure_words(metric: Metric, figure: Figure, *, language: str) -> str:
    """A figure as it is written: a number, a share in percent, or days. A dash where there was nothing to count."""
    if metric.kind is MetricKind.COUNT:
        return str(figure.numerator)
    if figure.share is None:
        return "–"
    if metric.kind is MetricKind.MEAN:
        days = figure.share / SECONDS_A_DAY
        return f"{days:.1f} d" if language.startswith("en") else f"{days:.1f}天"
    return f"{100 * figure.share:.1f}%"
