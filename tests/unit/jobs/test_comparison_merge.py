import json
from typing import Any

import pytest

from jobs.contract_comparison.merge import overview_row, response_of
from jobs.contract_comparison.models import ContractComparison
from jobs.contract_comparison.questions import ComparisonQuestions
from shared.domain.contract import Contract
from shared.domain.job import Item
from shared.errors import InvalidAnswerError
from shared.job_types.model_work import Answer
from shared.ports.model import Completion
from tests.fakes.builders import STANDARD, answer_text, contract, finding, request_body

QUESTIONS = ComparisonQuestions()
OURS = contract(STANDARD)
THEIRS = contract("contract_other", "1. Payment\nWithin 60 days.\n2. Law\nThe laws of France.\n")
SECRET = "the secret price is 4711"


def merged(text: str, theirs: Contract = THEIRS) -> ContractComparison:
    """The comparison that an answer makes, by the way it takes in a job."""
    contracts = {STANDARD: OURS, theirs.id: theirs}
    item = Item.at(0, theirs.title, {"contract_id": theirs.id})
    (question,) = QUESTIONS.questions(item, request_body(), contracts, None)
    answer = Answer(QUESTIONS.parse(Completion(text, "scripted"), question), "scripted")
    return ContractComparison.model_validate(QUESTIONS.compose([answer], item, request_body(), contracts))


def refused(text: str) -> str:
    with pytest.raises(InvalidAnswerError) as error:
        merged(text)
    return str(error.value)


def test_the_full_texts_of_both_contracts_are_put_back_in() -> None:
    (found,) = merged(answer_text(finding(standard_clause_ids=["c002", "c001"]))).findings
    assert [clause.text for clause in found.standard_clauses] == [OURS.clauses[1].text, OURS.clauses[0].text]
    assert [clause.text for clause in found.contract_clauses] == [THEIRS.clauses[0].text]
    assert found.clause_label == "Payment Terms"


def test_a_missing_clause_has_no_text_on_the_other_side() -> None:
    missing = finding(status="missing", contract_clause_ids=[], changes=[])
    (found,) = merged(answer_text(missing)).findings
    assert (len(found.standard_clauses), found.contract_clauses) == (1, [])


def test_the_comparison_says_which_contract_and_who_answered() -> None:
    comparison = merged(answer_text())
    assert (comparison.contract_id, comparison.contract_title) == (THEIRS.id, THEIRS.title)
    assert (comparison.model, comparison.overall_risk) == ("scripted", "medium")


@pytest.mark.parametrize(("side", "whose"), [("standard_clause_ids", "standard"), ("contract_clause_ids", "contract")])
def test_an_answer_that_names_a_clause_which_is_not_there_is_refused(side: str, whose: str) -> None:
    message = refused(answer_text(finding(**{side: ["c001", "c009"]})))
    assert message == f"The model's answer names clauses that the {whose} does not have: c009."


def test_a_clause_of_the_one_contract_is_not_found_in_the_other() -> None:
    one_clause = contract("contract_short", "Only one clause.")
    with pytest.raises(InvalidAnswerError, match="the contract does not have: c002"):
        merged(answer_text(finding(contract_clause_ids=["c002"])), one_clause)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Sure!",
        "[]",
        "null",
        json.dumps({"findings": []}),
        answer_text(finding(risk="enormous")),
        answer_text(finding(clause_type="catering")),
        answer_text(finding(note="more than was asked for")),
        answer_text(finding(changes=SECRET)),
        answer_text(finding(**{SECRET: 1})),
        json.dumps({SECRET: {SECRET: SECRET}}),
    ],
)
def test_an_answer_that_does_not_fit_its_schema_is_refused_without_a_quotation(text: str) -> None:
    message = refused(text)
    assert message.startswith("The model's answer does not fit its schema: ")
    assert SECRET not in message


def test_the_place_of_a_fault_is_told_so_that_the_answer_can_be_mended() -> None:
    assert "findings/1/risk: " in refused(answer_text(finding(), finding(risk="enormous")))


def test_what_stands_in_the_place_of_a_clause_id_is_not_quoted() -> None:
    message = refused(answer_text(finding(contract_clause_ids=[SECRET, "c009", *[SECRET * 50] * 9])))
    assert message == "The model's answer names clauses that the contract does not have: c009."
    without = refused(answer_text(finding(contract_clause_ids=[SECRET])))
    assert without == "The model's answer names clauses that the contract does not have: 1 that are no ids of clauses."


def test_a_row_counts_findings_by_status_and_by_risk() -> None:
    findings = [finding(), finding(risk="high"), finding(status="missing", contract_clause_ids=[], risk="high")]
    row = overview_row(merged(answer_text(*findings)).model_dump(mode="json"))
    assert row == {
        "contract_id": THEIRS.id,
        "contract_title": THEIRS.title,
        "overall_risk": "medium",
        "summary": "One change.",
        "statuses": {"changed": 2, "missing": 1},
        "risks": {"medium": 1, "high": 2},
        "model": "scripted",
    }
    assert json.loads(json.dumps(row)) == row


def test_the_response_holds_the_comparisons_beside_what_was_asked() -> None:
    comparisons: list[Any] = [{"contract_id": "contract_other"}]
    response = response_of(request_body(), comparisons, [])
    assert response["success"] is True
    assert response["results"] == {"comparisons": comparisons}
    assert response["standardContractId"] == STANDARD
    assert "userEmail" not in response
