"""What a job type may bring beside its work. Endpoints, estimates and exports exist for what is there.

Each is a value of plain functions, so that a type checker sees what a type has.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from pydantic import BaseModel

from shared.domain.job import Item, ItemError
from shared.domain.report import Report
from shared.errors import Fault
from shared.job_types.context import ItemContext
from shared.job_types.values import Done, Inputs, JsonObject, Request
from shared.ports.model import ModelSelection

Titles = Mapping[str, str]
"""The titles of inputs, by id."""


@dataclass(frozen=True, slots=True)
class Review:
    """What a request says, as far as it can be read.

    `inputs` has every input it names, with the JSON pointer where it is named first; `faults` is what is wrong
    beyond the request's shape.
    """

    inputs: Mapping[str, str]
    faults: Sequence[Fault]


@dataclass(frozen=True, slots=True)
class Reading:
    """How requests are read that need more than their model.

    `review` looks at a body of any shape, so that all its faults can be named at once. `normalise` makes a request
    without faults into the one that is stored.
    """

    review: Callable[[Mapping[str, Any]], Review]
    normalise: Callable[[Any], Request]


@dataclass(frozen=True, slots=True)
class Estimate:
    """The tokens that a request will take of its model, as far as can be told before."""

    prompt_tokens: int
    completion_tokens: int
    selection: ModelSelection = "primary"


@dataclass(frozen=True, slots=True)
class Pricing:
    """What a request will cost, before it is done: counted against daily limits, and told by the estimate.

    The weights of the inputs are tokens of their texts.
    """

    estimate: Callable[[Request, Inputs], Estimate]


class Caching(Protocol):
    """Uses what one item found out for an equal item of another job of the same user."""

    async def key(self, item: Item, request: Request, context: ItemContext) -> str:
        """A digest over all that the item's result depends on.

        Raises:
            NotFoundError: an input was deleted.
        """
        ...

    async def readdress(self, content: JsonObject, item: Item, request: Request, context: ItemContext) -> Done:
        """The content of an item with the same key, as this item's."""
        ...


@dataclass(frozen=True, slots=True)
class Unpacked:
    """What a response says, so that it can be saved as a job's result is.

    `contents` are items' results, each with the item's labels, a title and the model; `errors` say why some items have
    none. `inputs` has what is named beside them by JSON pointer, `contents_at` the pointer of the contents; pointers
    are into the response.
    """

    request: Request
    contents: Sequence[JsonObject]
    errors: Sequence[ItemError]
    inputs: Mapping[str, str]
    contents_at: str


@dataclass(frozen=True, slots=True)
class RealTime:
    """The answer to a request while its caller waits, and saving it afterwards.

    Attributes:
        route: The path of the call: `compare-contracts` for `POST /api/compare-contracts`.
        response_model: The answer, as `respond` makes it from a request, the items' results and the errors.
        told_field: The field of an item's answer that people read while it is written; None when there is none.
        unpack: What a response says, in parts.
        row: The row of an item's content.
        label: The label that tells one item's content from another's: `contract_id`.
        title_field: The field of a content with the title of what it is about.
        is_id: Whether a text can be the id that the label holds.
        noun: What that id names, for messages.
    """

    route: str
    response_model: type[BaseModel]
    respond: Callable[[Request, Sequence[Any], Sequence[Mapping[str, Any]]], JsonObject]
    unpack: Callable[[Any], Unpacked]
    row: Callable[[Mapping[str, Any]], JsonObject]
    label: str
    title_field: str
    is_id: Callable[[str], bool]
    noun: str
    told_field: str | None = None


@dataclass(frozen=True, slots=True)
class Exporting:
    """Results as PDF, DOCX and CSV.

    `needs` are the inputs that a result names by their ids only and a report by their titles; `report` makes the
    report of a whole result.
    """

    needs: Callable[[Mapping[str, Any]], Sequence[str]]
    report: Callable[[Mapping[str, Any], Titles], Report]
