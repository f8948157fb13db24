"""What the petitioner asks for, and what others ask of the petitioner."""

import pytest

from nlu.text.requests import find_request, is_general, last_wish


@pytest.mark.parametrize(
    ("text", "request_"),
    [
        ("公司欠薪三个月。请求政府责令公司支付拖欠的工资。", "请求政府责令公司支付拖欠的工资"),
        ("我们希望退还押金3000元，谢谢", "希望退还押金3000元"),
        ("强烈要求取缔这个发射塔！", "强烈要求取缔这个发射塔"),
        ("望有关部门尽快修路", "望有关部门尽快修路"),
        ("诉求：补发工资", "诉求：补发工资"),
        ("请尽快修好路灯。此致敬礼", "请尽快修好路灯"),
        ("希望領導責令物業退錢", "希望領導責令物業退錢"),
    ],
)
def test_found(text: str, request_: str) -> None:
    found = find_request(text)
    assert found is not None
    assert found.endswith(request_)


@pytest.mark.parametrize(
    "text", ["开发商要求我们先交钱。", "没有希望了", "请问怎么办", "公司要求每天加班", "学校要求交费", "老师希望我们买"]
)
def test_others_demands_are_no_request(text: str) -> None:
    assert find_request(text) is None


def test_a_request_that_names_something_comes_before_a_general_one() -> None:
    assert find_request("要求学校退费。希望领导重视！") == "要求学校退费"


@pytest.mark.parametrize("request_", ["希望领导重视", "恳请领导帮帮我们", "望尽快解决此事", "请政府为民做主"])
def test_general(request_: str) -> None:
    assert is_general(request_)


@pytest.mark.parametrize("request_", ["希望退还押金", "望有关部门尽快修路", "请求补发工资", "要求道歉"])
def test_not_general(request_: str) -> None:
    assert not is_general(request_)


@pytest.mark.parametrize(
    ("text", "wish"),
    [
        ("房东不退钱，我就想把押金退给我", "我就想把押金退给我"),
        ("墙占了我家的地。我要让他把墙拆了", "我要让他把墙拆了"),
        # That is perhaps not all that is wanted: it is asked.
        ("我家天花板漏水，给我们把屋顶补好", None),
        ("他把押金拿走了", None),
        ("公司说给我们修好了", None),
        ("路灯坏了", None),
    ],
)
def test_an_imperative_at_the_end_is_a_wish(text: str, wish: str | None) -> None:
    found = last_wish(text)
    assert (found.value if found else None) == wish
