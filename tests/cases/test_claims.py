"""A case's claims: written with it, moved with it, masked with it."""

import pytest

from cases import ClaimProposal, Nature, Register, RouteGuess, State
from cases.tables import ClaimRow
from storage import Database
from tests.support.register import DISCIPLINE, OFFICIAL, TOLD, file, filed, take, told

GUESS = RouteGuess(route="二", reason="劳动争议", reason_en="labour", words=("工资",), roads=({"kind": "x"},))
TWO = (
    ClaimProposal(request="把工资发了", nature=Nature.CLAIM, matter=("劳动和社会保障", "劳动关系"), route=GUESS),
    ClaimProposal(request="把路修好", nature=Nature.CLAIM, matter=("交通运输", "公路"), matter_confidence=0.4),
)


def test_a_petition_that_was_not_split_is_one_claim(register: Register) -> None:
    case = register.for_official(OFFICIAL).case(filed(register).case_number)
    (claim,) = case.claims
    assert (claim.position, claim.request, claim.matter) == (1, TOLD["request"], ("农村农业", "征地补偿"))
    assert claim.state is State.REGISTERED


def test_claims_keep_their_order_matter_and_proposed_route(register: Register) -> None:
    number = file(register, told(register), claims=TWO, route=GUESS).case_number
    first, second = register.for_official(OFFICIAL).case(number).claims
    assert (first.position, first.request, first.proposed_route) == (1, "把工资发了", "二")
    assert (second.position, second.matter, second.matter_confidence) == (2, ("交通运输", "公路"), 0.4)
    assert (first.route, second.route) == (None, None)


def test_filing_twice_writes_the_claims_once(register: Register) -> None:
    draft = told(register)
    number = file(register, draft, claims=TWO).case_number
    assert file(register, draft, claims=TWO).case_number == number
    assert len(register.for_official(OFFICIAL).case(number).claims) == 2


