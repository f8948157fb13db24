"""The trained matter model's proposals."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from nlu.text.calibration import Calibration
from nlu.text.linear_training import train_linear
from nlu.text.matter_model import (
    CommonModel,
    MatterModel,
    OfficeModel,
    load_common,
    load_office,
    save_common,
    save_office,
    within,
)
from nlu.text.matters import score_words
from tests.support.matters import small_common


@pytest.mark.parametrize(
    ("text", "first", "second"),
    [
        ("干了一年的活，工钱到现在一个子儿没见着", "劳动和社会保障", "工资福利"),
        ("对门开了赌窝，夜里输红眼的人打得头破血流", "政法", "社会治安"),
        ("存折上的两万块钱不翼而飞，银行不认账", "经济管理", "金融财税"),
        ("冬天屋里冷得像冰窖，暖气费倒是一分没少收", "城乡建设", "城市建设和市政管理"),
        ("水稻田里灌不上水，渠道堵了好几年", "农村农业", "水利水电"),
        ("快递小哥把包裹扔在路边，东西丢了不赔", "交通运输", "邮政管理"),
    ],
)
def test_proposes(common: CommonModel, text: str, first: str, second: str) -> None:
    proposal = MatterModel(common).propose(text)
    assert proposal.path[:2] == (first, second)
    assert proposal.words


@pytest.mark.parametrize("text", ["我有件事想说", "嗯", "希望领导帮帮忙解决"])
def test_nothing_said_is_nothing_proposed(common: CommonModel, text: str) -> None:
    proposal = MatterModel(common).propose(text)
    assert (proposal.path, proposal.confidence, proposal.words) == (("其他", "其他"), 0.0, ())


def test_shares_of_both_levels_sum_to_one(common: CommonModel) -> None:
    text = "物业费涨了，电梯还老坏"
    shares = common.shares(text, score_words(text))
    assert float(shares.sum()) == pytest.approx(1, abs=1e-3)
    assert float(common.first_shares(shares).sum()) == pytest.approx(1, abs=1e-3)


def test_without_a_word_of_the_lexicon_the_ngrams_decide(common: CommonModel) -> None:
    text = "胳膊腿"
    said = score_words(text)
    assert not said.found
    assert common.shares(text, said) == pytest.approx(common.linear.shares(text))


def test_a_third_level_where_the_lexicon_has_it(common: CommonModel) -> None:
    assert MatterModel(common).propose("老板拖欠工资").path == ("劳动和社会保障", "工资福利", "工资发放")


def test_the_level_2_is_always_under_the_level_1(common: CommonModel) -> None:
    texts = ("学校门口的路灯坏了", "医院的医保报销", "村里的电线", "法院判了老板不给工资")
    assert {MatterModel(common).propose(text).path[:2] for text in texts} <= set(common.paths)


def test_a_stored_common_model_answers_alike(tmp_path: Path) -> None:
    common = small_common()
    save_common(common, tmp_path / "m.npz")
    text = "老板欠我三个月工钱"
    assert MatterModel(load_common(tmp_path / "m.npz")).propose(text) == MatterModel(common).propose(text)
    assert [path.name for path in tmp_path.iterdir()] == ["m.npz"]


@pytest.fixture
def office() -> tuple[CommonModel, OfficeModel]:
    """An office that calls labour 人社 and schools 文教, and knows that 夜班费 is labour's."""
    common = small_common()
    texts = ["夜班费没给", "厂里夜班费少", "夜班费不算", "操场不开放", "操场太小", "操场没有灯"]
    labels = ["人社"] * 3 + ["文教"] * 3
    linear = train_linear(texts, labels, sizes=(1, 2), seen_in=1, strength=20.0, telling=True)
    shares = np.array([common.shares(text, score_words(text)) for text in ("老板欠我工钱不给", "学校乱收补课的钱")])
    learnt = within(common, shares, ["人社", "文教"], linear.labels)
    return common, OfficeModel(linear, Calibration(2.0, 1.0), learnt)


def test_an_offices_label_leads_and_level_2_fits_below_it(office: tuple[CommonModel, OfficeModel]) -> None:
    proposal = MatterModel(*office).propose("夜班费拖着不给，三个月没发工资了")
    assert proposal.path[:2] == ("人社", "工资福利")
    assert "没发工资" in proposal.words
    assert 0.5 < proposal.confidence <= 1


def test_within_says_where_a_level_2_belongs(office: tuple[CommonModel, OfficeModel]) -> None:
    common, model = office
    column = common.paths.index(("劳动和社会保障", "工资福利"))
    assert model.within[:, column].sum() == pytest.approx(1)
    assert model.within[0, column] > 0.7


def test_a_stored_office_model_answers_alike(office: tuple[CommonModel, OfficeModel], tmp_path: Path) -> None:
    common, model = office
    save_office(model, tmp_path / "o.npz", common.paths)
    again = load_office(tmp_path / "o.npz", common.paths)
    text = "夜班费没给，操场也小"
    assert MatterModel(common, again).propose(text) == MatterModel(common, model).propose(text)


def test_an_office_model_of_another_classification_is_refused(
    office: tuple[CommonModel, OfficeModel], tmp_path: Path
) -> None:
    common, model = office
    save_office(model, tmp_path / "o.npz", common.paths)
    with pytest.raises(ValueError, match="train the office's model again"):
        load_office(tmp_path / "o.npz", common.paths[1:])


def test_an_unsure_office_proposes_nothing(office: tuple[CommonModel, OfficeModel]) -> None:
    common, model = office
    unsure = replace(model, calibration=Calibration(1.0, -9.0))
    assert MatterModel(common, unsure).propose("夜班费没给").path == ("其他", "其他")
