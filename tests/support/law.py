"""The law of the steps, written down a second time by hand, and what each step carries in tests."""

from typing import Any

from cases import Role, State
from tests.support.register import RE_REVIEW, REVIEW

S = State
UNTAKEN = (S.REGISTERED, S.TRANSFERRED, S.RECEIVED)
HANDLING = (S.ACCEPTED, S.AWAITING_MATERIAL, S.DRAFTED, S.APPROVED)
OPEN = (*UNTAKEN, S.OBJECTED, *HANDLING)
ANSWERED = (S.REPLIED, S.CONCLUDED)
REVIEWS = (S.REVIEWING, S.RE_REVIEWING)
OFFICE = frozenset({Role.OFFICIAL, Role.DISCIPLINE})
UNIT = OFFICE | {Role.HANDLER}
APPROVAL = OFFICE | {Role.APPROVER}
BLIND = frozenset({Role.OPERATOR, Role.AUDITOR})

# From where, to where (None: it stays; ...: back), who, and whether the petitioner takes it too.
LAW: dict[str, tuple[tuple[State, ...], Any, frozenset[Role], bool]] = {
    "transfer": ((S.REGISTERED,), S.TRANSFERRED, OFFICE, False),
    "assign": ((S.REGISTERED,), S.TRANSFERRED, OFFICE, False),
    "sign": ((S.TRANSFERRED,), S.RECEIVED, UNIT, False),
    "object": ((S.TRANSFERRED, S.RECEIVED), S.OBJECTED, UNIT, False),
    "agree_return": ((S.OBJECTED,), S.REGISTERED, OFFICE, False),
    "keep_with_unit": ((S.OBJECTED,), S.RECEIVED, OFFICE, False),
    "escalate": ((S.TRANSFERRED, S.RECEIVED, *HANDLING), S.RECEIVED, OFFICE | {Role.SUPERVISOR, Role.LEADER}, False),
    "assist": ((*UNTAKEN, *HANDLING), None, UNIT, False),
    "advise": ((*UNTAKEN, *HANDLING), None, UNIT | {Role.APPROVER}, False),
    "accept": (UNTAKEN, S.ACCEPTED, UNIT, False),
    "ordinary": (HANDLING, None, UNIT, False),
    "ask_material": ((S.REGISTERED, S.RECEIVED, S.ACCEPTED, *REVIEWS), S.AWAITING_MATERIAL, UNIT, False),
    "answer": ((S.AWAITING_MATERIAL,), ..., UNIT, True),
    "resume": ((S.AWAITING_MATERIAL,), ..., UNIT, False),
    "redirect": ((*UNTAKEN, S.ACCEPTED), S.REDIRECTED, UNIT, False),
    "not_accept": (UNTAKEN, S.NOT_ACCEPTED, OFFICE, False),
    "ask_extension": (HANDLING, None, UNIT, False),
    "extend": (HANDLING, None, APPROVAL, False),
    "decline_extension": (HANDLING, None, APPROVAL, False),
    "start_hearing": ((S.ACCEPTED, *REVIEWS), None, UNIT, False),
    "end_hearing": ((S.ACCEPTED, *REVIEWS), None, UNIT, False),
    "draft": ((S.ACCEPTED,), S.DRAFTED, UNIT, False),
    "approve": ((S.DRAFTED,), S.APPROVED, APPROVAL, False),
    "send_back": ((S.DRAFTED, S.APPROVED), S.ACCEPTED, APPROVAL, False),
    "reply": ((S.ACCEPTED, S.APPROVED), S.REPLIED, UNIT, False),
    "serve": (ANSWERED, None, UNIT, False),
    "conclude": ((S.REPLIED,), S.CONCLUDED, UNIT, False),
    "ask_review": (ANSWERED, S.REVIEWING, UNIT, True),
    "review_reply": ((S.REVIEWING,), S.REPLIED, UNIT, False),
    "ask_re_review": (ANSWERED, S.RE_REVIEWING, UNIT, True),
    "re_review_reply": ((S.RE_REVIEWING,), S.REPLIED, UNIT, False),
    "terminate": (ANSWERED, S.TERMINATED, OFFICE, False),
    "urge": ((*OPEN, *REVIEWS), None, OFFICE | {Role.SUPERVISOR, Role.LEADER}, True),
    "supervise": ((*OPEN, *ANSWERED, *REVIEWS), None, OFFICE | {Role.SUPERVISOR}, False),
    "lead_official": ((*OPEN, *ANSWERED, *REVIEWS), None, OFFICE | {Role.LEADER}, False),
    "mark_urgent": ((*OPEN, *ANSWERED, *REVIEWS), None, UNIT | {Role.LEADER, Role.SUPERVISOR}, False),
    "report_urgent": ((*OPEN, *ANSWERED, *REVIEWS), None, UNIT | {Role.LEADER}, False),
    "merge": ((*UNTAKEN, *HANDLING), S.MERGED, OFFICE, False),
    "unmerge": ((S.MERGED,), ..., OFFICE, False),
    "split": ((*UNTAKEN, *HANDLING), None, OFFICE, False),
    "withdraw": (OPEN, S.WITHDRAWN, UNIT, True),
    "reopen": ((S.REDIRECTED, S.NOT_ACCEPTED, S.WITHDRAWN), ..., OFFICE, False),
    "take_back": ((S.WITHDRAWN,), ..., OFFICE, True),
    "supplement": (tuple(State), None, UNIT, True),
    "confirm_solved": ((*ANSWERED, S.TERMINATED), None, UNIT, True),
    "note": (
        tuple(State),
        None,
        UNIT | {Role.ADMINISTRATOR, Role.APPROVER, Role.SUPERVISOR, Role.LEADER},
        False,
    ),
    "correct": ((*OPEN, S.REPLIED, *REVIEWS), None, UNIT, False),
    "correct_date": ((*OPEN, *ANSWERED, *REVIEWS), None, UNIT, False),
}
# Steps that something must have happened before; in the cases walked it has where it says so.
WAITING = {
    "extend": (),
    "decline_extension": (),
    "end_hearing": (),
    "report_urgent": (),
    "approve": (S.DRAFTED,),
    "ordinary": HANDLING,
    "ask_extension": HANDLING,
    "object": (S.TRANSFERRED, S.RECEIVED),
    "ask_review": ANSWERED,
    "ask_re_review": (),
    "terminate": (),
}
QUIET = {
    *("sign", "object", "keep_with_unit", "assist", "advise", "ask_extension", "decline_extension", "draft", "approve"),
    *("send_back", "urge", "supervise", "lead_official", "mark_urgent", "report_urgent", "note", "correct"),
    *("correct_date", "split"),
}
"""What is between offices, or told in another way."""
CARRIED: dict[str, dict[str, Any]] = {
    "transfer": {"unit": "赣县区自然资源局"},
    "assign": {"unit": "赣县区自然资源局", "due_on": "2026-04-01"},
    "object": {"text": "不属于本局职权范围"},
    "keep_with_unit": {"text": "属于你局职权范围"},
    "escalate": {"unit": "赣州市自然资源局", "text": "县里长期没有解决"},
    "assist": {"assisting": "梅林镇政府、区财政局"},
    "advise": {"text": "我局资金已经到位"},
    "accept": {"route": "六"},
    "ordinary": {"text": "情况比想的复杂"},
    "ask_material": {"text": "请提供土地证照片", "due_on": "2026-04-01"},
    "answer": {"text": "土地证在这里"},
    "resume": {"text": "现有材料已经够了"},
    "redirect": {"road": "向区劳动仲裁委申请仲裁", "article": "第31条第二项"},
    "not_accept": {"ground": "pending_below", "case": "360721-20260302-0009", "text": "和那一件是同一件事"},
    "ask_extension": {"days": 20, "text": "需要鉴定"},
    "start_hearing": {"text": "四月一日上午九点在区政府"},
    "draft": {"text": "经查，补偿款应当发放。", "outcome": "supported", "legal_basis": "《土地管理法》第四十八条"},
    "send_back": {"text": "请补上事实"},
    "reply": {"text": "经查，补偿款应当发放。", "outcome": "supported", "legal_basis": "《土地管理法》第四十八条"},
    "serve": {"served_at": "2026-03-02", "delivery": "in_person"},
    "review_reply": dict(REVIEW),
    "re_review_reply": dict(RE_REVIEW),
    "supervise": {"text": "请加快办理"},
    "lead_official": {"leader": "区长刘强"},
    "mark_urgent": {"text": "可能有多人聚集"},
    "withdraw": {"text": "事情已经解决"},
    "unmerge": {"text": "不是同一件事"},
    "reopen": {"text": "信访人说不是本意"},
    "take_back": {"text": "撤错了"},
    "supplement": {"text": "昨天又来人了"},
    "confirm_solved": {"solved": "partly"},
    "note": {"text": "已电话核实"},
    "correct": {"nature": "claim"},
    "correct_date": {"which": "received_at", "day": "2026-03-01", "text": "信封上的邮戳"},
}
