"""What is granted is erased for good, in every table; what the law keeps stays; a kill in between loses nothing."""

from pathlib import Path

import pytest
from sqlalchemy import select, text

from cases import (
    CaseFilter,
    Deletion,
    Nature,
    NewMessage,
    NotFound,
    Official,
    Register,
    Role,
    SecondPersonNeeded,
    State,
    WrongState,
)
from cases.citizen_tables import CoPetitionerRow, DeletionRow
from cases.copetitioners import Join
from cases.tables import Base, EvidenceRow, HistoryRow, PetitionRow
from conversations.tables import Base as LogBase
from storage import Database
from tests.support.clock import FakeClock
from tests.support.register import (
    ADMINISTRATOR,
    DISCIPLINE,
    OFFICIAL,
    OPINION,
    SECOND,
    TOLD,
    file,
    filed,
    notices,
    send_all,
    take,
    told,
)

HIDDEN = ("王建国", "1380000", "138 0000", "下坝村12号", "360721197001011234", "7001:web")
ADDRESS = "7001:web"


def forgotten(seen: list[tuple[str, str]]) -> object:
    """The other register's part: notes what it was asked to forget."""
    return lambda tx, conversation, until: seen.append((conversation, until.isoformat()))


def left(database: Database) -> str:
    """Everything that can be read in the register, decrypted."""
    found = []
    with database.read() as tx:
        for table in (*Base.metadata.sorted_tables, *LogBase.metadata.sorted_tables):
            found += [f"{table.name}: {tuple(row)}" for row in tx.execute(select(table))]
        if tx.get_bind().dialect.name == "sqlite":
            found += [f"words: {row}" for row in tx.execute(text("SELECT rowid FROM case_words"))]
        else:
            found += [f"words: {row}" for row in tx.execute(text("SELECT case_id FROM case_words"))]
    return "\n".join(found)


def ended(register: Register, step: str = "withdraw", *, nature: Nature = Nature.CLAIM, by: Official = OFFICIAL) -> str:
    """The number of a case that is over, with a photo."""
    draft = told(register, address=ADDRESS)
    register.evidence.keep(b"photo", name="王建国.jpg", media_type="image/jpeg", kind="photo", draft_id=draft.id)
    number = file(register, draft, nature=nature).case_number
    if step == "reply":
        take(register, number, "accept", by=by, route="六")
        take(register, number, "reply", by=by, **{**OPINION, "text": "王建国反映的补偿款应当发放。"})
        take(register, number, "conclude", by=by)
    else:
        take(register, number, step, by=by, text="王建国来电话13800000001说不要了")
    send_all(register, ADDRESS)
    return number


def granted(register: Register, *, by: Official = ADMINISTRATOR) -> Deletion:
    """The wish of that case's petitioner, granted."""
    register.deletions.ask("web", ADDRESS, source="m1")
    (wish,) = register.deletions.waiting(by)
    return register.deletions.decide(by, wish.id, grant=True, answer="已经撤回，同意删除。")


@pytest.mark.parametrize("step", ["withdraw", "reply"])
def test_nobody_can_say_any_more_whose_it_was(
    register: Register, database: Database, clock: FakeClock, files_dir: Path, step: str
) -> None:
    number = ended(register, step)
    register.outbox.put([NewMessage(channel="web", address=ADDRESS, text="您好，王建国")])
    assert all(one in left(database) for one in HIDDEN)
    granted(register)
    send_all(register, ADDRESS)
    seen: list[tuple[str, str]] = []
    assert register.erasing.finish(forgotten(seen)) == 0
    assert [conversation for conversation, _ in seen] == [f"web:{ADDRESS}"]
    clock.advance(days=31)
    assert register.erasing.finish(forgotten(seen)) == 1
    text_left = left(database)
    assert [one for one in HIDDEN if one in text_left] == []
    assert "words: " not in text_left
    case = register.for_official(OFFICIAL).case(number)
    assert (case.petitioner_name, case.petitioner_phone, case.address, case.contact) == ("", "", "", None)
    assert "补偿款一直没有发" in case.facts
    assert case.history[-1].step == "erase"
    # Files on which an opinion rests stay; others go, bytes and all.
    assert len(case.evidence) == sum(path.is_file() for path in files_dir.rglob("*")) == (step == "reply")


def test_an_erased_case_is_found_by_nothing_and_nothing_is_done_with_it(register: Register, database: Database) -> None:
    number = ended(register)
    with database.read() as tx:
        code = tx.scalars(select(PetitionRow.code)).one()
    granted(register)
    desk = register.for_official(OFFICIAL)
    for said in (TOLD["petitioner_name"], TOLD["petitioner_phone"], "补偿款"):
        assert desk.inbox(CaseFilter(text=said, states=frozenset(State))).rows == ()
    assert register.find(number, code) is None
    assert register.cases_of("web", ADDRESS) == []
    assert list(desk.steps(number)) == []
    with pytest.raises(WrongState):
        take(register, number, "take_back", text="还要办")
    again = told(register, address="another")
    assert register.repeats.candidates(again) == []
    assert register.repeats.alike(again) == ()


