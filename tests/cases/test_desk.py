from datetime import date
from itertools import product

import pytest

from cases import (
    AuditEntry,
    CaseError,
    CaseFilter,
    MessageState,
    Nature,
    NewMessage,
    NotAllowed,
    NotFound,
    Official,
    Proof,
    Register,
    State,
    StepIncomplete,
    TakeStep,
    Way,
)
from tests.support.clock import FakeClock
from tests.support.register import (
    ADMINISTRATOR,
    DISCIPLINE,
    LEADER,
    NOBODY,
    OFFICIAL,
    OPERATOR,
    accepted,
    filed,
    notices,
    take,
)

pytestmark = pytest.mark.usefixtures("in_a_row")
UNKNOWN = "360721-20260302-0099"
EVERYBODY_ELSE = [OFFICIAL, OPERATOR, ADMINISTRATOR]


def numbers(register: Register, wanted: CaseFilter | None = None, *, by: Official = OFFICIAL) -> list[str]:
    return [row.number[-4:] for row in register.for_official(by).inbox(wanted).rows]


@pytest.mark.parametrize("who", [OFFICIAL, DISCIPLINE, LEADER, ADMINISTRATOR])
def test_personal_fields_are_masked_by_default(register: Register, who: Official) -> None:
    case = register.for_official(who).case(filed(register).case_number)
    assert case.masked
    assert (case.petitioner_name, case.petitioner_phone) == ("王**", "138****0001")
    assert (case.petitioner_address, case.id_number) == ("江西省赣州市赣县区梅林镇**", "360721**********34")
    assert "王建国" not in str(case)
    assert "13800000001" not in str(case)
    assert "修路占了我家两亩地" in case.facts
    assert register.for_official(ADMINISTRATOR).audit() == []


@pytest.mark.parametrize("who", [OFFICIAL, DISCIPLINE, ADMINISTRATOR])
def test_a_look_behind_the_mask_is_written_down(register: Register, clock: FakeClock, who: Official) -> None:
    number = filed(register).case_number
    case = register.for_official(who).case(number, unmask=" 电话核实 ")
    assert not case.masked
    assert (case.petitioner_name, case.petitioner_phone) == ("王建国", "138 0000 0001")
    assert register.for_official(ADMINISTRATOR).audit() == [
        AuditEntry(at=clock.now, who=who.display_name, action="unmask", subject=number, reason="电话核实")
    ]


@pytest.mark.parametrize(
    ("who", "reason", "error"),
    [
        (LEADER, "好奇", NotAllowed),
        (NOBODY, "好奇", NotAllowed),
        (OFFICIAL, "", StepIncomplete),
        (OFFICIAL, "  ", StepIncomplete),
    ],
)
def test_a_look_behind_the_mask_needs_role_and_reason(
    register: Register, who: Official, reason: str, error: type[CaseError]
) -> None:
    number = filed(register).case_number
    with pytest.raises(error):
        register.for_official(who).case(number, unmask=reason)
    assert register.for_official(ADMINISTRATOR).audit() == []


def test_whoever_has_no_role_sees_nothing(register: Register) -> None:
    number = filed(register).case_number
    desk = register.for_official(NOBODY)
    for attempt in (desk.inbox, desk.counts, lambda: desk.case(number), lambda: desk.steps(number), desk.audit):
        with pytest.raises(NotAllowed):
            attempt()


@pytest.mark.parametrize("who", EVERYBODY_ELSE)
def test_a_sealed_case_does_not_exist_for_others(register: Register, who: Official) -> None:
    number = filed(register, nature=Nature.ACCUSATION).case_number
    desk = register.for_official(who)
    texts = ("", number, "王建国", "138 0000 0001", "修路", "村委会", "下坝村")
    for text, nature in product(texts, [None, Nature.ACCUSATION]):
        page = desk.inbox(CaseFilter(text=text, nature=nature))
        assert (page.rows, page.total) == ((), 0)
    assert sum(desk.counts().values()) == 0
    for attempt in (
        lambda: desk.case(number),
        lambda: desk.case(number, unmask="核实"),
        lambda: desk.steps(number),
        lambda: desk.take(TakeStep(number=number, step="note", version=1, text="x")),
    ):
        with pytest.raises(NotFound):
            attempt()


