"""The job type `contract_comparison`: one standard, many others, one item for each of them."""

from collections.abc import Mapping, Sequence
from typing import Any, cast

from pydantic import BaseModel

from jobs.contract_comparison.answers import combined, read_answer
from jobs.contract_comparison.estimate import estimate_comparison
from jobs.contract_comparison.merge import comparison_of, overview_row, response_of, risk_counts, unpacked_response
from jobs.contract_comparison.models import ComparisonAnswer
from jobs.contract_comparison.prompt import PROMPT_VERSION, comparison_questions, shown_ids, smaller_questions
from jobs.contract_comparison.report import comparison_report, ids_without_title
from jobs.contract_comparison.request import (
    ALL_CLAUSES,
    EXAMPLE,
    ComparisonRequest,
    normalise_comparison,
    review_comparison,
)
from jobs.contract_comparison.result import ComparisonResponse, SavedComparison
from shared.domain.job import Job
from shared.domain.report import Report
from shared.job_type import Answer, Contracts, Estimate, Request, Review, Titles, Tokens, Unpacked
from shared.ports.model import Completion, ModelLimits, ModelRequest, ModelSelection


class ContractComparisonJob:
    """Compares every contract of a request with its standard."""

    name = "contract_comparison"
    route = "comparison"
    result_type = "comparison"
    request_model: type[BaseModel] = ComparisonRequest
    example: Mapping[str, Any] = EXAMPLE
    result_model: type[BaseModel] = SavedComparison
    response_model: type[BaseModel] = ComparisonResponse
    realtime_route = "compare-contracts"
    told_field = None

    def review(self, body: Mapping[str, Any]) -> Review:
        """The contracts and the faults that can be read from a body of any shape."""
        return review_comparison(body)

    def normalise(self, request: BaseModel) -> Request:
        """Ids and clause names in their stored form, the standard and duplicates dropped from the list."""
        return normalise_comparison(cast("ComparisonRequest", request))

    def user_of(self, request: Request) -> str:
        """The user named in the request."""
        return str(request["userEmail"])

    def with_user(self, request: Request, user_id: str) -> Request:
        """The same request of this user's."""
        return request | {"userEmail": user_id}

    def item_contracts(self, request: Request) -> Sequence[str]:
        """The others."""
        return cast("Sequence[str]", request["compareContractIds"])

    def contracts_of_item(self, request: Request, contract_id: str) -> Sequence[str]:
        """The standard and the one."""
        return [request["standardContractId"], contract_id]

    def title(self, request: Request, titles: Titles) -> str:
        """A line for lists."""
        compared = request["compareContractIds"]
        others = titles[compared[0]] if len(compared) == 1 else f"{len(compared)} contracts"
        return f"Comparison: {titles[request['standardContractId']]} vs {others}"

    def estimate(self, request: Request, tokens: Tokens) -> Estimate:
        """What all contracts together will take, by their lengths."""
        return estimate_comparison(request, tokens)

    def fingerprint(self, request: Request, contract_id: str, contracts: Contracts) -> Sequence[str]:
        """Both texts, mode, clauses, model and the prompt's version."""
        selected = request["selectedClauses"]
        return [
            self.name,
            PROMPT_VERSION,
            contracts[request["standardContractId"]].sha256,
            contracts[contract_id].sha256,
            request["comparisonMode"],
            selected if selected == ALL_CLAUSES else ",".join(sorted(selected)),
            request["modelSelection"],
        ]

    def questions(
        self, request: Request, contract_id: str, contracts: Contracts, limits: ModelLimits | None
    ) -> Sequence[ModelRequest]:
        """One question about the contract, or as many as the limits make of it."""
        return comparison_questions(request, contracts[request["standardContractId"]], contracts[contract_id], limits)

    def divide(self, question: ModelRequest) -> Sequence[ModelRequest]:
        """The question as two, with half of the standard or of the contract each."""
        return smaller_questions(question)

    def parse(self, completion: Completion, question: ModelRequest) -> ComparisonAnswer:
        """The answer to one question."""
        return read_answer(completion.text, *shown_ids(question))

    def compose(
        self, answers: Sequence[Answer], request: Request, contract_id: str, contracts: Contracts
    ) -> dict[str, Any]:
        """One contract's comparison, complete with clause texts."""
        standard = contracts[request["standardContractId"]]
        whole = combined([answer.content for answer in answers])
        return comparison_of(whole, answers[-1].model, standard, contracts[contract_id]).model_dump(mode="json")

    def selection(self, request: Request) -> ModelSelection:
        """The model that the request names."""
        return cast("ModelSelection", request["modelSelection"])

    def readdressed(
        self,
        content: Mapping[str, Any],
        request: Request,  # noqa: ARG002 - a comparison does not name its standard
        contract_id: str,
        contracts: Contracts,
    ) -> dict[str, Any]:
        """The comparison of an equal contract with an equal standard as this contract's."""
        return {**content, "contract_id": contract_id, "contract_title": contracts[contract_id].title}

    def overview(self, content: Mapping[str, Any]) -> dict[str, Any]:
        """One contract's row."""
        return overview_row(content)

    def counts(self, overview: Sequence[Mapping[str, Any]]) -> dict[str, int]:
        """How many contracts there are of each overall risk."""
        return risk_counts(overview)

    def unpacked(self, response: BaseModel) -> Unpacked:
        """The request that was answered, and the comparisons."""
        return unpacked_response(response.model_dump(mode="json"))

    def respond(self, request: Request, contents: Sequence[Any], errors: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
        """The comparisons, and why some are missing."""
        return response_of(request, contents, errors)

    def header(self, job: Job, overview: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
        """The fields of a saved comparison, without the comparisons."""
        request = job.request
        return {
            "standard_contract_id": request["standardContractId"],
            "compare_contract_ids": request["compareContractIds"],
            "comparison_mode": request["comparisonMode"],
            "selected_clauses": request["selectedClauses"],
            "metadata": {
                "title": job.title,
                "description": f"{request['comparisonMode']} comparison",
                "job_id": job.id,
                "contracts_compared": len(overview),
            },
        }

    def assemble(self, header: Mapping[str, Any], items: Sequence[Any]) -> dict[str, Any]:
        """The saved comparison with the whole response as `results`."""
        request = {
            "standardContractId": header["standard_contract_id"],
            "compareContractIds": header["compare_contract_ids"],
            "comparisonMode": header["comparison_mode"],
            "selectedClauses": header["selected_clauses"],
        }
        return dict(header) | {"results": self.respond(request, items, header["errors"])}

    def report_needs(self, header: Mapping[str, Any]) -> Sequence[str]:
        """The standard, and the contracts that were not compared."""
        return ids_without_title(header)

    def report(self, result: Mapping[str, Any], titles: Titles) -> Report:
        """The comparison, the standard's clauses beside each contract's."""
        return comparison_report(result, titles)
