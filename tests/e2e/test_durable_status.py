"""The state of an orchestration that is yet to begin, or that is gone."""

from collections.abc import AsyncIterator

import httpx
import pytest
from azure.durable_functions import DFApp

from adapters.callers.nobody_asked import NobodyAsked
from api.door import Door
from api.durable_status import durable_status
from api.origins import Origins
from api.starts import StartLimit
from devhost import HostOptions
from shared.domain.job import JobStatus
from tests.e2e.hosting import host_of
from tests.fakes.builders import job
from tests.fakes.services import services


@pytest.fixture
async def http() -> AsyncIterator[httpx.AsyncClient]:
    """The one endpoint: in the whole app the watchdog would start what waits."""
    here = services()
    await here.jobs.create(job("waiting"))
    await here.jobs.create(job("running", status=JobStatus.PROCESSING))
    await here.jobs.create(job("old", status=JobStatus.COMPLETED))
    app = DFApp()
    app.register_functions(durable_status(Door(NobodyAsked(), StartLimit(0, here.clock), Origins("")), here.reader))
    async with (
        host_of(app, options=HostOptions(shutdown_grace=0.1)) as host,
        httpx.AsyncClient(base_url=host.base_url) as client,
    ):
        yield client


@pytest.mark.parametrize("job_id", ["waiting", "running"])
async def test_a_job_without_an_orchestration_that_will_get_one_is_pending(
    http: httpx.AsyncClient, job_id: str
) -> None:
    answer = await http.get(f"/api/jobs/{job_id}/durable")
    assert answer.json() == {
        "name": "contract_comparison",
        "instanceId": job_id,
        "runtimeStatus": "Pending",
        "input": None,
        "customStatus": None,
        "output": None,
        "createdTime": "2026-01-31T08:30:00.000000Z",
        "lastUpdatedTime": "2026-01-31T08:30:00.000000Z",
    }


async def test_of_a_job_that_is_over_the_answer_says_that_the_orchestration_is_gone(http: httpx.AsyncClient) -> None:
    answer = await http.get("/api/jobs/old/durable")
    assert answer.status_code == 404
    assert answer.json()["detail"] == "Job old is completed, and there is no orchestration of it any more."
