"""Papers and notices of a case, as other systems read them: as described, and none of a case that is not theirs."""

from typing import Any

import pytest
from jsonschema import Draft202012Validator

from cases import Role
from console.schemas import SCHEMAS
from tests.support.console import House, file_case, staff_member, take


async def read(house: House, token: str, path: str) -> tuple[int, Any]:
    answer = await house.client.get(path, headers={"Authorization": f"Bearer {token}"})
    return answer.status, await answer.json()


@pytest.mark.parametrize(("what", "shape"), [("papers", "Papers"), ("notices", "Notices")])
async def test_papers_and_notices_are_as_described(house: House, what: str, shape: str) -> None:
    number = file_case(house.register)
    house.register.papers.for_official(staff_member(house.register, "li.wei")).draft(number, "acceptance")
    token = house.register.staff.issue_token("reader", frozenset({Role.OFFICIAL}))
    status, body = await read(house, token, f"/api/cases/{number}/{what}")
    assert status == 200
    assert len(body[what]) == 1
    Draft202012Validator(SCHEMAS[shape]).validate(body)
    assert "王建国" not in str(body)
    take(house.register, number, "correct", nature="accusation", text="检举")
    assert (await read(house, token, f"/api/cases/{number}/{what}"))[0] == 404
