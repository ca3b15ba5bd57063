"""The address at which a client puts the blocks of one blob itself, against a real server."""

import base64
from collections.abc import AsyncIterator
from urllib.parse import quote

import httpx
import pytest

from adapters.blob.blobs import StorageBlobs
from adapters.folder.blobs import FolderBlobs
from emulators import StorageServer
from tests.storage_servers import unused_name


@pytest.fixture
async def blobs(azurite: StorageServer) -> AsyncIterator[StorageBlobs]:
    blobs = StorageBlobs(azurite.connection_string, container=unused_name("direct"))
    yield blobs
    await blobs.close()


def block(url: str, block_id: str) -> str:
    encoded = base64.b64encode(block_id.ljust(48).encode()).decode()
    return f"{url}&comp=block&blockid={quote(encoded, safe='')}"


async def put(url: str, content: bytes) -> int:
    async with httpx.AsyncClient() as http:
        return (await http.put(url, content=content)).status_code


async def test_blocks_of_a_client_are_as_those_of_the_app(blobs: StorageBlobs) -> None:
    url = await blobs.upload_url("files/a", 60)
    assert url is not None
    assert await put(block(url, "00000"), b"put directly, ") == 201
    await blobs.stage("files/a", "00001", b"and by the app")
    assert dict(await blobs.staged("files/a")) == {"00000": 14, "00001": 14}
    await blobs.commit("files/a", ["00000", "00001"], "text/plain")
    assert await blobs.read("files/a") == b"put directly, and by the app"


async def test_the_address_is_for_this_blob_only_and_for_writing_only(blobs: StorageBlobs) -> None:
    url = await blobs.upload_url("files/a", 60)
    assert url is not None
    await blobs.write("files/b", b"another's", "text/plain")
    other = url.replace("files/a", "files/b")
    assert await put(block(other, "00000"), b"x") == 403
    async with httpx.AsyncClient() as http:
        assert [(await http.get(address)).status_code for address in (url, other)] == [403, 403]
        assert (await http.delete(url)).status_code == 403


async def test_the_address_is_no_use_later(blobs: StorageBlobs) -> None:
    url = await blobs.upload_url("files/a", -60)
    assert url is not None
    assert await put(block(url, "00000"), b"x") == 403


async def test_a_signature_in_place_of_the_key_cannot_sign(azurite: StorageServer) -> None:
    parts = dict(part.partition("=")[::2] for part in azurite.connection_string.split(";") if part)
    signed = f"BlobEndpoint={parts['BlobEndpoint']};SharedAccessSignature=sv=2020-02-10&sig=abc"
    blobs = StorageBlobs(signed)
    assert await blobs.upload_url("files/a", 60) is None
    await blobs.close()


async def test_a_folder_has_no_address(tmp_path_factory: pytest.TempPathFactory) -> None:
    assert await FolderBlobs(tmp_path_factory.mktemp("blobs")).upload_url("files/a", 60) is None
