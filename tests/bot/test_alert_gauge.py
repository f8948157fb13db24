"""The figure of open alerts, as Prometheus reads it."""

from collections.abc import Mapping
from typing import Any

import pytest

from bot.alert_gauge import AlertGauge
from bot.metrics import Metrics
from bot.offload import Offload
from conversations import Log, NewAlert
from storage import Database
from tests.support.clock import FakeClock
from tests.support.log import finish, keep

NAME = "fengqiao_alerts_open"


@pytest.fixture
def log(sqlite_database: Database, clock: FakeClock) -> Log:
    return Log(sqlite_database, clock=clock)


def figure(metrics: Metrics, labels: Mapping[str, str]) -> Any:
    return metrics.registry.get_sample_value(NAME, dict(labels))


async def test_open_alerts_are_counted_and_closed_ones_vanish(log: Log, sqlite_database: Database) -> None:
    metrics, offload = Metrics(), Offload()
    gauge = AlertGauge(conversation_log=log, metrics=metrics, offload=offload)
    labels = {"kind": "self_harm", "level": "high"}
    for address in ("1", "2"):
        rows = keep(log, "我不想活了", address=address, owner="a").waiting
        finish(log, sqlite_database, rows, alerts=(NewAlert(kind="self_harm", level="high"),))
    await gauge.count()
    assert figure(metrics, labels) == 2
    for alert in log.alerts.list():
        log.alerts.close(alert.id, by="x", note="")
    await gauge.count()
    assert figure(metrics, labels) is None
    offload.close()


async def test_a_database_that_is_away_stops_nothing(log: Log) -> None:
    async def away(*_: Any) -> Any:
        raise OSError("away")

    metrics = Metrics()
    await AlertGauge(conversation_log=log, metrics=metrics, offload=away).count()  # type: ignore[arg-type]
    assert figure(metrics, {"kind": "self_harm", "level": "high"}) is None


def test_time_to_human_is_a_histogram() -> None:
    metrics = Metrics()
    metrics.to_human(45)
    assert metrics.registry.get_sample_value("fengqiao_alert_seconds_to_human_count") == 1
    assert metrics.registry.get_sample_value("fengqiao_alert_seconds_to_human_bucket", {"le": "60.0"}) == 1
    assert metrics.registry.get_sample_value("fengqiao_alert_seconds_to_human_bucket", {"le": "30.0"}) == 0
