"""Places in a text: found, told apart, and not seen in ordinary words."""

import pytest

from nlu.text.regions import Gazetteer


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    return Gazetteer.load()


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("江西省赣州市赣县区梅林镇桃源村3组", "360704"),
        ("我在赣县", "360704"),
        ("长沙岳麓麓谷街道", "430104"),
        ("长沙市岳麓区", "430104"),
        ("福州鼓楼区的一家店", "350102"),
        ("湖南浏阳", "430181"),
        ("南昌县", "360121"),
        ("南昌", "360100"),
        ("海南", "460000"),
        ("吉林市", "220200"),
        ("阳泉城区", "140302"),
        ("洛阳老城区", "410302"),
        ("内蒙古自治区呼和浩特市新城区", "150102"),
        ("内蒙呼和浩特", "150100"),
        ("湘西州凤凰县", "433123"),
        ("恩施", "422800"),
        ("恩施土家族苗族自治州", "422800"),
        ("长阳县", "420528"),
        ("重庆市渝北区", "500112"),
        ("仙桃市", "429004"),
        ("沭阳新河镇", "321322"),
        ("晋江市陈埭镇江浦路", "350582"),
        ("陈埭镇江浦路", "350582"),
        ("香港湾仔区", "810002"),
        ("澳门", "820000"),
        ("东莞市长安镇", "441900"),
        ("西安市雁塔区小寨东路", "610113"),
        ("新疆石河子", "659001"),
        ("浦东", "310115"),
        ("我们住在昆山", "320583"),
    ],
)
def test_resolves(gazetteer: Gazetteer, text: str, code: str) -> None:
    match = gazetteer.resolve(text)
    assert match.best is not None
    assert match.best.code == code


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("贛州市贛縣區", "360704"),
        ("請問臺北市", "710000"),
        ("長沙市嶽麓區", "430104"),
        ("廣東省廣州市", "440100"),
    ],
)
def test_reads_traditional_characters(gazetteer: Gazetteer, text: str, code: str) -> None:
    match = gazetteer.resolve(text)
    assert match.best is not None
    assert match.best.code == code


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("上饶县", "361104"),
        ("南康市", "360703"),
        ("襄樊市", "420600"),
        ("杭州市江干区", "330102"),
        ("北京崇文区", "110101"),
        ("郫县", "510117"),
        ("毕节地区", "520500"),
        ("户县", "610118"),
    ],
)
def test_reads_names_of_before(gazetteer: Gazetteer, text: str, code: str) -> None:
    match = gazetteer.resolve(text)
    assert match.best is not None
    assert match.best.code == code


@pytest.mark.parametrize(
    "text",
    [
        "南京路步行街",
        "上海南路12号",
        "北京路",
        "中山路和解放路交叉口",
        "和平解决",
        "东方不亮西方亮",
        "新华书店",
        "百姓安康",
        "城西安置房",
        "老城区改造",
        "我们区、我们市、本县",
        "我们县城",
        "全市人民",
        "居民和村民都安装了",
        "各种福利津贴",
        "查清原因",
        "最大连锁超市",
        "采光日照时间不够",
        "由于都没有人管",
        "沿海城市",
        "穿越城市居民区",
        "大理石地面",
        "第三明确责任",
        "周六安排加班",
        "重庆火锅店",
        "兰州拉面馆",
        "示范县建设",
        "白沙镇西安镇",
        "健康保障",
        "我的资源都没了，比如县里",
    ],
)
def test_ordinary_words_and_streets_are_no_regions(gazetteer: Gazetteer, text: str) -> None:
    assert [mention.text for mention in gazetteer.find(text)] == []


@pytest.mark.parametrize(
    ("text", "count"), [("鼓楼区", 4), ("朝阳区", 2), ("西湖区教育局", 2), ("和平区", 2), ("市中区", 4)]
)
def test_an_ambiguous_name_gives_its_candidates(gazetteer: Gazetteer, text: str, count: int) -> None:
    match = gazetteer.resolve(text)
    assert match.best is None
    assert len(match.candidates) == count


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("我是长春人，朝阳区的物业乱收费", "220104"),
        ("朝阳区这边，北京的冬天没暖气", "110105"),
        ("鼓楼区那家店在南京很有名", "320106"),
        ("杭州西湖区", "330106"),
        ("西湖区，南昌的", "360103"),
    ],
)
def test_other_names_of_the_text_decide(gazetteer: Gazetteer, text: str, code: str) -> None:
    match = gazetteer.resolve(text)
    assert match.best is not None
    assert match.best.code == code


def test_two_places_alike_are_asked_about(gazetteer: Gazetteer) -> None:
    match = gazetteer.resolve("从长沙市到株洲市的路")
    assert match.best is None
    assert {region.code for region in match.candidates} == {"430100", "430200"}


def test_where_somebody_comes_from_is_not_where_it_happened(gazetteer: Gazetteer) -> None:
    match = gazetteer.resolve("我是河南人，在长沙市岳麓区打工")
    assert match.best is not None
    assert match.best.code == "430104"
    assert not gazetteer.resolve("我户口是海南省的").sure
    assert not gazetteer.resolve("应该像浙江省那样做").sure
    assert gazetteer.resolve("位于赣州市赣县区").sure


@pytest.mark.parametrize(
    ("text", "detail"),
    [
        ("江西省赣州市赣县区梅林镇桃源村3组", "梅林镇桃源村3组"),
        ("章贡区文明大道12号阳光花园3栋2单元501室", "文明大道12号阳光花园3栋2单元501室"),
        ("在赣县区", ""),
        ("赣县区的阳光花园工地干活", "阳光花园工地"),
    ],
)
def test_the_address_below_the_region_is_the_detail(gazetteer: Gazetteer, text: str, detail: str) -> None:
    assert gazetteer.resolve(text).detail == detail


def test_mentions_keep_their_place_in_the_original(gazetteer: Gazetteer) -> None:
    text = "我在贛州市，和長沙市"
    assert [text[m.start : m.end] for m in gazetteer.find(text)] == ["贛州市", "長沙市"]


def test_by_code_and_nesting(gazetteer: Gazetteer) -> None:
    county, province = gazetteer.by_code("360704"), gazetteer.by_code("360000")
    assert county is not None
    assert province is not None
    assert gazetteer.within(county, province)
    assert not gazetteer.within(province, county)
    assert gazetteer.by_code("999999") is None


@pytest.mark.parametrize(
    "text", ["Gulou, Nanjing, Jiangsu", "I live in Gulou, Nanjing, Jiangsu", "Jiangsu, Nanjing, Gulou"]
)
def test_the_county_that_fits_every_other_name_is_meant(gazetteer: Gazetteer, text: str) -> None:
    best = gazetteer.resolve(text).best
    assert best is not None
    assert best.code == "320106"


@pytest.mark.parametrize("text", ["我们一伙四川来的木工", "我是河南过来的"])
def test_where_one_comes_from_is_not_where_it_happened(gazetteer: Gazetteer, text: str) -> None:
    assert not gazetteer.resolve(text).sure
