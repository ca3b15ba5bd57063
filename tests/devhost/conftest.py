"""A served host of the sample app, and its client."""

import sys
from collections.abc import AsyncIterator, Iterator

import aiohttp
import azure.durable_functions as df
import pytest

from devhost import Host, HostOptions, HostSettings, ManualClock
from tests.devhost.driving import cases_app

QUICK = HostOptions(shutdown_grace=0.1)


@pytest.fixture
async def host() -> AsyncIterator[Host]:
    """The sample app on a free port, in real time."""
    async with Host(cases_app(), options=QUICK, settings=HostSettings(max_activities=50)) as served:
        yield served


@pytest.fixture
def clock() -> ManualClock:
    """A clock that only the test moves."""
    return ManualClock()


@pytest.fixture
async def still_host(clock: ManualClock) -> AsyncIterator[Host]:
    """The sample app in a time that only the test moves."""
    async with Host(cases_app(), options=QUICK, clock=clock) as served:
        yield served


@pytest.fixture
def client(host: Host) -> df.DurableOrchestrationClient:
    """A durable client of `host`."""
    return host.durable_client()


@pytest.fixture
async def http() -> AsyncIterator[aiohttp.ClientSession]:
    """A plain HTTP client."""
    async with aiohttp.ClientSession() as session:
        yield session


@pytest.fixture(autouse=True)
def _own_imports() -> Iterator[None]:
    """Apps that a test loads leave no trace in the import system."""
    path, module = list(sys.path), sys.modules.get("function_app")
    yield
    sys.path[:] = path
    if module is not None:
        sys.modules["function_app"] = module
    else:
        sys.modules.pop("function_app", None)
