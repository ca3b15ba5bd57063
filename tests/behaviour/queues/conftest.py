from collections.abc import AsyncIterator

import pytest

from tests.behaviour.queues.senders import SENDERS, Sender
from tests.storage_servers import unused_name


@pytest.fixture(params=SENDERS)
async def sender(request: pytest.FixtureRequest) -> AsyncIterator[Sender]:
    async with SENDERS[request.param](request) as opened:
        yield opened


@pytest.fixture
def name() -> str:
    """The name of a queue that is not there yet."""
    return unused_name("messages")