@pytest.mark.parametrize("unmask", [None, "核实"])
def test_sealed_and_unknown_are_refused_in_the_same_words(register: Register, unmask: str | None) -> None:
    number = filed(register, nature=Nature.ACCUSATION).case_number
    desk = register.for_official(OFFICIAL)
    with pytest.raises(NotFound) as sealed:
        desk.case(number, unmask=unmask)
    with pytest.raises(NotFound) as unknown:
        desk.case(UNKNOWN, unmask=unmask)
    assert str(sealed.value).replace(number, UNKNOWN) == str(unknown.value)


def test_discipline_sees_and_handles_sealed_cases(register: Register) -> None:
    number = filed(register, nature=Nature.ACCUSATION).case_number
    desk = register.for_official(DISCIPLINE)
    assert [row.number for row in desk.inbox(CaseFilter(text="王建国")).rows] == [number]
    assert desk.inbox(CaseFilter(text="修路")).total == 0, "not even its words are kept in the clear"
    assert desk.counts()["registered"] == 1
    case = take(register, number, "transfer", by=DISCIPLINE, unit="区纪委监委")
    assert (case.state, case.unit) == (State.TRANSFERRED, "区纪委监委")


def test_the_inbox_shows_the_nearest_limit_first(register: Register, clock: FakeClock) -> None:
    for address in "abc":
        filed(register, address=address)
        clock.advance(days=1)
    take(register, "360721-20260302-0001", "transfer", unit="局")
    take(register, "360721-20260303-0001", "accept", route="五")
    found = [row.number for row in register.for_official(OFFICIAL).inbox().rows]
    assert found == ["360721-20260304-0001", "360721-20260302-0001", "360721-20260303-0001"]


def test_a_line_of_the_inbox(register: Register, clock: FakeClock) -> None:
    number = filed(register).case_number
    register.contacts.unreachable("web", "citizen", "gone")
    (row,) = register.for_official(OFFICIAL).inbox().rows
    assert (row.number, row.state, row.nature, row.version) == (number, State.REGISTERED, Nature.CLAIM, 1)
    assert (row.matter, row.region_name) == (("农村农业", "征地补偿"), "江西省赣州市赣县区")
    assert (row.next_clock, row.received_at, row.reachable) == ("C1", clock.now, False)
    assert row.summary.startswith("去年3月村里修路占了我家两亩地")
    assert not any(word in row.summary for word in ("王建国", "13800000001"))


def test_a_long_story_is_cut_in_the_inbox(register: Register) -> None:
    filed(register, facts="很长的事。\n" * 50)
    (row,) = register.for_official(OFFICIAL).inbox().rows
    assert len(row.summary) == 60
    assert row.summary.endswith("…")
    assert "\n" not in row.summary


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        (CaseFilter(), {"0001", "0002", "0003"}),
        (CaseFilter(states=(State.ACCEPTED,)), {"0002"}),
        (CaseFilter(states=(State.ACCEPTED, State.REGISTERED)), {"0001", "0002", "0003"}),
        (CaseFilter(nature=Nature.SUGGESTION), {"0003"}),
        (CaseFilter(nature=Nature.ACCUSATION), set()),
        (CaseFilter(region="36"), {"0001", "0002", "0003"}),
        (CaseFilter(region="3608"), set()),
        (CaseFilter(matter="农村农业"), {"0001", "0002", "0003"}),
        (CaseFilter(matter="农村农业/征地补偿"), {"0001", "0002", "0003"}),
        (CaseFilter(matter="征地补偿"), {"0001", "0002", "0003"}),
        (CaseFilter(matter="征地"), set()),
        (CaseFilter(text="路灯"), {"0003"}),
        (CaseFilter(text="路灯 学校"), {"0003"}),
        (CaseFilter(text="路灯 修路"), set()),
        (CaseFilter(text="%"), set()),
        (CaseFilter(text=" 360721-20260302-0002 "), {"0002"}),
        (CaseFilter(text="360721—20260302—0002"), {"0002"}),
        (CaseFilter(text="张三"), {"0002"}),
        (CaseFilter(text="张"), set()),
        (CaseFilter(text="+86 139-0000-0002"), {"0002"}),
        (CaseFilter(text="139"), set()),
        (CaseFilter(states=(State.ACCEPTED,), text="王建国"), set()),
    ],
)
def test_the_inbox_filters(register: Register, wanted: CaseFilter, found: set[str]) -> None:
    filed(register, address="a")
    second = filed(
        register, address="b", petitioner_name="张三", petitioner_phone="13900000002", facts="工资"
    ).case_number
    filed(register, address="c", nature=Nature.SUGGESTION, facts="学校门口没有路灯", request="")
    take(register, second, "accept", route="二")
    assert set(numbers(register, wanted)) == found
    assert register.for_official(OFFICIAL).inbox(wanted).total == len(found)


