"""The petitioner's own name: told in a story or given as an answer."""

import pytest

from nlu.text.people import find_name, parse_name


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("我叫王建国，今年50岁", "王建国"),
        ("我叫王建国今年50岁", "王建国"),
        ("我是张三", "张三"),
        ("本人李四，家住赣县", "李四"),
        ("姓名：欧阳娜娜 电话138", "欧阳娜娜"),
        ("投诉人：刘德华", "刘德华"),
        ("我叫買買提·艾力", "買買提·艾力"),
        ("我叫張偉", "張偉"),
        ("我名贺习群，女", "贺习群"),
        ("你好，我叫陈秀英是桃源村的", "陈秀英"),
        ("我叫肖华立2013年9月2日签了合同", "肖华立"),
    ],
)
def test_found_in_a_story(text: str, name: str) -> None:
    found = find_name(text)
    assert found is not None
    assert found.value == name


@pytest.mark.parametrize(
    "text",
    [
        "我是王家村的村民",
        "我是王建国的儿子",
        "我是李家村人",
        "我是高中老师",
        "我是农民工",
        "我是江西人",
        "我是业主",
        "他让我叫王总",
        "被投诉人：王五",
        "本人系某公司员工",
        "我是于是之后来的",
        "老板叫刘德华",
        "我是安徽的",
        "我是马上要退休的人",
    ],
)
def test_what_is_not_the_speakers_name(text: str) -> None:
    assert find_name(text) is None


@pytest.mark.parametrize(
    ("answer", "name"),
    [
        ("王建国", "王建国"),
        ("我叫王建国", "王建国"),
        ("我的名字是陈秀英。", "陈秀英"),
        ("王女士", "王女士"),
        ("老李", "老李"),
        ("石先生，石成玉", "石成玉"),
        ("谭婆婆，谭文秀", "谭文秀"),
        ("哦你问名字嗦，向东梅", "向东梅"),
        ("王字旁那个琚，琚小平", "琚小平"),
        ("李建国，男，56岁", "李建国"),
        ("赖小平", "赖小平"),
        ("欧阳修", "欧阳修"),
        ("张 三", "张三"),
        ("姓王名建国", "王建国"),
        ("John Smith", "John Smith"),
        ("买买提·艾力", "买买提·艾力"),
        ("王建国，13800138000", "王建国"),
        ("好的，刘芳", "刘芳"),
        ("我叫李四吧", "李四"),
        ("張偉", "張偉"),
    ],
)
def test_an_answer(answer: str, name: str) -> None:
    assert parse_name(answer) == name


@pytest.mark.parametrize(
    "answer",
    [
        "不知道",
        "昨天",
        "匿名",
        "跳过",
        "没有",
        "为什么要名字",
        "赣县",
        "江西",
        "不想说",
        "随便，都行",
        "随便吧，反正名字不重要",
        "安全",
        "ok",
        "",
        "13800138000",
    ],
)
def test_no_name(answer: str) -> None:
    assert parse_name(answer) is None


@pytest.mark.parametrize("text", ["我就是路见不平", "我是代课的", "我是文盲", "我是楼长，代表大家", "我是干部"])
def test_what_one_is_is_no_name(text: str) -> None:
    assert find_name(text) is None
