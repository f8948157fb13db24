"""Steps taken before, put together of whom and what."""

import pytest

from nlu.text.earlier_steps import tells_of_a_step


@pytest.mark.parametrize(
    "clause",
    [
        "社区的小刘来看过一次",
        "街道出面协调过一回",
        "民警出警三次",
        "财政所说系统里没有我的地",
        "去医保中心跑了三趟",
        "妇联我们也去了",
        "和公司人事谈了三轮",
        "给市长信箱留了言",
        "找了局长三回",
        "一审判了我们胜诉",
        "收到判决书了",
        "医调委组织调解过",
    ],
)
def test_a_step(clause: str) -> None:
    assert tells_of_a_step(clause)


@pytest.mark.parametrize(
    "clause", ["书记说明年修路", "请政府修路", "老板不发工资", "去城里买房", "为政府做过贡献", "社区很大"]
)
def test_no_step(clause: str) -> None:
    assert not tells_of_a_step(clause)
