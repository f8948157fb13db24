"""Spans of days, and how they are written: a day, a month, a year, or the first and the last possible day."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta

from nlu.text.lexicon import load_yaml
from nlu.text.lunar import lunar_day, solar_term


@dataclass(frozen=True, slots=True)
class Period:
    """The days between two dates, both included."""

    first: date
    last: date

    @property
    def value(self) -> str:
        """Write the period as shortly as it is exact."""
        if self.first == self.last:
            return self.first.isoformat()
        if self == whole_month(self.first.year, self.first.month):
            return f"{self.first:%Y-%m}"
        if self == whole_year(self.first.year):
            return f"{self.first:%Y}"
        return f"{self.first.isoformat()}/{self.last.isoformat()}"

    def until(self, last: date) -> "Period":
        """Return the period from the first day of this one to a later day."""
        return Period(self.first, max(last, self.first))

    def widened(self, days: int) -> "Period":
        """Return the period with some days added on both sides."""
        return Period(self.first - timedelta(days), self.last + timedelta(days))


def day(year: int, month: int, of_month: int) -> Period | None:
    """Return one day; None when the calendar has no such day."""
    try:
        found = date(year, month, of_month)
    except ValueError:
        return None
    return Period(found, found)


def whole_month(year: int, month: int) -> Period:
    """Return a month, whose number may run over the year's ends."""
    year, month = year + (month - 1) // 12, (month - 1) % 12 + 1
    return Period(date(year, month, 1), date(year, month, monthrange(year, month)[1]))


def whole_year(year: int) -> Period:
    """Return a year."""
    return Period(date(year, 1, 1), date(year, 12, 31))


def months(year: int, first: int, last: int) -> Period:
    """Return some months of a year; numbers above twelve reach into the next."""
    return Period(whole_month(year, first).first, whole_month(year, last).last)


def week_of(some: date, weeks_back: int) -> Period:
    """Return the week, Monday to Sunday, that lies some weeks before a day's own."""
    monday = some - timedelta(days=some.weekday() + 7 * weeks_back)
    return Period(monday, monday + timedelta(days=6))


def festival(name: str, year: int) -> Period | None:
    """Return the holiday of a year; the lunar ones of the years that the tables list."""
    table = load_yaml("festivals.yml")
    name = table["same"].get(name, name)
    if name in table["solar"]:
        first: date | None = date.fromisoformat(f"{year}-{table['solar'][name]['date']}")
        days = table["solar"][name]["days"]
    elif name in table["lunar"]:
        entry = table["lunar"][name]
        first, days = lunar_day(year, entry["month"], entry["day"]), entry["days"]
    elif name in table["eves"]:
        after = festival(table["eves"][name], year)
        first, days = after.first - timedelta(days=1) if after else None, 1
    else:
        first, days = solar_term(name, year), table["terms"].get(name, 1)
    return Period(first, first + timedelta(days=days - 1)) if first else None


def festival_names() -> list[str]:
    """List the names of holidays, longest first, as patterns need them."""
    table = load_yaml("festivals.yml")
    kinds = ("solar", "lunar", "eves", "terms", "same")
    return sorted((name for kind in kinds for name in table[kind]), key=len, reverse=True)
