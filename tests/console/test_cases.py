"""The page of one case, and the steps taken on it."""

import re
from html import unescape

import pytest

from cases import ClaimProposal, Nature, RouteGuess, State
from tests.support.console import STORY, House, file_case, staff_member, take

XSS = '<script>alert(1)</script><img src=x onerror="alert(2)">{{7*7}}'


async def test_the_story_is_shown_word_for_word(house: House) -> None:
    number = file_case(house.register)
    page = await (await house.visitor("li.wei")).get(f"/console/cases/{number}")
    story = re.search(r'<blockquote class="story">(.*?)</blockquote>', page, re.S)
    assert story
    assert unescape(re.sub(r"</?mark>", "", story[1])) == STORY
    assert "<mark>补偿款</mark>" in story[1]


@pytest.mark.parametrize("field", ["facts", "request", "place", "respondent", "petitioner_name", "prior_handling"])
async def test_nothing_a_citizen_wrote_acts_on_the_page(house: House, field: str) -> None:
    number = file_case(house.register, **{field: XSS})
    visitor = await house.visitor("li.wei")
    for page in (await visitor.get(f"/console/cases/{number}"), await visitor.get("/console/")):
        assert "<script>alert" not in page
        assert 'onerror="' not in page
        assert "49" not in re.findall(r"\b49\b", page)


async def test_several_claims_and_the_proposed_route_with_its_reason(house: House) -> None:
    guess = RouteGuess(route="二", reason="应当先走劳动仲裁", words=("拖欠",))
    claims = (ClaimProposal(request="把工资发了", route=guess), ClaimProposal(request=f"补缴社保{XSS}"))
    number = file_case(house.register, proposed={"route": guess, "claims": claims, "hints": ("保护伞",)})
    visitor = await house.visitor("li.wei")
    page = await visitor.get(f"/console/cases/{number}")
    for words in ("诉求（2项，逐项答复）", "把工资发了", "补缴社保", "建议途径", "应当先走劳动仲裁", "保护伞"):
        assert words in page
    assert "<script>alert" not in page
    take(house.register, number, "accept", route="六")
    assert "应当先走劳动仲裁" not in await visitor.get(f"/console/cases/{number}")


async def test_personal_data_is_masked_until_a_reason_is_given(house: House) -> None:
    number = file_case(house.register)
    visitor = await house.visitor("li.wei")
    page = await visitor.get(f"/console/cases/{number}")
    assert "王建国" not in page
    assert "13800000001" not in page
    page = await visitor.post(f"/console/cases/{number}/unmask", reason="电话核实情况")
    assert "王建国" in page
    assert "13800000001" in page
    assert "本次查看已留痕" in page
    audit = house.register.for_official(staff_member(house.register, "chen.jing")).audit(10)
    assert any(entry.reason == "电话核实情况" and entry.subject == number for entry in audit)
    assert "王建国" not in await visitor.get(f"/console/cases/{number}")


async def test_no_reason_no_personal_data(house: House) -> None:
    number = file_case(house.register)
    visitor = await house.visitor("li.wei")
    await visitor.get(f"/console/cases/{number}")
    page = await visitor.post(f"/console/cases/{number}/unmask", reason=" ")
    assert visitor.status in (400, 422)
    assert "王建国" not in page


async def test_what_the_machine_thinks_is_called_so_until_a_person_confirms_it(house: House) -> None:
    number = file_case(house.register)
    visitor = await house.visitor("li.wei")
    page = await visitor.get(f"/console/cases/{number}")
    assert "机器建议的分类" in page
    assert "自然资源 › 土地征收 › 安置补偿" in page
    page = await visitor.take(number, "accept", route="六", nature="claim", matter="自然资源 / 土地征收")
    assert visitor.status == 200
    assert "工作人员已确认" in page
    assert "机器建议的分类" not in page


async def test_a_step_is_taken_and_said_so(house: House) -> None:
    number = file_case(house.register)
    visitor = await house.visitor("li.wei")
    page = await visitor.take(number, "transfer", unit="赣县区自然资源局")
    assert visitor.url == f"/console/cases/{number}?done=transfer&told=1"
    assert "已完成：转送" in page
    assert "赣县区自然资源局" in page
    assert house.register.status_of(number).state is State.TRANSFERRED


async def test_a_done_that_did_not_happen_is_not_said(house: House) -> None:
    number = file_case(house.register)
    page = await (await house.visitor("li.wei")).get(f"/console/cases/{number}?done=conclude")
    assert "已完成" not in page


async def test_a_second_click_takes_no_second_step(house: House) -> None:
    number = file_case(house.register)
    visitor = await house.visitor("li.wei")
    fields = {"unit": "赣县区自然资源局", "text": "请依法办理"}
    await visitor.take(number, "transfer", **fields)
    await visitor.post(f"/console/cases/{number}/steps", step="transfer", version="1", seen="1", **fields)
    assert visitor.status == 409
    assert "没有重复办理" in visitor.page
    assert "请依法办理" in visitor.page
    history = house.register.for_official(staff_member(house.register, "li.wei")).case(number).history
    assert [entry.step for entry in history].count("transfer") == 1


