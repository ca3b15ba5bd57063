"""The job type `contract_query`: one question, many contracts, one item for each of them."""

from collections.abc import Mapping, Sequence
from typing import Any

from jobs.answer_texts import cut_off
from jobs.contract_items import LABEL, WORDS
from jobs.contract_query.estimate import estimate_query
from jobs.contract_query.merge import query_row, response_of, unpacked_response, whole_response
from jobs.contract_query.questions import NAME, QueryQuestions
from jobs.contract_query.report import ids_without_title, query_report
from jobs.contract_query.request import EXAMPLE, QueryRequest, normalise_query, review_query
from jobs.contract_query.result import QueryResponse, SavedQuery
from jobs.contract_query.summary import answer_summary
from shared.domain.contract import is_contract_id
from shared.job_types.capabilities import Exporting, Pricing, Reading, RealTime
from shared.job_types.core import JobType
from shared.job_types.model_work import ModelWork
from shared.job_types.values import Inputs, JsonObject, Request

_TITLE_CHARACTERS = 120
"""Of the question in a title."""

_SUMMARY = "answer_summary"


def _title(request: Request, inputs: Inputs) -> str:
    asked = request["contract_ids"]
    question = cut_off(request["question"], _TITLE_CHARACTERS)
    return f"Query: {question} ({inputs[asked[0]].title if len(asked) == 1 else f'{len(asked)} contracts'})"


def _assemble(header: Mapping[str, Any], items: Sequence[Any]) -> JsonObject:
    """The saved query with the whole response as `results`; its table is the overview."""
    request = {"question": header["query_text"], "contract_ids": header["contract_ids"]}
    table = header["overview"]
    # Headers of earlier versions have all rows and no summary.
    summary = header[_SUMMARY] if _SUMMARY in header else answer_summary(table, len(request["contract_ids"]))
    own = {name: value for name, value in header.items() if name != _SUMMARY}
    return own | {"results": whole_response(request, summary, table, items, header["errors"])}


_WORK = ModelWork(QueryQuestions())

JOB = JobType(
    name=NAME,
    route="query",
    result_type="query",
    request_model=QueryRequest,
    result_model=SavedQuery,
    work=_WORK,
    words=WORDS,
    labels=(LABEL,),
    title=_title,
    example=EXAMPLE,
    user_field="userEmail",
    count_by="status",
    even_progress=True,
    merges_with_last_item=True,
    assemble=_assemble,
    reading=Reading(review_query, normalise_query),
    pricing=Pricing(estimate_query),
    caching=_WORK,
    real_time=RealTime(
        route="query_contracts_stream",
        response_model=QueryResponse,
        respond=response_of,
        # What was left out stays so: an answer says which clauses were read only when they were not all.
        unpack=lambda response: unpacked_response(response.model_dump(mode="json", exclude_unset=True)),
        row=query_row,
        label=LABEL,
        title_field="contract_title",
        is_id=is_contract_id,
        noun="contract",
        told_field="answer",
    ),
    exporting=Exporting(ids_without_title, query_report),
)
"""Asks every contract of a request the same question."""
