"""A matter model small enough to train in a test."""

from nlu.text.calibration import Calibration
from nlu.text.linear_training import train_linear
from nlu.text.matter_model import CommonModel

EXAMPLES = {
    "劳动和社会保障/工资福利": ["老板欠我工钱不给", "三个月没发工资了", "包工头卷钱跑了"],
    "劳动和社会保障/劳动关系": ["公司无故把我辞退", "没有签合同就叫我走人", "干了六年说不要就不要"],
    "教育/教育收费": ["学校乱收补课的钱", "幼儿园学费涨了一倍", "培训班退费难"],
    "教育/教育体制": ["孩子没有学上", "学区划得太远", "入学名额不够"],
    "生态环境/环境污染": ["化工厂排臭气", "工地噪音吵得睡不着", "河水发黑有臭味"],
}


def small_common() -> CommonModel:
    """Trained on the few examples above."""
    texts = [text for texts in EXAMPLES.values() for text in texts]
    labels = [label for label, texts in EXAMPLES.items() for _ in texts]
    linear = train_linear(texts, labels, sizes=(1, 2), seen_in=1, strength=10.0, telling=False)
    return CommonModel(linear, Calibration(1.2, 1.5))
