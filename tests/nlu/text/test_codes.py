"""Codes and numbers as people type them."""

import pytest

from nlu.text.codes import find_code, is_bare_code


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("GMTR-D4MM-QNNFH", True),
        ("263E-F75J-T4955", True),
        (" 263e f75j t4955。", True),
        ("263EF75JT4955", True),
        ("13800001234", False),
        ("131-0000-45672", False),
        ("understanding", False),
        ("what time later", False),
        ("我的码是263E-F75J-T4955", False),
        ("411624-20261201-0001", False),
    ],
)
def test_a_bare_code(text: str, code: bool) -> None:
    assert is_bare_code(text) is code


def test_the_number_of_a_case_is_no_code() -> None:
    assert find_code("编号411624-20261201-0001，码是gmtr d4mm qnnfh") == "gmtr d4mm qnnfh"
    assert find_code("编号411624-20261201-0001") is None
