"""The SDK's client: opened for one event loop, closed by it. Importing this imports the SDK."""

import asyncio
import logging
from typing import TYPE_CHECKING, Any

from azure.core.exceptions import HttpResponseError
from azure.cosmos.aio import ContainerProxy, CosmosClient

from adapters.cosmos.account import Account
from adapters.cosmos.containers import create_containers
from adapters.cosmos.faults import NOT_FOUND, status_of
from adapters.cosmos.schema import ContainerDefinition
from adapters.cosmos.transport import MeteredTransport
from shared.errors import PermanentError

if TYPE_CHECKING:
    from azure.identity.aio import DefaultAzureCredential

_CONNECT_SECONDS = 5

_silent = logging.getLogger(f"{__name__}.sdk")
"""The SDK logs each request's address, which has the document's id, and headers at INFO."""
_silent.disabled = True

# When its look at the account every five minutes fails, the SDK says so with a trace at each request that follows.
logging.getLogger("azure.cosmos.aio._GlobalEndpointManager").disabled = True


class Connection:
    """One client and what it knows of the containers."""

    def __init__(self, account: Account) -> None:
        self._account = account
        self._credential = None if account.key else _identity()
        self._client = CosmosClient(account.endpoint, self._credential or account.key, **_options(account))
        self._database = self._client.get_database_client(account.database)
        self._found: dict[str, ContainerProxy] = {}
        self._finding = asyncio.Lock()

    async def open(self) -> None:
        """Make contact; a connection that could not is closed."""
        try:
            await self._client.__aenter__()
        except BaseException:
            await self.close()
            raise

    async def close(self) -> None:
        """Let go of all connections."""
        await self._client.close()
        if self._credential is not None:
            await self._credential.close()

    async def proxy(self, name: str) -> ContainerProxy:
        """The container, which was found to be there at the first call.

        Raises:
            PermanentError: it is not there. Later its absence could not be told from that of a document.
        """
        if name not in self._found:
            async with self._finding:
                if name not in self._found:
                    self._found[name] = await self._find(name)
        return self._found[name]

    async def _find(self, name: str) -> ContainerProxy:
        proxy = self._database.get_container_client(name)
        try:
            await proxy.read()
        except HttpResponseError as error:
            if status_of(error) != NOT_FOUND:
                raise
            raise PermanentError(
                f"Database {self._account.database!r} has no container {name!r}, or is not there itself. "
                "Run `make cosmos-init`."
            ) from error
        return proxy

    async def create_containers(self, definitions: tuple[ContainerDefinition, ...]) -> list[str]:
        """Create what is missing; what was done, in words."""
        return await create_containers(self._client, self._account.database, definitions)


def _identity() -> "DefaultAzureCredential":
    from azure.identity.aio import DefaultAzureCredential  # noqa: PLC0415  slow to import, and not needed with a key

    return DefaultAzureCredential()


def _options(account: Account) -> dict[str, Any]:
    return {
        "transport": MeteredTransport(),
        "logger": _silent,
        "connection_verify": account.verify_tls,
        "connection_timeout": _CONNECT_SECONDS,
        # The size that is measured is the size that is sent.
        "enable_compact_utf8_item_writes": True,
        # The SDK's own retries: off, they would be neither counted nor bounded. Its retries in other regions go with
        # the discovery of endpoints; the account's name leads to the region that can be written.
        "enable_endpoint_discovery": False,
        "retry_throttle_total": -1,
        "retry_connect": 0,
        "retry_read": 0,
        "retry_status": 0,
    }
