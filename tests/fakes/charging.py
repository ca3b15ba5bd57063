"""Containers in memory that charge for every call, as Cosmos DB does."""

from collections.abc import Awaitable
from typing import TypeVar

from adapters.memory.documents import MemoryDatabase
from shared.ports.documents import Container
from shared.ports.metering import charge
from tests.fakes.faults import FaultyContainer

_Answer = TypeVar("_Answer")


class ChargingDatabase:
    """The four containers; every call costs `price` request units."""

    def __init__(self, price: float) -> None:
        self._price = price
        self._inner = MemoryDatabase()

    def container(self, name: str) -> Container:
        return _ChargingContainer(self._inner.container(name), self._price)


class _ChargingContainer(FaultyContainer):
    def __init__(self, inner: Container, price: float) -> None:
        super().__init__(inner)
        self._price = price

    async def _run(self, method: str, call: Awaitable[_Answer]) -> _Answer:
        charge(self._price)
        return await super()._run(method, call)
