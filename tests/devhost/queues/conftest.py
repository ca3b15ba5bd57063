from collections.abc import AsyncIterator

import pytest

from devhost import ManualClock
from devhost.queues import QueueService
from emulators import StorageServer
from tests.devhost.queues.driving import Mailbox, mailbox


@pytest.fixture
async def service(clock: ManualClock) -> AsyncIterator[QueueService]:
    """The host's own queue service, in a time that only the test moves."""
    async with QueueService(clock) as running:
        yield running


@pytest.fixture(params=["azurite", "own"])
async def storage(request: pytest.FixtureRequest) -> AsyncIterator[str]:
    """The connection string of a service, in real time."""
    if request.param == "azurite":
        server: StorageServer = request.getfixturevalue("azurite")
        yield server.connection_string
    else:
        async with QueueService() as running:
            yield running.connection_string


@pytest.fixture
async def mail(storage: str) -> AsyncIterator[Mailbox]:
    """A queue of that service."""
    async with mailbox(storage) as opened:
        yield opened


@pytest.fixture
async def own_mail(service: QueueService) -> AsyncIterator[Mailbox]:
    """A queue of the host's own service."""
    async with mailbox(service.connection_string) as opened:
        yield opened
