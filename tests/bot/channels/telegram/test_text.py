import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.channels.telegram.text import MAX_UNITS, clean, split_text, utf16_units

ANY_TEXT = st.text(alphabet=st.one_of(st.characters(), st.sampled_from("。！\n 🏠👨‍👩‍👧é\u0301，a")), max_size=300)


def test_units_are_counted_as_utf16() -> None:
    assert utf16_units("枫桥a") == 3
    assert utf16_units("𠮷🏠") == 4


@given(ANY_TEXT.map(clean), st.integers(min_value=2, max_value=40))
@settings(max_examples=300, deadline=None)
def test_parts_fit_and_lose_nothing(text: str, limit: int) -> None:
    parts = split_text(text, limit=limit)
    assert "".join(parts) == text
    assert all(0 < utf16_units(part) <= limit for part in parts)


def test_text_that_fits_stays_whole() -> None:
    text = "🏠" * (MAX_UNITS // 2)
    assert split_text(text) == [text]
    assert len(split_text(text + "。")) == 2


def test_nothing_gives_no_part() -> None:
    assert split_text("") == []


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("第一段说了很多。\n\n第二段。还有", ["第一段说了很多。\n\n", "第二段。还有"]),
        ("第一行说了很多\n第二行说了。还有", ["第一行说了很多\n", "第二行说了。还有"]),
        ("他说：“路断了。”村里没人管这件事", ["他说：“路断了。”", "村里没人管这件事"]),
        ("楼上水管破了，楼道里全是水很久", ["楼上水管破了，", "楼道里全是水很久"]),
        ("The road is broken", ["The road is ", "broken"]),
        ("一二三四五六七八九十甲乙丙丁戊", ["一二三四五六七八九十甲乙", "丙丁戊"]),
    ],
)
def test_cut_where_a_reader_pauses(text: str, parts: list[str]) -> None:
    assert split_text(text, limit=12) == parts


@pytest.mark.parametrize("joined", ["👨‍👩‍👧", "é", "👍🏽", "❤️"])
def test_what_is_seen_as_one_character_is_not_parted(joined: str) -> None:
    for before in range(1, 12):
        parts = split_text("字" * before + joined + "字" * 12, limit=12)
        assert sum(joined in part for part in parts) == 1


def test_an_early_boundary_does_not_make_a_tiny_part() -> None:
    assert [len(part) for part in split_text("好。" + "字" * 20, limit=12)] == [12, 10]


@pytest.mark.parametrize(
    ("raw", "cleaned"),
    [
        ("普通的话", "普通的话"),
        ("a\x00b", "ab"),
        ("半个\ud83d字", "半个\ufffd字"),
        ("\udc00", "\ufffd"),
        ("\ud83c\udfe0", "🏠"),
        ("\ufeff开头", "\ufeff开头"),
        (None, ""),
        (5, ""),
        ({"text": "x"}, ""),
    ],
)
def test_clean(raw: object, cleaned: str) -> None:
    assert clean(raw) == cleaned


@given(st.text(alphabet=st.characters(exclude_categories=()), max_size=50))
@settings(max_examples=200, deadline=None)
def test_clean_text_can_go_anywhere(raw: str) -> None:
    cleaned = clean(raw)
    cleaned.encode("utf-8")
    assert "\x00" not in cleaned
    assert clean(cleaned) == cleaned
