"""A container whose calls are measured."""

import time
from collections.abc import Awaitable, Mapping, Sequence
from typing import Any, TypeVar

from shared.ports.documents import Container, JsonDocument, Page, Query, Scalar, Versioned
from shared.ports.telemetry import Telemetry

_Answer = TypeVar("_Answer")


class TimedContainer:
    """The port `Container` over another one; every call is told to the telemetry, failed ones too."""

    def __init__(self, inner: Container, name: str, telemetry: Telemetry) -> None:
        self._inner = inner
        self._name = name
        self._telemetry = telemetry

    async def create(self, partition: str, body: JsonDocument) -> str:
        """See Container.create."""
        return await self._timed("create", self._inner.create(partition, body))

    async def upsert(self, partition: str, body: JsonDocument) -> str:
        """See Container.upsert."""
        return await self._timed("upsert", self._inner.upsert(partition, body))

    async def replace(self, partition: str, body: JsonDocument, etag: str) -> str:
        """See Container.replace."""
        return await self._timed("replace", self._inner.replace(partition, body, etag))

    async def read(self, partition: str, document_id: str) -> Versioned | None:
        """See Container.read."""
        return await self._timed("read", self._inner.read(partition, document_id))

    async def delete(self, partition: str, document_id: str) -> bool:
        """See Container.delete."""
        return await self._timed("delete", self._inner.delete(partition, document_id))

    async def patch(
        self,
        partition: str,
        document_id: str,
        *,
        increment: Mapping[str, float] | None = None,
        assign: Mapping[str, Any] | None = None,
    ) -> JsonDocument:
        """See Container.patch."""
        return await self._timed("patch", self._inner.patch(partition, document_id, increment=increment, assign=assign))

    async def query(self, query: Query, partition: str | None = None) -> Page:
        """See Container.query."""
        return await self._timed("query", self._inner.query(query, partition))

    async def count(
        self,
        where: Mapping[str, Scalar | Sequence[Scalar]],
        partition: str | None,
        contains: Mapping[str, str] | None = None,
    ) -> int:
        """See Container.count."""
        return await self._timed("count", self._inner.count(where, partition, contains))

    async def _timed(self, operation: str, call: Awaitable[_Answer]) -> _Answer:
        begun, failure = time.perf_counter(), None
        try:
            return await call
        except BaseException as error:
            failure = type(error).__name__
            raise
        finally:
            self._telemetry.store_called(self._name, operation, time.perf_counter() - begun, failure)
