"""Paths by the names in use before."""

import pytest

from bot.measure.evaluate.former_names import former
from nlu.text.matters import taxonomy


@pytest.mark.parametrize(
    ("path", "names"),
    [
        (("自然资源", "土地征收", "安置补偿"), ("国土资源", "土地征收")),
        (("文体旅游", "旅游管理"), ("商贸旅游", "旅游管理")),
        (("文体旅游", "体育"), ("教育文体", "体育")),
        (("房产物业", "物业服务"), ("城乡建设", "住房保障与房地产")),
        (("政法", "诉讼"), ("政法", "诉讼")),
        (("民政", "优抚"), ("民政", "优抚")),
        (("其他",), ("其他", "")),
    ],
)
def test_former(path: tuple[str, ...], names: tuple[str, str]) -> None:
    assert former(path) == names


def test_former_names_are_never_renamed_again() -> None:
    paths = [former((first, second)) for first, below in taxonomy().items() for second in below]
    assert [former(path) for path in paths] == paths
