"""Figures as JSON: each a numerator and a denominator, never a share alone."""

import asyncio
from functools import partial

from aiohttp import web

from cases import FigureLine, FigureTable
from console.payloads import Json
from console.schemas import MOMENT, TEXT, Schema, array, thing
from console.screen import iso
from console.views.figures import asked_dimension, asked_period, figures_of

FIGURES = thing(
    "The figures of a period. Sealed cases are in none of them.",
    span={"type": "string", "enum": ["day", "week", "month", "quarter", "year"]},
    first={"type": "string", "format": "date"},
    last={"type": "string", "format": "date"},
    by={"type": "string", "enum": ["all", "region", "unit", "matter"]},
    counted_at={"anyOf": [MOMENT, {"type": "null"}]},
    total=thing("All of it.", key=TEXT, label=TEXT, figures={"type": "object"}),
    lines=array(thing("A region, unit or matter.", key=TEXT, label=TEXT, figures={"type": "object"})),
)
PARAMETERS: tuple[tuple[str, Schema, str], ...] = (
    (
        "span",
        {"type": "string", "enum": ["day", "week", "month", "quarter", "year"]},
        "How long the period is (month).",
    ),
    ("at", {"type": "string", "format": "date"}, "A day in the period (today)."),
    ("by", {"type": "string", "enum": ["all", "region", "unit", "matter"]}, "What the lines are by (region)."),
)


async def get_figures(request: web.Request) -> FigureTable:
    """The table that was asked for."""
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
