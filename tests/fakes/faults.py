"""A container that fails when the test says so."""

import asyncio
from collections import Counter, defaultdict, deque
from collections.abc import Awaitable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from shared.ports.documents import Container, JsonDocument, Page, Query, Scalar, Versioned

_Answer = TypeVar("_Answer")


@dataclass(frozen=True)
class _Fault:
    error: Exception
    after: bool


class FaultyContainer:
    """The port `Container` over another one, with faults put in and calls counted by method."""

    def __init__(self, inner: Container) -> None:
        self._inner = inner
        self._faults: defaultdict[str, deque[_Fault]] = defaultdict(deque)
        self._gates: dict[str, asyncio.Event] = {}
        self._late: dict[str, asyncio.Event] = {}
        self.calls: Counter[str] = Counter()

    def fail(self, method: str, error: Exception, *, times: int = 1, after: bool = False) -> None:
        """The next calls of the method raise; `after` the work was done, as when the answer got lost."""
        self._faults[method].extend([_Fault(error, after)] * times)

    def hold(self, method: str, until: asyncio.Event) -> None:
        """From now on calls of the method wait for the event, as those of a store that is slow."""
        self._gates[method] = until

    def hold_answers(self, method: str, until: asyncio.Event) -> None:
        """From now on calls of the method are made at once and answered when the event is set."""
        self._late[method] = until

    async def create(self, partition: str, body: JsonDocument) -> str:
        return await self._run("create", self._inner.create(partition, body))

    async def upsert(self, partition: str, body: JsonDocument) -> str:
        return await self._run("upsert", self._inner.upsert(partition, body))

    async def replace(self, partition: str, body: JsonDocument, etag: str) -> str:
        return await self._run("replace", self._inner.replace(partition, body, etag))

    async def read(self, partition: str, document_id: str) -> Versioned | None:
        return await self._run("read", self._inner.read(partition, document_id))

    async def delete(self, partition: str, document_id: str) -> bool:
        return await self._run("delete", self._inner.delete(partition, document_id))

    async def patch(
        self,
        partition: str,
        document_id: str,
        *,
        increment: Mapping[str, float] | None = None,
        assign: Mapping[str, Any] | None = None,
    ) -> JsonDocument:
        return await self._run("patch", self._inner.patch(partition, document_id, increment=increment, assign=assign))

    async def query(self, query: Query, partition: str | None = None) -> Page:
        return await self._run("query", self._inner.query(query, partition))

    async def count(
        self,
        where: Mapping[str, Scalar | Sequence[Scalar]],
        partition: str | None,
        contains: Mapping[str, str] | None = None,
    ) -> int:
        return await self._run("count", self._inner.count(where, partition, contains))

    async def _run(self, method: str, call: Awaitable[_Answer]) -> _Answer:
        self.calls[method] += 1
        if method in self._gates:
            await self._gates[method].wait()
        faults = self._faults[method]
        fault = faults.popleft() if faults else None
        if fault and not fault.after:
            if hasattr(call, "close"):
                call.close()
            raise fault.error
        answer = await call
        if method in self._late:
            await self._late[method].wait()
        if fault:
            raise fault.error
        return answer
