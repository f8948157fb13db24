"""What the matter models are trained on, and how well that teaches."""

from nlu.text.matter_model import CommonModel, MatterModel
from nlu.text.matter_training import examples, train_office
from nlu.text.matters import taxonomy
from tests.support.matters import EXAMPLES, small_common


def test_every_level_2_has_examples_and_every_example_a_level_2() -> None:
    known = {f"{first}/{second}" for first, below in taxonomy().items() for second in below}
    assert {label for _, label in examples()} == known


def test_no_example_stands_twice() -> None:
    texts = [text for text, _ in examples()]
    assert sorted({text for text in texts if texts.count(text) > 1}) == []


def test_the_common_model_knows_its_own_examples_and_is_humble(common: CommonModel) -> None:
    model = MatterModel(common)
    shown = examples()[::7]
    proposals = [model.propose(text) for text, _ in shown]
    right = [each.path[0] == label.split("/")[0] for each, (_, label) in zip(proposals, shown, strict=True)]
    assert sum(right) / len(right) > 0.9
    # Calibrated on examples it had not seen: on those it has seen it promises less than it holds.
    assert sum(each.confidence for each in proposals) < sum(right)


def test_an_office_teaches_its_own_labels() -> None:
    texts = [f"{text}，{more}" for texts in EXAMPLES.values() for text in texts for more in ("请处理", "急", "盼复")]
    labels = [
        {"劳动和社会保障": "人社科", "教育": "教育科", "生态环境": "环保科"}[label.split("/")[0]]
        for label, texts in EXAMPLES.items()
        for _ in range(3 * len(texts))
    ]
    common = small_common()
    office = train_office(texts, labels, common)
    assert office.linear.labels == ("人社科", "教育科", "环保科")
    proposal = MatterModel(common, office).propose("老板三个月没发工资，急")
    assert proposal.path[:2] == ("人社科", "工资福利")
    assert proposal.confidence > 0.7
