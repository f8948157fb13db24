"""Bars stand where their values say."""

from console.charts import HEIGHT, WIDTH, bars


def test_the_highest_bar_fills_the_room_and_the_last_one_is_here() -> None:
    drawn = bars([("1", 2.0, "2"), ("2", 4.0, "4"), ("3", None, "–")])
    assert [bar.here for bar in drawn] == [False, False, True]
    assert drawn[1].height == 2 * drawn[0].height > 0
    assert drawn[2].height == 0
    assert all(0 <= bar.x < WIDTH and 0 <= bar.y <= HEIGHT for bar in drawn)
    assert len({bar.y + bar.height for bar in drawn}) == 1


def test_a_share_is_drawn_against_all() -> None:
    (half,) = bars([("1", 0.5, "50%")], most=1.0)
    (whole,) = bars([("1", 1.0, "100%")], most=1.0)
    assert whole.height == 2 * half.height


def test_nothing_to_draw() -> None:
    assert bars([]) == ()
    assert bars([("1", 0.0, "0")])[0].height == 0
