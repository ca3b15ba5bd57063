"""From the end of a job, over the queue and its function, to the notification."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from pydantic import SecretStr

from adapters.bootstrap import connect
from adapters.storage_queue.queues import StorageQueues
from api.application import create_app
from devhost import HostOptions
from devhost.queues import QueueService
from jobs.registry import JOB_TYPES
from shared.function_names import JOB_EVENTS
from shared.ports.bundle import Ports
from shared.settings import Settings
from tests.e2e.app_client import AppClient, comparison
from tests.e2e.hosting import host_of

PATIENCE_SECONDS = 20


@pytest.fixture
async def storage() -> AsyncIterator[str]:
    """The host's own queues, which the app and its triggers are told of as they are of a storage account."""
    async with QueueService() as service:
        yield service.connection_string


@pytest.fixture
async def ports(storage: str, tmp_path: Path) -> AsyncIterator[Ports]:
    settings = Settings(sqlite_path=tmp_path / "documents.sqlite3", storage_connection=SecretStr(storage))
    connected = connect(settings)
    yield connected
    await connected.close()


@pytest.fixture
async def app(ports: Ports, storage: str) -> AsyncIterator[AppClient]:
    options = HostOptions(shutdown_grace=0.1)
    async with (
        host_of(create_app(Settings(), ports, JOB_TYPES), options=options, storage=storage) as host,
        httpx.AsyncClient(base_url=host.base_url, timeout=60) as http,
    ):
        yield AppClient(http)


async def notification(ports: Ports, job_id: str) -> dict[str, Any]:
    """The notification of a job, once it is there."""
    async with asyncio.timeout(PATIENCE_SECONDS):
        while (found := await ports.job_queue.read("system", f"{job_id}:notification")) is None:
            await asyncio.sleep(0.05)
    return found.body


async def test_the_end_of_a_job_becomes_a_notification(app: AppClient, ports: Ports) -> None:
    standard, other = await app.add_text(), await app.add_text()
    job = await app.finished((await app.submit(comparison(standard, other)))["job_id"])
    noted = await notification(ports, job["id"])
    assert (noted["event"], noted["result_id"], noted["title"]) == ("completed", job["result_id"], job["title"])
    assert noted["items_completed"] == 1


async def test_a_message_that_is_no_event_keeps_the_others_from_nothing(
    app: AppClient, ports: Ports, storage: str
) -> None:
    queues = StorageQueues(storage)
    await queues.queue(JOB_EVENTS).send({"event": "unheard of"})
    await queues.close()
    standard, other = await app.add_text(), await app.add_text()
    job = await app.finished((await app.submit(comparison(standard, other)))["job_id"])
    assert (await notification(ports, job["id"]))["event"] == "completed"
