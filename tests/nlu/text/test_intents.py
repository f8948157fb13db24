"""The intent model on a handful of examples."""

import pytest

from nlu.text.intents import IntentModel, without_greeting
from nlu.text.intents_training import train_intents
from nlu.text.regions import Gazetteer

EXAMPLES = {
    "greet": ["你好", "您好", "在吗", "早上好", "喂，你好", "有人吗"],
    "ask_human": ["转人工", "我要找人工", "人工客服", "能不能转人工", "叫个人来", "找真人"],
    "answer": ["王建国", "昨天", "三个人", "13800138000", "赣县区", "张三", "30多户", "去年五月"],
    "tell_story": [
        "老板拖欠我们三个月工资不给",
        "楼上天天漏水物业不管",
        "村里修路占了我家的地没有补偿",
        "邻居违建挡住我家采光，找了几次都没用",
        "学校乱收费，一学期多收了五百块",
        "工厂晚上偷排废气，臭得睡不着觉",
    ],
}


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    return Gazetteer.load()


@pytest.fixture(scope="module")
def model(gazetteer: Gazetteer) -> IntentModel:
    pairs = [(text, intent) for intent, texts in EXAMPLES.items() for text in texts]
    return train_intents([text for text, _ in pairs], [intent for _, intent in pairs], gazetteer)


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("你好呀", "greet"),
        ("帮我转人工", "ask_human"),
        ("轉人工", "ask_human"),
        ("李四", "answer"),
        ("139 1234 5678", "answer"),
        ("长沙市岳麓区", "answer"),
        ("物业乱收费，楼上漏水", "tell_story"),
    ],
)
def test_generalises(model: IntentModel, gazetteer: Gazetteer, text: str, intent: str) -> None:
    assert model.rank(text, gazetteer)[0][0] == intent


def test_probabilities_sum_to_one_and_fall(model: IntentModel, gazetteer: Gazetteer) -> None:
    shares = [share for _, share in model.rank("你好，转人工", gazetteer)]
    assert sum(shares) == pytest.approx(1)
    assert shares == sorted(shares, reverse=True)
    assert len(shares) == len(EXAMPLES)


def test_a_long_telling_leans_to_a_story(model: IntentModel, gazetteer: Gazetteer) -> None:
    short = dict(model.rank("早上好，赣县区张三家门前的路坏了", gazetteer))["tell_story"]
    long = dict(
        model.rank(
            "早上好，赣县区张三家门前的路坏了" + "，车子过不去，老人摔了一跤，到现在也没有人来看过" * 3, gazetteer
        )
    )
    assert long["tell_story"] > short


def test_words_never_seen_leave_it_open(model: IntentModel, gazetteer: Gazetteer) -> None:
    assert model.rank("\u3400", gazetteer)[0][1] < 0.7


def test_a_topic_competes_as_its_intent_and_is_named_in_full(gazetteer: Gazetteer) -> None:
    topics = {
        "faq/cost": ["收费吗", "要钱吗", "要交钱吗", "免费吗"],
        "faq/court": ["能起诉吗", "要打官司吗", "去法院吗"],
    }
    pairs = [(text, intent) for intent, texts in {**EXAMPLES, **topics}.items() for text in texts]
    model = train_intents([text for text, _ in pairs], [intent for _, intent in pairs], gazetteer)
    assert (model.intents, model.topics) == (("answer", "ask_human", "faq", "greet", "tell_story"), tuple(topics))
    ranking = model.rank("这个收费吗", gazetteer)
    assert ranking[0][0] == "faq/cost"
    assert sum(share for _, share in ranking) == pytest.approx(1)
    assert model.rank("要不要去法院", gazetteer)[0][0] == "faq/court"


@pytest.mark.parametrize(
    ("text", "rest"),
    [
        ("你好，你是真人吗", "你是真人吗"),
        ("Hello, are you a real person?", "are you a real person?"),
        ("领导好，给您鞠个躬", "领导好，给您鞠个躬"),
        ("你好", "你好"),
        ("喂，你好", "喂，你好"),
    ],
)
def test_a_question_is_asked_without_its_greeting(text: str, rest: str) -> None:
    assert without_greeting(text) == rest
