"""Containers in memory that charge for every call, as Cosmos DB does."""

from collections.abc import Awaitable, Mapping, Sequence
from typing import Any, TypeVar

from adapters.memory.documents import MemoryDatabase
from shared.ports.documents import Container, JsonDocument, Page, Query, Scalar, Versioned
from shared.ports.metering import charge

_Answer = TypeVar("_Answer")


class ChargingDatabase:
    """The four containers; every call costs `price` request units."""

    def __init__(self, price: float) -> None:
        self._price = price
        self._inner = MemoryDatabase()

    def container(self, name: str) -> Container:
        return _ChargingContainer(self._inner.container(name), self._price)


class _ChargingContainer:
    def __init__(self, inner: Container, price: float) -> None:
        self._inner = inner
        self._price = price

    async def create(self, partition: str, body: JsonDocument) -> str:
        return await self._paid(self._inner.create(partition, body))

    async def upsert(self, partition: str, body: JsonDocument) -> str:
        return await self._paid(self._inner.upsert(partition, body))

    async def replace(self, partition: str, body: JsonDocument, etag: str) -> str:
        return await self._paid(self._inner.replace(partition, body, etag))

    async def read(self, partition: str, document_id: str) -> Versioned | None:
        return await self._paid(self._inner.read(partition, document_id))

    async def delete(self, partition: str, document_id: str) -> bool:
        return await self._paid(self._inner.delete(partition, document_id))

    async def patch(
        self,
        partition: str,
        document_id: str,
        *,
        increment: Mapping[str, float] | None = None,
        assign: Mapping[str, Any] | None = None,
    ) -> JsonDocument:
        return await self._paid(self._inner.patch(partition, document_id, increment=increment, assign=assign))

    async def query(self, query: Query, partition: str | None = None) -> Page:
        return await self._paid(self._inner.query(query, partition))

    async def count(self, where: Mapping[str, Scalar | Sequence[Scalar]], partition: str) -> int:
        return await self._paid(self._inner.count(where, partition))

    async def _paid(self, call: Awaitable[_Answer]) -> _Answer:
        charge(self._price)
        return await call
