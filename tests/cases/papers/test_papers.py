"""Statutory papers: every part the law asks for, numbers without gaps, and no accuser given away."""

import re
from datetime import date, timedelta
from io import BytesIO
from typing import Any

import pytest
from docx import Document
from sqlalchemy import text as sql

from cases import (
    ClaimProposal,
    NotAllowed,
    NotFound,
    Official,
    Paper,
    PaperState,
    Register,
    Role,
    Service,
    StepIncomplete,
    VersionConflict,
    Way,
    WrongState,
)
from cases.papers.kinds import GAP, load_templates
from storage import Database
from tests.support.clock import FakeClock
from tests.support.register import ADMINISTRATOR, DISCIPLINE, LEADER, OFFICIAL, file, filed, told
from tests.support.register import take as take_step

KINDS = tuple(load_templates())
APPROVER = Official(id=9, name="qian.li", display_name="钱立", roles=frozenset({Role.APPROVER}))
HANDLER = Official(id=10, name="sun.yi", display_name="孙一", roles=frozenset({Role.HANDLER}))


def number_of(register: Register, *, claims: int = 1, **more: Any) -> str:
    """A filed case with so many claims."""
    proposals = tuple(ClaimProposal(request=f"第{n}项请求") for n in range(1, claims + 1))
    return file(register, told(register, address=f"a{claims}"), claims=proposals, **more).case_number


def finished(register: Register, paper: Paper, *, by: Official = OFFICIAL) -> Paper:
    """The paper with every gap filled."""
    contents = {part.name: re.sub("【[^】]*】", "已写明", part.text) or "已写明" for part in paper.parts}
    contents |= {part.name: part.choices[0].key for part in paper.parts if part.choices}
    return register.papers.for_official(by).change(paper.line.id, paper.version, contents)


def issued(register: Register, number: str, kind: str = "opinion", *, by: Official = OFFICIAL) -> Paper:
    desk = register.papers.for_official(by)
    paper = finished(register, desk.draft(number, kind), by=by)
    return desk.issue(paper.line.id, paper.version)


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_is_drafted_finished_signed_and_served(register: Register, clock: FakeClock, kind: str) -> None:
    number = number_of(register, claims=2)
    desk = register.papers.for_official(OFFICIAL)
    draft = desk.draft(number, kind)
    assert draft.line.state is PaperState.DRAFTED
    assert draft.missing, "a draft that nobody has read is never complete"
    with pytest.raises(StepIncomplete):
        desk.issue(draft.line.id, draft.version)
    paper = finished(register, draft)
    assert paper.missing == ()
    paper = desk.issue(paper.line.id, paper.version)
    assert re.fullmatch(rf"赣信访{load_templates()[kind].word}〔2026〕1号", paper.line.number)
    service = Service(way=Way.POST, on=clock().date(), by="李伟", proof="挂号信 XA123")
    paper = desk.serve(paper.line.id, paper.version, service)
    assert (paper.line.state, paper.service) == (PaperState.SERVED, service)
    assert [line.kind for line in desk.of(number)] == [kind]


@pytest.mark.parametrize("kind", KINDS)
def test_a_paper_is_not_signed_while_any_required_part_is_missing(register: Register, kind: str) -> None:
    number = number_of(register, claims=2)
    desk = register.papers.for_official(OFFICIAL)
    paper = finished(register, desk.draft(number, kind))
    for part in paper.parts:
        if not part.required:
            continue
        paper = desk.change(paper.line.id, paper.version, {part.name: ""})
        with pytest.raises(StepIncomplete, match=re.escape(part.name)):
            desk.issue(paper.line.id, paper.version)
        paper = desk.change(paper.line.id, paper.version, {part.name: f"{GAP}还要写】"})
        with pytest.raises(StepIncomplete, match=re.escape(part.name)):
            desk.issue(paper.line.id, paper.version)
        paper = desk.change(paper.line.id, paper.version, {part.name: part.text})


def test_an_opinion_answers_every_claim_on_its_own(register: Register) -> None:
    number = number_of(register, claims=3)
    paper = register.papers.for_official(OFFICIAL).draft(number, "opinion")
    names = {part.name for part in paper.parts}
    wanted = {f"{part}.{claim}" for part in ("facts", "opinion", "basis") for claim in (1, 2, 3)}
    assert wanted | {"claims", "remedy"} <= names
    assert wanted <= set(paper.missing)
    assert all(f"第{n}项请求" in paper.contents["claims"] for n in (1, 2, 3))
    assert "30日内" in paper.contents["remedy"]


def test_the_grounds_of_not_accepting_are_a_closed_list(register: Register) -> None:
    desk = register.papers.for_official(OFFICIAL)
    paper = desk.draft(number_of(register), "not_accepted")
    ground = next(part for part in paper.parts if part.name == "ground")
    assert [choice.key for choice in ground.choices] == ["19(3)", "36(3)"]
    paper = desk.change(
        paper.line.id, paper.version, {"basis": "复核意见书赣信访复核字〔2025〕3号", "ground": "不属于职权"}
    )
    assert "ground" in paper.missing


