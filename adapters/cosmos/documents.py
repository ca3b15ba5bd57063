"""The database in Cosmos DB, behind the port of documents."""

import asyncio
import random
from collections.abc import Callable
from typing import TYPE_CHECKING, TypeVar

from azure.core.exceptions import HttpResponseError

from adapters.cosmos.account import Account
from adapters.cosmos.container import CosmosContainer
from adapters.cosmos.faults import refusal
from adapters.cosmos.patches import Marks
from adapters.cosmos.retries import Attempt, Retries, RetryPolicy
from adapters.cosmos.schema import CONTAINERS, ContainerDefinition
from adapters.documents.containers import partition_field
from adapters.system_clock import SystemClock
from shared.ports.clock import Clock

if TYPE_CHECKING:
    from azure.cosmos.aio import ContainerProxy

    from adapters.cosmos.connection import Connection

T = TypeVar("T")


class CosmosDatabase:
    """Opens itself at the first use, in whichever event loop that is, and after `close` at the next.

    One client serves the process: the service's session consistency, by which a caller sees what it wrote, is the
    client's. An empty `key` means the identity of the process (managed identity, or whoever is logged in with `az`).
    An endpoint on this machine is an emulator: its containers are created when it is first used.
    """

    def __init__(
        self,
        endpoint: str,
        key: str,
        database: str,
        *,
        verify_tls: bool = True,
        policy: RetryPolicy | None = None,
        clock: Clock | None = None,
        jitter: Callable[[], float] = random.random,
        definitions: tuple[ContainerDefinition, ...] = CONTAINERS,
    ) -> None:
        self._account = Account(endpoint, key, database, verify_tls)
        self._definitions = definitions
        chosen = policy or RetryPolicy()
        self._attempt_seconds = chosen.attempt
        self._retries = Retries(chosen, clock or SystemClock(), jitter)
        self._marks = Marks()
        self._opening: asyncio.Task[Connection] | None = None

    def container(self, name: str) -> CosmosContainer:
        """The container of this name.

        Raises:
            ValueError: there is none.
        """
        return CosmosContainer(self, name, partition_field(name), self._marks)

    async def open(self) -> None:
        """Make contact now, so that what is wrong shows now.

        Raises:
            PermanentError: the database refuses the caller, or has not all containers.
            TemporaryError: it cannot be reached.
        """

        async def attempt(_: bool) -> None:
            for definition in self._definitions:
                await self.proxy(definition.name)

        await self.run("find its containers", attempt)

    async def close(self) -> None:
        """Let go of all connections."""
        opening, self._opening = self._opening, None
        if opening is not None:
            opening.cancel()
            await asyncio.wait([opening])
            if not opening.cancelled() and opening.exception() is None:
                await opening.result().close()

    async def create_containers(self) -> list[str]:
        """Create the database and its containers where they are missing; what was done, in words.

        Raises:
            PermanentError: the caller may not, or a container is there with another partition key.
            TemporaryError: the database cannot be reached.
        """

        async def attempt(_: bool) -> list[str]:
            connection = await self._contact()
            try:
                return await connection.create_containers(self._definitions)
            finally:
                await connection.close()

        return await self.run("create its containers", attempt)

    async def proxy(self, name: str) -> "ContainerProxy":
        """The SDK's container."""
        return await (await self._connection()).proxy(name)

    async def run(self, action: str, attempt: Attempt[T]) -> T:
        """What an attempt at an action returns, repeated while that may help.

        Raises:
            PermanentError: the database refused; `action` is in the message.
            TemporaryError: the time is over.
        """
        try:
            return await self._retries.run(attempt)
        except HttpResponseError as error:
            raise refusal(error, action) from error

    async def _connection(self) -> "Connection":
        """The one connection; whoever comes while it is being opened waits for the same."""
        if self._opening is None or _has_failed(self._opening):
            self._opening = asyncio.create_task(self._open())
        # A caller that gives up must not take the connection from the others.
        return await asyncio.shield(self._opening)

    async def _contact(self) -> "Connection":
        # The SDK takes a good while to import, during which others want to go on.
        await asyncio.to_thread(__import__, "adapters.cosmos.connection")
        from adapters.cosmos.connection import Connection  # noqa: PLC0415  see above

        connection = Connection(self._account)
        await connection.open()
        return connection

    async def _open(self) -> "Connection":
        # The SDK waits longer and longer for a silent account; a new attempt finds out sooner that it speaks again.
        async with asyncio.timeout(self._attempt_seconds):
            return await self._opened()

    async def _opened(self) -> "Connection":
        connection = await self._contact()
        if not self._account.is_local:
            return connection
        try:
            await connection.create_containers(self._definitions)
        except BaseException:
            await connection.close()
            raise
        return connection


def _has_failed(opening: "asyncio.Task[Connection]") -> bool:
    return opening.done() and (opening.cancelled() or opening.exception() is not None)
