"""What a query asks the model, and what it makes of the answers."""

from collections.abc import AsyncIterator, Iterable, Mapping, Sequence
from typing import Any, cast

from jobs.contract_items import contract_items, contract_of, readdressed
from jobs.contract_query.answers import ReadAnswer, read_answer
from jobs.contract_query.merge import answer_of, query_row
from jobs.contract_query.prompt import PROMPT_VERSION, query_question, shown_ids, smaller_question
from jobs.contract_query.summary import AnswerGroups
from shared.domain.job import Item
from shared.job_types.model_work import Answer, Loaded
from shared.job_types.values import Inputs, JsonObject, Request, Row
from shared.ports.model import Completion, ModelLimits, ModelRequest, ModelSelection

NAME = "contract_query"


class QueryQuestions:
    """Answers `Questions`: the same question about each contract."""

    def inputs(self, request: Request) -> Mapping[str, str]:
        """All that were named."""
        return {contract: f"/contract_ids/{n}" for n, contract in enumerate(request["contract_ids"])}

    def plan(self, request: Request, inputs: Inputs) -> Iterable[Item]:
        """One item for each contract."""
        return contract_items(request["contract_ids"], inputs)

    def needs(self, item: Item, request: Request) -> Sequence[str]:  # noqa: ARG002 - the item says it all
        """The one."""
        return [contract_of(item)]

    def characters(self, loaded: Loaded) -> int:
        """Of its text."""
        return sum(len(contract.text) for contract in loaded.values())

    def selection(self, request: Request) -> ModelSelection:
        """The model that the request names."""
        return cast("ModelSelection", request["modelSelection"])

    def fingerprint(self, item: Item, request: Request, loaded: Loaded) -> Sequence[str]:
        """The text, the question, the model and the prompt's version."""
        text = loaded[contract_of(item)].sha256
        return [NAME, PROMPT_VERSION, text, request["question"], request["modelSelection"]]

    def questions(
        self, item: Item, request: Request, loaded: Loaded, limits: ModelLimits | None
    ) -> Sequence[ModelRequest]:
        """One question, about the whole contract or what fits the limits of it."""
        return [query_question(request, loaded[contract_of(item)], limits)]

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
        item: Item,
        request: Request,  # noqa: ARG002 - an answer does not name its question
        loaded: Loaded,
    ) -> JsonObject:
        """One contract's answer, its quotes checked against the text."""
        (answer,) = answers
        return answer_of(answer.content, answer.model, loaded[contract_of(item)])

    def row(self, content: Mapping[str, Any]) -> JsonObject:
        """One contract's row."""
        return query_row(content)

    def readdress(self, content: JsonObject, item: Item, loaded: Loaded) -> JsonObject:
        """The answer about an equal contract as this contract's."""
        return readdressed(content, item, loaded[contract_of(item)].title)

    async def merge(self, request: Request, rows: AsyncIterator[Row]) -> JsonObject:
        """The fields of a saved query, without the answers."""
        asked = len(request["contract_ids"])
        groups = AnswerGroups()
        async for row in rows:
            groups.add(row)
        return {
            "query_text": request["question"],
            "contract_ids": request["contract_ids"],
            "answer_summary": groups.summary(asked),
            "metadata": {
                "description": f"A question to {asked} contract{'' if asked == 1 else 's'}",
                "contracts_queried": groups.rows,
            },
        }
