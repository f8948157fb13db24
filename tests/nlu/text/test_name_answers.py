"""The name in an answer to "what is your name?"."""

import pytest

from nlu.text.name_answers import answered_name, spelt_name, without_spelling


@pytest.mark.parametrize(
    ("answer", "name"),
    [
        ("我是她女儿，柯晓岚", "柯晓岚"),
        ("我是业主委员会主任倪卫东", "倪卫东"),
        ("以前叫史招娣，后来改名史嘉宁了，现在用后面这个", "史嘉宁"),
        ("老人叫范守田，种田的田，我是他孙女，我叫范思雨，写老人的", "范守田"),
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
        ("何国全撒，才说过的", "何国全"),
        ("屠满爷……写屠建湘，满爷是喊的", "屠建湘"),
        ("写我外公名字，于长贵，长短的长，我叫于浩", "于长贵"),
        ("马秀兰花，四个字，就叫这个", "马秀兰花"),
        ("那秀云，那是姓，不是这那的那", "那秀云"),
        ("都喊我折改娃，户口本上写的折改梅，按户口本", "折改梅"),
    ],
)
def test_whatever_else_is_said(answer: str, name: str) -> None:
    assert answered_name(answer) == name


@pytest.mark.parametrize(
    "answer",
    [
        "你问名字做啥",
        "等哈，锅开了",
        "名字报上去，厂里晓不晓得是我",
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


@pytest.mark.parametrize(
    ("answer", "name"),
    [
        ("弓长张，建设的建，黄河的河", "张建河"),
        ("耿直的耿，大海的海，波涛的涛", "耿海涛"),
        ("我姓司马，单名一个靖，立青靖", "司马靖"),
        ("免贵姓钟，钟表的钟，名字叫永贵，永远的永", "钟永贵"),
        ("温从信。温州的温，从来的从，诚信的信。", "温从信"),
        ("古月胡，胡德才", None),
        ("建设的建", None),
    ],
)
def test_a_name_is_told_by_its_characters(answer: str, name: str | None) -> None:
    assert spelt_name(answer) == name


def test_what_only_spells_the_family_name_is_none() -> None:
    assert answered_name(without_spelling("古月胡，胡德才")) == "胡德才"
