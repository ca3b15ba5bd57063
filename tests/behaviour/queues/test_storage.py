"""What only the adapter for storage accounts does."""

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest

from adapters.storage_account.place import Place
from adapters.storage_queue.client import VendorQueueClient
from adapters.storage_queue.queues import StorageQueues
from emulators import StorageServer
from shared.errors import PermanentError, TemporaryError
from shared.ports.metering import metered
from tests.behaviour.queues.senders import StorageSender, storage_sender
from tests.fakes.faulty_server import Answer, Cut, Drop, Fault, FaultyServer, Lost, faulty_server

BUSY = Answer(503, "ServerBusy", {"Retry-After": "3"})
KEY = "c2VjcmV0LWtleQ=="


class Pauses:
    """Takes the place of waiting."""

    def __init__(self) -> None:
        self.seconds: list[float] = []

    async def __call__(self, seconds: float) -> None:
        self.seconds.append(seconds)
        await asyncio.sleep(0)


@pytest.fixture
async def sender(azurite: StorageServer) -> AsyncIterator[StorageSender]:
    async with storage_sender(azurite.connection_string) as opened:
        yield opened


@pytest.fixture
async def server(azurite: StorageServer) -> AsyncIterator[FaultyServer]:
    async with faulty_server(azurite.queue_url) as opened:
        yield opened


@asynccontextmanager
async def queues_behind(server: FaultyServer, azurite: StorageServer) -> AsyncIterator[tuple[StorageQueues, Pauses]]:
    pauses = Pauses()
    queues = StorageQueues(azurite.connection_string.replace(azurite.queue_url, server.url), pause=pauses)
    try:
        yield queues, pauses
    finally:
        await queues.close()


@pytest.mark.parametrize(
    "faults", [[BUSY], [Answer(500)], [Answer(429)], [Drop()], [Drop(), BUSY, Answer(500, "InternalError"), Drop()]]
)
async def test_a_message_arrives_once_in_spite_of_a_passing_fault(
    faults: list[Fault], server: FaultyServer, azurite: StorageServer, sender: StorageSender, name: str
) -> None:
    await sender.queue(name).send({"number": 1})
    async with queues_behind(server, azurite) as (queues, pauses):
        server.faults.extend(faults)
        with metered() as meter:
            await queues.queue(name).send({"number": 2})
    assert sorted(message["number"] for message in await sender.sent(name)) == [1, 2]
    assert len(pauses.seconds) == meter.retries == len(faults)


@pytest.mark.parametrize("fault", [Lost(), Cut()])
async def test_a_message_whose_acknowledgement_is_lost_is_sent_again(
    fault: Fault, server: FaultyServer, azurite: StorageServer, sender: StorageSender, name: str
) -> None:
    await sender.queue(name).send({"number": 1})
    async with queues_behind(server, azurite) as (queues, _):
        server.faults.append(fault)
        await queues.queue(name).send({"number": 2})
    assert sorted(message["number"] for message in await sender.sent(name)) == [1, 2, 2]


async def test_the_pause_is_what_the_service_asks_for_and_a_little_more(
    server: FaultyServer, azurite: StorageServer, name: str
) -> None:
    async with queues_behind(server, azurite) as (queues, pauses):
        server.faults.extend([BUSY, BUSY])
        await queues.queue(name).send({})
    assert all(3.0 <= seconds <= 3.3 for seconds in pauses.seconds)
    assert len(set(pauses.seconds)) == 2


async def test_pauses_grow_when_the_service_asks_for_nothing(
    server: FaultyServer, azurite: StorageServer, name: str
) -> None:
    async with queues_behind(server, azurite) as (queues, pauses):
        server.faults.extend([Answer(500)] * 4)
        await queues.queue(name).send({})
    for number, seconds in enumerate(pauses.seconds):
        assert 0.2 * 2**number <= seconds <= 0.4 * 2**number


async def test_a_service_that_stays_busy_is_a_temporary_fault(
    server: FaultyServer, azurite: StorageServer, name: str
) -> None:
    async with queues_behind(server, azurite) as (queues, _):
        server.faults.extend([BUSY] * 5)
        with pytest.raises(TemporaryError, match=r"cannot be used now \(503 ServerBusy\)"):
            await queues.queue(name).send({})
    assert server.requests == 5


