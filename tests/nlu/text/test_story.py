"""What a story already says, and what must not be taken from it."""

from datetime import date

import pytest
from spacy.language import Language

from nlu.text.pipeline import build_pipeline
from nlu.text.regions import Gazetteer
from nlu.text.story import StoryFields, read_story

TODAY = date(2024, 6, 15)


@pytest.fixture(scope="module")
def nlp() -> Language:
    return build_pipeline(Gazetteer.load())


def read(nlp: Language, text: str) -> StoryFields:
    return read_story(text, nlp=nlp, today=TODAY)


WAGES = (
    "我叫王建国，是江西省赣州市赣县区梅林镇桃源村村民，去年10月起我和其他12个工友在赣县区的阳光花园工地干活，"
    "赣州宏达建筑有限公司拖欠我们工资共计8万多元，多次找老板要都不给，去人社局反映过也没结果。"
    "老板电话13900001111。我的电话是13800138000。请求政府责令公司支付拖欠的工资。"
)


def test_a_whole_story(nlp: Language) -> None:
    story = read(nlp, WAGES)
    assert story.petitioner_name == "王建国"
    assert story.petitioner_phone == "13800138000"
    assert story.petitioner_address == "江西省赣州市赣县区梅林镇桃源村"
    assert story.place == "赣县区的阳光花园工地"
    assert story.region is not None
    assert story.region.code == "360704"
    assert story.occurred_at == "2023-10"
    assert story.respondent == "赣州宏达建筑有限公司"
    assert story.affected_count == 13
    assert story.request == "请求政府责令公司支付拖欠的工资"
    assert story.prior_handling is not None
    assert "去人社局反映过也没结果" in story.prior_handling


def test_a_story_in_traditional_characters(nlp: Language) -> None:
    story = read(nlp, "我們小區的物業公司亂收停車費，打過12345沒有用，希望物業退還多收的費用")
    assert story.respondent == "我們小區的物業公司"
    assert story.prior_handling == "打過12345沒有用"
    assert story.request == "希望物業退還多收的費用"


def test_nothing_said_is_nothing_taken(nlp: Language) -> None:
    assert read(nlp, "我有冤情要说").stated() == {}
    assert read(nlp, "").stated() == {}


def test_says_which_words_a_field_was_read_from(nlp: Language) -> None:
    assert read(nlp, "昨天晚上我家被淹了").words["occurred_at"] == "昨天晚上"


@pytest.mark.parametrize(
    "text",
    [
        "老板电话13800138000，一直不接",
        "我打公司13800138000没人接",
        "物业经理的手机是13800138000",
        "包工头刘德胜13800138000失联了",
        "李科长（0797-8123456）说不归他管",
        "打投诉热线0797-8123456没人理",
        "他的电话13800138000",
    ],
)
def test_anothers_telephone_is_not_the_petitioners(nlp: Language, text: str) -> None:
    assert read(nlp, text).petitioner_phone is None


@pytest.mark.parametrize(
    "text",
    [
        "我的电话是13800138000",
        "路灯坏了。联系电话：13800138000",
        "请尽快处理，我手机 138 0013 8000",
        "路灯坏了没人修。王建国 13800138000",
    ],
)
def test_the_petitioners_own_telephone(nlp: Language, text: str) -> None:
    assert read(nlp, text).petitioner_phone == "13800138000"


@pytest.mark.parametrize(
    ("text", "respondent"),
    [
        ("我要投诉幸福小区物业，乱收停车费", "幸福小区物业"),
        ("我被宏达建筑公司辞退了", "宏达建筑公司"),
        ("村支书李某贪污扶贫款", "村支书李某"),
        ("楼下的烧烤店扰民", "楼下的烧烤店"),
        ("赣县阳光幼儿园乱收费，老师态度也差", "赣县阳光幼儿园"),
        ("开发商延期交房两年", "开发商"),
    ],
)
def test_who_is_blamed(nlp: Language, text: str, respondent: str) -> None:
    assert read(nlp, text).respondent == respondent


