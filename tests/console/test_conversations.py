"""The operators' pages."""

import re
from urllib.parse import quote

import pytest

from cases import Role
from tests.support.console import PASSWORD, House, staff_member, talk

NAME = {"entity": "name", "value": "王建国"}


async def test_the_list_shows_where_the_bot_was_unsure(house: House) -> None:
    talk(house, address="100000001", confidence=0.95)
    talk(house, address="100000002", said="那个啥", intent="nlu_fallback", confidence=0.21)
    page = await (await house.visitor("wang.fang")).get("/console/conversations")
    assert "共 2 个对话" in page
    assert "1 次没听懂" in page
    assert "21%" in page
    assert "那个啥" not in page


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("", {"…001", "…002"}),
        ("?misunderstood=yes", {"…002"}),
        ("?misunderstood=no", {"…001"}),
        ("?intent=greet", {"…001"}),
        ("?channel=web", set()),
        ("?channel=telegram&intent=nlu_fallback&misunderstood=yes", {"…002"}),
        ("?misunderstood=maybe&page=x", {"…001", "…002"}),
    ],
)
async def test_the_filters_find_what_they_say(house: House, query: str, expected: set[str]) -> None:
    talk(house, address="100000001")
    talk(house, address="100000002", intent="nlu_fallback", confidence=0.21)
    page = await (await house.visitor("wang.fang")).get(f"/console/conversations{query}")
    assert set(re.findall(r"Telegram (…\d{3})</a>", page)) == expected


@pytest.mark.parametrize("address", ["100000001", "a/b", "甲 乙", "x?y#z", "100%"])
async def test_a_conversation_is_found_by_its_id_whatever_is_in_it(house: House, address: str) -> None:
    identity = talk(house, address=address, said="我来说个事")
    visitor = await house.visitor("wang.fang")
    assert "我来说个事" in await visitor.get(f"/console/conversations?id={quote(identity, safe='')}")


async def test_a_turn_is_shown_with_what_was_understood(house: House) -> None:
    identity = talk(
        house,
        said="茅店镇修路占地",
        intent="tell_story",
        confidence=0.63,
        entities=({"entity": "place", "value": "茅店镇"},),
        reply="我记下来了。",
    )
    page = await (await house.visitor("wang.fang")).get(f"/console/conversations/{identity}")
    for shown in ("茅店镇修路占地", "tell_story", "63%", "地点：茅店镇", "我记下来了。", "好的", "test-model"):
        assert shown in page


async def test_personal_data_is_masked_in_every_turn(house: House) -> None:
    talk(house, said="我叫王建国，电话13800000001", entities=(NAME,), reply="王建国您好，查询码 2345-6789-ACDEF。")
    identity = talk(house, said="王建国的事怎么样了，我的码是2345 6789 acdef")
    page = await (await house.visitor("wang.fang")).get(f"/console/conversations/{identity}")
    for secret in ("王建国", "13800000001", "2345-6789", "acdef"):
        assert secret not in page
    assert "王**" in page


async def test_a_reason_unmasks_and_is_written_down(house: House) -> None:
    identity = talk(house, said="我叫王建国，电话13800000001", reply="查询码 2345-6789-ACDEF。", entities=(NAME,))
    visitor = await house.visitor("wang.fang")
    await visitor.get(f"/console/conversations/{identity}")
    page = await visitor.post(f"/console/unmask/conversations/{identity}", reason="核对没听懂的原因")
    assert "我叫王建国，电话13800000001" in page
    assert "2345-6789-ACDEF" not in page
    audit = house.register.for_official(staff_member(house.register, "chen.jing")).audit(5)
    looks = [(entry.who, entry.action, entry.reason) for entry in audit if entry.action != "sign_in"]
    assert looks == [("wang.fang", "conversation", "核对没听懂的原因")]
    await visitor.get(f"/console/conversations/{identity}")
    await visitor.post(f"/console/unmask/conversations/{identity}", reason="  ")
    assert visitor.status == 400
    assert "王建国" not in visitor.page


async def test_a_sealed_conversation_exists_only_for_the_discipline_role(house: House) -> None:
    identity = talk(house, address="100000009", said="举报某局长", sealed=True)
    operator = await house.visitor("wang.fang")
    assert "…009" not in await operator.get("/console/conversations")
    for method, path in (("get", "conversations"), ("post", "unmask/conversations")):
        await operator.get("/console/conversations")
        await operator.get("/console/account")
        await (
            operator.get(f"/console/{path}/{identity}")
            if method == "get"
            else operator.post(f"/console/{path}/{identity}", reason="看看")
        )
        assert operator.status == 404
        assert "举报" not in operator.page
    house.register.staff.create("both", PASSWORD, roles={Role.OPERATOR, Role.DISCIPLINE})
    assert "举报某局长" in await (await house.visitor("both")).get(f"/console/conversations/{identity}")


async def test_what_citizens_say_does_not_act_on_the_page(house: House) -> None:
    xss = '<script>alert(1)</script><img src=x onerror="alert(2)">'
    identity = talk(
        house, address="<b>1000001", said=xss, reply=xss, entities=({"entity": xss, "value": xss},), intent=xss
    )
    visitor = await house.visitor("wang.fang")
    for path in ("/console/conversations", f"/console/conversations/{quote(identity, safe='')}"):
        page = await visitor.get(path)
        assert visitor.status == 200
        assert "<script>alert" not in page
        assert 'onerror="' not in page


async def test_long_conversations_come_in_pieces(house: House) -> None:
    for at in range(103):
        identity = talk(house, said=f"第{at}句话")
    visitor = await house.visitor("wang.fang")
    page = await visitor.get(f"/console/conversations/{identity}")
    assert "第102句话" in page
    assert "第2句话" not in page
    earlier = re.search(r'href="([^"]+before=[^"]+)"', page)
    assert earlier
    page = await visitor.get(earlier[1])
    assert "第2句话" in page
    assert "更早的对话" not in page


@pytest.mark.parametrize("path", ["conversations/telegram:0", "conversations/x?before=x", "conversations/%00"])
async def test_a_conversation_that_does_not_exist(house: House, path: str) -> None:
    visitor = await house.visitor("wang.fang")
    await visitor.get(f"/console/{path}")
    assert visitor.status in (400, 404)


async def test_a_stuck_message_is_tried_again(house: House) -> None:
    kept = house.log.inbox.keep(
        channel="telegram", address="100000001", message_id="m", kind="text", body={"text": "王建国"}, owner="o"
    )
    house.log.inbox.put_back("telegram:100000001", [kept.inbox_id], error="TimeoutError", retry_at=None)
    visitor = await house.visitor("wang.fang")
    page = await visitor.get("/console/waiting")
    assert "已停下，等人处理" in page
    assert "TimeoutError" in page
    assert "王建国" not in page
    page = await visitor.post(f"/console/waiting/{kept.inbox_id}/unstick")
    assert "已安排重试" in page
    assert house.log.waiting()[0].state == "waiting"
    audit = house.register.for_official(staff_member(house.register, "chen.jing")).audit(5)
    done = [(entry.who, entry.action) for entry in audit if entry.action != "sign_in"]
    assert done == [("wang.fang", "unstick")]


async def test_nothing_is_stuck(house: House) -> None:
    assert "没有卡住的消息" in await (await house.visitor("wang.fang")).get("/console/waiting")