def test_leaders_cannot_find_people(register: Register) -> None:
    filed(register, facts="修路占地")
    for text in ("王建国", "138 0000 0001"):
        assert numbers(register, CaseFilter(text=text), by=LEADER) == []
    assert numbers(register, CaseFilter(text="修路"), by=LEADER) == ["0001"]


def test_the_inbox_has_pages(register: Register) -> None:
    for address in "abcde":
        filed(register, address=address)
    pages = [register.for_official(OFFICIAL).inbox(CaseFilter(page=page, page_size=2)) for page in (1, 2, 3, 4)]
    assert [len(page.rows) for page in pages] == [2, 2, 1, 0]
    assert {page.total for page in pages} == {5}
    assert len({row.number for page in pages for row in page.rows}) == 5


def test_page_sizes_have_bounds(register: Register) -> None:
    page = register.for_official(OFFICIAL).inbox(CaseFilter(page=-3, page_size=100_000))
    assert (page.page, page.page_size) == (1, 100)


def test_counts_name_every_state(register: Register) -> None:
    accepted(register)
    filed(register, address="b")
    filed(register, address="c", nature=Nature.ACCUSATION)
    counts = {**dict.fromkeys(State, 0), State.REGISTERED: 1, State.ACCEPTED: 1}
    assert register.for_official(OFFICIAL).counts() == counts
    assert register.for_official(DISCIPLINE).counts() == {**counts, State.REGISTERED: 2}


@pytest.mark.parametrize("who", [OFFICIAL, DISCIPLINE, OPERATOR])
def test_the_audit_is_for_administrators(register: Register, who: Official) -> None:
    with pytest.raises(NotAllowed):
        register.for_official(who).audit()


def test_the_audit_does_not_tell_of_sealed_cases(register: Register) -> None:
    number = filed(register, nature=Nature.ACCUSATION).case_number
    register.for_official(DISCIPLINE).case(number, unmask="约谈举报人")
    (entry,) = register.for_official(ADMINISTRATOR).audit()
    assert (entry.who, entry.action, entry.subject, entry.reason) == ("赵敏", "unmask", "sealed", "")
    both = Official(id=9, name="x", display_name="", roles=ADMINISTRATOR.roles | DISCIPLINE.roles)
    (entry,) = register.for_official(both).audit()
    assert (entry.subject, entry.reason) == (number, "约谈举报人")


def test_the_audit_shows_the_newest_first(register: Register) -> None:
    number = filed(register).case_number
    for reason in ("一", "二", "三"):
        register.for_official(OFFICIAL).case(number, unmask=reason)
    assert [entry.reason for entry in register.for_official(ADMINISTRATOR).audit(2)] == ["三", "二"]


def park(register: Register, *, nature: Nature = Nature.CLAIM) -> int:
    filed(register, nature=nature)
    (receipt,) = notices(register)
    register.outbox.mark(receipt.id, MessageState.FAILED, detail="gone")
    return receipt.id


def park_courtesy(register: Register) -> tuple[str, int]:
    """A case, and a message about it that no law asks for and that failed."""
    number = filed(register).case_number
    said = NewMessage(channel="web", address="citizen", text="谢谢您的补充", key="thanks", case_number=number)
    register.outbox.put([said])
    message = notices(register)[-1]
    register.outbox.mark(message.id, MessageState.FAILED, detail="gone")
    return number, message.id


def test_undeliverable_messages_wait_for_a_person(register: Register) -> None:
    outgoing_id = park(register)
    (parked,) = register.for_official(OFFICIAL).parked()
    assert (parked.id, parked.state, parked.detail) == (outgoing_id, MessageState.FAILED, "gone")
    assert "已经登记好了" in parked.text


