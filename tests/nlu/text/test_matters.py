"""The content classification and the proposals in it."""

import csv
import os
from pathlib import Path

import pytest

from nlu.text.matters import propose_matter, taxonomy


@pytest.mark.parametrize(
    ("text", "first", "second"),
    [
        ("工地上的老板拖欠我们农民工工资三个月了", "劳动和社会保障", "工资福利"),
        ("公司突然辞退我，不给经济补偿金，也没签劳动合同", "劳动和社会保障", "劳动关系"),
        ("我上班时受了工伤，厂里不给申请工伤认定", "劳动和社会保障", "劳动保护"),
        ("养老金为什么这个月没有发，我是退休工人", "劳动和社会保障", "退休政策及待遇"),
        ("小区物业费涨价，物业公司不作为，业委会成立不了", "房产物业", "物业服务"),
        ("开发商延期交房，房产证也办不下来", "城乡建设", "住房保障与房地产"),
        ("拆迁补偿款一直没给，过渡费也停了", "城乡建设", "国有土地上房屋征收与补偿"),
        ("邻居楼顶违章建筑，规划局不管", "城乡建设", "城乡规划"),
        ("路灯坏了半年，下水道也堵了", "城乡建设", "城市建设和市政管理"),
        ("征地补偿款被克扣，青苗费一分没有", "自然资源", "土地征收"),
        ("村里的土地承包地被村干部流转给别人", "农村农业", "土地承包经营"),
        ("化工厂夜里偷排废水，臭气熏天", "生态环境", "环境污染"),
        ("医院误诊，属于医疗事故，不给病历", "卫生健康", "医患纠纷"),
        ("独生子女费什么时候发放", "卫生健康", "人口计生"),
        ("学校乱收补课费、资料费", "教育", "教育收费"),
        ("孩子入学学区划片不合理，学位不够", "教育", "教育体制"),
        ("景区导游强制购物", "文体旅游", "旅游管理"),
        ("低保被取消了，家里困难补助也没有", "民政与应急", "社会救助"),
        ("退伍军人安置工作没有落实", "民政与应急", "复退安置"),
        ("法院判决生效了，申请强制执行一直不执行", "政法", "诉讼"),
        ("户口迁不进来，身份证办不了", "政法", "户籍证件"),
        ("银行违规扣我存款利息，贷款征信也出错", "经济管理", "金融财税"),
        ("买到假货，商家不退款，涉嫌虚假广告", "市场监管", "市场监管"),
        ("小区电梯经常坏，困人多次", "市场监管", "质监检验检疫"),
        ("出租车拒载不打表，乱收费", "交通运输", "出租车管理"),
        ("快递丢件，快递员态度恶劣", "交通运输", "邮政管理"),
        ("村支书贪污公款，收受红包", "纪检监察", "贪污贿赂"),
        ("宽带和话费乱扣，移动公司不处理", "科技与信息产业", "电信"),
        ("小區電梯經常壞", "市场监管", "质监检验检疫"),
    ],
)
def test_proposes(text: str, first: str, second: str) -> None:
    proposal = propose_matter(text)
    assert proposal.path[:2] == (first, second)
    assert proposal.confidence > 0.4
    assert proposal.words


def test_a_third_level_where_it_is_attested() -> None:
    assert propose_matter("老板拖欠工资").path == ("劳动和社会保障", "工资福利", "工资发放")


def test_nothing_said_is_nothing_proposed() -> None:
    proposal = propose_matter("我有件事想说")
    assert proposal.path == ("其他", "其他")
    assert proposal.confidence == 0.0


def test_little_said_is_less_sure_than_much() -> None:
    assert propose_matter("学校").confidence < propose_matter("学校补课费乱收费，教辅资料费也收").confidence


def test_the_level_1_names_are_those_in_use() -> None:
    names = (
        "农村农业 自然资源 城乡建设 房产物业 劳动和社会保障 卫生健康 教育 文体旅游 民政与应急 政法 经济管理 市场监管 "
        "交通运输 科技与信息产业 生态环境 党务政务 组织人事 纪检监察 军队事务 其他"
    )
    assert " ".join(taxonomy()) == names
    assert sum(len(second) for second in taxonomy().values()) > 105


# The labels of the measured messages, by the names in use now.
_LABELS = {
    "城乡建设": "城乡建设",
    "房产物业": "城乡建设",
    "劳动和社会保障": "劳动和社会保障",
    "教育": "教育文体",
    "文体旅游": "教育文体",
    "市场监管": "商贸旅游",
    "经济管理": "商贸旅游",
    "生态环境": "环境保护",
    "卫生健康": "卫生计生",
    "交通运输": "交通运输",
}


def _label(path: tuple[str, ...]) -> str:
    """Food and drugs were the health offices' when these messages were labelled, tourism was trade's."""
    moved = {"食品药品监管": "卫生计生", "旅游管理": "商贸旅游"}
    return moved.get(path[1]) or _LABELS.get(path[0], "")


def test_agrees_with_real_messages() -> None:
    folder = Path(os.getenv("FENGQIAO_BENCH_DATA", str(Path(__file__).parents[4] / "shared" / "data")))
    table = folder / "petitions_train.csv"
    if not table.is_file():
        pytest.skip(f"no messages to measure on: {table}")
    with table.open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["text"]][::3]
    right = sum(_label(propose_matter(row["text"]).path) == row["label"] for row in rows)
    assert right / len(rows) > 0.78
