"""Units and proposals, as other systems read them: as described, nothing personal, nothing of a case not theirs."""

from jsonschema import Draft202012Validator

from cases import Nature, Role
from console.schemas import SCHEMAS
from tests.console.test_api_papers import read
from tests.support.console import House, file_case
from tests.support.units import county


def token(house: House, *roles: Role) -> str:
    """A token with these roles."""
    return house.register.staff.issue_token("reader", frozenset(roles))


async def test_the_tree_is_as_described_without_the_names_of_people(house: House) -> None:
    county(house.register)
    house.register.units.close("land.ml", by="chen")
    mine = token(house, Role.OFFICIAL)
    status, body = await read(house, mine, "/api/units")
    assert status == 200
    Draft202012Validator(SCHEMAS["Units"]).validate(body)
    found = {one["code"]: one for one in body["units"]}
    assert set(found) == {"gov", "office", "disc", "land", "town"}
    assert (found["land"]["parent"], found["gov"]["parent"]) == ("gov", None)
    assert found["land"]["remit"] == ["自然资源", "农村农业/征地补偿"]
    assert "刘德海" not in str(body)
    _, all_of_them = await read(house, mine, "/api/units?closed=true")
    assert {one["code"] for one in all_of_them["units"]} - set(found) == {"land.ml"}
    assert (await read(house, mine, "/api/units?closed=maybe"))[0] == 400
    assert (await read(house, token(house, Role.OPERATOR), "/api/units"))[0] == 403


async def test_proposals_say_why_and_are_for_whoever_sees_the_case(house: House) -> None:
    county(house.register)
    number, hidden = file_case(house.register), file_case(house.register, nature=Nature.ACCUSATION, address="2")
    mine = token(house, Role.OFFICIAL)
    status, body = await read(house, mine, f"/api/cases/{number}/proposals")
    assert status == 200
    Draft202012Validator(SCHEMAS["Proposals"]).validate(body)
    assert body["proposals"][0]["unit"] in ("land", "town")
    assert any(one["kind"] == "remit" and one["rule"] == "自然资源" for one in body["proposals"][0]["reasons"])
    assert (await read(house, mine, f"/api/cases/{hidden}/proposals"))[0] == 404
    assert (await read(house, token(house, Role.DISCIPLINE), f"/api/cases/{hidden}/proposals"))[0] == 200
