"""What becomes of a petition in the demonstration: who takes which step, and after how many days."""

import random
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

Actor = Literal["office", "handler", "approver", "discipline", "leader", "supervisor", "petitioner"]


@dataclass(frozen=True)
class Act:
    """One thing somebody does, so many days after the one before."""

    days: float
    by: Actor
    step: str
    text: str = ""
    fields: Mapping[str, Any] = field(default_factory=dict)


FACTS = "经实地走访、调取材料并听取各方意见，信访人反映的情况基本属实。"
FOUND = "已责成有关单位限期整改，具体办理情况由承办人员当面向您说明。"
BASIS = "《信访工作条例》第三十一条、第三十二条"
REMEDY = "如不服本意见，可以自收到之日起30日内向上一级机关申请复查。"
OUTCOMES = ("supported", "supported", "supported", "explained", "not_supported")


def life(nature: str, route: str, chance: random.Random) -> Iterator[Act]:
    """The acts on one petition, in order. Many end early: somebody is still to take the next step."""
    if chance.random() < 0.08:
        return
    if nature == "accusation":
        yield Act(chance.uniform(1, 6), "discipline", "note", "已按管理权限登记，材料单独保管。")
        return
    if nature == "claim" and chance.random() < 0.06:
        yield Act(chance.uniform(0.2, 3), "petitioner", "withdraw", "问题已经和对方商量好了，不用再办了。")
        return
    if nature in ("consultation", "suggestion"):
        yield from _answered_soon(nature, chance)
    elif route in ("一", "二", "三", "四"):
        yield from _shown_another_road(route, chance)
    else:
        yield from _handled(chance)


def _answered_soon(nature: str, chance: random.Random) -> Iterator[Act]:
    way = "咨询" if nature == "consultation" else "建议"
    yield Act(chance.uniform(0.3, 6), "office", "accept", fields={"route": way})
    yield Act(
        chance.uniform(0.5, 8), "office", "reply",
        "您问的事情已经了解清楚：带身份证和户口簿到政务服务大厅相应窗口办理即可，窗口会一次告知。"
        if nature == "consultation" else "您的建议已经研究，列入了今年的改造计划，感谢您对家乡的关心。",
        {"outcome": "supported", "legal_basis": BASIS, "facts": "已与有关单位核对。",
         "remedy": "对答复有疑问可以随时再来询问。"},
    )  # fmt: skip
    yield Act(chance.uniform(2, 9), "office", "conclude")


def _shown_another_road(route: str, chance: random.Random) -> Iterator[Act]:
    roads = {
        "一": ("向人民法院提出，或者向作出决定的机关的监督部门反映", "第二十二条第二款、第三十一条第一项"),
        "二": ("向劳动人事争议仲裁委员会申请仲裁", "第三十一条第二项"),
        "三": ("按党员申诉程序向原处理的党组织提出", "第三十一条第三项"),
        "四": ("自知道该行为之日起60日内申请行政复议", "第三十一条第四项"),
    }
    road, article = roads[route]
    yield Act(
        chance.uniform(1, 12), "office", "redirect",
        "这件事有专门的法律程序，走这条路最有用。拿不准可以拨打12348免费咨询。",
        {"route": route, "road": road, "article": f"《信访工作条例》{article}"},
    )  # fmt: skip


def _handled(chance: random.Random) -> Iterator[Act]:
    yield Act(chance.uniform(0.5, 11), "office", "transfer", fields={"unit": "{unit}"})
    if chance.random() < 0.08:
        yield Act(chance.uniform(0.5, 3), "handler", "object", "不属于我单位职责范围，建议转由有权处理的单位办理。")
        if chance.random() < 0.5:
            return
        yield Act(chance.uniform(0.5, 3), "office", "keep_with_unit", "按照职责清单，应当由你单位办理。")
    else:
        yield Act(chance.uniform(0.2, 3), "handler", "sign")
    if chance.random() < 0.18:
        yield Act(chance.uniform(3, 9), "petitioner", "urge", "请问办得怎么样了，家里等着呢。")
    yield Act(chance.uniform(1, 13), "handler", "accept", fields={"route": "六"})
    if chance.random() < 0.12:
        yield Act(
            chance.uniform(2, 6),
            "handler",
            "ask_material",
            "请补充能证明情况的合同、照片或者转账记录。",
            {"due_on": "+15"},
        )
        if chance.random() < 0.3:
            return
        yield Act(chance.uniform(1, 6), "petitioner", "answer", "合同的照片已经发过来了，转账记录在银行打印好了。")
    if chance.random() < 0.06:
        yield Act(chance.uniform(2, 9), "leader", "lead_official", "请抓紧协调，务必让群众满意。", {"leader": "何静"})
    if chance.random() < 0.14:
        yield Act(chance.uniform(20, 50), "handler", "ask_extension", "涉及多个单位，需要进一步核实。", {"days": "30"})
        yield Act(chance.uniform(0.5, 3), "approver", "extend", "情况复杂，同意延期，请告知信访人。", {"days": "30"})
    if chance.random() < 0.08:
        yield Act(chance.uniform(5, 15), "supervisor", "supervise", "请加快办理，按期答复。")
    yield from _answered(chance)


