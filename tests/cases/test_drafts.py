import pytest

from cases import DraftState, NotFound, Register, WrongState
from tests.support.clock import FakeClock
from tests.support.register import file, told


def test_a_conversation_has_one_open_draft(register: Register) -> None:
    draft = register.drafts.open("web", "a", language="en")
    assert register.drafts.open("web", "a").id == draft.id
    assert register.drafts.open("web", "b").id != draft.id
    assert (draft.state, draft.version, draft.language, dict(draft.values)) == (DraftState.OPEN, 1, "en", {})


def test_current_is_none_until_one_is_opened(register: Register) -> None:
    assert register.drafts.current("web", "a") is None
    draft = register.drafts.open("web", "a")
    assert register.drafts.current("web", "a") == draft


def test_open_joins_a_transaction(register: Register) -> None:
    with pytest.raises(RuntimeError), register.transaction() as tx:  # noqa: PT012  # the failure comes after the write
        register.drafts.open("web", "a", tx=tx)
        raise RuntimeError
    assert register.drafts.current("web", "a") is None


def test_get_refuses_an_unknown_id(register: Register) -> None:
    with pytest.raises(NotFound):
        register.drafts.get("nothing")


def test_saving_merges_and_counts_changes(register: Register, clock: FakeClock) -> None:
    draft = register.drafts.open("web", "a")
    clock.advance(minutes=1)
    saved = register.drafts.save(draft.id, {"place": "赣县区"}, source="m1")
    saved = register.drafts.save(draft.id, {"respondent": "村委会"}, source="m2")
    assert dict(saved.values) == {"place": "赣县区", "respondent": "村委会"}
    assert dict(saved.sources) == {"place": "m1", "respondent": "m2"}
    assert (saved.version, saved.updated_at) == (3, clock.now)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("place", "赣县区"),
        ("affected_count", 30),
        ("public_ok", True),
        ("representatives", ["a", "b"]),
        ("representatives", ("a", "b")),
        ("claims", {"of": "退钱", "items": ("退押金", "退房租")}),
    ],
)
def test_saving_the_same_again_changes_nothing(register: Register, clock: FakeClock, field: str, value: object) -> None:
    draft = register.drafts.open("web", "a")
    first = register.drafts.save(draft.id, {field: value}, source="m1")
    clock.advance(minutes=1)
    assert register.drafts.save(draft.id, {field: value}, source="m1") == first


def test_a_value_said_again_belongs_to_the_newer_message(register: Register) -> None:
    draft = register.drafts.open("web", "a")
    first = register.drafts.save(draft.id, {"place": "赣县区"}, source="m1")
    again = register.drafts.save(draft.id, {"place": "赣县区"}, source="m2")
    assert (again.version, dict(again.sources)) == (first.version, {"place": "m2"})


def test_saving_removes_fields(register: Register) -> None:
    draft = told(register)
    saved = register.drafts.save(draft.id, {}, remove=["place", "never there"])
    assert "place" not in saved.values
    assert "place" not in saved.sources
    assert saved.version == draft.version + 1


def test_facts_told_in_several_messages_are_joined(register: Register) -> None:
    draft = register.drafts.open("web", "a")
    register.drafts.append(draft.id, "facts", "占了我家的地", source="m1")
    draft = register.drafts.append(draft.id, "facts", "没有给钱", source="m2")
    assert draft.values["facts"] == "占了我家的地\n没有给钱"
    assert draft.sources["facts"] == "m2"


def test_the_same_message_again_replaces_its_part(register: Register) -> None:
    draft = register.drafts.open("web", "a")
    register.drafts.append(draft.id, "facts", "占了我家的地", source="m1")
    before = register.drafts.append(draft.id, "facts", "没有给钱", source="m2")
    assert register.drafts.append(draft.id, "facts", "没有给钱", source="m2") == before
    edited = register.drafts.append(draft.id, "facts", "占了我家两亩地", source="m1")
    assert edited.values["facts"] == "占了我家两亩地\n没有给钱"
    assert edited.version == before.version + 1


def test_an_emptied_message_takes_its_part_away(register: Register) -> None:
    draft = register.drafts.open("web", "a")
    register.drafts.append(draft.id, "facts", "占了我家的地", source="m1")
    register.drafts.append(draft.id, "facts", "没有给钱", source="m2")
    assert register.drafts.append(draft.id, "facts", " ", source="m1").values["facts"] == "没有给钱"
    assert "facts" not in register.drafts.append(draft.id, "facts", "", source="m2").values