def test_the_citizen_is_told_what_goes_and_what_stays(register: Register) -> None:
    number = ended(register, "reply")
    register.deletions.ask("web", ADDRESS, source="m1")
    (wish,) = register.deletions.waiting(ADMINISTRATOR)
    assert wish.plan is not None
    assert "files" in {item.name for item in wish.plan.stays}
    register.deletions.decide(ADMINISTRATOR, wish.id, grant=True, answer="同意。")
    (message,) = notices(register, ADDRESS)
    assert number in message.text
    assert all(item.zh in message.text for item in (*wish.plan.goes, *wish.plan.stays))
    assert "第二十一条" in message.text


def test_a_kill_in_the_middle_leaves_the_rest_to_the_next_time(
    register: Register, database: Database, files_dir: Path
) -> None:
    ended(register)
    wish = granted(register)
    # Killed here: the register is clean already, and what is left is noted.
    assert sum(path.is_file() for path in files_dir.rglob("*")) == 1

    def killed(*_: object) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        register.erasing.finish(killed)
    with database.read() as tx:
        assert tx.get_one(DeletionRow, wish.id).state == "granted"
    seen: list[tuple[str, str]] = []
    register.erasing.finish(forgotten(seen))
    register.erasing.finish(forgotten(seen))
    assert len(set(seen)) == 1
    assert sum(path.is_file() for path in files_dir.rglob("*")) == 0
    with database.read() as tx:
        assert len(tx.scalars(select(HistoryRow).where(HistoryRow.step == "erase")).all()) == 1


def test_the_chat_stays_while_another_case_of_it_does(register: Register) -> None:
    ended(register)
    other = filed(register, address=ADDRESS, facts="楼上天天装修，吵得没法睡。").case_number
    register.deletions.ask("web", ADDRESS, source="m1")
    wish = next(wish for wish in register.deletions.waiting(ADMINISTRATOR) if wish.number != other)
    register.deletions.decide(ADMINISTRATOR, wish.id, grant=True, answer="同意。")
    seen: list[tuple[str, str]] = []
    register.erasing.finish(forgotten(seen))
    assert seen == []
    assert register.for_official(OFFICIAL).case(other).address == ADDRESS
    assert [row.number for row in register.cases_of("web", ADDRESS)] == [other]


def test_a_petition_that_is_being_written_is_not_forgotten(register: Register, clock: FakeClock) -> None:
    ended(register)
    register.deletions.ask("web", ADDRESS, source="m1")
    clock.advance(minutes=5)
    draft = told(register, address=ADDRESS)
    begun = clock()
    clock.advance(minutes=5)
    (wish,) = register.deletions.waiting(ADMINISTRATOR)
    register.deletions.decide(ADMINISTRATOR, wish.id, grant=True, answer="同意。")
    seen: list[tuple[str, str]] = []
    register.erasing.finish(forgotten(seen))
    assert seen == [(f"web:{ADDRESS}", begun.isoformat())]
    assert register.drafts.get(draft.id).values["facts"]


def test_a_sealed_case_takes_two_people(register: Register) -> None:
    number = ended(register, nature=Nature.ACCUSATION, by=DISCIPLINE)
    register.deletions.ask("web", ADDRESS, source="m1")
    assert register.deletions.count(ADMINISTRATOR) == 0
    (wish,) = register.deletions.waiting(DISCIPLINE)
    with pytest.raises(NotFound):
        register.deletions.decide(ADMINISTRATOR, wish.id, grant=True, answer="同意。")
    with pytest.raises(SecondPersonNeeded):
        register.deletions.decide(DISCIPLINE, wish.id, grant=True, answer="同意。")
    with pytest.raises(NotFound):
        register.approvals.request("erase", number, reason="本人要求", by=ADMINISTRATOR)
    asked = register.approvals.request("erase", number, reason="王建国本人要求", by=DISCIPLINE)
    register.approvals.decide(asked.id, approve=True, by=SECOND)
    register.deletions.decide(DISCIPLINE, wish.id, grant=True, answer="同意。")
    assert register.for_official(DISCIPLINE).case(number).petitioner_name == ""
    both = Official(id=9, name="he", display_name="何", roles=frozenset({Role.ADMINISTRATOR, Role.DISCIPLINE}))
    assert [one.number for one in register.deletions.decided(both)] == [number]
    assert register.deletions.decided(ADMINISTRATOR) == []


def test_who_signed_anothers_petition_takes_only_themselves_away(register: Register, database: Database) -> None:
    number = filed(register).case_number
    code = register.copetitioners.invite(number, channel="web", address="citizen")
    register.copetitioners.join(Join(code=code, name="赵六", phone="13900000002", channel="web", address=ADDRESS))
    register.deletions.ask("web", ADDRESS, source="m1")
    (wish,) = register.deletions.waiting(ADMINISTRATOR)
    assert wish.plan is not None
    assert not wish.plan.open
    register.deletions.decide(ADMINISTRATOR, wish.id, grant=True, answer="同意。")
    with database.read() as tx:
        signer = tx.scalars(select(CoPetitionerRow)).one()
        assert (signer.name, signer.phone, signer.phone_index) == ("", "", None)
        assert tx.scalars(select(EvidenceRow)).all() == []
    assert register.for_official(OFFICIAL).case(number).petitioner_name
