"""From the model's answer to what people read: texts put back in, comparisons put together."""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from pydantic import ValidationError

from jobs.contract_comparison.models import (
    ClauseText,
    ComparisonAnswer,
    ContractComparison,
    Finding,
    FindingAnswer,
)
from shared.domain.clauses import Clause
from shared.domain.clauses.vocabulary import LABELS
from shared.domain.contract import Contract
from shared.errors import InvalidAnswerError
from shared.ports.model import Completion

_SHOWN_FAULTS = 5
_SHOWN_ID_CHARACTERS = 20


def comparison_of(completion: Completion, standard: Contract, contract: Contract) -> ContractComparison:
    """The comparison with the full clause texts put back in.

    Raises:
        InvalidAnswerError: the answer does not satisfy its schema, or names clauses that are not there.
    """
    answer = _answer_of(completion.text)
    ours = {clause.clause_id: clause for clause in standard.clauses}
    theirs = {clause.clause_id: clause for clause in contract.clauses}
    return ContractComparison(
        contract_id=contract.id,
        contract_title=contract.title,
        summary=answer.summary,
        overall_risk=answer.overall_risk,
        findings=[_finding(found, ours, theirs) for found in answer.findings],
        model=completion.model,
    )


def overview_row(comparison: Mapping[str, Any]) -> dict[str, Any]:
    """A contract's row in the result's overview: how many findings of each status and risk."""
    findings = comparison["findings"]
    return {
        "contract_id": comparison["contract_id"],
        "contract_title": comparison["contract_title"],
        "overall_risk": comparison["overall_risk"],
        "summary": comparison["summary"],
        "statuses": dict(Counter(finding["status"] for finding in findings)),
        "risks": dict(Counter(finding["risk"] for finding in findings)),
        "model": comparison["model"],
    }


def response_of(request: Mapping[str, Any], comparisons: Sequence[Any]) -> dict[str, Any]:
    """The answer to a comparison, the same for a background job as for a call in real time."""
    return {
        "success": True,
        "standardContractId": request["standardContractId"],
        "compareContractIds": request["compareContractIds"],
        "comparisonMode": request["comparisonMode"],
        "selectedClauses": request["selectedClauses"],
        "results": {"comparisons": comparisons},
    }


def _answer_of(text: str) -> ComparisonAnswer:
    try:
        return ComparisonAnswer.model_validate_json(text)
    except ValidationError as error:
        # The values may quote the contract; places and kinds of fault are enough to mend the answer.
        faults = [
            f"{'/'.join(str(step) for step in fault['loc'])}: {fault['msg']}"
            for fault in error.errors(include_url=False, include_context=False, include_input=False)
        ]
        raise InvalidAnswerError(
            f"The model's answer does not fit its schema: {'; '.join(faults[:_SHOWN_FAULTS])}"
        ) from None


def _finding(found: FindingAnswer, ours: Mapping[str, Clause], theirs: Mapping[str, Clause]) -> Finding:
    return Finding(
        clause_type=found.clause_type,
        clause_label=LABELS[found.clause_type],
        status=found.status,
        risk=found.risk,
        reason=found.reason,
        summary=found.summary,
        changes=found.changes,
        standard_clauses=_texts(found.standard_clause_ids, ours, "standard"),
        contract_clauses=_texts(found.contract_clause_ids, theirs, "contract"),
    )


def _texts(ids: Sequence[str], clauses: Mapping[str, Clause], where: str) -> list[ClauseText]:
    unknown = [clause_id for clause_id in ids if clause_id not in clauses]
    if unknown:
        # What the model wrote instead of an id may be the contract's own text: a few characters tell which it was.
        named = ", ".join(clause_id[:_SHOWN_ID_CHARACTERS] for clause_id in unknown[:_SHOWN_FAULTS])
        raise InvalidAnswerError(f"The model's answer names clauses that the {where} does not have: {named}.")
    return [
        ClauseText(clause_id=clause.clause_id, number=clause.number, heading=clause.heading, text=clause.text)
        for clause in (clauses[clause_id] for clause_id in ids)
    ]
