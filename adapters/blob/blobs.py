"""Blobs of a storage account, all in one container that is made at the first write."""

import asyncio
import re
from typing import Protocol

from adapters.blob_names import checked_name
from adapters.storage_account.account import Account, Client
from adapters.storage_account.pausing import Pause
from adapters.storage_account.place import Place

_CONTAINER = re.compile(r"(?=.{3,63}$)[a-z0-9]+(?:-[a-z0-9]+)*", re.ASCII)


class BlobClient(Client, Protocol):
    """What is asked of the service."""

    async def write(self, container: str, name: str, content: bytes, media_type: str) -> None:
        """Store a blob whole; the container is made if need be."""

    async def read(self, container: str, name: str) -> bytes | None:
        """The blob, or None."""

    async def delete(self, container: str, name: str) -> bool:
        """Remove the blob; False when there was none."""


class StorageBlobs:
    """The blobs of one container, over one client.

    `connection_string` wins over `url`, where the managed identity goes.

    Raises:
        ValueError: Azure allows no container of that name.
    """

    def __init__(
        self,
        connection_string: str = "",
        url: str = "",
        container: str = "contract-batch",
        pause: Pause = asyncio.sleep,
    ) -> None:
        if not _CONTAINER.fullmatch(container):
            raise ValueError(f"{container!r} is not the name of a container.")
        place = Place("blob", "Storage Blob Data Contributor", connection_string, url)
        self._account: Account[BlobClient] = Account(place, _connect, pause)
        self._container = container

    async def write(self, name: str, content: bytes, media_type: str) -> None:
        """See Blobs.write."""
        checked = checked_name(name)
        await self._account.run(lambda client: client.write(self._container, checked, content, media_type))

    async def read(self, name: str) -> bytes | None:
        """See Blobs.read."""
        checked = checked_name(name)
        return await self._account.run(lambda client: client.read(self._container, checked))

    async def delete(self, name: str) -> bool:
        """See Blobs.delete."""
        checked = checked_name(name)
        return await self._account.run(lambda client: client.delete(self._container, checked))

    async def close(self) -> None:
        """Let go of the connections."""
        await self._account.close()


def _connect(place: Place) -> BlobClient:
    from adapters.blob.client import VendorBlobClient  # noqa: PLC0415 - see Account

    return VendorBlobClient(place)
