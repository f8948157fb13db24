"""The lunar calendar and the solar terms, from tables: 农历三月初五, 腊月, 冬至."""

from datetime import date, timedelta
from functools import cache

from nlu.text.lexicon import load_rows


def lunar_day(year: int, month: int, of_month: int, *, leap: bool = False) -> date | None:
    """Return the day of a lunar date; None where there is none or the table does not reach."""
    span = lunar_month(year, month, leap=leap)
    if span is None or not 1 <= of_month <= (span[1] - span[0]).days + 1:
        return None
    return span[0] + timedelta(days=of_month - 1)


def lunar_month(year: int, month: int, *, leap: bool = False) -> tuple[date, date] | None:
    """Return the first and the last day of a lunar month."""
    return _months().get((year, -month if leap else month))


def solar_term(name: str, year: int) -> date | None:
    """Return the day of a solar term in a year; None for another name."""
    written = _terms().get(year, {}).get(name)
    return date.fromisoformat(f"{year}-{written}") if written else None


@cache
def _months() -> dict[tuple[int, int], tuple[date, date]]:
    found = {}
    for row in load_rows("lunar_years.csv"):
        first = date.fromisoformat(row["first"])
        for entry in row["months"].split():
            number, days = map(int, entry.split(":"))
            found[int(row["year"]), number] = (first, first + timedelta(days=days - 1))
            first += timedelta(days=days)
    return found


@cache
def _terms() -> dict[int, dict[str, str]]:
    return {int(row["year"]): row for row in load_rows("solar_terms.csv")}