def _answered(chance: random.Random) -> Iterator[Act]:
    outcome = chance.choice(OUTCOMES)
    opinion = {"outcome": outcome, "facts": FACTS, "legal_basis": BASIS, "remedy": REMEDY}
    yield Act(chance.uniform(6, 45), "handler", "draft", FOUND, opinion)
    yield Act(chance.uniform(0.5, 4), "approver", "approve")
    yield Act(chance.uniform(0.2, 3), "handler", "reply", FOUND, opinion)
    yield Act(
        chance.uniform(0.5, 4),
        "handler",
        "serve",
        fields={"served_at": "+0", "delivery": "in_person", "receipt": "signed"},
    )
    content = chance.random()
    if content < 0.55:
        level = (
            "satisfied" if outcome == "supported" and content < 0.4 else chance.choice(["basically", "dissatisfied"])
        )
        yield Act(chance.uniform(0.5, 10), "petitioner", "rate", "", {"level": level})
    if chance.random() < 0.6:
        solved = chance.choice(["yes", "yes", "partly"]) if outcome == "supported" else "no"
        yield Act(chance.uniform(0.2, 5), "petitioner", "confirm_solved", fields={"solved": {"1": solved}})
    if outcome != "supported" and chance.random() < 0.3:
        yield Act(chance.uniform(1, 9), "petitioner", "ask_review", "我不同意这个答复，事情没有解决，请上级再看看。")
        yield Act(
            chance.uniform(8, 26), "office", "review_reply", "经复查，原处理意见认定事实清楚、适用依据正确。",
            {"result": "upheld", "facts": FACTS, "legal_basis": "《信访工作条例》第三十五条",
             "remedy": "如不服，可以自收到之日起30日内向上一级机关申请复核。"},
        )  # fmt: skip
        return
    yield Act(chance.uniform(3, 20), "handler", "conclude")


def shown() -> list[list[Act]]:
    """One short life for each state: whoever looks around finds every state there is.

    First those on which another can rest, then the longest.
    """
    opinion = {"outcome": "not_supported", "facts": FACTS, "legal_basis": BASIS, "remedy": REMEDY}
    transfer = Act(0.2, "office", "transfer", fields={"unit": "{unit}"})
    received = [transfer, Act(0.2, "handler", "sign")]
    accepted = [*received, Act(0.2, "handler", "accept", fields={"route": "六"})]
    drafted = [*accepted, Act(0.5, "handler", "draft", FOUND, opinion)]
    approved = [*drafted, Act(0.2, "approver", "approve")]
    replied = [*approved, Act(0.2, "handler", "reply", FOUND, opinion)]
    reviewing = [*replied, Act(1, "petitioner", "ask_review", "我不同意这个答复，请上级再看看。")]
    upheld = {"result": "upheld", "facts": FACTS, "legal_basis": "《信访工作条例》第三十五条", "remedy": REMEDY}
    reviewed = [*reviewing, Act(1, "office", "review_reply", "经复查，原处理意见正确。", upheld)]
    re_reviewing = [*reviewed, Act(1, "petitioner", "ask_re_review", "复查还是老样子，我申请复核。")]
    final = {"result": "upheld", "facts": FACTS, "legal_basis": "《信访工作条例》第三十六条"}
    re_reviewed = [*re_reviewing, Act(1, "office", "re_review_reply", "经复核，原处理意见正确。", final)]
    material = {"due_on": "+30"}
    return [
        approved,
        drafted,
        [*accepted, Act(0.2, "handler", "ask_material", "请补充合同和照片。", material)],
        accepted,
        [*re_reviewed, Act(1, "office", "terminate", "复核已经结束，按程序终结。")],
        re_reviewing,
        reviewing,
        [*replied, Act(1, "handler", "conclude")],
        replied,
        [transfer, Act(0.2, "handler", "object", "不属于我单位职责范围，建议转由有权处理的单位办理。")],
        [Act(0.2, "office", "merge", "和另一件是同一件事，并案办理。", {"case": "{other}"})],
        [Act(0.2, "office", "not_accept", "另一件正在办理同一件事。", {"ground": "pending_below", "case": "{other}"})],
        list(_shown_another_road("二", random.Random(0)))[:1],
        [Act(0.2, "petitioner", "withdraw", "问题已经解决，不用再办了。")],
        received,
        [transfer],
        [],
    ]
