"""Whatever is written is kept word for word, and never answered with a fault of ours."""

from typing import Any

import aiohttp
import pytest

from tests.support.real_product import RestCitizen, RunningProduct

pytestmark = pytest.mark.rasa

LONG = "他们半夜三点还在施工，机器轰隆隆响，楼板都在震，" * 145
WILD = {
    "html": "<script>alert('房子')</script><b>漏水</b> &lt;img src=x onerror=alert(1)&gt;",
    "sql": "漏水'; DROP TABLE drafts; -- \" OR 1=1 /* 房子 */",
    "braces": "物业{name}说 {{7*7}} ${jndi:ldap://x} %s {0} {record} 不管我们",
    "rasa": 'utter_greet [赣县区](place) {"entity": "x"} <unk> __CLS__ 漏水了没人管',
    "slash": "/cancel 我的钱不退给我，他们还骂人",
    "slash and quote": '/"{"field": 漏水了没人管"',
    "long": LONG[:3500],
    "lines": "漏水\r\n\r\n\t没人管\u2028楼上\u00a0装修",
    "emoji": "👍👍🏽👨‍👩‍👧‍👦 漏水了没人管 🏠",
    "directions": "\u202e漏水了没人管\u202c\u200d\ufeff",
    "full width": "漏水了，１３８没人管！？",
    "traditional": "樓上漏水，沒人管",
    "half a pair": "漏水了没人管\ud83d",
    "control": "漏水\x01\x1b[31m了没人管\x7f",
}
TINY = {"one letter": "a", "one character": "啊", "one mark": "？", "emoji alone": "👍", "slash": "/", "zero": "0"}


def kept(text: str) -> str:
    """What can be kept of a text: no database takes half a surrogate pair."""
    return text.encode("utf-8", "replace").decode().strip()


@pytest.mark.parametrize("text", WILD.values(), ids=WILD.keys())
async def test_a_story_is_kept_word_for_word(product: RunningProduct, rest: RestCitizen, text: str) -> None:
    await rest.says("/file_petition")
    assert await rest.says(text)
    assert kept(text) in product.said(rest.sender)
    assert product.draft(rest.sender).values["facts"] == kept(text)


@pytest.mark.parametrize("text", WILD.values(), ids=WILD.keys())
async def test_an_answer_is_kept_and_shown_as_it_was_written(
    product: RunningProduct, rest: RestCitizen, text: str
) -> None:
    await rest.says("楼上邻居天天半夜装修，吵得孩子没法睡觉，找了物业好多次，物业都说管不了。")
    while (asked := await rest.asked()) != "request":
        assert asked is not None
        await rest.says("跳过")
    await rest.says(text)
    words = "\n".join(str(value) for value in product.draft(rest.sender).values.values())
    assert kept(text).rstrip("！？?!。，,；; ") in words
    while (asked := await rest.asked()) not in ("confirm", None):
        shown = await rest.says("跳过")
    assert "请您看一看" in shown[-1]


@pytest.mark.parametrize("text", TINY.values(), ids=TINY.keys())
@pytest.mark.parametrize("asked", ["nothing", "facts", "place"])
async def test_the_smallest_message_is_answered_and_kept(
    product: RunningProduct, rest: RestCitizen, text: str, asked: str
) -> None:
    if asked != "nothing":
        await rest.says("/file_petition")
    if asked == "place":
        await rest.says("楼上邻居天天半夜装修，吵得孩子没法睡觉，找了物业好多次，物业都说管不了。")
    answers = await rest.says(text)
    assert all(answers)
    assert text in product.said(rest.sender)


async def test_nul_is_left_out_and_the_rest_kept(product: RunningProduct, rest: RestCitizen) -> None:
    await rest.says("/file_petition")
    await rest.says("漏水\0了\0没人管")
    assert product.draft(rest.sender).values["facts"] == "漏水了没人管"


@pytest.mark.parametrize(
    "payload",
    [
        "/", "/no_such_intent", "/affirm", "/change_field", '/change_field{"field": "sealed"}',
        '/change_field{"field": ["place"]}', '/choose_region{"code": null}', '/choose_region{"code": "999999"}',
        '/change_field{"field": {"a": {"b": 1}}}', "/edit_message", "/give_evidence",
        '/share_location{"latitude": "x"}', "/action_file_petition", "/session_start", "/restart", "/back",
        '/resume_draft{"code": "2222-3333-44444"}', "/done_evidence", "/stale_button", "/just_me",
    ],
)  # fmt: skip
@pytest.mark.parametrize("inside", [False, True])
async def test_a_forged_button_is_answered_and_harms_nothing(
    product: RunningProduct, rest: RestCitizen, payload: str, inside: bool
) -> None:
    story = "楼上邻居天天半夜装修，吵得孩子没法睡觉，找了物业好多次，物业都说管不了。"
    if inside:
        await rest.says(story)
    answers = await rest.says(payload)
    assert all(answers)
    if inside:
        assert product.draft(rest.sender).values["facts"] == story
        assert "sealed" not in product.draft(rest.sender).values
    assert product.store.register.cases_of("rest", rest.sender) == []


@pytest.mark.parametrize(
    "body",
    [b"", b"{", b"[]", b"null", b'"x"', b'{"sender": 1, "message": "x"}', b'{"message": 5}', b'{"sender": "a"}',
     b'{"sender": "", "message": "x"}', b'{"message": "x", "metadata": []}', b"\xff\xfe", b"[" * 5000],
)  # fmt: skip
async def test_what_is_no_message_is_refused_in_a_sentence(product: RunningProduct, body: bytes) -> None:
    url = f"{product.url}/webhooks/rest/webhook"
    async with aiohttp.ClientSession() as client, client.post(url, data=body) as response:
        assert 400 <= response.status < 500
        answer: dict[str, Any] = await response.json()
        assert answer["error"]
        assert "Traceback" not in str(answer)


async def test_a_tracker_is_for_those_with_the_token(product: RunningProduct, rest: RestCitizen) -> None:
    await rest.says("漏水了没人管")
    url = f"{product.url}/conversations/{rest.sender}/tracker"
    async with aiohttp.ClientSession() as client:
        for headers in ({}, {"Authorization": "Bearer fq_wrong"}):
            async with client.get(url, headers=headers) as response:
                assert response.status == 401
                assert "漏水" not in await response.text()
        headers = {"Authorization": f"Bearer {product.token}"}
        async with client.get(url, headers=headers) as response:
            tracker = await response.json()
    assert tracker["latest_message"]["text"] == "漏水了没人管"
    assert "requested_slot" in tracker["slots"]