def test_parked_chat_replies_show_no_words(register: Register) -> None:
    park(register)
    register.contacts.unreachable("telegram", "7", "blocked")
    register.outbox.put([NewMessage(channel="telegram", address="7", text="您刚才说的受贿一事")])
    register.outbox.due(["telegram"], limit=1, owner="one")
    assert [message.text != "" for message in register.for_official(OFFICIAL).parked()] == [False, True]


def test_whose_words_were_read_among_the_undelivered_is_audited(register: Register) -> None:
    park(register)
    park(register, nature=Nature.ACCUSATION)
    assert len(register.for_official(DISCIPLINE).parked()) == 2
    sealed, shown = register.for_official(ADMINISTRATOR).audit()
    assert (shown.who, shown.action, shown.reason) == ("赵敏", "undelivered_read", "360721-20260302-0001")
    assert (sealed.action, sealed.subject, sealed.reason) == ("undelivered_read", "sealed", "")


@pytest.mark.parametrize(
    ("text", "noted"),
    [
        ("王建国", ["王**"]),
        ("138 0000 0001", ["138****0001"]),
        ("13900000009", ["139****0009"]),
        ("修路", []),
        ("360721-20260302-0001", []),
        ("李四", []),
    ],
)
def test_a_search_for_a_person_is_audited_and_masked(register: Register, text: str, noted: list[str]) -> None:
    filed(register)
    register.for_official(OFFICIAL).inbox(CaseFilter(text=text))
    register.for_official(LEADER).inbox(CaseFilter(text=text))
    entries = register.for_official(ADMINISTRATOR).audit()
    assert [(one.who, one.action, one.subject) for one in entries] == [("李伟", "person_search", one) for one in noted]


@pytest.mark.parametrize("who", EVERYBODY_ELSE)
def test_parked_messages_of_sealed_cases_are_hidden(register: Register, who: Official) -> None:
    outgoing_id = park(register, nature=Nature.ACCUSATION)
    desk = register.for_official(who)
    assert desk.parked() == []
    with pytest.raises(NotFound):
        desk.retry(outgoing_id)
    with pytest.raises(NotFound):
        desk.mark_other_means(outgoing_id, "x")
    assert [message.id for message in register.for_official(DISCIPLINE).parked()] == [outgoing_id]


def test_a_parked_message_is_tried_again(register: Register) -> None:
    outgoing_id = park(register)
    register.contacts.unreachable("web", "citizen", "blocked")
    register.for_official(OFFICIAL).retry(outgoing_id)
    assert [m.id for m in register.outbox.due(["web"], limit=5, owner="one")] == [outgoing_id]
    (entry,) = register.for_official(ADMINISTRATOR).audit()
    assert (entry.action, entry.subject) == ("retry", f"message {outgoing_id}")


def test_a_citizen_told_by_other_means(register: Register) -> None:
    number, outgoing_id = park_courtesy(register)
    register.for_official(OFFICIAL).mark_other_means(outgoing_id, "3月3日电话告知")
    assert register.for_official(OFFICIAL).parked() == []
    history = register.for_official(OFFICIAL).case(number).history
    assert (history[-1].step, history[-1].text, history[-1].by) == ("other_means", "3月3日电话告知", "李伟")


def test_a_duty_to_tell_is_fulfilled_by_other_means_only_with_its_proof(register: Register) -> None:
    outgoing_id = park(register)
    desk = register.for_official(OFFICIAL)
    (parked,) = desk.parked()
    assert parked.duty
    with pytest.raises(StepIncomplete):
        desk.mark_other_means(outgoing_id, "3月3日电话告知")
    proof = Proof(way=Way.OTHER, on=date(2026, 3, 2), by="李伟", receipt="通话录音")
    register.notices(OFFICIAL).prove(outgoing_id, proof)
    assert desk.parked() == []


def test_only_parked_messages_can_be_handled(register: Register) -> None:
    filed(register)
    (receipt,) = notices(register)
    desk = register.for_official(OFFICIAL)
    with pytest.raises(NotFound):
        desk.retry(receipt.id)
    with pytest.raises(NotFound):
        desk.retry(receipt.id + 100)
    with pytest.raises(StepIncomplete):
        desk.mark_other_means(receipt.id, " ")
