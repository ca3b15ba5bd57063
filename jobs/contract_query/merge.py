"""From the model's answers to what people read: quotes with their places, the table, the response."""

from collections.abc import Mapping, Sequence
from typing import Any

from jobs.answer_texts import cut_off
from jobs.contract_errors import ContractError
from jobs.contract_query.answers import ReadAnswer, checked_quotes, confidence_in
from jobs.contract_query.models import ContractAnswer, Read
from jobs.contract_query.summary import answer_summary
from shared.domain.contract import Contract
from shared.job_types.capabilities import Unpacked

_ROW_CHARACTERS = 300
"""Of an answer in the table."""


def answer_of(found: ReadAnswer, model: str, contract: Contract) -> dict[str, Any]:
    """One contract's answer with its quotes looked up."""
    quotes, dropped = checked_quotes(found.answer, contract)
    read = Read(complete=found.complete, clauses=len(found.shown), of=len(contract.clauses))
    if not found.complete:
        read.clause_ids = list(found.shown)
    answer = ContractAnswer(
        contract_id=contract.id,
        contract_title=contract.title,
        status=found.answer.status,
        answer=found.answer.answer,
        confidence=confidence_in(found.answer, len(quotes), dropped),
        quotes=quotes,
        dropped_quotes=dropped,
        read=read,
        model=model,
    )
    return answer.model_dump(mode="json", exclude_unset=True)


def query_row(answer: Mapping[str, Any]) -> dict[str, Any]:
    """A contract's row in the table."""
    kept = ("contract_id", "contract_title", "status", "answer", "confidence", "model")
    row = {name: answer[name] for name in kept}
    return row | {"answer": cut_off(answer["answer"], _ROW_CHARACTERS), "quotes": len(answer["quotes"])}


def unpacked_response(response: Mapping[str, Any]) -> Unpacked:
    """What `response_of` was made of; the table and the summary follow from the answers."""
    return Unpacked(
        request={"question": response["question"], "contract_ids": response["contract_ids"]},
        contents=response["answers"],
        errors=[ContractError.model_validate(error) for error in response["errors"]],
        inputs={f"/contract_ids/{n}": contract for n, contract in enumerate(response["contract_ids"])},
        contents_at="/answers",
    )


def response_of(
    request: Mapping[str, Any], answers: Sequence[Any], errors: Sequence[Mapping[str, Any]]
) -> dict[str, Any]:
    """The answer to a query in real time."""
    table = [query_row(answer) for answer in answers]
    return whole_response(request, answer_summary(table, len(request["contract_ids"])), table, answers, errors)


def whole_response(
    request: Mapping[str, Any],
    summary: str,
    table: Sequence[Any],
    answers: Sequence[Any],
    errors: Sequence[Mapping[str, Any]],
) -> dict[str, Any]:
    """The answer to a query, the same for a background job as for a call in real time."""
    return {
        "success": True,
        "question": request["question"],
        "contract_ids": request["contract_ids"],
        "answer_summary": summary,
        "table": table,
        "answers": answers,
        "errors": errors,
    }
