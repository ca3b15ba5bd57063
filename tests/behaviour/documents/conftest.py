from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from shared.ports.documents import Container
from tests.behaviour.documents.stores import STORES, Database


@pytest.fixture(params=STORES)
async def database(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Database]:
    store = STORES[request.param](request, tmp_path)
    yield store
    await store.close()


@pytest.fixture
def jobs(database: Database) -> Container:
    return database.container("job_queue")
