"""Every document carries the version of its schema; older ones are upgraded when they are read.

The version is put in when a document is written and taken out when it is read, so that nothing behind this container
sees it. A document of a later version was written by a later release: it is refused, since writing it back would lose
what that release added.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from shared.domain.upgrades import SCHEMA_VERSION, upgraded
from shared.errors import PermanentError
from shared.ports.documents import Container, JsonDocument, Page, Query, Scalar, Versioned

FIELD = "schema_version"
_KINDS = ("type", "record")
"""What tells the kind of a document: a type of its own, or the record that it is."""


class VersionedContainer:
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
        return Versioned(_current(found.body), found.etag) if found is not None else None

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
        """See Container.patch. The version stays: what a patch sets means the same in all versions.

        Raises:
            PermanentError: a later release wrote the document.
        """
        return _current(await self._inner.patch(partition, document_id, increment=increment, assign=assign))

    async def query(self, query: Query, partition: str | None = None) -> Page:
        """See Container.query.

        Raises:
            PermanentError: a later release wrote one of the documents.
        """
        if query.fields is None:
            page = await self._inner.query(query, partition)
            return replace(page, documents=[_current(body) for body in page.documents])
        # What upgrading needs to know is asked for too, unless the query itself says it, and taken out again.
        wanted = set(query.fields)
        known = {name: query.where[name] for name in _KINDS if isinstance(query.where.get(name), str)}
        asked = wanted | {FIELD, *_KINDS} - known.keys()
        page = await self._inner.query(replace(query, fields=list(asked)), partition)
        documents = [_only(_current(known | body), wanted) for body in page.documents]
        return replace(page, documents=documents)

    async def count(
        self,
        where: Mapping[str, Scalar | Sequence[Scalar]],
        partition: str | None,
        contains: Mapping[str, str] | None = None,
    ) -> int:
        """See Container.count."""
        return await self._inner.count(where, partition, contains)


def _only(body: JsonDocument, wanted: set[str]) -> JsonDocument:
    for name in _KINDS:
        if name not in wanted:
            body.pop(name, None)
    return body


def _current(body: JsonDocument) -> JsonDocument:
    """The document as this version has it, without the number of its version."""
    version = body.pop(FIELD, 1)
    if version == SCHEMA_VERSION:
        return body
    if version > SCHEMA_VERSION:
        raise PermanentError(
            f"Document {body.get('id')} was written by a later version of the app (schema {version}, this one knows "
            f"{SCHEMA_VERSION}). Deploy that version again, or a newer one."
        )
    return upgraded(body)
