import pytest

from conversations import Log
from storage import Database
from tests.support.clock import FakeClock


@pytest.fixture
def log(database: Database, clock: FakeClock) -> Log:
    """The log, on each of the two databases."""
    return Log(database, clock=clock)