@pytest.mark.parametrize(
    "text",
    [
        "我去人社局反映过，没有结果",
        "希望教育局尽快处理",
        "我在赣县中学读书",
        "向赣县区环保局投诉过三次",
        "派出所说已经受理",
        "我是宏达公司的员工，想问社保怎么交",
        "公司拖欠我们工资",
    ],
)
def test_who_is_not_blamed_or_not_named(nlp: Language, text: str) -> None:
    assert read(nlp, text).respondent is None


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("昨天晚上楼上漏水", "2024-06-14"),
        ("从今年3月开始一直停水", "2024-03-01/2024-06-15"),
        ("2023年5月1日我买了一台冰箱，昨天坏了", "2023-05-01"),
        ("楼顶漏水漏了三年多了，前天落雨又滴滴答答", "2021-06-15/2024-06-15"),
        ("3月我查出怀孕，4月15号人事就让我走", "2024-04-15"),
        ("五月初二，啊不是，是5月2号晚上，变压器打雷烧了", "2024-05-02"),
        ("Last month, May 19, the company broke the ramp", "2024-05-19"),
        ("They did not pay us March, April and May", "2024-03"),
    ],
)
def test_when_it_happened(nlp: Language, text: str, value: str) -> None:
    assert read(nlp, text).occurred_at == value


@pytest.mark.parametrize(
    "text",
    [
        "我1975年3月5日出生，没有退休金",
        "根据2016年3月发布的文件，应该补发",
        "去年5月打过12345没人管",
        "前几年就这样",
        "昨天还在卖卡，一早门就锁了",
        "什么时候能解决",
        "2015年",
        "2011年3月，2012年4月，2013年5月，2014年6月都去过医院",
    ],
)
def test_when_is_not_clear(nlp: Language, text: str) -> None:
    assert read(nlp, text).occurred_at is None


@pytest.mark.parametrize("text", ["希望领导重视", "恳请领导帮帮我们，谢谢", "开发商要求我们交钱", "有没有希望"])
def test_a_request_for_nothing_in_particular_is_asked_again(nlp: Language, text: str) -> None:
    assert read(nlp, text).request is None


@pytest.mark.parametrize(
    "text", ["我是湖南人", "像浙江那样管理就好了", "户口在四川省成都市", "全国各省都有，比如广东、浙江"]
)
def test_another_region_is_not_where_it_happened(nlp: Language, text: str) -> None:
    assert read(nlp, text).region is None


def test_an_ambiguous_region_is_given_to_choose(nlp: Language) -> None:
    story = read(nlp, "鼓楼区的路灯坏了")
    assert story.region is None
    assert len(story.region_candidates) == 4


def test_other_peoples_number_is_not_the_number_affected(nlp: Language) -> None:
    assert read(nlp, "酒吧每天有200名顾客喧哗").affected_count is None
    assert read(nlp, "我们30多户都睡不着").affected_count == 30


@pytest.mark.parametrize(
    "piece",
    [
        "1",
        "村",
        "赣县区",
        "13800138000 ",
        "公司",
        "我叫",
        "一二三",
        "3号楼",
        "请求",
        "1-",
        "\u0000",
        "𠮷",
    ],
)
def test_the_same_again_and_again_is_read_to_its_end(nlp: Language, piece: str) -> None:
    assert isinstance(read(nlp, (piece * 4000)[:4000]), StoryFields)


VOICE = (
    "我叫周大力我在四川达州宣汉县那个工地上做木工从今年二月份做到五月份老板何建军一共欠我们九个人八万块工资"
    "去劳动监察大队登记过两次都说在协调我电话一三九零零零零一一二二希望政府帮我们把工资要回来"
)


def test_a_story_spoken_without_marks(nlp: Language) -> None:
    story = read(nlp, VOICE)
    assert story.region is not None
    assert story.region.code == "511722"
    assert story.occurred_at == "2024-02-01/2024-05-31"
    assert story.respondent == "老板何建军"
    assert story.petitioner_name == "周大力"
    assert story.petitioner_phone == "13900001122"
    assert story.affected_count == 9
    assert story.request == "希望政府帮我们把工资要回来"
    assert story.prior_handling == "去劳动监察大队登记过两次都说在协调"


ENGLISH = (
    "My name is Emma Brown. Since last October Sunny Kids Kindergarten in Nanshan District, Shenzhen has not paid my "
    "salary. There are four other teachers in the same situation. I called 12333 and complained to the labour "
    "office in March but they told me to wait. I want them to pay what they owe us. You can call me on 138 0013 8000."
)


