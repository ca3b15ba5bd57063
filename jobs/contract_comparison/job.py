"""The job type `contract_comparison`: one standard, many others, one item for each of them."""

from collections.abc import Mapping, Sequence
from typing import Any

from jobs.contract_comparison.estimate import estimate_comparison
from jobs.contract_comparison.merge import overview_row, response_of, unpacked_response
from jobs.contract_comparison.questions import NAME, ComparisonQuestions
from jobs.contract_comparison.report import comparison_report, ids_without_title
from jobs.contract_comparison.request import EXAMPLE, ComparisonRequest, normalise_comparison, review_comparison
from jobs.contract_comparison.result import ComparisonResponse, SavedComparison
from jobs.contract_items import LABEL, WORDS
from shared.domain.contract import is_contract_id
from shared.job_types.capabilities import Exporting, Pricing, Reading, RealTime
from shared.job_types.core import JobType
from shared.job_types.model_work import ModelWork
from shared.job_types.values import Inputs, JsonObject, Request


def _title(request: Request, inputs: Inputs) -> str:
    compared = request["compareContractIds"]
    others = inputs[compared[0]].title if len(compared) == 1 else f"{len(compared)} contracts"
    return f"Comparison: {inputs[request['standardContractId']].title} vs {others}"


def _assemble(header: Mapping[str, Any], items: Sequence[Any]) -> JsonObject:
    """The saved comparison with the whole response as `results`."""
    request = {
        "standardContractId": header["standard_contract_id"],
        "compareContractIds": header["compare_contract_ids"],
        "comparisonMode": header["comparison_mode"],
        "selectedClauses": header["selected_clauses"],
    }
    return dict(header) | {"results": response_of(request, items, header["errors"])}


_WORK = ModelWork(ComparisonQuestions())

JOB = JobType(
    name=NAME,
    route="comparison",
    result_type="comparison",
    request_model=ComparisonRequest,
    result_model=SavedComparison,
    work=_WORK,
    words=WORDS,
    labels=(LABEL,),
    title=_title,
    example=EXAMPLE,
    user_field="userEmail",
    count_by="overall_risk",
    even_progress=True,
    merges_with_last_item=True,
    assemble=_assemble,
    reading=Reading(review_comparison, normalise_comparison),
    pricing=Pricing(estimate_comparison),
    caching=_WORK,
    real_time=RealTime(
        route="compare-contracts",
        response_model=ComparisonResponse,
        respond=response_of,
        unpack=lambda response: unpacked_response(response.model_dump(mode="json")),
        row=overview_row,
        label=LABEL,
        title_field="contract_title",
        is_id=is_contract_id,
        noun="contract",
    ),
    exporting=Exporting(ids_without_title, comparison_report),
)
"""Compares every contract of a request with its standard."""