async def test_a_service_that_wants_to_be_left_alone_for_long_is_asked_no_more(
    server: FaultyServer, azurite: StorageServer, name: str
) -> None:
    async with queues_behind(server, azurite) as (queues, pauses):
        server.faults.append(Answer(503, "ServerBusy", {"Retry-After": "3600"}))
        with pytest.raises(TemporaryError):
            await queues.queue(name).send({})
    assert pauses.seconds == []


@pytest.mark.parametrize("status", [401, 403])
async def test_a_refusal_is_permanent_and_says_which_role_helps(
    status: int, server: FaultyServer, azurite: StorageServer, name: str
) -> None:
    async with queues_behind(server, azurite) as (queues, pauses):
        server.faults.append(Answer(status, "AuthorizationFailure"))
        with pytest.raises(PermanentError, match=r"Storage Queue Data Contributor.*AzureWebJobsStorage"):
            await queues.queue(name).send({})
    assert pauses.seconds == []


async def test_a_queue_that_is_being_deleted_is_a_temporary_fault(
    server: FaultyServer, azurite: StorageServer, name: str
) -> None:
    async with queues_behind(server, azurite) as (queues, _):
        server.faults.extend([Answer(404, "QueueNotFound"), Answer(409, "QueueBeingDeleted")] * 5)
        with pytest.raises(TemporaryError, match="QueueBeingDeleted"):
            await queues.queue(name).send({})


async def test_a_wrong_key_is_named_without_showing_it(azurite: StorageServer, name: str) -> None:
    queues = StorageQueues(
        f"DefaultEndpointsProtocol=http;AccountName=devstoreaccount1;AccountKey={KEY};"
        f"QueueEndpoint={azurite.queue_url}/devstoreaccount1"
    )
    with pytest.raises(PermanentError, match="correct the key in AzureWebJobsStorage") as caught:
        await queues.queue(name).send({})
    await queues.close()
    assert KEY not in f"{caught.value} {caught.value.__cause__}"


async def test_a_server_that_is_not_there_is_a_temporary_fault(
    server: FaultyServer, azurite: StorageServer, name: str
) -> None:
    connection = azurite.connection_string.replace(azurite.queue_url, "http://127.0.0.1:1")
    queues = StorageQueues(connection, pause=Pauses())
    with pytest.raises(TemporaryError, match="that it runs, if it is Azurite"):
        await queues.queue(name).send({})
    await queues.close()
    assert server.requests == 0


@pytest.mark.parametrize(
    ("connection", "url", "advice"),
    [
        ("nonsense", "", "AzureWebJobsStorage is no connection string"),
        ("AccountKey=abc", "", "AzureWebJobsStorage is no connection string"),
        ("AccountName=a;AccountKey=YQ==;BlobEndpoint=http://127.0.0.1:1/a", "", "none for queues"),
        ("", "http://127.0.0.1:1/a", "AzureWebJobsStorage__queueServiceUri must begin with https://"),
        ("", "", "AzureWebJobsStorage__queueServiceUri must begin with https://"),
    ],
)
async def test_settings_that_are_no_use_are_named(connection: str, url: str, advice: str, name: str) -> None:
    queues = StorageQueues(connection, url)
    with pytest.raises(PermanentError, match=advice):
        await queues.queue(name).send({})
    await queues.close()


@pytest.mark.parametrize("name", ["", "ab", "Upper", "two--hyphens", "-first", "last-", "under_score", "a" * 64, "q/e"])
def test_a_name_that_azure_does_not_allow_is_refused(name: str) -> None:
    with pytest.raises(ValueError, match="is not the name of a queue"):
        StorageQueues("UseDevelopmentStorage=true").queue(name)


async def test_the_short_name_for_development_storage_is_azurite_on_its_usual_port() -> None:
    client = VendorQueueClient(Place("queue", "", "UseDevelopmentStorage=true"))
    assert client._service.url == "http://127.0.0.1:10001/devstoreaccount1/"
    assert client._service.credential.account_name == "devstoreaccount1"
    await client.close()


async def test_queues_can_be_closed_twice_and_used_again(azurite: StorageServer, sender: StorageSender) -> None:
    queues = StorageQueues(azurite.connection_string)
    for _ in range(2):
        await queues.queue("again").send({})
        await queues.close()
        await queues.close()
    assert len(await sender.sent("again")) == 2


async def test_the_client_says_nothing_of_each_request(
    azurite: StorageServer, name: str, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    queues = StorageQueues(azurite.connection_string)
    await queues.queue(name).send({})
    await queues.close()
    assert caplog.records == []
