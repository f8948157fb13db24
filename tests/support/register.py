"""Builders for the register's tests: people, petitions that were told, petitions that were filed."""

from collections.abc import Mapping
from typing import Any

from cases import (
    Case,
    Draft,
    Filed,
    FilePetition,
    MessageState,
    Nature,
    Official,
    Outgoing,
    Proposal,
    Register,
    Role,
    State,
    TakeStep,
)

OFFICIAL = Official(id=1, name="li.wei", display_name="李伟", roles=frozenset({Role.OFFICIAL}))
OTHER = Official(id=6, name="sun.li", display_name="孙丽", roles=frozenset({Role.OFFICIAL}))
"""A second person, where the law wants two."""
DISCIPLINE = Official(id=2, name="zhao.min", display_name="赵敏", roles=frozenset({Role.DISCIPLINE}))
OPERATOR = Official(id=3, name="wang.fang", display_name="王芳", roles=frozenset({Role.OPERATOR}))
ADMINISTRATOR = Official(id=4, name="chen.jing", display_name="陈静", roles=frozenset({Role.ADMINISTRATOR}))
SECOND = Official(id=7, name="sun.li", display_name="孙莉", roles=frozenset({Role.DISCIPLINE}))
LEADER = Official(id=6, name="he.ping", display_name="何平", roles=frozenset({Role.LEADER}))
NOBODY = Official(id=5, name="nobody", display_name="", roles=frozenset())

TOLD: Mapping[str, Any] = {
    "facts": "去年3月村里修路占了我家两亩地，补偿款一直没有发，我是王建国，电话13800000001。",
    "place": "赣县区梅林镇下坝村",
    "place_code": "360721",
    "place_name": "江西省赣州市赣县区",
    "occurred_at": "2025-03",
    "respondent": "下坝村村委会",
    "request": "请求发放补偿款",
    "petitioner_name": "王建国",
    "petitioner_phone": "138 0000 0001",
    "petitioner_address": "江西省赣州市赣县区梅林镇下坝村12号",
    "id_number": "360721197001011234",
}


def told(register: Register, *, address: str = "citizen", language: str = "zh", **values: Any) -> Draft:
    """A draft with a whole petition in it; `values` change it, None takes a field away."""
    draft = register.drafts.open("web", address, language=language)
    wanted = {field: value for field, value in {**TOLD, **values}.items() if value is not None}
    return register.drafts.save(draft.id, wanted, source="m1")


def file(register: Register, draft: Draft, *, nature: Nature | None = Nature.CLAIM, **proposed: Any) -> Filed:
    """File a draft as it is."""
    proposal = Proposal(nature=nature, **{"matter": ("农村农业", "征地补偿"), "matter_confidence": 0.8, **proposed})
    return register.file(FilePetition(draft_id=draft.id, draft_version=draft.version, proposal=proposal))


def filed(
    register: Register, *, nature: Nature | None = Nature.CLAIM, address: str = "citizen", **values: Any
) -> Filed:
    """A filed petition."""
    return file(register, told(register, address=address, **values), nature=nature)


def take(register: Register, number: str, step: str, *, by: Official = OFFICIAL, text: str = "", **fields: Any) -> Case:
    """Take a step on the case as it is now."""
    desk = register.for_official(by)
    version = desk.case(number).version
    return desk.take(TakeStep(number=number, step=step, version=version, text=text, fields=fields))


def approve_unsealing(register: Register, number: str) -> None:
    """Let two people of the discipline office agree that a case may be opened."""
    asked = register.approvals.request("unseal", number, reason="不涉及个人", by=DISCIPLINE)
    register.approvals.decide(asked.id, approve=True, by=SECOND)


def accepted(register: Register, *, route: str = "六") -> str:
    """The number of an accepted case."""
    number = filed(register).case_number
    take(register, number, "accept", route=route)
    return number


