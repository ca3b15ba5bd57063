"""A container of JSON documents: what Cosmos DB can do, and nothing it cannot.

One small port for all five containers. What jobs, results, contracts, files and usage mean is written once, in
`shared.services`, on top of it; an adapter only has to store documents.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal, Protocol

JsonDocument = dict[str, Any]
Scalar = str | int | float | bool | None

MAX_DOCUMENT_BYTES = 2_000_000
"""UTF-8 bytes of a document's JSON that every adapter accepts and above which every adapter refuses
(Cosmos DB's limit is 2 MiB with its own fields)."""


@dataclass(frozen=True, slots=True)
class Versioned:
    """A document as read: its body and the etag that a replace must present."""

    body: JsonDocument
    etag: str


@dataclass(frozen=True, slots=True)
class Query:
    """Which documents, in which order, how many.

    `where` maps a top-level field to the value it must have, or to a list of values one of which it must
    have. `contains` maps a top-level field to a text that must be in its text, the very characters, upper and lower
    case apart; a store may overlook what follows a NUL in the field. No index finds it: every document that meets
    the other conditions is looked at. `order_by` names one top-level field whose values are strings; ties are broken
    by `id` in the same direction, so that paging never skips or repeats a document.
    """

    where: Mapping[str, Scalar | Sequence[Scalar]] = field(default_factory=dict)
    order_by: str = "id"
    direction: Literal["asc", "desc"] = "asc"
    limit: int = 100
    continuation: str | None = None
    fields: Sequence[str] | None = None
    """Top-level fields to return (`id` is always among them); None for whole documents."""
    contains: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Page:
    """One page of a query; `continuation` is None on the last."""

    documents: list[JsonDocument]
    continuation: str | None = None


class Container(Protocol):
    """Documents with an `id` that is unique within a partition.

    `partition` is always the value of the container's partition key.

    Every method may raise TemporaryError when the store cannot be reached or is overloaded.
    """

    async def create(self, partition: str, body: JsonDocument) -> str:
        """Store a new document and return its etag.

        Raises:
            AlreadyExistsError: the partition has a document with this id; nothing was changed.
            DocumentTooLargeError: over MAX_DOCUMENT_BYTES.
        """
        ...

    async def upsert(self, partition: str, body: JsonDocument) -> str:
        """Store a document, new or in place of the one with its id, and return its etag.

        Raises:
            DocumentTooLargeError: over MAX_DOCUMENT_BYTES.
        """
        ...

    async def replace(self, partition: str, body: JsonDocument, etag: str) -> str:
        """Store a changed document if it is still the one that was read, and return the new etag.

        Raises:
            ConflictError: the document has another etag now; nothing was changed.
            NotFoundError: there is no such document.
            DocumentTooLargeError: over MAX_DOCUMENT_BYTES.
        """
        ...

    async def read(self, partition: str, document_id: str) -> Versioned | None:
        """The document, or None."""
        ...

    async def delete(self, partition: str, document_id: str) -> bool:
        """Remove the document; False when there was none."""
        ...

    async def patch(
        self,
        partition: str,
        document_id: str,
        *,
        increment: Mapping[str, float] | None = None,
        assign: Mapping[str, Any] | None = None,
    ) -> JsonDocument:
        """Atomically add to numeric top-level fields and set others; the document as it is afterwards.

        A field that is incremented and absent counts as 0. At most ten fields in one call.

        Raises:
            NotFoundError: there is no such document.
        """
        ...

    async def query(self, query: Query, partition: str | None = None) -> Page:
        """One page of matching documents of a partition, or of all partitions when None (dear).

        Raises:
            InvalidRequestError: the continuation is not one that this query returned.
        """
        ...

    async def count(
        self,
        where: Mapping[str, Scalar | Sequence[Scalar]],
        partition: str | None,
        contains: Mapping[str, str] | None = None,
    ) -> int:
        """How many documents of a partition match, or of all partitions when None (dear). See Query."""
        ...
