"""What a user may submit in a day, over HTTP."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import pytest

from adapters.bootstrap import connect
from api.application import create_app
from devhost import HostOptions
from devhost.queues import QueueService
from jobs.registry import JOB_TYPES
from shared.ports.bundle import Ports
from shared.ports.documents import JsonDocument, Query
from shared.settings import Settings
from tests.e2e.app_client import AppClient, comparison
from tests.e2e.hosting import host_of
from tests.fakes.openai_server import FakeOpenAI, serving
from tests.fakes.openai_server.answers import compare

DAY_SECONDS = 24 * 3600
PATIENCE_SECONDS = 20
PRICES = '{"gpt-test": {"prompt": 2.0, "completion": 8.0}}'


@dataclass(frozen=True)
class Trial:
    """The app with limits, and the way past it to what is stored."""

    app: AppClient
    ports: Ports

    async def post(self, standard: str, *others: str, **fields: Any) -> httpx.Response:
        return await self.app.http.post("/api/jobs/comparison", json=comparison(standard, *others, **fields))

    async def notifications(self, user: str) -> list[JsonDocument]:
        page = await self.ports.job_queue.query(Query({"type": "notification"}, "created_date"), user)
        return page.documents


@pytest.fixture
async def trial(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Trial]:
    """The app with the limits of the test's parameter, on the host's own queues."""
    async with QueueService() as service, serving(FakeOpenAI(compare)) as model:
        settings = Settings.model_validate(
            {
                "sqlite_path": tmp_path / "documents.sqlite3",
                "blobs_path": tmp_path / "blobs",
                "storage_connection": service.connection_string,
                "model": "openai",
                "model_primary": "gpt-test",
                "model_prices": PRICES,
                "openai_base_url": model.base_url,
                "openai_api_key": "sk-of-the-test",
            }
            | request.param
        )
        ports = connect(settings)
        app = create_app(settings, ports, JOB_TYPES)
        options = HostOptions(shutdown_grace=0.1)
        async with (
            host_of(app, options=options, storage=service.connection_string) as host,
            httpx.AsyncClient(base_url=host.base_url, timeout=60) as http,
        ):
            yield Trial(AppClient(http), ports)
        await ports.close()


def limit_of(answer: httpx.Response) -> str:
    """The sentence of a refusal for today."""
    assert (answer.status_code, answer.headers["content-type"]) == (429, "application/problem+json"), answer.text
    assert 0 < int(answer.headers["retry-after"]) <= DAY_SECONDS
    assert answer.json()["title"] == "Too much for now"
    return str(answer.json()["detail"])


@pytest.mark.parametrize("trial", [{"daily_jobs": 1}], indirect=True)
async def test_the_job_over_the_daily_limit_is_told_which_limit_it_is_and_when_it_ends(trial: Trial) -> None:
    standard, other = await trial.app.add_text(), await trial.app.add_text()
    assert (await trial.post(standard, other)).status_code == 202
    told = limit_of(await trial.post(standard, other))
    assert told.startswith("The daily limit of jobs is used up: 1 of 1 were submitted today. ")
    assert (await trial.app.http.get("/api/jobs/user/system")).json()["total"] == 1
    assert (await trial.post(standard, other, userEmail="bob@example.com")).status_code == 202


@pytest.mark.parametrize("trial", [{"daily_jobs": 3}], indirect=True)
async def test_of_a_burst_as_many_jobs_are_accepted_as_the_day_allows(trial: Trial) -> None:
    standard, other = await trial.app.add_text(), await trial.app.add_text()
    answers = await asyncio.gather(*(trial.post(standard, other) for _ in range(10)))
    assert sorted(answer.status_code for answer in answers) == [202] * 3 + [429] * 7
    assert (await trial.app.http.get("/api/jobs/user/system")).json()["total"] == 3


@pytest.mark.parametrize("trial", [{"daily_cost": 0.008}], indirect=True)
async def test_the_cost_of_a_day_is_limited_and_its_user_is_told_before_it_is_used_up(trial: Trial) -> None:
    standard = await trial.app.add_text()
    others = [await trial.app.add_text() for _ in range(3)]
    first = await trial.post(standard, others[0], others[1])
    job = await trial.app.finished(first.json()["job_id"])
    assert 0.8 * 0.008 <= job["estimated_cost"] <= 0.008
    assert limit_of(await trial.post(standard, others[2])).startswith("The daily limit of estimated cost ")
    async with asyncio.timeout(PATIENCE_SECONDS):
        while len(noted := await trial.notifications("system")) < 2:
            await asyncio.sleep(0.05)
    by_event = {notification["event"]: notification for notification in noted}
    assert set(by_event) == {"completed", "cost_alert"}
    assert by_event["cost_alert"]["estimated_cost"] == pytest.approx(job["estimated_cost"])
    assert by_event["cost_alert"]["limit"] == 0.008
