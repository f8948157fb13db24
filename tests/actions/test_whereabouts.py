"""Where it happened: of a county alone it is asked once where in it, and nobody is held up by that."""

from typing import Any

import pytest

from actions.intake import ValidatePetitionForm
from cases import Register
from tests.support.told import Told

STORY = "我在赣县区，楼下烧烤店天天排油烟，一到晚上屋里全是味，老人咳得整夜睡不着，说了好几次都不管用。"


@pytest.fixture
def told(form: ValidatePetitionForm, register: Register) -> Told:
    """Somebody whose story names the county only."""
    told = Told(form, register, "facts")
    told.says(STORY, intent="tell_story")
    return told


def place_of(told: Told) -> tuple[Any, Any]:
    return told.draft.values.get("place"), told.draft.values.get("place_code")


def test_where_in_the_county_is_asked(told: Told) -> None:
    assert told.citizen.asked == "place"
    assert told.citizen.slots["place_county"] == "江西省赣州市赣县区"
    assert place_of(told) == (None, "360704")


@pytest.mark.parametrize(
    ("answer", "place"),
    [
        ("梅林镇桃源村3组", "赣县区 梅林镇桃源村3组"),
        ("江西省赣州市赣县区梅林镇", "江西省赣州市赣县区梅林镇"),
        ("老车站后头那条巷子", "赣县区 老车站后头那条巷子"),
        ("赣县区", "赣县区"),
        ("跳过", "赣县区"),
        ("说不清楚", "赣县区"),
    ],
)
def test_what_is_said_to_it_ends_the_question(told: Told, answer: str, place: str) -> None:
    told.says(answer, intent="skip" if answer == "跳过" else "answer")
    assert place_of(told) == (place, "360704")
    assert told.citizen.asked == "occurred_at"


def test_another_county_takes_its_place(told: Told) -> None:
    told.says("不是那里，是江西省赣州市南康区唐江镇", intent="answer")
    assert told.draft.values["place_code"] == "360703"
    assert "唐江镇" in told.draft.values["place"]
    assert "赣县区" not in told.draft.values["place"]


@pytest.mark.parametrize("remark", ["可以在山下弄个大停车场，游客换摆渡车上去嘛", "Wah this is faster than I thought"])
def test_a_remark_is_no_place(told: Told, remark: str) -> None:
    told.says(remark, intent="answer")
    assert place_of(told) == (None, "360704")
    assert remark in told.draft.values["facts"]


def test_a_question_is_no_place(told: Told) -> None:
    told.says("你们是不是赣县的哦？", intent="nlu_fallback", confidence=0.2)
    assert place_of(told) == (None, "360704")
    assert told.citizen.asked == "place"


def test_an_answer_of_the_county_alone_is_asked_about_once(form: ValidatePetitionForm, register: Register) -> None:
    told = Told(form, register, "place")
    told.says("江西赣州赣县区")
    assert (told.citizen.asked, told.citizen.slots["asked_times"]) == ("place", 0)
    told.says("江西赣州赣县区")
    assert place_of(told) == ("江西赣州赣县区", "360704")
    assert told.citizen.asked == "occurred_at"


def test_a_chosen_county_is_asked_about_too(form: ValidatePetitionForm, register: Register) -> None:
    told = Told(form, register, "place")
    told.says("鼓楼区")
    told.says(intent="choose_region", payload={"code": "350102"})
    assert told.citizen.asked == "place"
    told.says("中山路18号")
    assert place_of(told) == ("福建省福州市鼓楼区 中山路18号", "350102")


def test_where_in_it_may_be_told_with_more_of_the_story(told: Told) -> None:
    told.says("在梅林镇桃源村，他们家半夜还在营业，上个月又把烟道接到我家窗户底下，油都滴下来了", intent="tell_story")
    assert place_of(told) == ("赣县区 梅林镇桃源村", "360704")


def test_who_only_asks_is_asked_where_too(form: ValidatePetitionForm, register: Register) -> None:
    """What applies, and who answers, differs from town to town (低保 is applied for at the town's office)."""
    told = Told(form, register, "facts")
    told.says("咨询一下，赣县区的低保要怎么申请，需要哪些材料？", intent="tell_story")
    assert told.draft.values["place_code"] == "360704"
    assert told.citizen.asked == "place"