async def test_what_changed_meanwhile_is_shown_and_what_was_written_is_kept(house: House) -> None:
    number = file_case(house.register)
    visitor = await house.visitor("li.wei")
    await visitor.get(f"/console/cases/{number}")
    take(house.register, number, "note", by="zhao.min", text="已电话联系过")
    fields = {"step": "transfer", "version": "1", "seen": "1", "unit": "赣县区自然资源局", "text": "我写的话"}
    page = await visitor.post(f"/console/cases/{number}/steps", fields)
    assert visitor.status == 409
    conflict = page.split('id="conflict"')[1].split("</section>")[0]
    assert "zhao.min" in conflict
    assert "已电话联系过" in conflict
    assert "我写的话" in page
    assert 'value="赣县区自然资源局"' in page
    await visitor.post(f"/console/cases/{number}/steps", fields | {"version": "2"})
    assert visitor.status == 200
    assert house.register.status_of(number).state is State.TRANSFERRED


@pytest.mark.parametrize(
    ("step", "fields", "named"),
    [
        ("transfer", {"text": "没有写单位"}, "办理单位"),
        ("accept", {}, "办理途径"),
        ("accept", {"route": "七"}, "办理途径"),
        ("correct", {}, "性质"),
        ("correct", {"region": "赣县"}, "问题属地"),
        ("note", {"unit": "不属于这一步", "text": "写了"}, "办理单位"),
    ],
)
async def test_an_incomplete_step_names_what_is_missing(house: House, step: str, fields: dict, named: str) -> None:
    number = file_case(house.register)
    visitor = await house.visitor("li.wei")
    page = await visitor.take(number, step, **fields)
    assert visitor.status == 422
    (problem,) = re.findall(r'<p class="news bad" role="alert">(.*?)</p>', page, re.S)
    assert named in problem
    assert page.count(problem.split("\n")[0]) == 1
    assert fields.get("text", "") in page
    assert house.register.status_of(number).state is State.REGISTERED


@pytest.mark.parametrize("version", ["", "x", "-1", "1e3", "９", "1" * 400])
async def test_a_version_that_is_none_is_refused(house: House, version: str) -> None:
    number = file_case(house.register)
    visitor = await house.visitor("li.wei")
    await visitor.take(number, "transfer", unit="甲局", version=version)
    assert visitor.status == 400


@pytest.mark.parametrize("seen", ["", "x", "-5", "9" * 30, "0"])
async def test_a_strange_count_of_what_was_seen_harms_nothing(house: House, seen: str) -> None:
    number = file_case(house.register)
    visitor = await house.visitor("li.wei")
    await visitor.take(number, "transfer", unit="甲局", version="7", seen=seen)
    assert visitor.status == 409


@pytest.mark.parametrize("step", ["reject", "", "../transfer", "conclude", "note'; drop table cases"])
async def test_a_step_that_cannot_be_taken_is_not_taken(house: House, step: str) -> None:
    number = file_case(house.register)
    visitor = await house.visitor("li.wei")
    await visitor.take(number, step, text="试试")
    assert visitor.status == 409
    assert house.register.status_of(number).state is State.REGISTERED


@pytest.mark.parametrize("number", ["360721-20200101-0001", "0", "x", "%00", "..%2F..%2Fetc", "a" * 500, "' OR 1=1"])
async def test_a_case_that_does_not_exist_is_not_found(house: House, number: str) -> None:
    visitor = await house.visitor("li.wei")
    await visitor.get(f"/console/cases/{number}")
    assert visitor.status == 404
    assert "没有找到" in visitor.page


async def test_a_sealed_case_exists_only_for_the_discipline_role(house: House) -> None:
    number = file_case(house.register, nature=Nature.ACCUSATION, respondent="某局局长")
    official = await house.visitor("li.wei")
    for path in ("", "/steps", "/unmask"):
        await (official.post if path else official.get)(f"/console/cases/{number}{path}")
        if path:
            await official.get("/console/account")
            await official.post(f"/console/cases/{number}{path}", step="note", version="1", text="x", reason="看看")
        assert official.status == 404
        assert "某局局长" not in official.page
    discipline = await house.visitor("zhao.min")
    assert "某局局长" in await discipline.get(f"/console/cases/{number}")
    assert "密件" in discipline.page


async def test_the_clock_tells_its_article_and_the_days_left(house: House, clock) -> None:
    number = file_case(house.register)
    visitor = await house.visitor("li.wei")
    page = await visitor.get(f"/console/cases/{number}")
    assert "第 22(1) 条" in page
    assert "剩 15 天" in page
    clock.advance(days=16)
    visitor = await house.visitor("li.wei")
    assert "已超期 1 天" in await visitor.get(f"/console/cases/{number}")


async def test_who_cannot_be_reached_is_marked(house: House) -> None:
    number = file_case(house.register)
    house.register.contacts.unreachable("telegram", "624181001", "bot was blocked")
    visitor = await house.visitor("li.wei")
    assert "目前联系不上" in await visitor.get(f"/console/cases/{number}")
    assert "联系不上" in await visitor.get("/console/")


async def test_signs_of_danger_are_on_top(house: House) -> None:
    number = file_case(house.register, risk=({"kind": "self_harm", "level": "high"},))
    page = await (await house.visitor("li.wei")).get(f"/console/cases/{number}")
    assert page.index("可能有轻生或自伤风险") < page.index('class="story"')


async def test_a_huge_form_is_refused(house: House) -> None:
    number = file_case(house.register)
    visitor = await house.visitor("li.wei")
    await visitor.take(number, "note", text="长" * 100_000)
    assert visitor.status == 413


async def test_the_english_page_says_the_same(house: House) -> None:
    number = file_case(house.register)
    page = await (await house.visitor("li.wei")).get(f"/console/cases/{number}?lang=en")
    assert 'lang="en"' in page
    assert "Proposed by the machine" in page
    assert "Tell the petitioner" not in page
    assert "15 days left" in page
