"""Words are lit without changing the text."""

from hypothesis import given
from hypothesis import strategies as st

from console.highlight import lit


def test_the_words_are_lit_the_longest_first() -> None:
    assert lit("补偿款没发，补偿太低", ("补偿", "补偿款", "")) == [
        ("补偿款", True),
        ("没发，", False),
        ("补偿", True),
        ("太低", False),
    ]


@given(st.text("补偿款没发(*[.", max_size=30), st.lists(st.text("补偿款(*[.", max_size=3), max_size=4))
def test_the_text_stays_the_same(text: str, words: list[str]) -> None:
    assert "".join(piece for piece, _ in lit(text, words)) == text
