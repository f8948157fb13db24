"""One step on chosen cases."""

from tests.support.console import House, file_case, staff_member, take


async def test_the_results_say_which_went_and_why_others_did_not(house: House) -> None:
    first, second = (file_case(house.register, address=one) for one in "12")
    visitor = await house.visitor("li.wei")
    await visitor.get("/console/")
    chosen = [("chosen", f"{first}:1"), ("chosen", f"{second}:1")]
    token = ("csrf", visitor.page.split('name="csrf" value="')[1].split('"')[0])
    page = await visitor._take(await visitor.client.post("/console/bulk", data=[token, *chosen]))
    assert "已选 2 件" in page
    assert "2/2 件可办" in page
    take(house.register, second, "note", by="zhao.min", text="已阅")
    fields = [("take", "1"), ("step", "transfer"), ("unit", "赣县区自然资源局")]
    page = await visitor._take(await visitor.client.post("/console/bulk", data=[token, *chosen, *fields]))
    assert "2 件中办成 1 件" in page
    assert "这一件刚有变化" in page
    desk = house.register.for_official(staff_member(house.register, "li.wei"))
    assert (desk.case(first).unit, desk.case(second).unit) == ("赣县区自然资源局", "")


async def test_nothing_chosen_leads_back_and_nonsense_is_refused(house: House) -> None:
    visitor = await house.visitor("li.wei")
    await visitor.get("/console/")
    await visitor.post("/console/bulk")
    assert visitor.url.startswith("/console/?scope")
    await visitor.post("/console/bulk", chosen="nonsense")
    assert visitor.status == 400
