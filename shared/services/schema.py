"""The version of the schema that documents are written with.

Every document carries `schema_version`. Version 2 added it, with items that have subjects and labels; documents
without it are of version 1, and `shared.domain.upgrades` puts in what they lack. A document of a later version was
written by a later release: it is refused, since writing it back would lose what that release added.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from shared.errors import PermanentError
from shared.ports.documents import Container, JsonDocument, Page, Query, Scalar, Versioned

SCHEMA_VERSION = 2
FIELD = "schema_version"


def stamped(container: Container) -> Container:
    """The container. Documents are written with the version of the schema, and checked for it when they are read."""
    return StampedContainer(container)


class StampedContainer:
    """The port `Container` in front of another."""

    def __init__(self, inner: Container) -> None:
        self._inner = inner

    async def create(self, partition: str, body: JsonDocument) -> str:
        """See Container.create."""
        return await self._inner.create(partition, body | {FIELD: SCHEMA_VERSION})

    async def upsert(self, partition: str, body: JsonDocument) -> str:
        """See Container.upsert."""
        return await self._inner.upsert(partition, body | {FIELD: SCHEMA_VERSION})

    async def replace(self, partition: str, body: JsonDocument, etag: str) -> str:
        """See Container.replace."""
        return await self._inner.replace(partition, body | {FIELD: SCHEMA_VERSION}, etag)

    async def read(self, partition: str, document_id: str) -> Versioned | None:
        """See Container.read.

        Raises:
            PermanentError: a later release wrote the document.
        """
        found = await self._inner.read(partition, document_id)
        if found is not None:
            _check(found.body)
        return found

    async def delete(self, partition: str, document_id: str) -> bool:
        """See Container.delete."""
        return await self._inner.delete(partition, document_id)

    async def patch(
        self,
        partition: str,
        document_id: str,
        *,
        increment: Mapping[str, float] | None = None,
        assign: Mapping[str, Any] | None = None,
    ) -> JsonDocument:
        """See Container.patch."""
        return await self._inner.patch(partition, document_id, increment=increment, assign=assign)

    async def query(self, query: Query, partition: str | None = None) -> Page:
        """See Container.query.

        Raises:
            PermanentError: a later release wrote one of the documents.
        """
        page = await self._inner.query(query, partition)
        for body in page.documents:
            _check(body)
        return page

    async def count(
        self,
        where: Mapping[str, Scalar | Sequence[Scalar]],
        partition: str | None,
        contains: Mapping[str, str] | None = None,
    ) -> int:
        """See Container.count."""
        return await self._inner.count(where, partition, contains)


def _check(body: JsonDocument) -> None:
    if body.get(FIELD, 1) > SCHEMA_VERSION:
        raise PermanentError(
            f"Document {body.get('id')} was written by a later version of the app (schema {body[FIELD]}, this one "
            f"knows {SCHEMA_VERSION}). Deploy that version again, or a newer one."
        )
