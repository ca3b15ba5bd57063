import uuid
from collections.abc import AsyncIterator, Callable

import pytest

from adapters.cosmos.documents import CosmosDatabase
from adapters.cosmos.retries import RetryPolicy
from emulators import CosmosServer
from shared.ports.documents import Container
from tests.behaviour.cosmos.clock import SkippingClock
from tests.fakes.cosmos_faults import CosmosFaults


@pytest.fixture
async def faults(plain_cosmos: CosmosServer) -> AsyncIterator[CosmosFaults]:
    async with CosmosFaults(plain_cosmos.endpoint).serve() as server:
        yield server


@pytest.fixture
def clock() -> SkippingClock:
    return SkippingClock()


@pytest.fixture
async def make_database(
    faults: CosmosFaults, clock: SkippingClock, plain_cosmos: CosmosServer
) -> AsyncIterator[Callable[[RetryPolicy], CosmosDatabase]]:
    """Makes databases over the faulty server, all of one name, and closes them."""
    name = f"test-{uuid.uuid4().hex}"
    made: list[CosmosDatabase] = []

    def make(policy: RetryPolicy | None) -> CosmosDatabase:
        made.append(
            CosmosDatabase(faults.endpoint, plain_cosmos.key, name, policy=policy, clock=clock, jitter=lambda: 0.0)
        )
        return made[-1]

    yield make
    for database in made:
        await database.close()


@pytest.fixture
def database(make_database: Callable[[RetryPolicy], CosmosDatabase]) -> CosmosDatabase:
    return make_database(RetryPolicy())


@pytest.fixture
def jobs(database: CosmosDatabase) -> Container:
    return database.container("job_queue")
