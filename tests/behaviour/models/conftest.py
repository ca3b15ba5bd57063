from collections.abc import AsyncIterator

import pytest

from shared.ports.model import Model
from tests.behaviour.models.models import MODELS


@pytest.fixture(params=MODELS)
async def model(request: pytest.FixtureRequest) -> AsyncIterator[Model]:
    async with MODELS[request.param]() as running:
        yield running
