"""What was tried before, and where the petitioner lives."""

import pytest

from nlu.text.home_addresses import find_address
from nlu.text.prior import find_prior, only_vague
from nlu.text.regions import Gazetteer


@pytest.mark.parametrize(
    "text",
    [
        "我打过12345没有用",
        "去过信访局",
        "已经起诉了",
        "向赣县区人社局反映过",
        "报过警",
        "没有向任何部门反映过",
        "法院判了也不执行",
        "多次找村委会协商无果",
        "局里说不归他们管",
        "之前在仲裁委申请过仲裁",
        "打過市長熱線",
    ],
)
def test_told(text: str) -> None:
    assert find_prior(text) == text


@pytest.mark.parametrize(
    "text", ["我想投诉物业", "请问怎么起诉", "我要举报", "希望信访局处理", "期待政府的回复", "公司拖欠工资"]
)
def test_not_told(text: str) -> None:
    assert find_prior(text) is None


def test_only_the_clauses_that_tell_it() -> None:
    assert find_prior("物业乱收费，打过12345没用，每月多收50元") == "打过12345没用"


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("我家住赣县区梅林镇桃源村3组，门前的路坏了", "赣县区梅林镇桃源村3组"),
        ("我是赣县区梅林镇桃源村村民", "赣县区梅林镇桃源村"),
        ("我住在幸福小区3栋2单元501", "幸福小区3栋2单元501"),
        ("我妈七十六了，住在章贡区文明大道12号，天天爬楼", "章贡区文明大道12号"),
        ("本人系春华镇金鼎村七里组村民", "春华镇金鼎村七里组"),
        ("住址：江西省赣州市章贡区文明大道12号", "江西省赣州市章贡区文明大道12号"),
        ("我們是住在馬鞍村七組的居民", "馬鞍村七組"),
    ],
)
def test_address(text: str, address: str) -> None:
    found = find_address(text, Gazetteer.load())
    assert found is not None
    assert found.text == address


@pytest.mark.parametrize("text", ["我是江西人", "我是一名老师", "公司在章贡区文明大道12号", "我们小区停水"])
def test_no_address(text: str) -> None:
    assert find_address(text, Gazetteer.load()) is None


@pytest.mark.parametrize(
    ("words", "vague"),
    [
        ("物业推来推去就是不管", True),
        ("公司一直踢皮球", True),
        ("找客服推来推去", False),
        ("打过12345,没人来", False),
        ("没有投诉过", False),
        ("I called the office twice", False),
    ],
)
def test_being_pushed_around_tells_not_whom_one_turned_to(words: str, vague: bool) -> None:
    assert only_vague(words) is vague


@pytest.mark.parametrize(
    "text",
    [
        "我去问了街道，街道让我回家等",
        "跑了两趟土管所，每次都说材料不齐",
        "跟老板要了三次，他说没钱",
        "12345回访说已经办结",
        "环保局来测过，说不超标",
        "仲裁赢了，钱还是拿不到",
        "去年就投诉过，罚了一千块又接着干",
    ],
)
def test_whom_one_asked_and_what_came_of_it(text: str) -> None:
    assert find_prior(text) == text


@pytest.mark.parametrize("text", ["书记说明年修路", "窗口的人态度差", "他躲着不见我"])
def test_what_somebody_does_is_no_complaint_of_ones_own(text: str) -> None:
    assert find_prior(text) is None
