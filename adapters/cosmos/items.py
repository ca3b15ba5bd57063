"""The SDK's calls on one container, with absence and conflicts in the application's words."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

from azure.core import MatchConditions
from azure.core.exceptions import HttpResponseError

from adapters.cosmos.bodies import body_of, is_same
from adapters.cosmos.faults import PRECONDITION_FAILED, is_absence, status_of
from adapters.cosmos.listings import Statement
from adapters.cosmos.retries import Attempt
from shared.errors import ConflictError, NotFoundError
from shared.ports.documents import JsonDocument

if TYPE_CHECKING:
    from azure.cosmos.aio import ContainerProxy

T = TypeVar("T")


class Database(Protocol):
    """What a container needs of its database."""

    async def proxy(self, name: str) -> "ContainerProxy":
        """The SDK's container."""
        ...

    async def run(self, action: str, attempt: Attempt[T]) -> T:
        """What an attempt returns, repeated while that may help."""
        ...


class Items:
    """The documents of one container. Each method is one call and is not repeated here."""

    def __init__(self, database: Database, name: str) -> None:
        self._database = database
        self._name = name

    async def proxy(self) -> "ContainerProxy":
        """The SDK's container."""
        return await self._database.proxy(self._name)

    async def find(self, partition: str, document_id: str) -> Mapping[str, Any] | None:
        """The document as the service answers it, or None."""
        try:
            return await (await self.proxy()).read_item(document_id, partition)
        except HttpResponseError as error:
            _raise_unless_missing(error)
            return None

    async def get(self, partition: str, document_id: str) -> Mapping[str, Any]:
        """The document as the service answers it. Raises NotFoundError."""
        found = await self.find(partition, document_id)
        if found is None:
            raise self.missing(partition, document_id)
        return found

    async def etag_of_same(self, partition: str, written: JsonDocument) -> str | None:
        """The etag of the stored document, if it is the one that was written."""
        found = await self.find(partition, written["id"])
        return str(found["_etag"]) if found is not None and is_same(body_of(found), written) else None

    async def swap(self, partition: str, written: JsonDocument, etag: str) -> Mapping[str, Any]:
        """Replace the document that has the etag. Raises ConflictError, NotFoundError."""
        condition = MatchConditions.IfNotModified
        proxy = await self.proxy()
        try:
            return await proxy.replace_item(written["id"], written, etag=etag, match_condition=condition)
        except HttpResponseError as error:
            if status_of(error) == PRECONDITION_FAILED:
                raise self.changed(written["id"]) from error
            _raise_unless_missing(error)
            raise self.missing(partition, written["id"]) from error

    async def patch(
        self, partition: str, document_id: str, steps: list[dict[str, Any]], condition: str | None = None
    ) -> Mapping[str, Any]:
        """Patch the document that meets the condition. Raises ConflictError, NotFoundError."""
        proxy = await self.proxy()
        try:
            return await proxy.patch_item(document_id, partition, steps, filter_predicate=condition)
        except HttpResponseError as error:
            if status_of(error) == PRECONDITION_FAILED:
                raise self.changed(document_id) from error
            _raise_unless_missing(error)
            raise self.missing(partition, document_id) from error

    async def delete(self, partition: str, document_id: str) -> bool:
        """Remove the document; False when there was none."""
        try:
            await (await self.proxy()).delete_item(document_id, partition)
        except HttpResponseError as error:
            _raise_unless_missing(error)
            return False
        return True

    async def select(self, statement: Statement) -> list[Any]:
        """All that a query returns."""
        proxy = await self.proxy()
        answers = proxy.query_items(
            statement.text,
            parameters=statement.parameters,
            partition_key=statement.partition,
            max_item_count=-1,  # pages as large as the service can make them
        )
        return [answer async for answer in answers]

    def missing(self, partition: str, document_id: str) -> NotFoundError:
        """There is no such document."""
        return NotFoundError(f"{self._name} has no document {document_id!r} in {partition!r}.")

    def changed(self, document_id: str) -> ConflictError:
        """Somebody else was faster."""
        return ConflictError(f"Document {document_id!r} of {self._name} was changed meanwhile: read it again.")


def _raise_unless_missing(error: HttpResponseError) -> None:
    if not is_absence(error):
        raise error