def replied(register: Register, *, route: str = "六") -> str:
    """The number of a case with a reply."""
    number = accepted(register, route=route)
    take(register, number, "reply", **OPINION)
    return number


OPINION: Mapping[str, Any] = {
    "text": "经查，补偿款应当发放。",
    "outcome": "supported",
    "legal_basis": "《土地管理法》第四十八条",
}
"""What a reply must say."""

REVIEW: Mapping[str, Any] = {
    "text": "经复查，原处理意见正确。",
    "result": "upheld",
    "facts": "重新核对了台账，两亩地都在征收范围内。",
    "legal_basis": "《土地管理法》第四十八条",
}
RE_REVIEW: Mapping[str, Any] = {**REVIEW, "text": "经复核，原处理意见正确。"}
"""What the opinion of a review must say."""

WAY: Mapping[State, tuple[tuple[str, Mapping[str, Any]], ...]] = {
    State.REGISTERED: (),
    State.TRANSFERRED: (("transfer", {"unit": "赣县区自然资源局"}),),
    State.RECEIVED: (("transfer", {"unit": "赣县区自然资源局"}), ("sign", {})),
    State.OBJECTED: (("transfer", {"unit": "赣县区自然资源局"}), ("object", {"text": "不属于本局职权范围"})),
    State.ACCEPTED: (("accept", {"route": "六"}),),
    State.AWAITING_MATERIAL: (
        ("accept", {"route": "六"}),
        ("ask_material", {"text": "请提供土地证照片", "due_on": "2026-12-31"}),
    ),
    State.DRAFTED: (("accept", {"route": "六"}), ("draft", OPINION)),
    State.APPROVED: (("accept", {"route": "六"}), ("draft", OPINION), ("approve", {})),
    State.REPLIED: (("accept", {"route": "六"}), ("reply", OPINION)),
    State.CONCLUDED: (("accept", {"route": "六"}), ("reply", OPINION), ("conclude", {})),
    State.REVIEWING: (("accept", {"route": "六"}), ("reply", OPINION), ("ask_review", {})),
    State.RE_REVIEWING: (
        ("accept", {"route": "六"}),
        ("reply", OPINION),
        ("ask_review", {}),
        ("review_reply", REVIEW),
        ("ask_re_review", {}),
    ),
    State.REDIRECTED: (("redirect", {"road": "向区劳动仲裁委申请仲裁", "article": "第31条第二项"}),),
    State.NOT_ACCEPTED: (("not_accept", {"ground": "pending_below", "text": "和那一件是同一件事"}),),
    State.MERGED: (("merge", {"text": "同一件事"}),),
    State.WITHDRAWN: (("withdraw", {"text": "事情已经解决"}),),
    State.TERMINATED: (
        ("accept", {"route": "六"}),
        ("reply", OPINION),
        ("ask_review", {}),
        ("review_reply", REVIEW),
        ("ask_re_review", {}),
        ("re_review_reply", RE_REVIEW),
        ("terminate", {"text": "复核已经做完"}),
    ),
}
"""How a case comes to each state."""


def in_state(register: Register, state: State, *, address: str = "citizen") -> str:
    """The number of a case in a state. Approvals are given by another person than who asked for them."""
    number = filed(register, address=address).case_number
    for step, carried in WAY[state]:
        given = dict(carried)
        if step in ("merge", "not_accept"):
            given["case"] = filed(register, address=f"{address} too").case_number
        if step == "not_accept":
            take(register, given["case"], "accept", route="六")
        take(register, number, step, by=OTHER if step == "approve" else OFFICIAL, **given)
    return number


def notices(register: Register, address: str = "citizen") -> list[Outgoing]:
    """What waits to be sent to a citizen."""
    return register.outbox.queued("web", address)


def send_all(register: Register, address: str = "citizen") -> None:
    """Mark everything that waits as accepted."""
    for message in notices(register, address):
        register.outbox.mark(message.id, MessageState.ACCEPTED)
