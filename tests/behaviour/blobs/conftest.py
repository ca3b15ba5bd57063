from collections.abc import AsyncIterator

import pytest

from shared.ports.blobs import Blobs
from tests.behaviour.blobs.stores import STORES


@pytest.fixture(params=STORES)
async def blobs(request: pytest.FixtureRequest) -> AsyncIterator[Blobs]:
    async with STORES[request.param](request) as store:
        yield store
