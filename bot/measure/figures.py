"""What was measured on a filled register."""

from dataclasses import dataclass, field

from bot.measure.load import Timed


@dataclass
class Figures:
    """What was measured on one database."""

    pages: dict[str, Timed] = field(default_factory=dict)
    work: dict[str, Timed] = field(default_factory=dict)
    """The same clicks in processor time of this process: what a busy machine does not blur."""
    lives_per_second: float = 0.0
    life_milliseconds: float = 0.0
    """Processor time of one whole life."""
    failures: int = 0
