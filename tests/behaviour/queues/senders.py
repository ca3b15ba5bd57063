"""The adapters under test, each with a way to read what was sent; a further one is a further line of SENDERS."""

import base64
import json
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from typing import Protocol

import pytest
from azure.core.exceptions import ResourceNotFoundError
from azure.storage.queue.aio import QueueServiceClient

from adapters.memory.queue import MemoryQueue
from adapters.storage_queue.queues import StorageQueues
from devhost.queues import QueueService
from emulators import StorageServer
from shared.ports.queue import JsonMessage, Queue

MOST_AT_ONCE = 32
"""Messages that one look at a storage queue shows."""


class Sender(Protocol):
    """Queues, and what is in them."""

    def queue(self, name: str) -> Queue: ...

    async def sent(self, name: str) -> list[JsonMessage]: ...


class MemorySender:
    """Queues of this process."""

    def __init__(self) -> None:
        self._queues: dict[str, MemoryQueue] = {}

    def queue(self, name: str) -> Queue:
        return self._queues.setdefault(name, MemoryQueue())

    async def sent(self, name: str) -> list[JsonMessage]:
        return self._queues[name].messages if name in self._queues else []


class StorageSender:
    """Queues of a storage account, read with the vendor's client as the Functions host reads them."""

    def __init__(self, queues: StorageQueues, service: QueueServiceClient) -> None:
        self.queue = queues.queue
        self._service = service

    async def sent(self, name: str) -> list[JsonMessage]:
        try:
            found = await self._service.get_queue_client(name).peek_messages(MOST_AT_ONCE)
        except ResourceNotFoundError:
            return []
        return [json.loads(base64.b64decode(message.content, validate=True)) for message in found]


@asynccontextmanager
async def storage_sender(connection_string: str) -> AsyncIterator[StorageSender]:
    """The adapter on the account behind the connection string."""
    queues = StorageQueues(connection_string)
    async with QueueServiceClient.from_connection_string(connection_string) as service:
        yield StorageSender(queues, service)
    await queues.close()


@asynccontextmanager
async def _in_memory(_: pytest.FixtureRequest) -> AsyncIterator[Sender]:
    yield MemorySender()


@asynccontextmanager
async def _on_azurite(request: pytest.FixtureRequest) -> AsyncIterator[Sender]:
    server: StorageServer = request.getfixturevalue("azurite")
    async with storage_sender(server.connection_string) as sender:
        yield sender


@asynccontextmanager
async def _on_the_local_host(_: pytest.FixtureRequest) -> AsyncIterator[Sender]:
    async with QueueService() as service, storage_sender(service.connection_string) as sender:
        yield sender


SENDERS: Mapping[str, Callable[[pytest.FixtureRequest], AbstractAsyncContextManager[Sender]]] = {
    "memory": _in_memory,
    "azurite": _on_azurite,
    "local host": _on_the_local_host,
}