def test_numbers_are_unique_and_without_gaps_for_each_kind_and_year(register: Register, clock: FakeClock) -> None:
    number = number_of(register)
    desk = register.papers.for_official(OFFICIAL)
    unfinished = desk.draft(number, "opinion")
    with pytest.raises(StepIncomplete):
        desk.issue(unfinished.line.id, unfinished.version)
    numbers = [issued(register, number, kind).line.number for kind in ("opinion", "extension", "opinion")]
    assert numbers == ["赣信访处字〔2026〕1号", "赣信访延字〔2026〕1号", "赣信访处字〔2026〕2号"]
    clock.now += timedelta(days=366)
    assert issued(register, number).line.number == "赣信访处字〔2027〕1号"


def test_versions_are_kept_and_their_differences_shown(register: Register) -> None:
    desk = register.papers.for_official(OFFICIAL)
    paper = desk.draft(number_of(register), "opinion")
    first = paper.contents["facts.1"]
    paper = desk.change(paper.line.id, paper.version, {"facts.1": "经调查核实：补偿款已经拨付。"})
    same = desk.change(paper.line.id, paper.version, {"facts.1": "经调查核实：补偿款已经拨付。"})
    assert same.version == paper.version == 2
    newest, oldest = desk.versions(paper.line.id)
    assert oldest.changes == ()
    (changed,) = newest.changes
    assert (changed.part, newest.by) == ("facts.1", "李伟")
    assert "".join(words for kind, words in changed.pieces if kind != "new") == first
    assert "".join(words for kind, words in changed.pieces if kind != "gone") == "经调查核实：补偿款已经拨付。"


def test_two_people_at_once_and_what_is_signed_is_not_changed(register: Register) -> None:
    desk = register.papers.for_official(OFFICIAL)
    paper = desk.draft(number_of(register), "opinion")
    desk.change(paper.line.id, paper.version, {"facts.1": "甲"})
    with pytest.raises(VersionConflict):
        desk.change(paper.line.id, paper.version, {"facts.1": "乙"})
    with pytest.raises(StepIncomplete, match="tail"):
        desk.change(paper.line.id, paper.version + 1, {"tail": "乙"})
    done = issued(register, number_of(register, claims=2))
    with pytest.raises(WrongState):
        desk.change(done.line.id, done.version, {"facts.1": "乙"})


def test_a_handler_drafts_and_an_approver_signs(register: Register) -> None:
    paper = finished(register, register.papers.for_official(HANDLER).draft(number_of(register), "opinion"), by=HANDLER)
    with pytest.raises(NotAllowed):
        register.papers.for_official(HANDLER).issue(paper.line.id, paper.version)
    signed = register.papers.for_official(APPROVER).issue(paper.line.id, paper.version)
    assert signed.issued_by == "钱立"
    with pytest.raises(NotAllowed):
        register.papers.for_official(APPROVER).draft(number_of(register, claims=2), "opinion")


def test_serving_needs_a_day_a_person_and_a_proof(register: Register, clock: FakeClock) -> None:
    desk = register.papers.for_official(OFFICIAL)
    paper, today = issued(register, number_of(register)), clock().date()
    for service, missing in (
        (Service(way=Way.POST, on=today, by="", proof="XA1"), "by"),
        (Service(way=Way.POST, on=today, by="李伟", proof=" "), "proof"),
        (Service(way=Way.POST, on=today + timedelta(days=2), by="李伟", proof="XA1"), "future"),
        (Service(way=Way.POST, on=date(2020, 1, 1), by="李伟", proof="XA1"), "before it was signed"),
    ):
        with pytest.raises(StepIncomplete, match=missing):
            desk.serve(paper.line.id, paper.version, service)


def test_a_paper_given_up_keeps_its_number(register: Register) -> None:
    number = number_of(register)
    desk = register.papers.for_official(OFFICIAL)
    paper = issued(register, number)
    with pytest.raises(StepIncomplete):
        desk.void(paper.line.id, paper.version, " ")
    paper = desk.void(paper.line.id, paper.version, "日期写错")
    assert (paper.line.state, paper.line.number) == (PaperState.VOID, "赣信访处字〔2026〕1号")
    assert issued(register, number).line.number == "赣信访处字〔2026〕2号"
    assert desk.layout(paper.line.id).mark == "作废"


def test_the_file_tells_of_papers_and_every_look_is_written_down(register: Register) -> None:
    number = number_of(register)
    paper = issued(register, number)
    register.papers.for_official(OFFICIAL).read(paper.line.id)
    entry = register.for_official(OFFICIAL).case(number).history[-1]
    assert (entry.step, entry.text) == ("paper_issued", "《信访处理意见书》赣信访处字〔2026〕1号")
    actions = [one.action for one in register.for_official(ADMINISTRATOR).audit()]
    assert actions[:3] == ["paper", "paper_issue", "paper_draft"]


