from collections.abc import AsyncIterator

import pytest

from tests.fakes.openai_server import FakeOpenAI, serving
from tests.fakes.openai_server.answers import compare
from tests.unit.openai_model.asking import KEY, Asker, asker_of


@pytest.fixture
async def server() -> AsyncIterator[FakeOpenAI]:
    async with serving(FakeOpenAI(compare, key=KEY)) as running:
        yield running


@pytest.fixture
async def asker(server: FakeOpenAI) -> AsyncIterator[Asker]:
    asker = asker_of(server)
    yield asker
    await asker.model.close()