def test_what_fails_while_filing_leaves_no_claims(
    register: Register, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    draft = told(register)

    def fails(*_messages: object, **_named: object) -> None:
        raise RuntimeError("no receipt")

    monkeypatch.setattr(register.outbox, "put", fails)
    with pytest.raises(RuntimeError):
        file(register, draft, claims=TWO)
    with database.read() as tx:
        assert tx.query(ClaimRow).count() == 0


def test_the_machines_route_is_a_proposal_with_its_reason(register: Register) -> None:
    number = file(register, told(register), route=GUESS, hints=("官商勾结",)).case_number
    case = register.for_official(OFFICIAL).case(number)
    assert case.route is None
    assert case.proposed_route == GUESS
    assert case.hints == ("官商勾结",)
    assert case.claims[0].proposed_route == "二"


def test_claims_go_along_with_their_case(register: Register) -> None:
    number = file(register, told(register), claims=TWO).case_number
    take(register, number, "transfer", unit="区人社局")
    take(register, number, "accept", route="六")
    claims = {
        "1": {"outcome": "supported", "opinion": "工资已于三月一日补发。", "disposition": "resolved"},
        "2": {"outcome": "explained", "opinion": "这段路今年没有列入计划。"},
    }
    text = "经查，两项请求分别答复如下。依据《保障农民工工资支付条例》。"
    case = take(register, number, "reply", text=text, claims=claims)
    assert [(one.state, one.unit) for one in case.claims] == [(State.REPLIED, "区人社局")] * 2
    assert [one.outcome for one in case.claims] == ["supported", "explained"]
    assert [one.disposition for one in case.claims] == ["resolved", None]
    assert case.claims[0].opinion == "工资已于三月一日补发。"
    heard = register.outbox.queued("web", "citizen")[-1].text
    assert all(words in heard for words in ("工资已于三月一日补发", "这段路今年没有列入计划", "复查"))


def test_one_legal_basis_for_all_is_each_claims_and_is_told_once(register: Register) -> None:
    number = file(register, told(register), claims=TWO).case_number
    take(register, number, "accept", route="六")
    claims = {
        "1": {"outcome": "supported", "opinion": "工资已于三月一日补发。", "legal_basis": "《劳动法》第五十条"},
        "2": {"outcome": "explained", "opinion": "这段路今年没有列入计划。"},
    }
    one, text = "《信访工作条例》第三十二条", "经查，两项请求分别答复如下。"
    case = take(register, number, "reply", text=text, claims=claims, legal_basis=one)
    assert [claim.legal_basis for claim in case.claims] == ["《劳动法》第五十条", one]
    assert register.outbox.queued("web", "citizen")[-1].text.count(one) == 1
    paper = register.papers.for_official(OFFICIAL).draft(number, "opinion")
    assert [paper.contents[f"basis.{claim}"] for claim in (1, 2)] == ["《劳动法》第五十条", one]
    assert not {"basis.1", "basis.2"} & set(paper.missing)


def test_a_basis_beside_one_outcome_for_all_is_the_claims(register: Register) -> None:
    number = filed(register).case_number
    take(register, number, "accept", route="六")
    given = {"outcome": "supported", "legal_basis": "《土地管理法》"}
    case = take(register, number, "reply", text="经查，补偿款已经发放。", **given)
    assert [claim.legal_basis for claim in case.claims] == ["《土地管理法》"]
    paper = register.papers.for_official(OFFICIAL).draft(number, "opinion")
    assert "basis" not in {name.partition(".")[0] for name in paper.missing}


def test_a_correction_of_a_case_of_one_claim_is_one_of_its_claim(register: Register) -> None:
    number = filed(register).case_number
    case = take(register, number, "correct", matter="自然资源/土地征收", route="四", text="更正")
    assert (case.claims[0].matter, case.claims[0].route) == (("自然资源", "土地征收"), "四")


def test_a_correction_of_a_case_of_several_leaves_their_matters(register: Register) -> None:
    number = file(register, told(register), claims=TWO).case_number
    case = take(register, number, "correct", matter="自然资源/土地征收", text="更正")
    assert [claim.matter[0] for claim in case.claims] == ["劳动和社会保障", "交通运输"]


def test_one_accusation_among_the_claims_seals_the_case(register: Register) -> None:
    accusing = ClaimProposal(request="查村支书", nature=Nature.ACCUSATION)
    number = file(register, told(register), claims=(TWO[0], accusing)).case_number
    assert register.for_official(DISCIPLINE).case(number).sealed


def test_the_words_of_a_claim_are_encrypted_and_masked(register: Register, database: Database) -> None:
    words = "给我回电话13800000001，我是王建国"
    number = file(register, told(register), claims=(ClaimProposal(request=words), TWO[1])).case_number
    desk = register.for_official(OFFICIAL)
    assert "13800000001" not in desk.case(number).claims[0].request
    assert "王建国" not in desk.case(number).claims[0].request
    assert desk.case(number, unmask="核实").claims[0].request == words
    with database.engine.connect() as connection:
        kept = connection.exec_driver_sql("SELECT request FROM claims ORDER BY position").scalars().all()
    assert words not in kept[0]


def test_a_case_from_before_is_shown_as_its_one_claim(register: Register, database: Database) -> None:
    number = filed(register).case_number
    with database.begin() as tx:
        tx.query(ClaimRow).delete()
    (claim,) = register.for_official(OFFICIAL).case(number).claims
    assert (claim.position, claim.request) == (1, TOLD["request"])


def test_the_petitioner_sees_the_claims_but_no_proposal(register: Register) -> None:
    done = file(register, told(register), claims=TWO, route=GUESS, hints=("保护伞",))
    case = register.find(done.case_number, done.code)
    assert case is not None
    assert [claim.request for claim in case.claims] == ["把工资发了", "把路修好"]
    assert (case.proposed_route, case.hints) == (None, ())
