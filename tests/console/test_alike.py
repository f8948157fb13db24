"""Cases that belong together, on the screen."""

from cases import Nature
from tests.support.console import House, file_case


async def test_a_proposal_is_shown_with_reasons_confirmed_and_taken_back(house: House) -> None:
    first, second = file_case(house.register), file_case(house.register)
    visitor = await house.visitor("li.wei")
    assert f"/console/cases/{second}/alike?part=1" in await visitor.get(f"/console/cases/{second}")
    page = await visitor.get(f"/console/cases/{second}/alike")
    assert first in page
    assert "相同的话" in page
    page = await visitor.post(f"/console/cases/{second}/alike", other=first, kind="same_incident", state="confirmed")
    assert "已确认" in page
    page = await visitor.post(f"/console/cases/{second}/alike", other=first, kind="same_incident", state="undone")
    assert "已确认" not in page


async def test_the_first_in_the_country_is_noted_by_a_person(house: House) -> None:
    number = file_case(house.register)
    visitor = await house.visitor("li.wei")
    assert "尚未登记" in await visitor.get(f"/console/cases/{number}/alike?part=1")
    await visitor.get(f"/console/cases/{number}/alike")
    assert "尚未登记" not in await visitor.post(f"/console/cases/{number}/first", first="yes")


async def test_what_is_sealed_has_no_page_of_its_likes(house: House) -> None:
    number = file_case(house.register, nature=Nature.ACCUSATION)
    visitor = await house.visitor("li.wei")
    await visitor.get(f"/console/cases/{number}/alike")
    assert visitor.status == 404
