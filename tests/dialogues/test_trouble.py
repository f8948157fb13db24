"""When understanding, an action or the database fails, the citizen hears so, and the words are handled later."""

import threading
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from sqlalchemy.exc import OperationalError

from bot.sentences import Sentences
from bot.settings import ROOT
from bot.turns import TurnLimits
from nlu.components.intent_classifier import IntentClassifier
from tests.support.real_product import RestCitizen, RunningProduct, WebCitizen, until

pytestmark = pytest.mark.rasa

TROUBLE = Sentences.read(ROOT / "domain.yml")("utter_trouble")
STORY = "楼下天天排油烟，一到晚上屋里全是味，老人咳得整夜睡不着，说了好几次都不管用。"
PLACE = "江西省赣州市赣县区梅林镇红金路8号"

Break = Callable[[pytest.MonkeyPatch, Callable[..., Any]], None]


@pytest.fixture(autouse=True)
def hurried(product: RunningProduct, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody waits for what hangs as long as for a slow machine."""
    monkeypatch.setattr(product.product.turns, "_limits", TurnLimits(turn=2.0, burst=product.settings.burst_seconds))


@pytest.fixture
def mended() -> Iterator[threading.Event]:
    """Set when what is slow may go on."""
    event = threading.Event()
    yield event
    event.set()


def raises(*_arguments: Any, **_named: Any) -> Any:
    raise RuntimeError(f"broken while handling {STORY}")


def _classifier(product: RunningProduct, patch: pytest.MonkeyPatch, fault: Callable[..., Any]) -> None:
    patch.setattr(IntentClassifier, "_rank", fault)


def _action(product: RunningProduct, patch: pytest.MonkeyPatch, fault: Callable[..., Any]) -> None:
    patch.setattr(product.store.register.drafts, "save", fault)
    patch.setattr(product.store.register.drafts, "append", fault)


@pytest.mark.parametrize("breaks", [_classifier, _action])
@pytest.mark.parametrize("how", ["raises", "hangs"])
async def test_a_fault_is_told_at_once_and_the_message_handled_once_it_is_mended(
    product: RunningProduct, rest: RestCitizen, mended: threading.Event, breaks: Any, how: str
) -> None:
    await rest.says("/file_petition")
    with pytest.MonkeyPatch.context() as patch:

        def hangs(*_arguments: Any, **_named: Any) -> Any:
            mended.wait(30)
            raise RuntimeError("too late")

        breaks(product, patch, raises if how == "raises" else hangs)
        # While it hangs nothing ends it but this test: the sentence cannot have waited for it.
        assert await rest.says(STORY) == [TROUBLE]
        assert not mended.is_set()
        assert product.draft(rest.sender).values == {}
    mended.set()
    await until(lambda: STORY in product.said(rest.sender))
    assert product.draft(rest.sender).values["facts"] == STORY
    answers = await rest.says(PLACE)
    # What was answered meanwhile comes with the next answer, in order.
    assert any("一字不差" in text for text in answers[:-1])
    assert await rest.asked() == "occurred_at"
    assert product.said(rest.sender).count(STORY) == 1


async def test_a_web_visitor_is_answered_when_it_is_mended_without_writing_again(
    product: RunningProduct, web: Callable[[], WebCitizen]
) -> None:
    page = web()
    await page.says("你好")
    with pytest.MonkeyPatch.context() as patch:
        _classifier(product, patch, raises)
        message = page.sent(STORY)
        await product.on_its_loop(product.product.turns.receive(message))
        await until(lambda: product.store.log.waiting())
        assert page.news() == []
    await until(page.news)
    assert any("一字不差" in text for text in page.news())


async def test_what_waits_for_a_fault_to_be_mended_keeps_its_order(product: RunningProduct, rest: RestCitizen) -> None:
    await rest.says(STORY)
    with pytest.MonkeyPatch.context() as patch:
        _action(product, patch, raises)
        assert await rest.says(PLACE) == [TROUBLE]
        await rest.says("去年10月")
        await rest.says("楼下的老张烧烤店")
    await until(lambda: "楼下的老张烧烤店" in product.said(rest.sender))
    values = product.draft(rest.sender).values
    assert (values["place"], values["respondent"]) == (PLACE, "楼下的老张烧烤店")
    assert "occurred_at" in values
    assert product.said(rest.sender) == [STORY, PLACE, "去年10月", "楼下的老张烧烤店"]


@pytest.mark.parametrize("fault", [TimeoutError("the database is busy"), OperationalError("SELECT", {}, Exception())])
async def test_while_the_database_is_away_words_wait_outside_it(
    product: RunningProduct, rest: RestCitizen, fault: Exception
) -> None:
    await rest.says("/file_petition")
    with pytest.MonkeyPatch.context() as patch:

        def away(*_arguments: Any, **_named: Any) -> Any:
            raise fault

        patch.setattr(product.store.database, "begin", away)
        assert await rest.says(STORY) == [TROUBLE]
    await until(lambda: STORY in product.said(rest.sender))
    assert product.draft(rest.sender).values["facts"] == STORY
    await rest.says(PLACE)
    assert await rest.asked() == "occurred_at"


@pytest.mark.parametrize("at_last", ["takes it", "fails"])
async def test_while_the_database_hangs_words_wait_outside_it_and_are_handled_once(
    product: RunningProduct, rest: RestCitizen, mended: threading.Event, at_last: str
) -> None:
    await rest.says("/file_petition")
    begin = product.store.database.begin
    with pytest.MonkeyPatch.context() as patch:

        def hangs(*arguments: Any, **named: Any) -> Any:
            mended.wait(30)
            if at_last == "fails":
                raise TimeoutError("the database is busy")
            return begin(*arguments, **named)

        patch.setattr(product.store.database, "begin", hangs)
        assert await rest.says(STORY) == [TROUBLE]
        assert not mended.is_set()
    mended.set()
    await until(lambda: STORY in product.said(rest.sender))
    assert product.draft(rest.sender).values["facts"] == STORY
    await rest.says(PLACE)
    assert await rest.asked() == "occurred_at"
    assert product.said(rest.sender).count(STORY) == 1


async def test_one_citizens_fault_is_nobody_elses(
    product: RunningProduct, rest: RestCitizen, web: Callable[[], WebCitizen]
) -> None:
    rank = IntentClassifier._rank

    def fails_for_one(self: IntentClassifier, text: str) -> Any:
        return raises() if "油烟" in text else rank(self, text)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(IntentClassifier, "_rank", fails_for_one)
        assert await rest.says(STORY) == [TROUBLE]
        assert any("自动应答" in text for text in await web().says("你是机器人吗"))
    await until(lambda: STORY in product.said(rest.sender))
