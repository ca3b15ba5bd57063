"""The adapters under test; a further one is a further line of STORES."""

from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from pathlib import Path

import pytest

from adapters.blob.blobs import StorageBlobs
from adapters.folder.blobs import FolderBlobs
from emulators import StorageServer
from shared.ports.blobs import Blobs
from tests.fakes.blobs import MemoryBlobs
from tests.storage_servers import unused_name


@asynccontextmanager
async def _in_a_folder(request: pytest.FixtureRequest) -> AsyncIterator[Blobs]:
    folder: Path = request.getfixturevalue("tmp_path")
    yield FolderBlobs(folder / "not" / "there" / "yet")


@asynccontextmanager
async def _on_azurite(request: pytest.FixtureRequest) -> AsyncIterator[Blobs]:
    server: StorageServer = request.getfixturevalue("azurite")
    blobs = StorageBlobs(server.connection_string, container=unused_name("blobs"))
    try:
        yield blobs
    finally:
        await blobs.close()


@asynccontextmanager
async def _in_memory(_: pytest.FixtureRequest) -> AsyncIterator[Blobs]:
    yield MemoryBlobs()


STORES: Mapping[str, Callable[[pytest.FixtureRequest], AbstractAsyncContextManager[Blobs]]] = {
    "memory": _in_memory,
    "folder": _in_a_folder,
    "azurite": _on_azurite,
}
