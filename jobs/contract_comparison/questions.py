"""What a comparison asks the model, and what it makes of the answers."""

from collections import Counter
from collections.abc import AsyncIterator, Iterable, Mapping, Sequence
from typing import Any, cast

from jobs.contract_comparison.answers import combined, read_answer
from jobs.contract_comparison.merge import comparison_of, overview_row
from jobs.contract_comparison.models import ComparisonAnswer
from jobs.contract_comparison.prompt import PROMPT_VERSION, comparison_questions, shown_ids, smaller_questions
from jobs.contract_comparison.request import ALL_CLAUSES
from jobs.contract_items import contract_items, contract_of, readdressed
from shared.domain.job import Item
from shared.job_types.model_work import Answer, Loaded
from shared.job_types.values import Inputs, JsonObject, Request, Row
from shared.ports.model import Completion, ModelLimits, ModelRequest, ModelSelection

NAME = "contract_comparison"
_STANDARD, _OTHERS = "standardContractId", "compareContractIds"


class ComparisonQuestions:
    """Answers `Questions`: one item for each contract that is compared with the standard."""

    def inputs(self, request: Request) -> Mapping[str, str]:
        """The standard and the others."""
        others = {other: f"/{_OTHERS}/{n}" for n, other in enumerate(request[_OTHERS])}
        return {**others, request[_STANDARD]: f"/{_STANDARD}"}

    def plan(self, request: Request, inputs: Inputs) -> Iterable[Item]:
        """One item for each of the others."""
        return contract_items(request[_OTHERS], inputs)

    def needs(self, item: Item, request: Request) -> Sequence[str]:
        """The standard and the one."""
        return [request[_STANDARD], contract_of(item)]

    def characters(self, loaded: Loaded) -> int:
        """Of both texts."""
        return sum(len(contract.text) for contract in loaded.values())

    def selection(self, request: Request) -> ModelSelection:
        """The model that the request names."""
        return cast("ModelSelection", request["modelSelection"])

    def fingerprint(self, item: Item, request: Request, loaded: Loaded) -> Sequence[str]:
        """Both texts, mode, clauses, model and the prompt's version."""
        selected = request["selectedClauses"]
        return [
            NAME,
            PROMPT_VERSION,
            loaded[request[_STANDARD]].sha256,
            loaded[contract_of(item)].sha256,
            request["comparisonMode"],
            selected if selected == ALL_CLAUSES else ",".join(sorted(selected)),
            request["modelSelection"],
        ]

    def questions(
        self, item: Item, request: Request, loaded: Loaded, limits: ModelLimits | None
    ) -> Sequence[ModelRequest]:
        """One question about the contract, or as many as the limits make of it."""
        return comparison_questions(request, loaded[request[_STANDARD]], loaded[contract_of(item)], limits)

    def divide(self, question: ModelRequest) -> Sequence[ModelRequest]:
        """The question as two, with half of the standard or of the contract each."""
        return smaller_questions(question)

    def parse(self, completion: Completion, question: ModelRequest) -> ComparisonAnswer:
        """The answer to one question."""
        return read_answer(completion.text, *shown_ids(question))

    def compose(self, answers: Sequence[Answer], item: Item, request: Request, loaded: Loaded) -> JsonObject:
        """One contract's comparison, complete with clause texts."""
        standard, contract = loaded[request[_STANDARD]], loaded[contract_of(item)]
        whole = combined([answer.content for answer in answers])
        return comparison_of(whole, answers[-1].model, standard, contract).model_dump(mode="json")

    def row(self, content: Mapping[str, Any]) -> JsonObject:
        """One contract's row."""
        return overview_row(content)

    def readdress(self, content: JsonObject, item: Item, loaded: Loaded) -> JsonObject:
        """The comparison of an equal contract with an equal standard as this contract's."""
        return readdressed(content, item, loaded[contract_of(item)].title)

    async def merge(self, request: Request, rows: AsyncIterator[Row]) -> JsonObject:
        """The fields of a saved comparison, without the comparisons."""
        compared = Counter[str]()
        async for row in rows:
            compared[row["overall_risk"]] += 1
        return {
            "standard_contract_id": request[_STANDARD],
            "compare_contract_ids": request[_OTHERS],
            "comparison_mode": request["comparisonMode"],
            "selected_clauses": request["selectedClauses"],
            "metadata": {
                "description": f"{request['comparisonMode']} comparison",
                "contracts_compared": compared.total(),
            },
        }
