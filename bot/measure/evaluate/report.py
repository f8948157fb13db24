"""What is printed and what is written: lines of a figure each, tables, and the same as JSON."""

from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

from bot.measure.evaluate.intervals import Interval, wilson
from bot.measure.evaluate.scores import Bin, expected_error


@dataclass(frozen=True)
class Figure:
    """One figure, its interval, and on how many messages it stands."""

    name: str
    value: float
    interval: Interval
    count: int

    @classmethod
    def share(cls, name: str, right: int, of: int) -> "Figure":
        """So many of so many, with Wilson's interval; 0 of none."""
        return cls(name, right / max(1, of), wilson(right, of), of)

    def __str__(self) -> str:
        low, high = self.interval
        return f"{self.name:34}{self.value:7.3f}   [{low:.3f}, {high:.3f}]{self.count:8}"


@dataclass
class Report:
    """Figures under headings, printed as they come."""

    say: Callable[[str], object]
    figures: dict[str, list[Figure]] = field(default_factory=dict)
    tables: dict[str, list[Bin]] = field(default_factory=dict)
    milliseconds: dict[str, dict[str, float]] = field(default_factory=dict)

    def heading(self, title: str) -> None:
        """Begin a part."""
        self.say("")
        self.say(f"{title:34}{'value':>7}   {'95 %':14}{'messages':>9}")

    def add(self, title: str, figures: Sequence[Figure]) -> None:
        """Print and keep a part."""
        self.heading(title)
        for figure in figures:
            self.say(str(figure))
        self.figures[title] = list(figures)

    def add_reliability(self, title: str, table: Sequence[Bin]) -> None:
        """Print and keep how far confidence can be believed."""
        self.say("")
        self.say(f"{title}: expected calibration error {expected_error(table):.3f}")
        self.say(f"{'confidence':>12}{'messages':>10}{'mean':>8}{'right':>8}")
        for each in table:
            self.say(f"{each.low:6.1f}-{each.high:3.1f} {each.count:11}{each.confidence:8.2f}{each.right:8.2f}")
        self.tables[title] = list(table)

    def add_times(self, part: str, p50: float, p95: float) -> None:
        """Keep how long a part takes; `say_times` prints all of them."""
        self.milliseconds[part] = {"p50": p50, "p95": p95}

    def say_times(self) -> None:
        """Print the times of every part."""
        self.say("")
        self.say(f"{'milliseconds a message':34}{'p50':>7}{'p95':>9}")
        for part, each in self.milliseconds.items():
            self.say(f"{part:34}{each['p50']:7.2f}{each['p95']:9.2f}")

    def missing(self, what: str, why: str) -> None:
        """Say what is not measured."""
        self.say("")
        self.say(f"{what}: not measured, {why}")

    def as_json(self) -> dict[str, Any]:
        """Everything, for a file."""
        return {
            "figures": {title: [asdict(each) for each in figures] for title, figures in self.figures.items()},
            "reliability": {
                title: {"error": expected_error(table), "bins": [asdict(each) for each in table]}
                for title, table in self.tables.items()
            },
            "milliseconds": self.milliseconds,
        }
