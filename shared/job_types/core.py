"""A job type: what every kind of job must bring, and what it may bring.

The engine (orchestrators, activities, services) is the same for all types. Adding a type is a folder under `jobs/`
and a line in its registry.
"""

from collections.abc import AsyncIterator, Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

from pydantic import BaseModel

from shared.domain.caller import UNNAMED
from shared.domain.job import Item
from shared.domain.words import Words
from shared.errors import Fault
from shared.job_types.capabilities import Caching, Exporting, Pricing, RealTime
from shared.job_types.context import ItemContext, MergeContext
from shared.job_types.values import Continue, Done, Inputs, JsonObject, Request, Row
from shared.job_types.whole import whole_result


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

        Repeated after a failure, so it must be idempotent. A `metadata` object is merged with the engine's.
        """
        ...