def test_appending_keeps_what_was_saved_before(register: Register) -> None:
    draft = register.drafts.open("web", "a")
    register.drafts.save(draft.id, {"facts": "占地"}, source="m1")
    draft = register.drafts.append(draft.id, "facts", "没有给钱", source="m2")
    assert draft.values["facts"] == "占地\n没有给钱"


def test_saving_a_field_told_in_parts_replaces_all_of_it(register: Register) -> None:
    draft = register.drafts.open("web", "a")
    register.drafts.append(draft.id, "facts", "一", source="m1")
    register.drafts.append(draft.id, "facts", "二", source="m2")
    register.drafts.save(draft.id, {"facts": "三"}, source="m3")
    assert register.drafts.append(draft.id, "facts", "四", source="m4").values["facts"] == "三\n四"


def test_field_of_finds_what_a_message_said(register: Register) -> None:
    draft = register.drafts.open("web", "a")
    register.drafts.append(draft.id, "facts", "一", source="m1")
    register.drafts.append(draft.id, "facts", "二", source="m2")
    register.drafts.save(draft.id, {"place": "赣县区"}, source="m3")
    found = [register.drafts.field_of(draft.id, source) for source in ("m1", "m2", "m3", "m4")]
    assert found == ["facts", "facts", "place", None]


def test_a_code_is_found_however_it_is_typed(register: Register) -> None:
    draft = register.drafts.open("web", "a")
    spaced = draft.code.lower().replace("-", " ")
    wide = "".join(chr(ord(c) + 0xFEE0) for c in draft.code)
    for typed in (draft.code, spaced, wide, f" {draft.code.replace('-', '')} "):
        assert register.drafts.by_code(typed) == draft
    assert register.drafts.by_code("2222-2222-22222") is None


def test_a_draft_moves_to_the_conversation_that_knows_its_code(register: Register) -> None:
    draft = told(register, address="a")
    adopted = register.drafts.adopt(draft.code.lower(), "telegram", "7")
    assert adopted is not None
    assert (adopted.id, adopted.channel, adopted.address) == (draft.id, "telegram", "7")
    assert register.drafts.current("web", "a") is None
    assert register.drafts.current("telegram", "7") == adopted
    assert register.drafts.adopt(draft.code, "telegram", "7") == adopted


def test_adopting_loses_nothing_that_was_being_written(register: Register) -> None:
    elsewhere, here = told(register, address="a"), told(register, address="b", facts="另一件事")
    assert register.drafts.adopt(elsewhere.code, "web", "b") is not None
    kept = register.drafts.by_code(here.code)
    assert kept is not None
    assert kept.values["facts"] == "另一件事"
    back = register.drafts.adopt(here.code, "web", "b")
    assert back is not None
    assert register.drafts.current("web", "b") == back


def test_adopting_an_unknown_or_cancelled_draft_gives_none(register: Register) -> None:
    draft = told(register)
    register.drafts.cancel(draft.id)
    assert register.drafts.adopt(draft.code, "telegram", "7") is None
    assert register.drafts.adopt("2222-2222-22222", "telegram", "7") is None


def test_adopting_a_filed_draft_gives_it_back_unmoved(register: Register) -> None:
    draft = told(register, address="a")
    number = file(register, draft).case_number
    adopted = register.drafts.adopt(draft.code, "telegram", "7")
    assert adopted is not None
    assert (adopted.address, adopted.case_number, adopted.state) == ("a", number, DraftState.FILED)


def test_cancelling_ends_a_draft(register: Register) -> None:
    draft = told(register)
    register.drafts.cancel(draft.id)
    register.drafts.cancel(draft.id)
    assert register.drafts.get(draft.id).state is DraftState.CANCELLED
    assert register.drafts.by_code(draft.code) is None
    assert register.drafts.open(draft.channel, draft.address).id != draft.id


def test_a_filed_draft_cannot_be_cancelled_or_changed(register: Register) -> None:
    draft = told(register)
    file(register, draft)
    with pytest.raises(WrongState):
        register.drafts.cancel(draft.id)
    with pytest.raises(WrongState):
        register.drafts.save(draft.id, {"place": "别处"})
    with pytest.raises(WrongState):
        register.drafts.append(draft.id, "facts", "还有", source="m9")


def test_replaying_what_a_filed_draft_holds_is_no_change(register: Register) -> None:
    draft = told(register)
    file(register, draft)
    assert register.drafts.save(draft.id, dict(draft.values), source="m1").values == draft.values


def test_what_citizens_say_is_not_readable_in_the_database(register: Register) -> None:
    told(register)
    with register.transaction() as tx:
        columns = tx.connection().exec_driver_sql("SELECT * FROM drafts").one()
    assert not any(word in str(columns) for word in ("王建国", "占了", "13800000001", "赣县"))
