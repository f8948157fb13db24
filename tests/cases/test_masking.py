import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases.masking import mask_address, mask_identity, mask_name, mask_phone, mask_text


@pytest.mark.parametrize(
    ("name", "masked"),
    [("王建国", "王**"), ("李四", "李**"), ("欧阳修文", "欧**"), ("John Smith", "J**"), ("", ""), (" ", "")],
)
def test_names(name: str, masked: str) -> None:
    assert mask_name(name) == masked


@pytest.mark.parametrize(
    ("phone", "masked"),
    [
        ("13800000001", "138****0001"),
        ("138 0000 0001", "138****0001"),
        ("+86 138-0000-0001", "138****0001"),
        ("１３８００００００００１"[:11], "138****0000"),
        ("0797-8123456", "079****3456"),
        ("8123456", "812****56"),
        ("12345", "****"),
        ("没有", "****"),
        ("", ""),
    ],
)
def test_phones(phone: str, masked: str) -> None:
    assert mask_phone(phone) == masked


@pytest.mark.parametrize(
    ("number", "masked"),
    [
        ("360721197001011234", "360721**********34"),
        ("36072119700101123x", "360721**********3x"),
        ("360721 19700101 1234", "360721**********34"),
        ("360721700101123", "360721**********23"),
        ("E12345678", "E****"),
        ("", ""),
    ],
)
def test_identity_numbers(number: str, masked: str) -> None:
    assert mask_identity(number) == masked


@pytest.mark.parametrize(
    ("address", "masked"),
    [
        ("江西省赣州市赣县区梅林镇下坝村12号", "江西省赣州市赣县区梅林镇**"),
        ("梅林街道人民路3号", "梅林街道**"),
        ("赣县区人民路3号", "赣县区**"),
        ("广东省深圳市人民路3号", "广东省深圳市**"),
        ("12 Main Street", "12**"),
        ("", ""),
    ],
)
def test_addresses(address: str, masked: str) -> None:
    assert mask_address(address) == masked


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("电话13800000001。", "电话138****0001。"),
        ("电话138 0000 0001或138-0000-0002", "电话138****0001或138****0002"),
        ("电话１３８００００００１１，谢谢", "电话138****0011，谢谢"),
        ("打+8613800000001", "打138****0001"),
        ("座机0797-8123456", "座机079****3456"),
        ("座机(0797)8123456", "座机079****3456"),
        ("一三八零零零零零零零一", "****"),
        ("身份证360721197001011234", "身份证360721**********34"),
        ("身份证360721-19700101-1234", "身份证360721**********34"),
        ("身份证36072119700101123X号", "身份证360721**********3X号"),
        ("卡号6222020000000001234", "卡号**** 1234"),
        ("卡号6222 0200 0000 0001", "卡号**** 0001"),
        ("邮箱wang.jg@example.com", "邮箱****"),
        ("赣B12345的车", "赣B****的车"),
        ("微信：wangjg_1970", "微信****"),
        ("qq 12345678", "qq****"),
        ("2023年5月1日，第31条，编号360721-20260302-0001，3000000元", None),
        ("欠我们30多户一共1234567.89元", None),
    ],
)
def test_running_text(text: str, masked: str | None) -> None:
    assert mask_text(text) == (text if masked is None else masked)


def test_known_names_are_hidden_in_text() -> None:
    assert mask_text("我是王建国，王建国说的", names=["王建国"]) == "我是王**，王**说的"
    assert mask_text("我姓王", names=["王", ""]) == "我姓王"


@given(st.text("0123456789 -，。年月村的我家电话", max_size=40), st.text("，。我", max_size=5))
def test_a_phone_number_never_survives(before: str, after: str) -> None:
    text = f"{before}我13987654321{after}"
    assert "13987654321" not in mask_text(text)


@given(st.text("我家的村，。年月日", max_size=60))
def test_text_without_identifiers_stays_as_it_is(text: str) -> None:
    assert mask_text(text) == text


@given(st.text(max_size=60))
def test_masking_masked_text_changes_nothing_more(text: str) -> None:
    once = mask_text(text)
    assert mask_text(once) == once
