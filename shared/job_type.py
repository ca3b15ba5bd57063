"""What a job type brings, and nothing else: pure functions between the request and the result.

The engine (orchestrators, activities, services) is the same for every type; a type knows no store, no clock,
no vendor and no randomness.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from pydantic import BaseModel

from shared.domain.contract import Contract
from shared.domain.job import ItemError, Job
from shared.domain.report import Report
from shared.errors import Fault
from shared.ports.model import Completion, ModelLimits, ModelRequest, ModelSelection

Contracts = Mapping[str, Contract]
"""The contracts that an item needs, by id."""

Request = dict[str, Any]
"""A request in the wire shape, validated and normalised, as the job document holds it."""


Titles = Mapping[str, str]
"""The titles of contracts, by id."""

Tokens = Mapping[str, int]
"""The tokens of contracts' texts, by id."""


@dataclass(frozen=True, slots=True)
class Review:
    """What a request says, as far as it can be read.

    `contracts` has every contract it names, with the JSON pointer where it is named first; `faults` is what is wrong
    beyond the request's shape.
    """

    contracts: Mapping[str, str]
    faults: Sequence[Fault]


@dataclass(frozen=True, slots=True)
class Answer:
    """What `JobType.parse` made of an answer, and which model gave it."""

    content: Any
    model: str


@dataclass(frozen=True, slots=True)
class Estimate:
    """The tokens that a request will take of its model, as far as can be told before."""

    prompt_tokens: int
    completion_tokens: int
    selection: ModelSelection = "primary"


@dataclass(frozen=True, slots=True)
class Unpacked:
    """What a response says, so that it can be kept as a job's result is.

    `request` has what `header`, `title` and `item_contracts` need; `contents` are items' results as `compose` makes
    them, each with `contract_id`, `contract_title` and `model`; `errors` say why some contracts have none, and are the
    response's own `errors`. `contracts` has the contracts named beside them by JSON pointer, `contents_at` the pointer
    of the contents; pointers are into the response.
    """

    request: Request
    contents: Sequence[dict[str, Any]]
    errors: Sequence[ItemError]
    contracts: Mapping[str, str]
    contents_at: str


class JobType(Protocol):
    """One kind of job."""

    @property
    def name(self) -> str:
        """The name in documents, and of the orchestration: `contract_comparison`."""
        ...

    @property
    def route(self) -> str:
        """The last segment of the starter's path: `comparison` for `POST /api/jobs/comparison`."""
        ...

    @property
    def result_type(self) -> str:
        """The `type` of the result document: `comparison`."""
        ...

    @property
    def request_model(self) -> type[BaseModel]:
        """The body a starter takes."""
        ...

    @property
    def example(self) -> Mapping[str, Any]:
        """A request as people may send it, for the API's description."""
        ...

    @property
    def result_model(self) -> type[BaseModel]:
        """The whole result, as `assemble` makes it."""
        ...

    @property
    def response_model(self) -> type[BaseModel]:
        """The answer to a request, as `respond` makes it."""
        ...

    @property
    def realtime_route(self) -> str:
        """The path of the call that answers at once: `compare-contracts` for `POST /api/compare-contracts`."""
        ...

    @property
    def told_field(self) -> str | None:
        """The field of the model's answer that people read while it is written; None when there is none to read."""
        ...

    def review(self, body: Mapping[str, Any]) -> Review:
        """Look at a body of any shape, so that all its faults can be named at once."""
        ...

    def normalise(self, request: BaseModel) -> Request:
        """A request without faults as it will be stored."""
        ...

    def user_of(self, request: Request) -> str:
        """Whom the request names as its user."""
        ...

    def with_user(self, request: Request, user_id: str) -> Request:
        """The request with this user as the one it names."""
        ...

    def item_contracts(self, request: Request) -> Sequence[str]:
        """The contract of each item, in order."""
        ...

    def contracts_of_item(self, request: Request, contract_id: str) -> Sequence[str]:
        """Every contract that the item needs to be loaded, its own among them."""
        ...

    def title(self, request: Request, titles: Titles) -> str:
        """A line for lists."""
        ...

    def estimate(self, request: Request, tokens: Tokens) -> Estimate:
        """What all items together will take, from the lengths of the contracts."""
        ...

    def fingerprint(self, request: Request, contract_id: str, contracts: Contracts) -> Sequence[str]:
        """All that an item's answer depends on, the version of the prompt among it; hashed by the engine."""
        ...

    def questions(
        self, request: Request, contract_id: str, contracts: Contracts, limits: ModelLimits | None
    ) -> Sequence[ModelRequest]:
        """What to ask the model about one item: one question, or several where the limits do not hold it."""
        ...

    def divide(self, question: ModelRequest) -> Sequence[ModelRequest]:
        """A question that proved too large in smaller ones; none when it cannot be made smaller."""
        ...

    def parse(self, completion: Completion, question: ModelRequest) -> Any:
        """What the model answered to a question, checked.

        Raises:
            InvalidAnswerError: the answer does not satisfy its schema, or names what the question does not show.
        """
        ...

    def compose(
        self, answers: Sequence[Answer], request: Request, contract_id: str, contracts: Contracts
    ) -> dict[str, Any]:
        """The item's result from the answers to all its questions, complete with texts."""
        ...

    def selection(self, request: Request) -> ModelSelection:
        """Which of the configured models is to answer."""
        ...

    def readdressed(
        self, content: Mapping[str, Any], request: Request, contract_id: str, contracts: Contracts
    ) -> dict[str, Any]:
        """The content of an item with the same fingerprint as this contract's, under this contract's id and title."""
        ...

    def overview(self, content: Mapping[str, Any]) -> dict[str, Any]:
        """A row about one item's result, for the result's header: small."""
        ...

    def counts(self, overview: Sequence[Mapping[str, Any]]) -> dict[str, int]:
        """How many items there are of each kind, for lists."""
        ...

    def unpacked(self, response: BaseModel) -> Unpacked:
        """What a response says, in parts."""
        ...

    def respond(self, request: Request, contents: Sequence[Any], errors: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
        """The answer to a request, of a job as of a call in real time: the items' results, and why some have none."""
        ...

    def header(self, job: Job, overview: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
        """The fields of the result document that are the type's own, without the items' results."""
        ...

    def assemble(self, header: Mapping[str, Any], items: Sequence[Any]) -> dict[str, Any]:
        """The whole result document: the header with the items' results where they belong."""
        ...

    def report_needs(self, header: Mapping[str, Any]) -> Sequence[str]:
        """The contracts that a result names by their ids only, and a report by their titles."""
        ...

    def report(self, result: Mapping[str, Any], titles: Titles) -> Report:
        """The whole result, as `assemble` makes it, to be handed on; `titles` are those known of `report_needs`."""
        ...