def test_below_a_town_it_is_asked_too(form: ValidatePetitionForm, register: Register) -> None:
    told = Told(form, register, "facts")
    told.says("我是赣县区江口镇的，小区物业太黑了，电梯坏了两个月不修，还多收每户六百块钱。", intent="tell_story")
    assert told.citizen.asked == "place"
    assert told.citizen.slots["place_county"] == "江西省赣州市赣县区江口镇"
    told.says("江口镇迎宾路那边的悦澜城，3号楼")
    assert place_of(told) == ("赣县区江口镇迎宾路那边的悦澜城，3号楼", "360704")


def test_who_cannot_say_where_in_the_town_leaves_the_town(form: ValidatePetitionForm, register: Register) -> None:
    told = Told(form, register, "facts")
    told.says("我是赣县区江口镇的，小区物业太黑了，电梯坏了两个月不修，还多收每户六百块钱。", intent="tell_story")
    told.says("跳过", intent="skip")
    assert place_of(told) == ("赣县区江口镇", "360704")


@pytest.mark.parametrize(
    ("answer", "place"),
    [
        ("阳埠镇的岩脚寨，就是矿井背后那个寨子。", "赣县区 阳埠镇的岩脚寨，就是矿井背后那个寨子"),
        ("在我们屯，梅林那边的老鸦岭，北边那个沙坨子旁边。", "赣县区 在我们屯，梅林那边的老鸦岭，北边那个沙坨子旁边"),
    ],
)
def test_what_only_sounds_like_a_place_is_one(told: Told, answer: str, place: str) -> None:
    told.says(answer)
    assert place_of(told) == (place, "360704")


def test_what_is_told_beside_the_place_stands_in_the_story(form: ValidatePetitionForm, register: Register) -> None:
    told = Told(form, register, "place")
    told.says("Ganzhou, Ganxian district, Red Leaf Academy. The fried fish. 30 kids were sick by four, me too")
    assert told.draft.values["place"].endswith("Red Leaf Academy")
    assert "30 kids were sick by four" in told.draft.values["facts"]


def test_the_city_around_the_county_takes_nothing_of_it(told: Told) -> None:
    told.says("在赣州那个老滨江步道上")
    assert told.draft.values["place_code"] == "360704"


def test_where_one_lives_is_not_where_it_happened(form: ValidatePetitionForm, register: Register) -> None:
    told = Told(form, register, "facts")
    told.says(
        "我喺香港住，今年清明返鄉掃墓，發現阿公嘅墳冇咗，一問先知係修路挖咗，冇人通知過我哋。", intent="tell_story"
    )
    told.says("五華縣橫陂鎮，老虎石嶺，近住條村叫羅湖村")
    assert told.draft.values["place_code"] == "441424"


def test_what_is_said_again_to_where_in_it_is_the_place(told: Told) -> None:
    told.says("Coral Bay lobby bar, by the long pier")
    told.says("Coral Bay lobby bar, by the long pier")
    assert place_of(told) == ("赣县区 Coral Bay lobby bar, by the long pier", "360704")


@pytest.mark.parametrize("where", ["赣县区一所小学", "赣县区的小学"])
def test_some_school_of_the_county_is_no_place_yet(form: ValidatePetitionForm, register: Register, where: str) -> None:
    told = Told(form, register, "facts")
    told.says(
        f"孩子在{where}上四年级，学校要每人交两千六买指定平板，不交的单独坐后排，没法做作业。", intent="tell_story"
    )
    assert told.citizen.asked == "place"


def test_a_shop_right_behind_its_town_is_where_it_is(form: ValidatePetitionForm, register: Register) -> None:
    told = Told(form, register, "facts")
    told.says("赣县区梅林镇的老张烧烤店天天排油烟，楼上几十户人都睡不着，打了好几次电话也没人管。", intent="tell_story")
    assert place_of(told) == ("赣县区梅林镇", "360704")
