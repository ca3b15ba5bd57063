"""The job type `contract_query`: one question, many contracts, one item for each of them."""

from collections.abc import Mapping, Sequence
from typing import Any, cast

from pydantic import BaseModel

from jobs.contract_query.answers import ReadAnswer, read_answer
from jobs.contract_query.estimate import estimate_query
from jobs.contract_query.merge import answer_of, query_row, response_of, status_counts, unpacked_response
from jobs.contract_query.prompt import PROMPT_VERSION, query_question, shown_ids, smaller_question
from jobs.contract_query.report import ids_without_title, query_report
from jobs.contract_query.request import EXAMPLE, QueryRequest, normalise_query, review_query
from jobs.contract_query.result import QueryResponse, SavedQuery
from shared.domain.job import Job
from shared.domain.report import Report
from shared.job_type import Answer, Contracts, Estimate, Request, Review, Titles, Tokens, Unpacked
from shared.ports.model import Completion, ModelLimits, ModelRequest, ModelSelection

_TITLE_CHARACTERS = 120
"""Of the question in a title."""


class ContractQueryJob:
    """Asks every contract of a request the same question."""

    name = "contract_query"
    route = "query"
    result_type = "query"
    request_model: type[BaseModel] = QueryRequest
    example: Mapping[str, Any] = EXAMPLE
    result_model: type[BaseModel] = SavedQuery
    response_model: type[BaseModel] = QueryResponse
    realtime_route = "query_contracts_stream"
    told_field = "answer"

    def review(self, body: Mapping[str, Any]) -> Review:
        """The contracts and the faults that can be read from a body of any shape."""
        return review_query(body)

    def normalise(self, request: BaseModel) -> Request:
        """The question with single spaces, ids in their stored form and without duplicates."""
        return normalise_query(cast("QueryRequest", request))

    def user_of(self, request: Request) -> str:
        """The user named in the request."""
        return str(request["userEmail"])

    def with_user(self, request: Request, user_id: str) -> Request:
        """The same request of this user's."""
        return request | {"userEmail": user_id}

    def item_contracts(self, request: Request) -> Sequence[str]:
        """All that were named."""
        return cast("Sequence[str]", request["contract_ids"])

    def contracts_of_item(self, request: Request, contract_id: str) -> Sequence[str]:  # noqa: ARG002
        """The one."""
        return [contract_id]

    def title(self, request: Request, titles: Titles) -> str:
        """A line for lists."""
        asked = request["contract_ids"]
        question = request["question"]
        if len(question) > _TITLE_CHARACTERS:
            question = question[: _TITLE_CHARACTERS - 1].rstrip() + "…"
        return f"Query: {question} ({titles[asked[0]] if len(asked) == 1 else f'{len(asked)} contracts'})"

    def estimate(self, request: Request, tokens: Tokens) -> Estimate:
        """What all contracts together will take, by their lengths."""
        return estimate_query(request, tokens)

    def fingerprint(self, request: Request, contract_id: str, contracts: Contracts) -> Sequence[str]:
        """The text, the question, the model and the prompt's version."""
        text = contracts[contract_id].sha256
        return [self.name, PROMPT_VERSION, text, request["question"], request["modelSelection"]]

    def questions(
        self, request: Request, contract_id: str, contracts: Contracts, limits: ModelLimits | None
    ) -> Sequence[ModelRequest]:
        """One question, about the whole contract or what fits the limits of it."""
        return [query_question(request, contracts[contract_id], limits)]

    def divide(self, question: ModelRequest) -> Sequence[ModelRequest]:
        """The question about half as much of the contract: never two of them."""
        return smaller_question(question)

    def parse(self, completion: Completion, question: ModelRequest) -> ReadAnswer:
        """The answer, with what its question showed."""
        shown, complete = shown_ids(question)
        return read_answer(completion.text, shown, complete=complete)

    def compose(
        self,
        answers: Sequence[Answer],
        request: Request,  # noqa: ARG002
        contract_id: str,
        contracts: Contracts,
    ) -> dict[str, Any]:
        """One contract's answer, its quotes checked against the text."""
        (answer,) = answers
        return answer_of(answer.content, answer.model, contracts[contract_id])

    def selection(self, request: Request) -> ModelSelection:
        """The model that the request names."""
        return cast("ModelSelection", request["modelSelection"])

    def readdressed(
        self,
        content: Mapping[str, Any],
        request: Request,  # noqa: ARG002 - an answer does not name its question
        contract_id: str,
        contracts: Contracts,
    ) -> dict[str, Any]:
        """The answer about an equal contract as this contract's."""
        return {**content, "contract_id": contract_id, "contract_title": contracts[contract_id].title}

    def overview(self, content: Mapping[str, Any]) -> dict[str, Any]:
        """One contract's row."""
        return query_row(content)

    def counts(self, overview: Sequence[Mapping[str, Any]]) -> dict[str, int]:
        """How many contracts state an answer, and how many do not."""
        return status_counts(overview)

    def unpacked(self, response: BaseModel) -> Unpacked:
        """The question that was answered, and the answers."""
        # What was left out stays so: an answer says which clauses were read only when they were not all.
        return unpacked_response(response.model_dump(mode="json", exclude_unset=True))

    def respond(self, request: Request, contents: Sequence[Any], errors: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
        """The answers with their table and summary, and why some are missing."""
        return response_of(request, [query_row(content) for content in contents], contents, errors)

    def header(self, job: Job, overview: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
        """The fields of a saved query, without the answers."""
        asked = len(job.request["contract_ids"])
        return {
            "query_text": job.request["question"],
            "contract_ids": job.request["contract_ids"],
            "metadata": {
                "title": job.title,
                "description": f"A question to {asked} contract{'' if asked == 1 else 's'}",
                "job_id": job.id,
                "contracts_queried": len(overview),
            },
        }

    def assemble(self, header: Mapping[str, Any], items: Sequence[Any]) -> dict[str, Any]:
        """The saved query with the whole response as `results`; its table is the header's overview."""
        request = {"question": header["query_text"], "contract_ids": header["contract_ids"]}
        return dict(header) | {"results": response_of(request, header["overview"], items, header["errors"])}

    def report_needs(self, header: Mapping[str, Any]) -> Sequence[str]:
        """The contracts that were not read."""
        return ids_without_title(header)

    def report(self, result: Mapping[str, Any], titles: Titles) -> Report:
        """Every contract's answer with its passages."""
        return query_report(result, titles)
