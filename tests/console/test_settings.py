"""Settings are edited with forms, for a reason, by administrators alone."""

import pytest

from cases import PolicyKind
from tests.support.console import House, file_case


@pytest.mark.parametrize("kind", PolicyKind)
@pytest.mark.parametrize("language", ["zh", "en"])
async def test_every_kind_has_its_page(house: House, kind: PolicyKind, language: str) -> None:
    visitor = await house.visitor("chen.jing")
    await visitor.get(f"/console/settings?lang={language}")
    assert visitor.status == 200
    now = house.register.policies.now
    names = {
        "notices": sorted(now.wordings),
        "papers": ["offices", *now.templates],
        "helplines": ["kinds", "new", "110"],
    }
    for name in ["", *names.get(kind, [])[:12]]:
        await visitor.get(f"/console/settings/{kind}?name={name}&lang={language}")
        assert visitor.status == 200, name


@pytest.mark.parametrize("who", ["li.wei", "zhao.min", "wang.fang"])
async def test_settings_are_for_administrators(house: House, who: str) -> None:
    visitor = await house.visitor(who)
    for path in ("/console/settings", "/console/settings/limits"):
        await visitor.get(path)
        assert visitor.status == 403
    await visitor.get("/console/account")
    await visitor.post("/console/settings/timers", version="0", reason="试试", urge_days="9")
    assert visitor.status == 403


async def test_a_limit_is_changed_shown_and_brought_back(house: House) -> None:
    before = file_case(house.register, address="624181009")
    visitor = await house.visitor("chen.jing")
    await visitor.get("/console/settings/limits")
    fields = {"version": "0", "days.C6": "45", "regions.C6": "3607=30, 360721=20"}
    await visitor.post("/console/settings/limits", fields)
    assert (visitor.status, "请写明修改理由" in visitor.page) == (422, True)
    assert "3607=30, 360721=20" in visitor.page
    await visitor.post("/console/settings/limits", fields, reason="省里的规定")
    assert visitor.status == 200
    rule = house.register.policies.now.limits["C6"]
    assert (rule.days, dict(rule.regions)) == (45, {"3607": 30, "360721": 20})
    assert "按期限设置：出厂设置" in await visitor.get(f"/console/cases/{before}")
    assert "按期限设置：第 1 版" in await visitor.get(f"/console/cases/{file_case(house.register)}")
    await visitor.get("/console/settings/limits")
    await visitor.post("/console/settings/limits", {"version": "1", "days.C6": "90"}, reason="太短")
    assert (visitor.status, "60 days at most" in visitor.page) == (422, True)
    await visitor.post("/console/settings/limits", fields, reason="晚了一步")
    assert visitor.status == 409
    await visitor.post("/console/settings/limits/back", version="1", back="0", reason="恢复")
    assert house.register.policies.now.limits["C6"].days == 60


async def test_a_notice_is_previewed_and_changed(house: House) -> None:
    visitor = await house.visitor("chen.jing")
    await visitor.get("/console/settings/notices?name=person_reads")
    fields = {"version": "0", "name": "person_reads", "zh.0": "有人在看了{date}。", "en.0": "Somebody reads."}
    await visitor.post("/console/settings/notices", fields, go="preview")
    assert "有人在看了2026年3月17日。" in visitor.page
    assert house.register.policies.now.versions[PolicyKind.NOTICES] == 0
    await visitor.post("/console/settings/notices", {**fields, "zh.0": "有人在看了。{boss}"}, reason="口语")
    assert visitor.status == 422
    await visitor.post("/console/settings/notices", {**fields, "zh.0": "有人在看了。"}, reason="口语")
    assert house.register.policies.now.wordings["person_reads"][0].zh == "有人在看了。"


async def test_days_offices_papers_numbers_and_spans(house: House) -> None:
    visitor = await house.visitor("chen.jing")
    await visitor.get("/console/settings/calendar")

    async def change(kind: str, version: int, **fields: str) -> None:
        named = {name.replace("__", "."): value for name, value in fields.items()}
        await visitor.post(f"/console/settings/{kind}", named, version=str(version), reason="本地规定")
        assert visitor.status == 200, visitor.page

    await change("calendar", 0, day="2026-04-20", what="三月三", working="0")
    await change("papers", 0, name="offices", region="360721", office="赣县区信访局", sign="赣县信访")
    await change("papers", 1, name="extension", zh="延期告知书")
    await change("helplines", 0, name="new", number="0797-110", zh="本地报警", en="police", checked="2026-03-01")
    kinds = {f"kind__{kind}": "110" for kind in house.register.policies.now.helplines.kinds}
    await change("helplines", 1, name="kinds", regions="3607 violence 0797-110 110", **kinds)
    await change("timers", 0, evaluation_days="30", urge_days="7", unfiled_months="6", held_days="7")
    now = house.register.policies.now
    assert len(now.days) == 1
    assert now.office("360721").sign == "赣县信访"
    assert now.templates["extension"].zh == "延期告知书"
    assert now.helplines.regions["3607"]["violence"] == ("0797-110", "110")
    assert now.timers.urge_days == 7
    await visitor.post("/console/settings/timers", version="1", reason="错", urge_days="七")
    assert visitor.status == 422
    await visitor.get("/console/settings/nothing")
    assert visitor.status == 404
