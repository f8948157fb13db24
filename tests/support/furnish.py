"""A console as it looks after some weeks of use: for tests in a browser, and for looking at it."""

from dataclasses import dataclass
from datetime import timedelta

from cases import MessageState, Nature
from tests.support.clock import FakeClock
from tests.support.console import STORY, House, file_case, picture, staff_member, take, talk

STREET = (
    "小区楼下的烧烤店每天晚上营业到两点，油烟直接排到住户窗口，孩子睡不好觉。打过两次电话，来看过一次就没有下文了。"
)
WAGES = "我们三十多个人在产业园二期工地干了五个月，包工头说甲方没结账，工资一分没发，过年都回不了家。"
ROAD = "建议在实验小学门口加装红绿灯和斑马线，放学的时候车多人多，上个月有孩子被电动车撞到。"
DARK = "房子被强拆以后我一个人带孩子住棚子，信也写了路也跑了，真的活不下去了。"
BRIBE = "举报某局张某在工程招标中收受好处，我手里有转账记录。"
ASK = "请问退役军人的优待证在哪里办，需要带什么材料？"


@dataclass(frozen=True, kw_only=True)
class Furnished:
    """Which case shows what."""

    fresh: str
    late: str
    accepted: str
    concluded: str
    danger: str
    sealed: str
    unreachable: str
    conversation: str


def furnish(house: House, clock: FakeClock) -> Furnished:
    """Fill the house."""
    register = house.register
    late = file_case(
        register,
        address="624182001",
        facts=WAGES,
        place="产业园二期工地",
        respondent="包工头老刘",
        request="请求尽快发放拖欠的工资。",
        affected_count=34,
        petitioner_name="李秀英",
        petitioner_phone="13900000002",
    )
    concluded = file_case(
        register, address="624182002", facts=ASK, nature=Nature.CONSULTATION, request="", respondent=""
    )
    clock.advance(days=9)
    accepted = file_case(
        register, address="624182003", facts=STREET, place="城西街道幸福里小区", respondent="老王烧烤店"
    )
    take(register, concluded, "accept", route="咨询", nature="consultation")
    take(
        register,
        concluded,
        "reply",
        outcome="explained",
        text="您好，优待证在户籍地退役军人服务站办理，请带身份证和退役证。",
    )
    take(register, concluded, "conclude")
    clock.advance(days=5)
    unreachable = file_case(
        register, address="624182004", facts=ROAD, nature=Nature.SUGGESTION, request="建议加装红绿灯。", respondent=""
    )
    take(register, accepted, "accept", route="六", nature="claim", matter="生态环境/环境污染", unit="城西区生态环境局")
    take(register, unreachable, "transfer", unit="市交通运输局", text="请研究后答复。")
    danger = file_case(
        register,
        address="624182005",
        facts=DARK,
        risk=({"kind": "self_harm", "level": "high"},),
        respondent="",
    )
    sealed = file_case(register, address="624182006", facts=BRIBE, nature=Nature.ACCUSATION, respondent="某局张某")
    clock.advance(days=3)
    files = [("占地现场.png", "image/png", picture()), ("补偿协议.pdf", "application/pdf", b"%PDF-1.4 agreement")]
    fresh = file_case(register, facts=f"{STORY}\n我的电话是13800000001，随时可以打。", files=files)
    register.supplement(
        fresh, "村里今天又来量地了，说下个月还要再占一块。", source="m9", channel="telegram", address="624181001"
    )
    house.register.for_official(staff_member(register, "li.wei")).case(fresh, unmask="电话核实占地面积")
    _undelivered(house, clock, unreachable)
    return Furnished(
        fresh=fresh,
        late=late,
        accepted=accepted,
        concluded=concluded,
        danger=danger,
        sealed=sealed,
        unreachable=unreachable,
        conversation=_conversations(house, clock),
    )


def _undelivered(house: House, clock: FakeClock, number: str) -> None:
    register = house.register
    register.contacts.unreachable("telegram", "624182004", "Forbidden: bot was blocked by the user")
    for message in register.outbox.queued("telegram", "624182003")[:1]:
        register.outbox.mark(message.id, MessageState.FAILED, detail="Bad Request: message is too long")
    for message in register.outbox.queued("telegram", "624182001")[:1]:
        for _ in range(7):
            retry_at = clock.now + timedelta(minutes=2)
            register.outbox.mark(message.id, MessageState.QUEUED, detail="Bad Gateway", retry_at=retry_at)


def _conversations(house: House, clock: FakeClock) -> str:
    talk(
        house,
        address="624182001",
        said="俺想问哈那个事咋整",
        intent="nlu_fallback",
        confidence=0.21,
        reply="对不起，我没有听明白。",
    )
    talk(house, address="624182002", said=ASK, intent="file_petition", confidence=0.58)
    talk(house, address="624182006", said=BRIBE, intent="tell_story", sealed=True)
    talk(
        house, said="你好", intent="greet", confidence=0.97, reply="您好，我是枫桥。您遇到了什么事？慢慢说，我都记着。"
    )
    talk(
        house,
        said=STORY,
        intent="tell_story",
        confidence=0.88,
        reply="我记下来了。请问这件事发生在哪里？",
        entities=({"entity": "place", "value": "村里"}, {"entity": "time", "value": "2025-03"}),
    )
    clock.advance(minutes=1)
    talk(
        house,
        said="我叫王建国，电话13800000001，茅店镇的。",
        intent="answer",
        confidence=0.74,
        reply="好的，王建国，已经记下。",
        entities=({"entity": "name", "value": "王建国"}, {"entity": "phone", "value": "13800000001"}),
    )
    identity = talk(house, said="那个啥", intent="nlu_fallback", confidence=0.31, reply="我没太明白，您能换个说法吗？")
    stuck = house.log.inbox.keep(
        channel="telegram", address="624182003", message_id="stuck", kind="text", body={"text": "在吗"}, owner="test"
    )
    house.log.inbox.put_back(
        "telegram:624182003", [stuck.inbox_id], error="TimeoutError in action_file_petition", retry_at=None
    )
    return identity
