"""What a short answer amounts to: none, I will not say, yes, a question back, a name."""

import pytest

from nlu.text import replies
from nlu.text.replies import (
    agrees,
    asks,
    bare_name,
    blames_nobody,
    could_be_name,
    has_no_files,
    has_words,
    is_done,
    not_to_be_filed,
    objects,
    plain,
    says_more,
    says_nothing,
    skips,
    wishes,
)


@pytest.mark.parametrize(
    "text",
    [
        "没有",
        "没",
        "没有了。",
        "沒有",
        "无",
        "暂无",
        "还没有",
        "都没有的",
        "没找过",
        "第一次",
        "冇",
        "No",
        "none.",
        "Not yet",
    ],
)
def test_says_that_there_is_nothing(text: str) -> None:
    assert says_nothing(text)


@pytest.mark.parametrize(
    "text",
    [
        "没有人管我们",
        "没钱看病",
        "无锡市梁溪区",
        "找过社区，没有用",
        "打过12345",
        "no one helps us",
        "第一次是去年，第二次是今年",
        "",
    ],
)
def test_says_more_than_nothing(text: str) -> None:
    assert not says_nothing(text)


@pytest.mark.parametrize(
    "text",
    [
        "跳过", "跳過", "下一个", "不想说", "不方便", "保密", "匿名吧", "不留名了", "不知道", "不清楚", "唔知",
        "记不清了", "忘了", "说不上来", "skip", "I don't know", "rather not say",
        "也不留，你们有事我自己再来问", "不说，一说厂里就晓得是我", "电话不留了",
    ],
)  # fmt: skip
def test_skips(text: str) -> None:
    assert skips(text)


@pytest.mark.parametrize(
    "text",
    [
        "王建国", "13812345678", "红旗路8号", "去年10月",
        # A long message that holds such a word tells something.
        "我也不知道他们是哪个单位的，反正穿着制服，开一辆白色的车", "我不说谎", "不留情面",
    ],
)  # fmt: skip
def test_does_not_skip(text: str) -> None:
    assert not skips(text)


@pytest.mark.parametrize("text", ["不知道，一个姓张的包工头", "不留，怕他们找上门来", "匿名，我在他们厂里上班"])
def test_says_more_than_that_it_skips(text: str) -> None:
    assert says_more(text)


@pytest.mark.parametrize("text", ["跳过", "不想说名字", "这个我真不清楚", "没有", "没找过别的地方"])
def test_only_skips(text: str) -> None:
    assert not says_more(text)


@pytest.mark.parametrize(
    "text", ["发完了", "就这些", "没别的了", "先不发", "回头再发", "不会发", "传不了", "that's all"]
)
def test_has_no_more_to_send(text: str) -> None:
    assert is_done(text)


@pytest.mark.parametrize(
    "text",
    [
        "没有", "没得照片", "暂时没有", "没有，有的话后头再补", "目前没有，找到了再发", "现在没得啥子证据",
        "家里没有发票了", "拍不了照", "不会发照片", "没拍到", "none", "no photos yet", "I don't have any photos",
    ],
)  # fmt: skip
def test_has_no_files(text: str) -> None:
    assert has_no_files(text)


@pytest.mark.parametrize(
    "text",
    ["茶叶的收据有，不敢现在发", "没有照片但是邻居都可以作证", "没有合同，老板不给签", "no, but my neighbour saw it"],
)
def test_has_something_to_say_of_files(text: str) -> None:
    assert not has_no_files(text)


@pytest.mark.parametrize("text", ["这是合同", "还有两张", "等我找找照片"])
def test_has_more_to_send(text: str) -> None:
    assert not is_done(text)


@pytest.mark.parametrize(
    "text",
    [
        "对", "对的，提交吧", "對", "是的", "没错", "没问题，报上去吧", "正确", "可以", "行", "好的", "确认无误",
        "嗯", "要得", "係", "对，不用改", "OK",
        "完全正确，麻烦你们了", "要得，冇得错", "就这样，别让站长知道是我", "所录无误，烦请呈上",
        "yes", "Looks good", "That's right", "submit",
    ],
)  # fmt: skip
def test_agrees(text: str) -> None:
    assert agrees(text)


@pytest.mark.parametrize(
    "text",
    [
        "不对", "不是", "对，但是电话错了", "是的，不过地址要改", "好像漏了一句", "可以，等一下", "行，还有一件事",
        "别提交", "yes, but the phone is wrong", "ok wait",
        "可以匿名吗", "行不行，什么时候有结果", "好了吗？", "电话是13800000001", "", "王建国",
    ],
)  # fmt: skip
def test_does_not_agree(text: str) -> None:
    assert not agrees(text)


@pytest.mark.parametrize("text", ["没有错", "没毛病", "冇错", "不用改", "错不了"])
def test_a_word_of_objection_inside_a_yes_is_none(text: str) -> None:
    assert not objects(text)


@pytest.mark.parametrize("text", ["电话错了", "不对", "改一下", "漏了一句", "that is wrong"])
def test_objects(text: str) -> None:
    assert objects(text)


