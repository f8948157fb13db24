import re

import pytest

from cases.numbers import ALPHABET, CODE_LENGTH, new_code, normalise_code, normalise_number, region_of


def test_codes_look_as_promised() -> None:
    for code in (new_code() for _ in range(200)):
        assert re.fullmatch(rf"[{ALPHABET}]{{4}}-[{ALPHABET}]{{4}}-[{ALPHABET}]{{5}}", code)


def test_codes_cannot_be_guessed() -> None:
    assert len(set(ALPHABET)) == len(ALPHABET)
    assert len(ALPHABET) ** CODE_LENGTH > 2**60
    assert len({new_code() for _ in range(1000)}) == 1000


def test_codes_hold_no_symbols_that_look_alike() -> None:
    assert not set("01OILSBUZ") & set(ALPHABET)


@pytest.mark.parametrize(
    "typed", ["abcd-2345-efghj", "ABCD 2345 EFGHJ", "ＡＢＣＤ－２３４５－ＥＦＧＨＪ", "ab cd2345efghj。"]
)
def test_codes_are_compared_without_spelling(typed: str) -> None:
    assert normalise_code(typed) == "ABCD2345EFGHJ"


@pytest.mark.parametrize(
    "typed", [" 360721-20260302-0001 ", "３６０７２１－２０２６０３０２－０００１", "360721–20260302—0001"]
)
def test_numbers_are_compared_without_spelling(typed: str) -> None:
    assert normalise_number(typed) == "360721-20260302-0001"


@pytest.mark.parametrize(
    ("code", "region"),
    [("360721", "360721"), ("", "000000"), (None, "000000"), ("3607", "000000"), ("36072x", "000000")],
)
def test_a_case_without_a_known_region_still_gets_a_number(code: str | None, region: str) -> None:
    assert region_of(code) == region
