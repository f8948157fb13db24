"""A ticket is good in its own session only, and only as it was issued."""

import pytest

from bot.channels.webchat.tickets import Tickets
from bot.messages import Attachment
from tests.support.web_receiver import sign, signed_by_us

TICKETS = Tickets(sign=sign, verify=signed_by_us)
FILE = Attachment(ref="r", kind="photo", name="照片.jpg", media_type="image/jpeg", size=9)
TICKET = TICKETS.issue(FILE, session="mine")


def test_there_and_back() -> None:
    assert TICKETS.read(TICKET, session="mine") == FILE


def test_not_in_another_session() -> None:
    assert TICKETS.read(TICKET, session="yours") is None


@pytest.mark.parametrize("ticket", [None, 7, "", ".", "held-1", TICKET[:-1], "A" + TICKET, TICKET + "é", TICKET * 40])
def test_not_when_it_was_touched(ticket: object) -> None:
    assert TICKETS.read(ticket, session="mine") is None
