"""Character n-grams."""

from nlu.text.ngrams import ngrams


def test_pieces_are_counted_and_never_cross_a_sign() -> None:
    assert ngrams("工资，工资", (1, 2)) == {"工": 2, "资": 2, "工资": 2}


def test_script_case_digits_and_stored_line_ends_make_no_difference() -> None:
    assert ngrams("拖欠工資12个月KTV_x000D_", (2,)) == ngrams("拖欠工资 个月ktv", (2,))
