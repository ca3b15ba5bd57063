"""Helpers of the queue triggers' tests: an app of one queue function, and hands in its queue."""

import asyncio
import base64
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from typing import Any

import azure.functions as func
from azure.core.exceptions import ResourceNotFoundError
from azure.storage.queue.aio import QueueClient, QueueServiceClient

from devhost import Host, HostOptions, HostSettings
from devhost.clock import Clock
from devhost.queues.options import QueueOptions
from tests.storage_servers import unused_name

QUICK = QueueOptions(max_polling_interval=timedelta(seconds=0.1))


def encoded(text: str) -> str:
    """As the Functions host expects a text on a queue."""
    return base64.b64encode(text.encode()).decode()


class Mailbox:
    """A queue and its poison queue, through the vendor's client."""

    def __init__(self, service: QueueServiceClient, name: str) -> None:
        self.service = service
        self.name = name

    @property
    def client(self) -> QueueClient:
        return self.service.get_queue_client(self.name)

    async def send(self, *texts: str) -> None:
        """Put texts, each encoded, into the queue."""
        if not await self.exists():
            await self.client.create_queue()
        for text in texts:
            await self.client.send_message(encoded(text))

    async def exists(self) -> bool:
        return (await self._count(self.client)) is not None

    async def count(self) -> int:
        """How many messages there are, seen or not."""
        return await self._count(self.client) or 0

    async def is_empty(self) -> bool:
        return await self.count() == 0

    async def poisoned(self) -> list[str]:
        """What is in the poison queue, as it is on the wire."""
        try:
            found = await self.service.get_queue_client(f"{self.name}-poison").peek_messages(32)
        except ResourceNotFoundError:
            return []
        return [message.content for message in found]

    async def _count(self, client: QueueClient) -> int | None:
        try:
            return (await client.get_queue_properties()).approximate_message_count
        except ResourceNotFoundError:
            return None


@asynccontextmanager
async def mailbox(connection_string: str) -> AsyncIterator[Mailbox]:
    async with QueueServiceClient.from_connection_string(connection_string) as service:
        yield Mailbox(service, unused_name("letters"))


class Consumer:
    """An app of one queue function, which notes what it is given, and fails or waits as it is told."""

    def __init__(self, queue: str, annotation: Any = func.QueueMessage, **trigger: Any) -> None:
        self.given: list[Any] = []
        self.failures = 0
        self.running = 0
        self.peak = 0
        self.ended = 0
        self.may_end = asyncio.Event()
        self.may_end.set()
        self.app = func.FunctionApp()
        trigger = {"connection": "AzureWebJobsStorage"} | trigger

        async def consume(message: Any) -> None:
            self.given.append(message)
            self.running += 1
            self.peak = max(self.peak, self.running)
            try:
                await self.may_end.wait()
            finally:
                self.running -= 1
            if len(self.given) <= self.failures:
                raise RuntimeError("told to fail")
            self.ended += 1

        consume.__annotations__["message"] = annotation
        decorate: Any = self.app.queue_trigger(arg_name="message", queue_name=queue, **trigger)
        decorate(consume)

    def serve(
        self, storage: str | None, options: QueueOptions = QUICK, *, clock: Clock | None = None, **settings: Any
    ) -> Host:
        """A host of the app over that storage."""
        return Host(
            self.app,
            storage=storage,
            settings=HostSettings(queues=options, **settings),
            clock=clock,
            options=HostOptions(shutdown_grace=0.2),
        )
