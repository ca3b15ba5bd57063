from collections.abc import AsyncIterator
from typing import Any

import pytest

from jobs.contract_comparison import questions as comparison
from jobs.contract_comparison.job import JOB
from jobs.registry import JOB_TYPES
from shared.domain.contract import Contract
from shared.domain.endings import Tally
from shared.job_types.values import Row
from shared.ports.inputs import InputHeader
from shared.services.job_merger import header_of
from tests.fakes.builders import STANDARD, contract, item, job, other, request_body
from tests.fakes.clock import START

COMPARISON = JOB
QUESTIONS = comparison.ComparisonQuestions()
CONTRACTS = {name: contract(name, f"The text of {name}.") for name in (STANDARD, other(0))}


def fingerprint(contracts: dict[str, Contract] | None = None, **fields: Any) -> tuple[str, ...]:
    request = request_body(1, comparisonMode="clauses", selectedClauses=["warranty", "insurance"]) | fields
    return tuple(QUESTIONS.fingerprint(item(0), request, contracts or CONTRACTS))


def test_job_types_have_names_routes_and_result_types_of_their_own() -> None:
    for names in zip(*((kind.name, kind.route, kind.result_type) for kind in JOB_TYPES), strict=True):
        assert len(set(names)) == len(JOB_TYPES)


def test_an_item_needs_the_standard_and_its_own_contract() -> None:
    request = request_body(3)
    inputs = {other(n): InputHeader(f"Title of {other(n)}", n) for n in range(3)}
    items = list(COMPARISON.work.plan(request, inputs))
    assert items == [item(n).model_copy(update={"weight": n}) for n in range(3)]
    assert list(QUESTIONS.needs(items[1], request)) == [STANDARD, other(1)]
    assert list(COMPARISON.work.inputs(request)) == [other(0), other(1), other(2), STANDARD]


def test_a_contract_that_was_deleted_is_planned_under_its_id() -> None:
    (planned,) = COMPARISON.work.plan(request_body(1), {})
    assert (planned.subject, planned.weight) == (other(0), 0)


def test_the_title_names_the_one_contract_or_counts_them() -> None:
    titles = {STANDARD: InputHeader("Master"), other(0): InputHeader("Brightwater")}
    assert COMPARISON.title_of(request_body(1), titles) == "Comparison: Master vs Brightwater"
    assert COMPARISON.title_of(request_body(3), titles) == "Comparison: Master vs 3 contracts"


@pytest.mark.parametrize(
    "fields",
    [
        {"comparisonMode": "full"},
        {"selectedClauses": ["warranty"]},
        {"selectedClauses": "all"},
        {"modelSelection": "secondary"},
    ],
)
def test_whatever_the_answer_depends_on_changes_the_fingerprint(fields: dict[str, Any]) -> None:
    assert fingerprint(**fields) != fingerprint()


@pytest.mark.parametrize("changed", [STANDARD, other(0)])
def test_another_text_changes_the_fingerprint(changed: str) -> None:
    assert fingerprint(CONTRACTS | {changed: contract(changed, "Another text.")}) != fingerprint()


def test_another_version_of_the_prompt_changes_the_fingerprint(monkeypatch: pytest.MonkeyPatch) -> None:
    before = fingerprint()
    monkeypatch.setattr(comparison, "PROMPT_VERSION", "another")
    assert fingerprint() != before


def test_what_the_answer_does_not_depend_on_leaves_the_fingerprint() -> None:
    assert fingerprint(selectedClauses=["insurance", "warranty"], userEmail="bob") == fingerprint()


async def rows() -> AsyncIterator[Row]:
    yield {"contract_id": other(0), "overall_risk": "low"}


async def test_a_saved_comparison_is_the_header_with_the_comparisons_in_the_response() -> None:
    asked = job(items=1)
    fields = await QUESTIONS.merge(asked.request, rows())
    header = header_of(COMPARISON, asked, "result-1", fields, {"low": 1}, Tally(done=1), START)
    errors = [{"item_id": "00001", "contract_id": other(1), "message": "It is gone."}]
    whole = COMPARISON.assemble(header | {"errors": errors}, [{"contract_id": other(0)}])
    assert whole["results"]["errors"] == errors
    assert whole["results"]["results"]["comparisons"] == [{"contract_id": other(0)}]
    assert whole["results"]["compareContractIds"] == whole["compare_contract_ids"] == [other(0)]
    assert whole["metadata"] == {
        "title": "A comparison",
        "description": "full comparison",
        "job_id": "job-1",
        "contracts_compared": 1,
    }
    assert "results" not in header
