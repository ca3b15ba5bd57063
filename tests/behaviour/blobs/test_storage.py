"""What only the adapter for storage accounts does."""

import asyncio
from collections.abc import AsyncIterator

import pytest
from azure.storage.blob.aio import BlobServiceClient

from adapters.blob.blobs import StorageBlobs
from emulators import StorageServer
from shared.errors import NotFoundError, PermanentError, TemporaryError
from tests.fakes.faulty_server import Answer, Cut, Drop, Fault, FaultyServer, Lost, faulty_server
from tests.storage_servers import unused_name

BUSY = Answer(503, "ServerBusy", {"Retry-After": "1"})


async def no_pause(_: float) -> None:
    await asyncio.sleep(0)


@pytest.fixture
async def server(azurite: StorageServer) -> AsyncIterator[FaultyServer]:
    async with faulty_server(azurite.blob_url) as opened:
        yield opened


@pytest.fixture
async def blobs(azurite: StorageServer, server: FaultyServer) -> AsyncIterator[StorageBlobs]:
    connection = azurite.connection_string.replace(azurite.blob_url, server.url)
    opened = StorageBlobs(connection, container=unused_name("faulty"), pause=no_pause)
    yield opened
    await opened.close()


async def test_a_blob_has_its_media_type(azurite: StorageServer) -> None:
    container = unused_name("typed")
    blobs = StorageBlobs(azurite.connection_string, container=container)
    await blobs.write("a", b"%PDF", "application/pdf")
    await blobs.close()
    async with BlobServiceClient.from_connection_string(azurite.connection_string) as service:
        properties = await service.get_blob_client(container, "a").get_blob_properties()
    assert properties.content_settings.content_type == "application/pdf"


async def test_a_blob_that_somebody_made_a_snapshot_of_can_be_deleted(azurite: StorageServer) -> None:
    container = unused_name("snapshots")
    blobs = StorageBlobs(azurite.connection_string, container=container)
    await blobs.write("a", b"", "text/plain")
    async with BlobServiceClient.from_connection_string(azurite.connection_string) as service:
        await service.get_blob_client(container, "a").create_snapshot()
    assert await blobs.delete("a")
    await blobs.close()


@pytest.mark.parametrize("faults", [[BUSY], [Answer(500)], [Drop()], [Lost()], [Drop(), BUSY, Answer(429), Lost()]])
async def test_passing_faults_change_nothing(faults: list[Fault], server: FaultyServer, blobs: StorageBlobs) -> None:
    server.faults.extend(faults)
    await blobs.write("a", b"content" * 10_000, "text/plain")
    server.faults.extend(faults)
    assert await blobs.read("a") == b"content" * 10_000
    server.faults.extend(fault for fault in faults if not isinstance(fault, Lost))
    assert await blobs.delete("a")


@pytest.mark.parametrize("cuts", [1, 3])  # the client itself reads on three times
async def test_an_answer_that_breaks_off_is_read_again(server: FaultyServer, blobs: StorageBlobs, cuts: int) -> None:
    await blobs.write("a", b"content" * 10_000, "text/plain")
    server.faults.extend([Cut()] * cuts)
    assert await blobs.read("a") == b"content" * 10_000


async def test_a_service_that_stays_busy_is_a_temporary_fault(server: FaultyServer, blobs: StorageBlobs) -> None:
    server.faults.extend([BUSY] * 5)
    with pytest.raises(TemporaryError, match="The blobs of the storage account cannot be used now"):
        await blobs.read("a")


@pytest.mark.parametrize("status", [401, 403])
async def test_a_refusal_is_permanent_and_says_which_role_helps(
    status: int, server: FaultyServer, blobs: StorageBlobs
) -> None:
    server.faults.append(Answer(status, "AuthorizationPermissionMismatch"))
    with pytest.raises(PermanentError, match="Storage Blob Data Contributor"):
        await blobs.read("a")
    assert server.requests == 1


@pytest.mark.parametrize(
    ("connection", "url", "advice"),
    [
        ("nonsense", "", "AzureWebJobsStorage is no connection string"),
        ("AccountName=a;AccountKey=YQ==;QueueEndpoint=http://127.0.0.1:1/a", "", "none for blobs"),
        ("", "http://127.0.0.1:1/a", "AzureWebJobsStorage__blobServiceUri must begin with https://"),
    ],
)
async def test_settings_that_are_no_use_are_named(connection: str, url: str, advice: str) -> None:
    blobs = StorageBlobs(connection, url)
    with pytest.raises(PermanentError, match=advice):
        await blobs.read("a")
    await blobs.close()


@pytest.mark.parametrize("name", ["", "ab", "Upper", "two--hyphens", "a" * 64])
def test_a_container_name_that_azure_does_not_allow_is_refused(name: str) -> None:
    with pytest.raises(ValueError, match="is not the name of a container"):
        StorageBlobs("UseDevelopmentStorage=true", container=name)


@pytest.mark.parametrize("faults", [[BUSY], [Drop()], [Lost()], [Drop(), BUSY, Answer(429), Lost()]])
async def test_passing_faults_change_nothing_about_blocks(
    faults: list[Fault], server: FaultyServer, blobs: StorageBlobs
) -> None:
    for block_id in ("b0", "b1"):
        server.faults.extend(faults)
        await blobs.stage("a", block_id, block_id.encode() * 1_000)
    server.faults.extend(faults)
    assert dict(await blobs.staged("a")) == {"b0": 2_000, "b1": 2_000}
    server.faults.extend(faults)
    await blobs.commit("a", ["b0", "b1"], "text/plain")
    server.faults.extend(faults)
    assert await blobs.size("a") == 4_000
    server.faults.extend(faults)
    assert b"".join([chunk async for chunk in blobs.open("a", 1_999, 2_002)]) == b"0b1"
    server.faults.extend(faults)
    await blobs.discard("a")


async def test_a_blob_that_is_replaced_while_it_is_read_is_no_mixture(blobs: StorageBlobs) -> None:
    await blobs.write("a", b"1" * 5_000_000, "text/plain")
    read = blobs.open("a")
    assert set(await anext(read)) == {ord("1")}
    await blobs.write("a", b"2" * 5_000_000, "text/plain")
    with pytest.raises(TemporaryError, match="was replaced while it was read"):
        assert {chunk[:1] async for chunk in read} == {b"1"}


async def test_a_blob_that_is_deleted_while_it_is_read_is_said_to_be_gone(blobs: StorageBlobs) -> None:
    await blobs.write("a", b"1" * 5_000_000, "text/plain")
    read = blobs.open("a")
    await anext(read)
    await blobs.delete("a")
    with pytest.raises(NotFoundError):
        assert {chunk[:1] async for chunk in read} == {b"1"}


async def test_blocks_make_a_blob_of_their_media_type(azurite: StorageServer) -> None:
    container = unused_name("typed-blocks")
    blobs = StorageBlobs(azurite.connection_string, container=container)
    await blobs.stage("a", "b0", b"1,2")
    await blobs.commit("a", ["b0"], "text/csv")
    await blobs.stage("a", "b1", b"left over")
    await blobs.discard("a")
    await blobs.close()
    async with BlobServiceClient.from_connection_string(azurite.connection_string) as service:
        properties = await service.get_blob_client(container, "a").get_blob_properties()
    assert properties.content_settings.content_type == "text/csv"
