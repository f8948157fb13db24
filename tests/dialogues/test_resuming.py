"""A draft outlives the hour, the process, the tracker and the channel: through the doors of the real product."""

from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import delete, func, select

from cases import FORM_VERSION
from cases.tables import DraftRow
from conversations.tables import ConversationRecord, TurnRecord
from tests.support.real_product import RestCitizen, RunningProduct, WebCitizen, running
from tests.support.register import ADMINISTRATOR

pytestmark = pytest.mark.rasa

STORY = "楼下天天排油烟，一到晚上屋里全是味，老人咳得整夜睡不着，说了好几次都不管用。"
PLACE = "江西省赣州市赣县区梅林镇红金路8号"


async def begun(citizen: RestCitizen) -> RestCitizen:
    """A citizen who told the story and the place, and is asked when it was."""
    await citizen.says(STORY)
    await citizen.says(PLACE)
    assert await citizen.asked() == "occurred_at"
    return citizen


async def goes_on(citizen: RestCitizen, product: RunningProduct) -> None:
    """The next answer fits the next question, and nothing told before is gone."""
    await citizen.says("去年10月")
    assert await citizen.asked() == "respondent"
    values = product.draft(citizen.sender).values
    assert (values["facts"], values["place"]) == (STORY, PLACE)
    assert "occurred_at" in values


def is_remembered_by_nobody(product: RunningProduct, conversation_id: str) -> None:
    """The process reads what was said, instead of going on from what it remembers."""
    with product.store.database.begin() as tx:
        tx.get_one(ConversationRecord, conversation_id).turns += 1


def days_pass(product: RunningProduct, conversation_id: str, days: int) -> None:
    """Every event of the conversation is that much older."""
    with product.store.database.begin() as tx:
        turns = tx.scalars(select(TurnRecord).where(TurnRecord.conversation_id == conversation_id)).all()
        assert turns
        for turn in turns:
            events = [{**event, "timestamp": event["timestamp"] - 86_400 * days} for event in turn.dialogue["events"]]
            turn.dialogue = {**turn.dialogue, "events": events}
    is_remembered_by_nobody(product, conversation_id)


@pytest.mark.parametrize("days", [1, 60])
async def test_a_draft_survives_the_hour_after_which_rasa_forgets(
    product: RunningProduct, rest: RestCitizen, days: int
) -> None:
    await begun(rest)
    days_pass(product, f"rest:{rest.sender}", days)
    await goes_on(rest, product)


async def test_a_draft_survives_a_restart(tmp_path: Path, model: Path) -> None:
    with running(tmp_path / "data", model) as before:
        citizen = await begun(before.citizen("citizen"))
    with running(tmp_path / "data", model) as after:
        citizen = after.citizen(citizen.sender)
        assert await citizen.asked() == "occurred_at"
        await goes_on(citizen, after)


async def test_a_draft_of_an_older_form_goes_on(product: RunningProduct, rest: RestCitizen) -> None:
    await begun(rest)
    with product.store.database.begin() as tx:
        row = tx.get_one(DraftRow, product.draft(rest.sender).id)
        row.form_version, row.contents = 1, {**row.contents, "affected_count": "30", "witness": "老李"}
    await goes_on(rest, product)
    draft = product.draft(rest.sender)
    assert (draft.form_version, draft.values["affected_count"]) == (FORM_VERSION, 30)


@pytest.mark.parametrize("back", ["我要反映问题", "接着上次的说", "/file_petition"])
async def test_a_draft_survives_the_loss_of_its_tracker(product: RunningProduct, rest: RestCitizen, back: str) -> None:
    await begun(rest)
    with product.store.database.begin() as tx:
        tx.execute(delete(TurnRecord).where(TurnRecord.conversation_id == f"rest:{rest.sender}"))
    is_remembered_by_nobody(product, f"rest:{rest.sender}")
    await rest.says(back)
    assert await rest.asked() == "occurred_at"
    await goes_on(rest, product)


async def test_a_draft_moves_to_another_channel_by_its_code(
    product: RunningProduct, rest: RestCitizen, web: Callable[[], WebCitizen]
) -> None:
    await begun(rest)
    draft = product.draft(rest.sender)
    goodbye = await rest.says("我先走了，下次再说，再见")
    assert any(draft.code in text for text in goodbye)
    page = web()
    await page.says("你好")
    said = await page.says(f"我的码是{draft.code}，接着上次的")
    assert any("接上了" in text for text in said)
    await page.says("去年10月")
    moved = product.store.register.drafts.get(draft.id)
    assert moved.channel == "web"
    assert moved.values["facts"] == STORY
    assert "occurred_at" in moved.values
    # The chat it came from writes on nothing of it any more.
    await rest.says("我要反映另外一件事：村口的桥塌了半边，车都过不去，没人来修")
    assert product.draft(rest.sender).id != draft.id
    assert product.store.register.drafts.get(draft.id).values["facts"] == STORY


async def test_a_turn_reads_no_more_than_the_last_turns_however_long_the_conversation(
    product: RunningProduct, rest: RestCitizen
) -> None:
    await begun(rest)
    for _ in range(6):
        await rest.says("谢谢你")
        await rest.says("多久有结果？")
    await goes_on(rest, product)
    with product.store.database.read() as tx:
        here = TurnRecord.conversation_id == f"rest:{rest.sender}"
        assert tx.scalar(select(func.count()).select_from(TurnRecord).where(here)) == 15
        newest = tx.scalars(select(TurnRecord).where(here).order_by(TurnRecord.seq.desc())).first()
        assert newest is not None
        assert len([event for event in newest.dialogue["events"] if event["event"] == "user"]) == 1


async def test_two_petitions_in_one_chat_share_nothing(product: RunningProduct, rest: RestCitizen) -> None:
    stories = (STORY, "村里修路占了我家两亩地，补偿款一直没有发，问了好多次都没人管，就这样拖了两年。")
    names = ("王建国", "李秀英")
    for story, name in zip(stories, names, strict=True):
        await rest.says(story)
        while asked := await rest.asked():
            assert product.draft(rest.sender).values["facts"] == story
            await rest.says({"petitioner_name": name, "confirm": "对，提交"}.get(asked, "跳过"))
    desk = product.store.register.for_official(ADMINISTRATOR)
    filed = [desk.case(row.number, unmask="test") for row in product.store.register.cases_of("rest", rest.sender)]
    assert [(case.facts, case.petitioner_name) for case in reversed(filed)] == list(zip(stories, names, strict=True))
