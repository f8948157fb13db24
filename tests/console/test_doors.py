"""Each role finds its own work in the console."""

import pytest

from cases import Role
from tests.support.console import PASSWORD, House, Visitor, file_case


async def visitor_of(house: House, role: Role) -> Visitor:
    """Somebody with one role and no unit, signed in."""
    house.register.staff.create("somebody", PASSWORD, roles=[role])
    return await house.visitor("somebody")


@pytest.mark.parametrize("role", [Role.HANDLER, Role.APPROVER, Role.LEADER, Role.SUPERVISOR])
async def test_whoever_works_on_cases_opens_them(house: House, role: Role) -> None:
    number = file_case(house.register)
    visitor = await visitor_of(house, role)
    assert number in visitor.page
    assert 'data-door="inbox"' in visitor.page
    await visitor.get(f"/console/cases/{number}")
    assert visitor.status == 200
    names_people = role in (Role.HANDLER, Role.APPROVER)
    assert (f"/cases/{number}/unmask" in visitor.page) == names_people
    assert (f"/cases/{number}/papers" in visitor.page) == names_people
    for page in ("/console/notices", "/console/counts", f"/console/cases/{number}/now"):
        await visitor.get(page)
        assert visitor.status == 200


async def test_a_handler_takes_the_steps_of_the_unit_and_no_others(house: House) -> None:
    number = file_case(house.register)
    visitor = await visitor_of(house, Role.HANDLER)
    await visitor.take(number, "accept", route="六")
    assert visitor.url.startswith(f"/console/cases/{number}?done=accept")
    await visitor.take(number, "not_accept", text="不")
    assert visitor.status == 403


@pytest.mark.parametrize("role", [Role.LEADER, Role.SUPERVISOR])
async def test_what_names_people_and_what_is_not_delivered_is_not_everybodys(house: House, role: Role) -> None:
    number = file_case(house.register)
    visitor = await visitor_of(house, role)
    await visitor.get("/console/undelivered")
    assert visitor.status == 403
    await visitor.get(f"/console/cases/{number}/papers")
    assert visitor.status == 403


async def test_an_auditor_begins_at_the_audit(house: House) -> None:
    visitor = await visitor_of(house, Role.AUDITOR)
    assert (visitor.status, visitor.url) == (200, "/console/audit")


@pytest.mark.parametrize("role", [Role.HANDLER, Role.APPROVER, Role.LEADER, Role.SUPERVISOR])
async def test_tokens_of_these_roles_read_cases_too(house: House, role: Role) -> None:
    number = file_case(house.register)
    token = house.register.staff.issue_token("reports", roles=[role])
    answer = await house.client.get(f"/api/cases/{number}/steps", headers={"Authorization": f"Bearer {token}"})
    assert answer.status == 200