@pytest.mark.parametrize(
    "text",
    [
        "为什么要电话", "多久有结果", "收费吗", "要不要钱", "你是不是机器人", "去哪里反映", "真的有用？", "咋办呢",
        "why do you need that", "How long does it take",
    ],
)  # fmt: skip
def test_asks(text: str) -> None:
    assert asks(text)


@pytest.mark.parametrize("text", ["王建国", "去年10月", "没有", "希望退钱", "老板不给钱", "somewhere in Ganzhou"])
def test_does_not_ask(text: str) -> None:
    assert not asks(text)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("就是物业公司。", "物业公司"),
        ("嗯，物业公司！！", "物业公司"),
        ("應該是物業公司", "物業公司"),
        ("it's the landlord", "the landlord"),
        ("  物业公司 ", "物业公司"),
        # Nothing but the lead-in: then it is the answer.
        ("就是", "就是"),
        ("。。。", "。。。"),
    ],
)
def test_takes_away_only_what_leads_in(text: str, words: str) -> None:
    assert plain(text) == words


@pytest.mark.parametrize(
    ("text", "least", "enough"), [("8号", 2, True), ("号", 2, False), ("？！…", 1, False), ("👍👍", 1, False)]
)
def test_counts_words_not_marks(text: str, least: int, enough: bool) -> None:
    assert has_words(text, least) is enough


@pytest.mark.parametrize(
    "text", ["希望退钱", "把钱退给我", "让他们停工", "请求查清楚", "尽快解决", "我想要个说法", "please refund me"]
)
def test_wishes(text: str) -> None:
    assert wishes(text)


@pytest.mark.parametrize("text", ["物业公司", "去年的事", "他们不给钱"])
def test_does_not_wish(text: str) -> None:
    assert not wishes(text)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("我叫沙马阿依", "沙马阿依"),
        ("嗯，那个，我是沙马阿依。", "沙马阿依"),
        ("名字：沙马阿依", "沙马阿依"),
        ("my name is Ahmet Kaya", "Ahmet Kaya"),
        ("I'm Ahmet Kaya.", "Ahmet Kaya"),
    ],
)
def test_the_name_without_what_is_said_around_it(text: str, name: str) -> None:
    assert bare_name(text) == name


@pytest.mark.parametrize("text", ["沙马阿依", "買買提·艾力", "Ahmet Kaya", "O'Neil Mary", "Zoë Müller", "Kaya"])
def test_could_be_a_name(text: str) -> None:
    assert could_be_name(text)


@pytest.mark.parametrize(
    "text", ["你管我", "不告诉你", "说啥呢", "a", "王", "13812345678", "my name", "他们半夜施工吵得睡不着", "👍👍"]
)
def test_could_not_be_a_name(text: str) -> None:
    assert not could_be_name(text)


@pytest.mark.parametrize("text", ["气死我了", "😡太过分了！！", "真的受不了了", "This is outrageous"])
def test_anger_alone(text: str) -> None:
    assert replies.vents(text)


@pytest.mark.parametrize("text", ["气死我了，物业不修电梯", "我受了伤", "电梯坏了"])
def test_anger_about_something_is_more(text: str) -> None:
    assert not replies.vents(text)


@pytest.mark.parametrize(
    "text", ["不撤了", "我不想撤回了", "先别撤", "撤错了", "请恢复", "don't withdraw it", "please undo it"]
)
def test_what_was_to_be_withdrawn_stays(text: str) -> None:
    assert replies.stays(text)


@pytest.mark.parametrize("text", ["撤了吧", "不告了，撤回来", "我不想继续了，撤回", "withdraw it", "怎么不撤回？"])
def test_what_is_to_be_withdrawn_does_not_stay(text: str) -> None:
    assert not replies.stays(text)


@pytest.mark.parametrize("text", ["刚才已经说了，就那个事", "没有了，都在上面"])
def test_all_is_told_twice_over(text: str) -> None:
    assert replies.told_all(text)


@pytest.mark.parametrize(
    "text",
    [
        "没得哪个，就是提个建议",
        "不针对谁，供林草局参考",
        "没有说谁不好",
        "Nobody, it's only an idea",
        "There is no opposite party",
    ],
)
def test_blames_nobody(text: str) -> None:
    assert blames_nobody(text)


@pytest.mark.parametrize("text", ["没有哪个部门管", "nobody came", "老板不是东西", "不知道是哪个单位"])
def test_blames_somebody(text: str) -> None:
    assert not blames_nobody(text)


@pytest.mark.parametrize(
    "text",
    [
        "先别提交，我再想想",
        "不要登记了",
        "No. Please bin it, I don't want it registered.",
        "No, please do not send it. My husband wants to ask a lawyer first.",
    ],
)
def test_it_is_not_to_be_filed(text: str) -> None:
    assert not_to_be_filed(text)


@pytest.mark.parametrize(
    "text",
    ["别登记我的名字", "别提交给镇上的人看", "不提交材料他们就不办", "I don't want it", "please don't send my name"],
)
def test_other_things_that_are_not_wanted(text: str) -> None:
    assert not not_to_be_filed(text)
