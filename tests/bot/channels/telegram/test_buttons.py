import pytest

from bot.channels.telegram.buttons import MAX_DATA_BYTES, STALE, data_of, keyboard, payload_of
from bot.messages import Button
from tests.bot.channels.telegram.conftest import MemoryPayloads

LONG = '/choose_region{"region": "江西省赣州市赣县区梅林镇章贡社区居民委员会"}'


@pytest.mark.parametrize(
    "payload", ["/affirm", LONG, "好的", "~x", "", "/" + "a" * 63, "/" + "a" * 64, "/" + "枫" * 21]
)
def test_what_a_button_carries_fits_and_leads_back(payload: str, payloads: MemoryPayloads) -> None:
    data = data_of(payload, payloads)
    assert 1 <= len(data.encode()) <= MAX_DATA_BYTES
    assert payload_of(data, payloads) == (payload or STALE)


def test_short_payloads_need_no_store(payloads: MemoryPayloads) -> None:
    data_of("/affirm", payloads)
    assert payloads.kept == {}


@pytest.mark.parametrize("data", ["~gone", "~", "", "written by another client"])
def test_what_nobody_knows_is_stale(data: str, payloads: MemoryPayloads) -> None:
    assert payload_of(data, payloads) == STALE


def test_token_that_is_too_long_is_refused(payloads: MemoryPayloads, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(payloads, "put", lambda _: "t" * 64)
    with pytest.raises(ValueError, match="longer than 63 bytes"):
        data_of(LONG, payloads)


def test_short_titles_share_a_row_and_long_ones_do_not(payloads: MemoryPayloads) -> None:
    titles = ["是", "不是", "跳过", "江西省赣州市赣县区", "算了", " "]
    markup = keyboard([Button(title=title, payload="/x") for title in titles], payloads)
    assert markup is not None
    rows = [[key.text for key in row] for row in markup.inline_keyboard]
    assert rows == [["是", "不是"], ["跳过"], ["江西省赣州市赣县区"], ["算了", "…"]]


def test_no_buttons_no_keyboard(payloads: MemoryPayloads) -> None:
    assert keyboard([], payloads) is None
