"""Blobs of a storage account, all in one container that is made at the first write."""

import asyncio
import re
from collections.abc import AsyncIterator, Mapping, Sequence
from pathlib import Path
from typing import Protocol

from adapters.blob_names import checked_name
from adapters.block_ids import checked_block, checked_block_id, checked_list
from adapters.storage_account.account import Account, Client
from adapters.storage_account.pausing import Pause
from adapters.storage_account.place import Place
from shared.errors import NotFoundError
from shared.ports.blobs import CHUNK_BYTES

_CONTAINER = re.compile(r"(?=.{3,63}$)[a-z0-9]+(?:-[a-z0-9]+)*", re.ASCII)
_RANGE_BYTES = 4 * CHUNK_BYTES
"""Asked for at once: fewer requests than chunks, and still little memory."""

Version = tuple[int, str]
"""A blob's bytes, and the etag of this very content."""


class BlobClient(Client, Protocol):
    """What is asked of the service."""

    async def write(self, container: str, name: str, content: bytes, media_type: str) -> None:
        """Store a blob whole; the container is made if need be."""

    async def read(self, container: str, name: str) -> bytes | None:
        """The blob, or None."""

    async def version(self, container: str, name: str) -> Version | None:
        """What is there now, or None."""

    async def read_range(self, container: str, name: str, start: int, end: int, etag: str) -> bytes | None:
        """Bytes of this version of the blob; None when the blob is gone."""

    async def delete(self, container: str, name: str) -> bool:
        """Remove the blob; False when there was none."""

    async def stage(self, container: str, name: str, block_id: str, content: bytes) -> None:
        """Store a block; the container is made if need be."""

    async def staged(self, container: str, name: str) -> dict[str, int]:
        """The uncommitted blocks and their bytes."""

    async def commit(self, container: str, name: str, block_ids: list[str], media_type: str) -> None:
        """Make a blob of blocks."""

    async def discard(self, container: str, name: str) -> None:
        """Throw the uncommitted blocks away."""

    async def upload_url(self, container: str, name: str, seconds: int) -> str | None:
        """A signed address for writing this blob; None without what it takes to sign."""


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

    async def size(self, name: str) -> int | None:
        """See Blobs.size."""
        version = await self._version(name)
        return None if version is None else version[0]

    async def open(self, name: str, start: int = 0, end: int | None = None) -> AsyncIterator[bytes]:
        """See Blobs.open. All chunks are of the version that there was at the first: a mixture is a TemporaryError."""
        version = await self._version(name)
        if version is None:
            raise _gone(name)
        size, etag = version
        last = size if end is None else min(end, size)
        for at in range(start, last, _RANGE_BYTES):
            content = await self._range(name, at, min(at + _RANGE_BYTES, last), etag)
            for begin in range(0, len(content), CHUNK_BYTES):
                yield content[begin : begin + CHUNK_BYTES]

    async def delete(self, name: str) -> bool:
        """See Blobs.delete."""
        checked = checked_name(name)
        return await self._account.run(lambda client: client.delete(self._container, checked))

    async def stage(self, name: str, block_id: str, content: bytes) -> None:
        """See Blobs.stage."""
        checked, block, body = checked_name(name), checked_block_id(block_id), checked_block(content)
        await self._account.run(lambda client: client.stage(self._container, checked, block, body))

    async def staged(self, name: str) -> Mapping[str, int]:
        """See Blobs.staged."""
        checked = checked_name(name)
        return await self._account.run(lambda client: client.staged(self._container, checked))

    async def commit(self, name: str, block_ids: Sequence[str], media_type: str) -> None:
        """See Blobs.commit."""
        checked, blocks = checked_name(name), checked_list(block_ids)
        await self._account.run(lambda client: client.commit(self._container, checked, blocks, media_type))

    async def discard(self, name: str) -> None:
        """See Blobs.discard."""
        checked = checked_name(name)
        await self._account.run(lambda client: client.discard(self._container, checked))

    async def upload_url(self, name: str, seconds: int) -> str | None:
        """See Blobs.upload_url; None with a connection string that holds a signature instead of the key."""
        checked = checked_name(name)
        return await self._account.run(lambda client: client.upload_url(self._container, checked, seconds))

    async def local_path(self, name: str) -> Path | None:
        """See Blobs.local_path: None."""
        checked_name(name)
        return None

    async def close(self) -> None:
        """Let go of the connections."""
        await self._account.close()

    async def _version(self, name: str) -> Version | None:
        checked = checked_name(name)
        return await self._account.run(lambda client: client.version(self._container, checked))

    async def _range(self, name: str, start: int, end: int, etag: str) -> bytes:
        found = await self._account.run(lambda client: client.read_range(self._container, name, start, end, etag))
        if found is None:
            raise _gone(name)
        return found


def _gone(name: str) -> NotFoundError:
    return NotFoundError(f"There is no blob {name}.")


def _connect(place: Place) -> BlobClient:
    from adapters.blob.client import VendorBlobClient  # noqa: PLC0415 - see Account

    return VendorBlobClient(place)
