"""The name in an answer to "what is your name?"."""

import pytest

from nlu.text.name_answers import answered_name


@pytest.mark.parametrize(
    ("answer", "name"),
    [
        ("我是她女儿，柯晓岚", "柯晓岚"),
        ("我舅叫邹长庚，写他；我是他外甥袁小满", "邹长庚"),
        ("写我妈的，陶秀英，我是她女儿何静", "陶秀英"),
        ("折玉梅，我是她儿子何大勇，写她的", "折玉梅"),
        ("能用化名不…算了，花月容，真名", "花月容"),
        ("名字就写罗春生吧", "罗春生"),
        ("我姓尉，尉萍", "尉萍"),
        ("写我外婆的，逄秀珍", "逄秀珍"),
        ("我叫么国栋", "么国栋"),
        ("填我妈妈的吧，靳玉兰", "靳玉兰"),
        ("闭春燕，手机13800001234", "闭春燕"),
        ("写我就行，我是他弟弟折大军", "折大军"),
        ("我写的，仝小磊", "仝小磊"),
        ("脱广福。前头人口说错了，我屋里是五口人", "脱广福"),
        ("查丽，检查的查", "查丽"),
        ("安顺生", "安顺生"),
        ("先世贵，先后的先，真有这个姓，莫笑", "先世贵"),
        ("苏日格乐，没有姓，四个字就是名字", "苏日格乐"),
        ("那玉芬", "那玉芬"),
        ("老人家叫屠永福", "屠永福"),
    ],
)
def test_whatever_else_is_said(answer: str, name: str) -> None:
    assert answered_name(answer) == name


@pytest.mark.parametrize(
    "answer",
    [
        "你问名字做啥",
        "不想说",
        "那随便",
        "都可以",
        "你别叫人来找我，我就是累",
        "我是他儿子",
        "写我奶奶",
        "你们会不会告诉老板",
        "我叫什么重要吗",
        "王建国跟李秀英",
        "我爱人张丽，我叫王勇",
        "我们一共十二个人，昨天又停水了",
    ],
)
def test_no_name_or_more_than_one(answer: str) -> None:
    assert answered_name(answer) is None
