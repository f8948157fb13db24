"""Figures for Prometheus. Nothing personal in them: channels and outcomes only."""

from collections.abc import Mapping

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest

TO_HUMAN = (10, 30, 60, 120, 300, 600, 1800, 3600, 14400, 86400)
BUCKETS = (0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10)


class Metrics:
    """What this process did, in a registry of its own."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        self._turns = Histogram(
            "fengqiao_turn_seconds", "Seconds from taking a message up to its answer", ["channel"],
            registry=self.registry, buckets=BUCKETS,
        )  # fmt: skip
        self._failed = Counter(
            "fengqiao_turns_failed", "Turns that failed and were put back", ["channel", "error"], registry=self.registry
        )
        self._sent = Counter(
            "fengqiao_messages_sent", "Messages handed to a channel", ["channel", "state"], registry=self.registry
        )
        self._troubled = Gauge(
            "fengqiao_inbox_troubled", "Messages whose handling failed and that are unanswered", registry=self.registry
        )

        self._alerts = Gauge(
            "fengqiao_alerts_open", "Alerts that nobody has closed", ["kind", "level"], registry=self.registry
        )
        self._to_human = Histogram(
            "fengqiao_alert_seconds_to_human", "Seconds from an alert until a person took it",
            registry=self.registry, buckets=TO_HUMAN,
        )  # fmt: skip

    def alerts(self, counts: Mapping[tuple[str, str], int]) -> None:
        """How many alerts are open, by kind and level."""
        self._alerts.clear()
        for (kind, level), count in counts.items():
            self._alerts.labels(kind, level).set(count)

    def to_human(self, seconds: float) -> None:
        """A person took an alert."""
        self._to_human.observe(seconds)

    def turn(self, channel: str, seconds: float) -> None:
        """A turn was finished."""
        self._turns.labels(channel).observe(seconds)

    def failed(self, channel: str, error: str) -> None:
        """A turn failed and its messages were put back."""
        self._failed.labels(channel, error).inc()

    def sent(self, channel: str, state: str) -> None:
        """A message was handed to a channel, or could not be."""
        self._sent.labels(channel, state).inc()

    def troubled(self, count: int) -> None:
        """How many messages wait for another try."""
        self._troubled.set(count)

    def render(self) -> bytes:
        """The Prometheus text format."""
        return generate_latest(self.registry)
