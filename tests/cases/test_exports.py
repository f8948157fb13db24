"""Cases as a table."""

import tracemalloc

import pytest

from cases import CaseFilter, Nature, NotAllowed, Register, SecondPersonNeeded, StepIncomplete, subject_of
from cases.exports import harmless, load_crosswalk
from cases.tables import PetitionRow
from storage import Database
from tests.support.register import ADMINISTRATOR, DISCIPLINE, LEADER, OFFICIAL, OPERATOR, filed


def rows(register: Register, official=OFFICIAL, **wanted: str) -> list[dict[str, str]]:  # type: ignore[no-untyped-def]
    """The rows of an export, by the names of their columns."""
    exports = register.for_official(official).exports
    chunks = exports.begin(CaseFilter(**wanted), reason="月度报表")
    return [dict(zip(exports.header, row, strict=True)) for chunk in chunks for row in chunk]


def test_columns_have_the_names_of_the_exchange_and_personal_data_is_masked(register: Register) -> None:
    number = filed(register).case_number
    (row,) = rows(register)
    assert (row["信访件编号"], row["信访目的"], row["信访形式"], row["状态"]) == (number, "申诉求决", "网信", "已登记")
    assert (row["姓名"], row["手机"], row["内容分类"]) == ("王**", "138****0001", "农村农业_征地补偿")
    assert (row["通讯地址"], row["匿名"]) == ("江西省赣州市赣县区梅林镇**", "否")
    everything = "".join(row.values())
    for secret in ("王建国", "13800000001", "下坝村12号", "1970"):
        assert secret not in everything


def test_a_sealed_case_is_in_no_export_of_anybody(register: Register) -> None:
    filed(register, nature=Nature.ACCUSATION)
    assert rows(register) == rows(register, DISCIPLINE) == []


def test_the_filter_and_several_chunks(register: Register, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("cases.exports.CHUNK", 2)
    numbers = [filed(register, address=str(at)).case_number for at in range(5)]
    assert [row["信访件编号"] for row in rows(register)] == numbers
    assert rows(register, region="44") == []


def test_each_export_is_written_down_before_its_first_row(register: Register) -> None:
    register.for_official(OFFICIAL).exports.begin(CaseFilter(region="36", text="13800000001"), reason="月度报表")
    (entry,) = register.for_official(ADMINISTRATOR).audit()
    assert (entry.who, entry.action, entry.reason) == ("李伟", "export", "月度报表")
    assert entry.subject == "region=36 text=138****0001"
    with pytest.raises(StepIncomplete):
        register.for_official(OFFICIAL).exports.begin(CaseFilter(), reason=" ")
    with pytest.raises(NotAllowed):
        register.for_official(OPERATOR).exports.begin(CaseFilter(), reason="好奇")


def test_personal_data_leaves_only_where_a_second_person_approved_of_this_filter(register: Register) -> None:
    filed(register)
    exports, wanted = register.for_official(OFFICIAL).exports, CaseFilter(region="36", page=3)
    assert subject_of(wanted) == "region=36"
    asked = register.approvals.request("bulk_export", "region=36", reason="审计", by=OFFICIAL)
    with pytest.raises(SecondPersonNeeded):
        exports.begin(wanted, reason="审计", unmasked=True)
    register.approvals.decide(asked.id, approve=True, by=LEADER)
    for other in (CaseFilter(), CaseFilter(region="36", assigned="")):
        with pytest.raises(SecondPersonNeeded):
            exports.begin(other, reason="审计", unmasked=True)
    (chunk,) = exports.begin(wanted, reason="审计", unmasked=True)
    assert "王建国" in chunk[0]
    assert register.for_official(ADMINISTRATOR).audit()[0].action == "export_unmasked"
    with pytest.raises(SecondPersonNeeded):
        exports.begin(wanted, reason="审计", unmasked=True)
    with pytest.raises(NotAllowed, match="personal data"):
        register.for_official(LEADER).exports.begin(wanted, reason="审计", unmasked=True)


def test_many_cases_at_once_need_a_second_person_masked_too(
    register: Register, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("cases.exports.MOST_ALONE", 2)
    for at in range(3):
        filed(register, address=str(at))
    exports, wanted = register.for_official(OFFICIAL).exports, CaseFilter(region="36")
    assert rows(register, region="44") == []
    with pytest.raises(SecondPersonNeeded) as refused:
        exports.begin(wanted, reason="月度报表")
    left = [entry.subject for entry in register.for_official(ADMINISTRATOR).audit()]
    assert left == ["region=44"], "what did not leave is no export"
    assert refused.value.subject == subject_of(wanted, masked=True) == "masked region=36"
    asked = register.approvals.request("bulk_export", refused.value.subject, reason="月度报表", by=OFFICIAL)
    with pytest.raises(NotAllowed):
        register.approvals.decide(asked.id, approve=True, by=OFFICIAL)
    register.approvals.decide(asked.id, approve=True, by=LEADER)
    for other, unmasked in ((wanted, True), (CaseFilter(), False)):
        with pytest.raises(SecondPersonNeeded):
            exports.begin(other, reason="月度报表", unmasked=unmasked)
    (chunk,) = exports.begin(wanted, reason="月度报表")
    assert len(chunk) == 3
    assert "王建国" not in str(chunk)
    with pytest.raises(SecondPersonNeeded):
        exports.begin(wanted, reason="月度报表")
    assert len([*exports.begin(wanted, reason="月度报表", at_the_machine=True)]) == 1


def test_a_long_filter_is_approved_of_by_its_digest(register: Register) -> None:
    one, other = (subject_of(CaseFilter(text="路" * 250 + end)) for end in "ab")
    assert len(one) == len(other) == 64
    assert one != other


@pytest.mark.parametrize("text", ["=1+1", "+86", "-1", "@SUM(A1)", "\t=1", "＝1", "=HYPERLINK(1)"])
def test_no_cell_is_a_formula(register: Register, text: str) -> None:
    assert harmless(text) == f"'{text}"
    filed(register, facts=text, respondent=text)
    (row,) = rows(register)
    assert not row["投诉内容"].startswith(("=", "+", "-", "@", "＝"))


def test_words_that_are_no_formula_stay_as_they_are() -> None:
    assert harmless("补偿款=没有发") == "补偿款=没有发"


def test_every_column_is_a_field_we_have() -> None:
    ours = {column.key for column in PetitionRow.__table__.columns} | {"people"}
    assert {column.field for column in load_crosswalk().columns} <= ours


def test_memory_holds_one_chunk(register: Register, database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("cases.exports.CHUNK", 10)
    for at in range(60):
        filed(register, address=str(at), facts="长" * 20_000)
    chunks = register.for_official(OFFICIAL).exports.begin(CaseFilter(), reason="量内存")
    tracemalloc.start()
    lengths = [len(chunk) for chunk in chunks]
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert lengths == [10] * 6
    # Sixty stories of 40 kB each, several copies of each while it is decrypted and masked: all at once would be more.
    assert peak < 6_000_000
