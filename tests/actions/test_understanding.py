"""What the actions need of `nlu.text`, in one place."""

from datetime import date

from actions import Understanding


def test_dates_are_read_from_the_day_it_is(understanding: Understanding) -> None:
    assert understanding.date("昨天的事") == "2026-03-01"
    later = Understanding(understanding.gazetteer, understanding.pipeline, lambda: date(2026, 8, 20))
    assert later.date("昨天的事") == "2026-08-19"
    assert understanding.date("没有日子") is None


def test_a_region_by_its_code(understanding: Understanding) -> None:
    region = understanding.region("360704")
    assert region is not None
    assert region.full_name == "江西省赣州市赣县区"
    assert understanding.region("000001") is None


def test_what_it_is_about_and_how_it_must_be_treated(understanding: Understanding) -> None:
    assert understanding.nature("我举报村支书贪污低保款").nature == "accusation"
    assert understanding.matter("村里征地补偿款不发").path
    assert [risk.kind for risk in understanding.risk("我不想活了")] == ["self_harm"]
    assert understanding.risk("路灯坏了") == []
