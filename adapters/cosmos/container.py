"""One container of the database.

An answer may get lost after the work was done. So each write knows what its own repeat may find: the document that it
created, the body that it put in the place of another, the absence that it caused, the mark of its patch.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from azure.core.exceptions import HttpResponseError

from adapters.cosmos import listings
from adapters.cosmos.bodies import body_of
from adapters.cosmos.faults import CONFLICT, status_of
from adapters.cosmos.items import Database, Items
from adapters.cosmos.patches import Marks, Patcher
from adapters.documents import rules
from adapters.documents.continuation import Paging
from adapters.documents.encoding import decode, encode
from adapters.documents.patching import make_patch
from shared.errors import AlreadyExistsError, ConflictError
from shared.ports.documents import JsonDocument, Page, Query, Scalar, Versioned


class CosmosContainer:
    """One container: checks in the caller's coroutine, has the service do the work."""

    def __init__(self, database: Database, name: str, partition_field: str, marks: Marks) -> None:
        self._name = name
        self._partition_field = partition_field
        self._items = Items(database, name)
        self._patcher = Patcher(self._items, database.run, marks, name)
        self._run = database.run

    async def create(self, partition: str, body: JsonDocument) -> str:
        """See Container.create."""
        written = self._checked(partition, body)

        async def attempt(in_doubt: bool) -> str:
            try:
                return _etag(await (await self._items.proxy()).create_item(written))
            except HttpResponseError as error:
                if status_of(error) != CONFLICT:
                    raise
                if in_doubt and (own := await self._items.etag_of_same(partition, written)):
                    return own
                message = f"{self._name} already has a document {written['id']!r} in {partition!r}."
                raise AlreadyExistsError(message) from error

        return await self._run("create a document", attempt)

    async def upsert(self, partition: str, body: JsonDocument) -> str:
        """See Container.upsert."""
        written = self._checked(partition, body)

        async def attempt(_: bool) -> str:
            return _etag(await (await self._items.proxy()).upsert_item(written))

        return await self._run("store a document", attempt)

    async def replace(self, partition: str, body: JsonDocument, etag: str) -> str:
        """See Container.replace."""
        written = self._checked(partition, body)

        async def attempt(in_doubt: bool) -> str:
            try:
                return _etag(await self._items.swap(partition, written, etag))
            except ConflictError:
                if in_doubt and (own := await self._items.etag_of_same(partition, written)):
                    return own
                raise

        return await self._run("replace a document", attempt)

    async def read(self, partition: str, document_id: str) -> Versioned | None:
        """See Container.read."""
        if not rules.can_exist(partition, document_id):
            return None
        found = await self._run("read a document", lambda _: self._items.find(partition, document_id))
        return Versioned(body_of(found), _etag(found)) if found is not None else None

    async def delete(self, partition: str, document_id: str) -> bool:
        """See Container.delete."""
        if not rules.can_exist(partition, document_id):
            return False

        async def attempt(in_doubt: bool) -> bool:
            return await self._items.delete(partition, document_id) or in_doubt

        return await self._run("delete a document", attempt)

    async def patch(
        self,
        partition: str,
        document_id: str,
        *,
        increment: Mapping[str, float] | None = None,
        assign: Mapping[str, Any] | None = None,
    ) -> JsonDocument:
        """See Container.patch."""
        patch = make_patch(self._partition_field, increment, assign)
        if not rules.can_exist(partition, document_id):
            raise self._items.missing(partition, document_id)
        return body_of(await self._patcher.patch(partition, document_id, patch))

    async def query(self, query: Query, partition: str | None = None) -> Page:
        """See Container.query."""
        rules.check_query(query, partition)
        conditions = rules.conditions(query.where)
        paging = Paging(self._name, query, partition)
        after = paging.position(query.continuation) if query.continuation is not None else None
        if not listings.can_match(conditions):
            return Page([])
        statement = listings.listing(query, conditions, self._partition_field, partition, after)
        found = await self._run("list documents", lambda _: self._items.select(statement))
        page, more = found[: query.limit], len(found) > query.limit
        last = listings.position(page[-1], query, self._partition_field) if more else None
        return Page([self._shown(document, query) for document in page], paging.token(last) if last else None)

    async def count(
        self,
        where: Mapping[str, Scalar | Sequence[Scalar]],
        partition: str | None,
        contains: Mapping[str, str] | None = None,
    ) -> int:
        """See Container.count."""
        rules.check_partition(partition)
        conditions = rules.conditions(where)
        if not listings.can_match(conditions):
            return 0
        statement = listings.counting(conditions, self._partition_field, partition, rules.fragments(contains or {}))
        # The service may count in several portions.
        return sum(await self._run("count documents", lambda _: self._items.select(statement)))

    def _checked(self, partition: str, body: JsonDocument) -> JsonDocument:
        """A copy, which stays as it is whatever the caller does with the body meanwhile."""
        rules.document_id(body, self._partition_field, partition)
        return decode(encode(body))

    @staticmethod
    def _shown(document: JsonDocument, query: Query) -> JsonDocument:
        return body_of(document) if query.fields is None else listings.shown(document, query.fields)


def _etag(answer: Mapping[str, Any]) -> str:
    return str(answer["_etag"])