def test_a_story_in_english(nlp: Language) -> None:
    story = read(nlp, ENGLISH)
    assert story.region is not None
    assert story.region.code == "440305"
    assert story.place == "Nanshan District, Shenzhen"
    assert story.occurred_at == "2023-10-01/2024-06-15"
    assert story.petitioner_name == "Emma Brown"
    assert story.petitioner_phone == "13800138000"
    assert story.affected_count == 5
    assert story.request == "I want them to pay what they owe us"
    assert story.prior_handling is not None
    assert "told me to wait" in story.prior_handling


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("我是江口镇蕉林村的村民刘冬莲，今年58岁，路坏了", "刘冬莲"),
        (
            "楼下的路坏了一年多，老人摔了好几次，反映了也没有人来修，请帮我们把路修好，谢谢。\n王建国\n2024年6月1日",
            "王建国",
        ),
    ],
)
def test_a_name_after_what_one_is_and_under_a_letter(nlp: Language, text: str, name: str) -> None:
    assert read(nlp, text).petitioner_name == name


def test_the_result_belongs_to_what_was_tried(nlp: Language) -> None:
    story = read(nlp, "我们找过村委会，村干部说管不了，又打了12345，回复说已经转给镇里。")
    assert story.prior_handling == "我们找过村委会，村干部说管不了，又打了12345，回复说已经转给镇里"


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("我是赣州赣县的，家里在王母渡镇下邦村，去年修水渠挖断了路", "赣州赣县王母渡镇下邦村"),
        ("我赣州赣县的，王母渡镇，今年别人家补贴都到了", "赣州赣县王母渡镇"),
        ("我在山东寿光住了一辈子，今天不为自己，就说一件事，孙家集街道晚上没有路灯", "山东寿光孙家集街道"),
    ],
)
def test_a_county_and_the_one_place_in_it(nlp: Language, text: str, place: str) -> None:
    assert read(nlp, text).place == place


def test_several_wishes_are_all_kept(nlp: Language) -> None:
    assert read(nlp, "诉求：1、退还会费4200元；2、查处老板").request == "诉求：1、退还会费4200元；2、查处老板"
    assert read(nlp, "请求查处采石场。还希望赔偿房屋损失。").request == "请求查处采石场；希望赔偿房屋损失"


def test_of_many_dates_the_one_that_tells_what_happened(nlp: Language) -> None:
    text = (
        "2012年3月买了房，2014年5月签了合同，2016年7月办理了登记，2019年8月3日墙倒塌砸伤了人，2020年9月向街道投诉，"
        "2021年1月答复说没钱。"
    )
    assert read(nlp, text).occurred_at == "2019-08-03"


def test_written_cantonese(nlp: Language) -> None:
    story = read(nlp, "我哋係廣州市番禺區大石街嘅街坊，成棟樓六十幾戶都瞓唔到")
    assert story.place == "廣州市番禺區大石街"
    assert story.affected_count == 60


def test_the_only_firm_of_a_story_of_harm(nlp: Language) -> None:
    assert read(nlp, "厂子叫温州市足佳鞋业有限公司，押了我一个半月工资").respondent == "温州市足佳鞋业有限公司"
    assert read(nlp, "我是温州市足佳鞋业有限公司的，想问社保怎么交").respondent is None


def test_an_office_is_said_with_its_house(nlp: Language) -> None:
    assert read(nlp, "我要举报县医院设备科科长吃回扣").respondent == "县医院设备科科长"


@pytest.mark.parametrize(
    ("text", "name", "phone"),
    [
        ("周文斌 13000005555 我们楼电梯坏了半年没人修", "周文斌", "13000005555"),
        ("电梯坏了没人修,找我联系就行,姓郑,郑国强,13000007777", "郑国强", "13000007777"),
        ("我是3栋的业主老杨，杨德明，电话13000001010", "杨德明", "13000001010"),
        ("我是赵大海，工地上摔断了腿，老板不管，13000003333", "赵大海", "13000003333"),
        ("老板叫王大发,13000001313,不给钱", None, None),
        ("房东 周小明 13000001717 不退押金", None, None),
        ("打老板电话13000001515", None, None),
    ],
)
def test_a_name_beside_a_number_is_ones_own_unless_it_is_said_whose(
    nlp: Language, text: str, name: str | None, phone: str | None
) -> None:
    story = read(nlp, text)
    assert (story.petitioner_name, story.petitioner_phone) == (name, phone)
