import re

import pytest

from cases import Nature, Register
from cases.numbers import ALPHABET, CODE_LENGTH, new_code, normalise_code, normalise_number, region_of, step
from tests.support.register import filed


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


def test_a_number_left_out_tells_nothing_of_a_sealed_case() -> None:
    ahead = [step() for _ in range(20_000)]
    assert min(ahead) == 1
    for length in (1, 2, 3):
        # However long a gap is already, the next number is left out as often as it is given.
        longer = [one for one in ahead if one >= length]
        assert 0.45 < sum(one == length for one in longer) / len(longer) < 0.55


def test_numbers_go_up_and_keep_their_form_whatever_is_sealed(register: Register) -> None:
    natures = [Nature.CLAIM, Nature.ACCUSATION] * 12
    numbers = [filed(register, nature=nature, address=str(at)).case_number for at, nature in enumerate(natures)]
    assert numbers == sorted(set(numbers))
    assert all(re.fullmatch(r"360721-20260302-[0-9]{4}", number) for number in numbers)
    assert int(numbers[-1][-4:]) > len(numbers), "none left out among two dozen: once in sixteen million"
