"""Queues of a storage account: made when first sent to, read by queue-triggered functions."""

import asyncio
import re
from typing import Protocol

from adapters.messages.encoding import encode
from adapters.storage_account.account import Account, Client
from adapters.storage_account.pausing import Pause
from adapters.storage_account.place import Place
from shared.ports.queue import JsonMessage, QueueDepth

_NAME = re.compile(r"(?=.{3,63}$)[a-z0-9]+(?:-[a-z0-9]+)*", re.ASCII)
# Who may only send could not make the queue that is not there yet.
_ROLE = "Storage Queue Data Contributor"


class QueueClient(Client, Protocol):
    """What is asked of the service."""

    async def put(self, name: str, text: str) -> None:
        """Send a text to the queue of this name, which is made if need be."""

    async def depth(self, name: str) -> QueueDepth:
        """What waits in the queue of this name."""


class StorageQueues:
    """The account's queues, over one client. `connection_string` wins over `url`, where the managed identity goes."""

    def __init__(self, connection_string: str = "", url: str = "", pause: Pause = asyncio.sleep) -> None:
        place = Place("queue", _ROLE, connection_string, url)
        self._account: Account[QueueClient] = Account(place, _connect, pause)

    def queue(self, name: str) -> "StorageQueue":
        """The queue of this name, there or not.

        Raises:
            ValueError: Azure allows no such name.
        """
        if not _NAME.fullmatch(name):
            raise ValueError(f"{name!r} is not the name of a queue.")
        return StorageQueue(self._account, name)

    async def close(self) -> None:
        """Let go of the connections."""
        await self._account.close()


class StorageQueue:
    """One queue. A message is base64 of UTF-8 JSON, as the Functions host reads it unless told otherwise."""

    def __init__(self, account: Account[QueueClient], name: str) -> None:
        self._account = account
        self._name = name

    async def send(self, message: JsonMessage) -> None:
        """See Queue.send. A message whose acknowledgement was lost is sent again, and is then there twice."""
        text = encode(message)
        await self._account.run(lambda client: client.put(self._name, text))

    async def depth(self) -> QueueDepth:
        """See Queue.depth."""
        return await self._account.run(lambda client: client.depth(self._name))


def _connect(place: Place) -> QueueClient:
    from adapters.storage_queue.client import VendorQueueClient  # noqa: PLC0415 - see Account

    return VendorQueueClient(place)
