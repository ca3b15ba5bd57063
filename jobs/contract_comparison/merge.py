"""From the model's answer to what people read: texts put back in, comparisons put together."""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from jobs.answer_texts import cut_off
from jobs.contract_comparison.models import (
    ClauseText,
    ComparisonAnswer,
    ContractComparison,
    Finding,
    FindingAnswer,
)
from jobs.contract_errors import ContractError
from shared.domain.clauses import Clause
from shared.domain.clauses.vocabulary import LABELS
from shared.domain.contract import Contract
from shared.job_types.capabilities import Unpacked

_SUMMARY_CHARACTERS = 1_000
"""Of a comparison in the overview."""


def comparison_of(answer: ComparisonAnswer, model: str, standard: Contract, contract: Contract) -> ContractComparison:
    """The comparison with the full clause texts put back in; the answer's ids are known to be there."""
    ours = {clause.clause_id: clause for clause in standard.clauses}
    theirs = {clause.clause_id: clause for clause in contract.clauses}
    return ContractComparison(
        contract_id=contract.id,
        contract_title=contract.title,
        summary=answer.summary,
        overall_risk=answer.overall_risk,
        findings=[_finding(found, ours, theirs) for found in answer.findings],
        model=model,
    )


def overview_row(comparison: Mapping[str, Any]) -> dict[str, Any]:
    """A contract's row in the result's overview: how many findings of each status and risk."""
    findings = comparison["findings"]
    return {
        "contract_id": comparison["contract_id"],
        "contract_title": comparison["contract_title"],
        "overall_risk": comparison["overall_risk"],
        "summary": cut_off(comparison["summary"], _SUMMARY_CHARACTERS),
        "statuses": dict(Counter(finding["status"] for finding in findings)),
        "risks": dict(Counter(finding["risk"] for finding in findings)),
        "model": comparison["model"],
    }


def response_of(
    request: Mapping[str, Any], comparisons: Sequence[Any], errors: Sequence[Mapping[str, Any]]
) -> dict[str, Any]:
    """The answer to a comparison, the same for a background job as for a call in real time."""
    return {
        "success": True,
        "standardContractId": request["standardContractId"],
        "compareContractIds": request["compareContractIds"],
        "comparisonMode": request["comparisonMode"],
        "selectedClauses": request["selectedClauses"],
        "results": {"comparisons": comparisons},
        "errors": errors,
    }


def unpacked_response(response: Mapping[str, Any]) -> Unpacked:
    """What `response_of` was made of."""
    named = {f"/compareContractIds/{n}": other for n, other in enumerate(response["compareContractIds"])}
    return Unpacked(
        request={name: value for name, value in response.items() if name not in ("success", "results", "errors")},
        contents=response["results"]["comparisons"],
        errors=[ContractError.model_validate(error) for error in response["errors"]],
        inputs={"/standardContractId": response["standardContractId"]} | named,
        contents_at="/results/comparisons",
    )


def _finding(found: FindingAnswer, ours: Mapping[str, Clause], theirs: Mapping[str, Clause]) -> Finding:
    return Finding(
        clause_type=found.clause_type,
        clause_label=LABELS[found.clause_type],
        status=found.status,
        risk=found.risk,
        reason=found.reason,
        summary=found.summary,
        changes=found.changes,
        standard_clauses=_texts(found.standard_clause_ids, ours),
        contract_clauses=_texts(found.contract_clause_ids, theirs),
    )


def _texts(ids: Sequence[str], clauses: Mapping[str, Clause]) -> list[ClauseText]:
    return [
        ClauseText(clause_id=clause.clause_id, number=clause.number, heading=clause.heading, text=clause.text)
        for clause in (clauses[clause_id] for clause_id in ids)
    ]
