"""The whole app, served by the local host over HTTP, on what it stands on."""

import uuid
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from adapters.bootstrap import connect
from api.application import create_app
from devhost import HostOptions
from emulators import CosmosServer, StorageServer
from jobs.registry import JOB_TYPES
from shared.settings import Settings
from tests.e2e.app_client import AppClient
from tests.e2e.hosting import host_of

DATA = Path(__file__).resolve().parents[2].parent / "shared" / "data"

EVERYWHERE = pytest.mark.parametrize("standing", ["laptop", "azure"], indirect=True)
"""On SQLite and a folder, and on Cosmos DB and a storage account."""


@pytest.fixture
def standing(request: pytest.FixtureRequest, tmp_path: Path) -> Settings:
    """What the app stands on: a laptop's files, unless the test says EVERYWHERE."""
    if getattr(request, "param", "laptop") == "laptop":
        return Settings(sqlite_path=tmp_path / "documents.sqlite3", blobs_path=tmp_path / "blobs")
    cosmos: CosmosServer = request.getfixturevalue("cosmos")
    storage: StorageServer = request.getfixturevalue("azurite")
    return Settings.model_validate(_azure(cosmos, storage))


def _azure(cosmos: CosmosServer, storage: StorageServer) -> dict[str, Any]:
    return {
        "store": "cosmos",
        "cosmos_endpoint": cosmos.endpoint,
        "cosmos_key": cosmos.key,
        "cosmos_database": f"e2e-{uuid.uuid4().hex}",
        "cosmos_verify_tls": False,
        "storage_connection": storage.connection_string,
        "blobs": "storage",
    }


@pytest.fixture
async def base_url(standing: Settings) -> AsyncIterator[str]:
    """The app on a free port."""
    ports = connect(standing)
    async with host_of(create_app(standing, ports, JOB_TYPES), options=HostOptions(shutdown_grace=0.1)) as host:
        yield host.base_url
    await ports.close()


@pytest.fixture
async def http(base_url: str) -> AsyncIterator[httpx.AsyncClient]:
    """A plain HTTP client of the app."""
    async with httpx.AsyncClient(base_url=base_url, timeout=60) as client:
        yield client


@pytest.fixture
def app(http: httpx.AsyncClient) -> AppClient:
    """What a workbench does with the app, in words."""
    return AppClient(http)


@pytest.fixture(scope="session")
def data() -> Path:
    """Real documents that nobody on this project wrote."""
    if not DATA.is_dir():
        pytest.skip(f"the real documents are not at {DATA}")
    return DATA
