"""Figures as JSON: each a numerator and a denominator, never a share alone."""

import asyncio
from functools import partial

from aiohttp import web

from cases import FigureLine, FigureTable
from console.payloads import Json
from console.screen import iso
from console.views.figures import asked_dimension, asked_period, figures_of


async def asked_figures(request: web.Request) -> FigureTable:
    """The table that was asked for. Raises `BadRequest` or `NotAllowed`."""
    read = figures_of(request)
    return await asyncio.to_thread(
        partial(read.table, asked_period(request, read.today()), by=asked_dimension(request))
    )


def figures_json(table: FigureTable) -> Json:
    """A table as JSON."""
    return {
        "span": table.period.span.value,
        "first": str(table.period.first),
        "last": str(table.period.last),
        "by": table.by.value,
        "counted_at": iso(table.counted_at) if table.counted_at else None,
        "total": _line(table.total),
        "lines": [_line(line) for line in table.lines],
    }


def _line(line: FigureLine) -> Json:
    figures = {
        name: {"numerator": figure.numerator, "denominator": figure.denominator}
        for name, figure in line.figures.items()
    }
    return {"key": line.key, "label": line.label, "figures": figures}
