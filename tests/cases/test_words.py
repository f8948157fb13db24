"""Any word finds its case, in step with every change of it."""

from pathlib import Path

import pytest
from sqlalchemy import text

from cases import CaseFilter, Nature, Official, Register
from cases.folding import fold
from cases.words import terms, words_of
from tests.support.register import DISCIPLINE, OFFICIAL, approve_unsealing, filed, take


def found(register: Register, said: str, *, by: Official = OFFICIAL, **wanted: str) -> list[str]:
    return [row.number for row in register.for_official(by).inbox(CaseFilter(text=said, **wanted)).rows]


def test_pairs_are_what_is_indexed() -> None:
    assert terms("补偿款, ok。5", "360721") == ["补偿", "偿款", "款", "ok", "k", "5", "r36", "r3607", "r360721"]
    assert terms("", "360721") == []


def test_text_is_folded() -> None:
    assert fold("補償款ＡＢＣ　") == "补偿款abc "
    assert words_of("補償 款_Ａb!") == ["补偿", "款", "ab"]


def test_the_folding_is_that_of_the_understanding() -> None:
    root = Path(__file__).parents[2]
    ours, theirs = root / "cases" / "traditional.txt", root / "nlu" / "lexicon" / "traditional.txt"
    assert ours.read_bytes() == theirs.read_bytes()


@pytest.mark.parametrize(
    "said", ["补偿款", "補償款", "修路", "两亩地", "款", "修路 补偿款", "下坝村村委会", "138****0001", "请求"]
)
def test_any_word_finds_its_case(register: Register, said: str) -> None:
    number = filed(register).case_number
    filed(
        register, address="b", facts="电梯坏了三个月没人修", request="请修好", respondent="万家物业", place="金湖小区"
    )
    assert found(register, said) == [number]


@pytest.mark.parametrize("said", ["补款", "两亩田", "修路 电梯", "，", '"', "' OR", "*", "99x"])
def test_what_it_does_not_say_does_not_find_it(register: Register, said: str) -> None:
    filed(register)
    assert found(register, said) == []


def test_words_are_found_within_a_region(register: Register) -> None:
    number = filed(register).case_number
    assert found(register, "补偿款", region="3607") == [number]
    assert found(register, "补偿款", region="360") == [number]
    assert found(register, "补偿款", region="11") == []


def test_no_word_of_a_sealed_case_is_indexed(register: Register) -> None:
    number = filed(register, nature=Nature.ACCUSATION).case_number
    assert found(register, "补偿款", by=DISCIPLINE) == []
    assert found(register, number, by=DISCIPLINE) == [number]
    assert indexed(register) == 0


def test_sealing_takes_the_words_out_and_unsealing_puts_them_back(register: Register) -> None:
    number = filed(register).case_number
    take(register, number, "correct", by=DISCIPLINE, nature="accusation", text="是检举")
    assert found(register, "补偿款", by=DISCIPLINE) == []
    assert indexed(register) == 0
    approve_unsealing(register, number)
    take(register, number, "correct", by=DISCIPLINE, nature="claim", text="不是检举")
    assert found(register, "补偿款") == [number]
    assert indexed(register) == 1


def test_a_corrected_region_is_indexed_anew(register: Register) -> None:
    number = filed(register).case_number
    take(register, number, "correct", region="110101 北京市东城区", text="更正")
    assert found(register, "补偿款", region="11") == [number]
    assert found(register, "补偿款", region="36") == []


def indexed(register: Register) -> int:
    with register.transaction() as tx:
        return int(tx.scalar(text("SELECT count(*) FROM case_words")) or 0)