def test_papers_of_sealed_cases_do_not_exist_for_others(register: Register) -> None:
    number = number_of(register)
    paper = issued(register, number)
    take_step(register, number, "correct", nature="accusation", text="检举")
    for desk in (register.papers.for_official(OFFICIAL), register.papers.for_official(HANDLER)):
        with pytest.raises(NotFound):
            desk.read(paper.line.id)
        with pytest.raises(NotFound):
            desk.of(number)
        with pytest.raises(NotFound):
            desk.layout(paper.line.id)
        with pytest.raises(NotFound):
            desk.draft(number, "opinion")
    assert register.papers.for_official(DISCIPLINE).read(paper.line.id).sealed


def test_who_may_not_see_people_may_not_read_papers(register: Register) -> None:
    paper = issued(register, number_of(register))
    with pytest.raises(NotAllowed):
        register.papers.for_official(LEADER).read(paper.line.id)


ACCUSED = "下坝村村委会"


@pytest.mark.parametrize("kind", ["transfer", "assignment"])
@pytest.mark.parametrize(
    ("part", "words"),
    [
        ("matter", "举报人王建国反映"),
        ("copies", "王 建 国"),
        ("contact", "电话 13800000001"),
        ("matter", "住江西省赣州市赣县区梅林镇下坝村12号的群众"),
    ],
)
def test_a_letter_about_a_sealed_case_never_names_the_accuser(
    register: Register, kind: str, part: str, words: str
) -> None:
    number = filed(register, nature=None, sealed=True).case_number
    desk = register.papers.for_official(DISCIPLINE)
    paper = desk.draft(number, kind)
    assert not any(secret in str(paper.contents) for secret in ("王建国", "13800000001", "村里修路"))
    assert "不得将检举" in paper.contents["confidence"]
    paper = finished(register, paper, by=DISCIPLINE)
    told = desk.change(paper.line.id, paper.version, {part: words})
    with pytest.raises(NotAllowed, match="names the accuser"):
        desk.issue(told.line.id, told.version)
    clean = desk.change(told.line.id, told.version, {part: "另行密送"})
    assert desk.issue(clean.line.id, clean.version).line.number


@pytest.mark.parametrize("name", ["addressee", "copies"])
@pytest.mark.parametrize("whom", [ACCUSED, f"梅林镇{ACCUSED}", "下坝村"])
def test_a_letter_about_a_sealed_case_is_never_sent_to_the_accused(register: Register, name: str, whom: str) -> None:
    number = filed(register, nature=None, sealed=True).case_number
    desk = register.papers.for_official(DISCIPLINE)
    paper = finished(register, desk.draft(number, "transfer"), by=DISCIPLINE)
    paper = desk.change(paper.line.id, paper.version, {name: whom})
    with pytest.raises(NotAllowed, match="those it is about"):
        desk.issue(paper.line.id, paper.version)


def test_words_are_encrypted_at_rest(register: Register, database: Database) -> None:
    paper = issued(register, number_of(register))
    with database.read() as tx:
        for table in ("papers", "paper_versions"):
            raw = tx.execute(sql(f"SELECT contents FROM {table}")).scalars().all()  # noqa: S608
            assert raw
            assert not any("王建国" in one or "请求" in one for one in raw)
    assert "王建国" in paper.contents["addressee"]


def test_the_word_document_says_what_the_page_says(register: Register) -> None:
    paper = issued(register, number_of(register, claims=2))
    layout = register.papers.for_official(OFFICIAL).layout(paper.line.id)
    document = Document(BytesIO(register.papers.as_word(OFFICIAL, paper.line.id)))
    said = [paragraph.text for paragraph in document.paragraphs]
    for words in (layout.office, layout.number, layout.title, f"{layout.addressee}：", layout.date, "（印章）"):
        assert words in said
    assert [one.text for one in layout.paragraphs if one.text not in said] == []
    assert [one.text for one in layout.paragraphs if one.heading] == [
        "一、投诉请求",
        "二、事实和理由",
        "三、处理意见",
        "四、法律法规依据",
        "五、不服本意见的救济途径",
    ]


def test_what_is_signed_is_served_before_anybody_is_erased_and_stays_as_it_was(register: Register) -> None:
    number = number_of(register)
    desk = register.papers.for_official(OFFICIAL)
    paper, left = issued(register, number), desk.draft(number, "transfer")
    take_step(register, number, "withdraw", text="不要了")
    register.deletions.ask("web", "a1", source="m1")
    (wish,) = register.deletions.waiting(ADMINISTRATOR)
    with pytest.raises(StepIncomplete):
        register.deletions.decide(ADMINISTRATOR, wish.id, grant=True, answer="同意。")
    desk.serve(paper.line.id, paper.version, Service(way=Way.POST, on=date(2026, 3, 2), by="李伟", proof="XA123"))
    (wish,) = register.deletions.waiting(ADMINISTRATOR)
    assert wish.plan is not None
    assert "papers" in {item.name for item in wish.plan.stays}
    register.deletions.decide(ADMINISTRATOR, wish.id, grant=True, answer="同意。")
    assert desk.read(paper.line.id).contents == paper.contents
    assert "王建国" in str(paper.contents)
    with pytest.raises(NotFound):
        desk.read(left.line.id)
    assert desk.kinds(number) == []
    with pytest.raises(WrongState):
        desk.draft(number, "opinion")
