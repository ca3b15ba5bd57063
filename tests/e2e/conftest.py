"""The whole app, served by the local host over HTTP, with SQLite and the offline model."""

from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import pytest

from adapters.bootstrap import connect
from api.application import create_app
from devhost import Host, HostOptions
from jobs.registry import JOB_TYPES
from shared.settings import Settings
from tests.e2e.app_client import AppClient

DATA = Path(__file__).resolve().parents[2].parent / "shared" / "data"


@pytest.fixture
async def base_url(tmp_path: Path) -> AsyncIterator[str]:
    """The app on a free port."""
    settings = Settings(sqlite_path=tmp_path / "documents.sqlite3", blobs_path=tmp_path / "blobs")
    ports = connect(settings)
    async with Host(create_app(settings, ports, JOB_TYPES), options=HostOptions(shutdown_grace=0.1)) as host:
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
