"""A queue service on this machine, in memory, for whoever speaks to queues with azure-storage-queue."""

import base64
import secrets
import weakref
from types import TracebackType
from typing import Self

from devhost.clock import Clock, SystemClock
from devhost.queues.protocol import QueueProtocol
from devhost.queues.store import QueueStore
from devhost.server import EmbeddedServer, listen

_ADDRESS = "127.0.0.1"


class QueueService:
    """The service; an async context manager, that is, `start` and `stop`.

    It has its port from the beginning, and answers from `start` on. Nobody can call it who was not told its address:
    the account in it is made up anew each time. Signatures are not checked.

    Args:
        clock: Time for visibility and expiry.
    """

    def __init__(self, clock: Clock | None = None) -> None:
        account = f"devhost{secrets.token_hex(8)}"
        self.store = QueueStore(clock or SystemClock())
        self._listening = listen(_ADDRESS, 0)
        weakref.finalize(self, self._listening.close)
        self._server = EmbeddedServer(QueueProtocol(self.store, account).router)
        key = base64.b64encode(account.encode()).decode()
        url = f"http://{_ADDRESS}:{self._listening.getsockname()[1]}/{account}"
        self.connection_string = f"AccountName={account};AccountKey={key};QueueEndpoint={url}"

    async def start(self) -> None:
        """Take requests."""
        await self._server.start(self._listening)

    async def stop(self) -> None:
        """Take none any more, and forget all messages."""
        await self._server.stop()

    async def __aenter__(self) -> Self:
        await self.start()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.stop()
