"""A job type: what every kind of job must bring, and what it may bring.

The engine (orchestrators, activities, services) is the same for all types. Adding a type is a folder under `jobs/`
and a line in its registry.
"""

from collections.abc import AsyncIterator, Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

from pydantic import BaseModel

from shared.domain.caller import UNNAMED
from shared.domain.job import Item, ItemResult
from shared.domain.words import Words
from shared.job_types.capabilities import Caching, Exporting, Pricing, Reading, RealTime, Review
from shared.job_types.context import ItemContext, MergeContext
from shared.job_types.values import Continue, Done, Inputs, JsonObject, Request, Row

Assemble = Callable[[Mapping[str, Any], Sequence[Any]], JsonObject]
"""The whole result document from its header and the items' contents."""


_PLAIN_WORDS = Words()


class Work(Protocol):
    """What is to be done: the one part that every type has."""

    def inputs(self, request: Request) -> Mapping[str, str]:
        """The ids of all that the request names (files, contracts), each with the JSON pointer of its first mention."""
        ...

    def plan(self, request: Request, inputs: Inputs) -> Iterable[Item]:
        """The items, in order. The same request always gives the same items."""
        ...

    async def run(
        self, item: Item, request: Request, context: ItemContext, cursor: JsonObject | None
    ) -> Done | Continue:
        """Do one item, from the cursor of its last `Continue` where there is one.

        Raises:
            TemporaryError: it may succeed later: it is tried again.
            PermanentError: it will not: the item fails with this message.
        """
        ...

    async def merge(self, request: Request, rows: AsyncIterator[Row], context: MergeContext) -> JsonObject:
        """The result's own fields, from the rows of all items that are done, in order.

        There is at least one row; a job without any has no result. Repeated after a failure, so it must be idempotent.
        A `metadata` object is added to the engine's.

        Raises:
            PermanentError: there can be no result: the job fails with this message.
        """
        ...


def items_at_the_end(header: Mapping[str, Any], items: Sequence[Any]) -> JsonObject:
    """The header with the items' contents as `items`."""
    return {**header, "items": items}


@dataclass(frozen=True, slots=True)
class JobType:
    """One kind of job.

    Attributes:
        name: In documents, and of the orchestration: `contract_comparison`.
        route: The last segment of the starter's path: `comparison` for `POST /api/jobs/comparison`.
        request_model: The body that the starter takes.
        result_model: The whole result, as `assemble` makes it.
        work: What is to be done.
        words: What people call the items.
        labels: The references of an item's input that are shown wherever the item is, such as `contract_id`.
        result_type: The `type` of the result document; the name where it is left out.
        title: A line for lists, from a request and its inputs.
        example: A request as people may send it, for the API's description.
        user_field: The field of a request that names its user.
        count_by: The field of the rows by which a list of results counts items, such as a risk.
        even_progress: Every item counts the same in the job's percentage, whatever its weight.
        merges_with_last_item: `merge` only reads rows, so it may run where the last item was done. That saves a
            small job the wait for a step of its own.
        assemble: The whole result from its header and the items' contents.
        reading: How requests are read that need more than their model.
        pricing: What a request will cost: estimates and daily limits.
        caching: Answers are used again in other jobs of the same user.
        real_time: Requests are answered while the caller waits, and answers can be saved.
        exporting: Results as PDF, DOCX and CSV.
    """

    name: str
    route: str
    request_model: type[BaseModel]
    result_model: type[BaseModel]
    work: Work
    words: Words = _PLAIN_WORDS
    labels: tuple[str, ...] = ()
    result_type: str = ""
    title: Callable[[Request, Inputs], str] | None = None
    example: Mapping[str, Any] = field(default_factory=dict)
    user_field: str = "user_id"
    count_by: str | None = None
    even_progress: bool = False
    merges_with_last_item: bool = False
    assemble: Assemble = items_at_the_end
    reading: Reading | None = None
    pricing: Pricing | None = None
    caching: Caching | None = None
    real_time: RealTime | None = None
    exporting: Exporting | None = None

    def __post_init__(self) -> None:
        """Refuse labels that would hide a field of the engine's.

        Raises:
            ValueError: a label has the name of such a field.
        """
        taken = [label for label in self.labels if label in ItemResult.model_fields]
        if taken:
            raise ValueError(f"The labels {', '.join(taken)} of {self.name} are fields of every item: rename them.")
        if not self.result_type:
            object.__setattr__(self, "result_type", self.name)

    def review(self, body: Mapping[str, Any]) -> Review:
        """What can be read of a body of any shape; without `reading` nothing before its model was satisfied."""
        return self.reading.review(body) if self.reading else Review({}, [])

    def normalise(self, request: BaseModel) -> Request:
        """A request without faults as it will be stored."""
        if self.reading:
            return self.reading.normalise(request)
        return request.model_dump(mode="json", by_alias=True)

    def user_of(self, request: Request) -> str:
        """Whom the request names as its user."""
        return str(request.get(self.user_field, UNNAMED))

    def with_user(self, request: Request, user_id: str) -> Request:
        """The request with this user as the one it names."""
        return request | {self.user_field: user_id}

    def title_of(self, request: Request, inputs: Inputs) -> str:
        """A line for lists: the type's own, else its name and what the request names."""
        if self.title is not None:
            return self.title(request, inputs)
        named = list(self.work.inputs(request))
        kind = self.name.replace("_", " ").capitalize()
        if not named:
            return kind
        first = inputs[named[0]].title if named[0] in inputs else named[0]
        return f"{kind}: {first}" if len(named) == 1 else f"{kind}: {first} and {len(named) - 1:,} more"
