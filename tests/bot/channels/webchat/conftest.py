"""A web chat and a visitor of it."""

from collections.abc import AsyncIterator

import pytest

from tests.support.clock import FakeClock
from tests.support.web_client import Browser, visit
from tests.support.web_receiver import EchoReceiver


@pytest.fixture
def receiver(clock: FakeClock) -> EchoReceiver:
    return EchoReceiver(clock=clock)


@pytest.fixture
async def browser(receiver: EchoReceiver, clock: FakeClock) -> AsyncIterator[Browser]:
    """A visitor who has not opened the page yet."""
    browser = await visit(receiver, clock=clock)
    yield browser
    await browser.client.close()


@pytest.fixture
async def visitor(browser: Browser) -> Browser:
    """A visitor with the page open."""
    await browser.open()
    return browser
