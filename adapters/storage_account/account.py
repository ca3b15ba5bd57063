"""One client for the process, opened on first use in the running loop, and every call through its retries."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Generic, Protocol, TypeVar

from adapters.storage_account.pausing import Pause
from adapters.storage_account.place import Place


class Client(Protocol):
    """What an open client of any service can do."""

    async def close(self) -> None:
        """Let go of its connections."""


_Client = TypeVar("_Client", bound=Client)
_Answer = TypeVar("_Answer")


class Account(Generic[_Client]):
    """A service of the account.

    Args:
        place: Where it is.
        connect: Makes the client. The vendor's packages are imported there: that takes longer than the Functions host
            likes to wait while it looks for functions.
        pause: How to wait between attempts.
    """

    def __init__(self, place: Place, connect: Callable[[Place], _Client], pause: Pause = asyncio.sleep) -> None:
        self._place = place
        self._connect = connect
        self._pause = pause
        self._client: _Client | None = None

    async def run(self, work: Callable[[_Client], Awaitable[_Answer]]) -> _Answer:
        """What `work` answers, repeated while the service is busy or out of reach.

        Raises:
            TemporaryError: it stayed so.
            PermanentError: it refuses the app, or the settings are no use.
        """
        from adapters.storage_account.retrying import repeated  # noqa: PLC0415 - see `connect`

        client = self._client = self._client or self._connect(self._place)
        return await repeated(lambda: work(client), self._place, self._pause)

    async def close(self) -> None:
        """Let go of the connections; a later call opens them anew."""
        client, self._client = self._client, None
        if client is not None:
            await client.close()
