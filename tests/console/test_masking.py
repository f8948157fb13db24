"""What identifies a person is masked; what is needed stays readable."""

import pytest

from console.masking import mask_address, mask_codes, mask_subject, mask_words, personal_values


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("我叫王建国，住在茅店镇", "我叫王**，住在茅店镇"),
        ("姓名：李秀英 电话：13900000002", "姓名：李** 电话：139****0002"),
        ("我叫他们别走", "我叫他们别走"),
        ("我叫了警察", "我叫了警察"),
        ("登记编号：360721-20260316-0001", "登记编号：360721-20260316-0001"),
        ("身份证360721199003074518", "身份证360721**********18"),
        ("编号360721-20260316-0001，身份证360721199003074518", "编号360721-20260316-0001，身份证360721**********18"),
        ("查询码：2345-6789-ACDEF。", "查询码：****-****-*****。"),
        ("", ""),
    ],
)
def test_words(text: str, expected: str) -> None:
    assert mask_words(text) == expected


def test_what_the_parse_found_is_masked_wherever_it_stands() -> None:
    known = personal_values([{"entity": "name", "value": "欧阳春"}, {"entity": "place", "value": "茅店镇"}, {}])
    assert mask_words("欧阳春住在茅店镇，找欧阳春", known=known) == "欧**住在茅店镇，找欧**"


@pytest.mark.parametrize("code", ["2345-6789-ACDEF", "2345 6789 acdef", "23456789ACDEF", "acde-fghj-kmnp2"])
def test_a_query_code_is_masked_however_it_is_written(code: str) -> None:
    assert mask_codes(f"码是{code}谢谢") == "码是****-****-*****谢谢"


@pytest.mark.parametrize("text", ["the Exact-word-named thing", "360721-20260316-0001", "2026-03-16 09:00", "x" * 40])
def test_what_is_no_code_stays(text: str) -> None:
    assert mask_codes(text) == text


@pytest.mark.parametrize(("address", "expected"), [("624181001", "…001"), ("12", "…"), ("", "…"), ("abcdef", "…")])
def test_an_address_keeps_only_its_tail(address: str, expected: str) -> None:
    assert mask_address(address) == expected


def test_the_subject_of_an_audit_entry() -> None:
    assert mask_subject("360721-20260316-0001") == "360721-20260316-0001"
    assert mask_subject("telegram:624181001") == "telegram …001"
