"""What the watchdog does to real orchestrations of the local host, and what people see of it over HTTP."""

import asyncio
import dataclasses
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

import httpx
import pytest

from activities.orchestrations import DurableOrchestrations
from adapters.bootstrap import connect
from adapters.system_clock import SystemClock
from api.application import create_app
from devhost import Host, HostOptions
from devhost.functions import FunctionTable
from jobs.registry import JOB_TYPES
from shared.domain.job import JobReference
from shared.errors import TemporaryError
from shared.ports.model import Completion, Model, ModelLimits, ModelRequest, ModelSelection, Report, Told
from shared.services.composition import Services
from shared.services.watchdog import Healed, Watchdog
from shared.settings import Settings
from tests.e2e.app_client import AppClient, comparison
from tests.e2e.hosting import host_of

RETRY_LATE = {"options": {"maxConcurrent": 2, "retryDelay": 60_000, "timeout": 3_600_000}}
"""A failed attempt leaves the job with nothing at work for a minute."""


class ShiftedClock(SystemClock):
    """The system's clock, as far ahead as the test says."""

    def __init__(self) -> None:
        super().__init__()
        self.ahead = timedelta()

    def now(self) -> datetime:
        return super().now() + self.ahead


class MoodyModel:
    """Answers as the model behind it when it is `open`, and fails while it is `broken`."""

    def __init__(self, behind: Model) -> None:
        self._behind = behind
        self.open = asyncio.Event()
        self.asked = asyncio.Event()
        self.broken = False

    @property
    def limits(self) -> ModelLimits | None:
        """As the model behind it."""
        return self._behind.limits

    def identity(self, selection: ModelSelection) -> str:
        """As the model behind it."""
        return self._behind.identity(selection)

    async def reachable(self) -> bool:
        """As the model behind it."""
        return await self._behind.reachable()

    async def complete(self, request: ModelRequest, report: Report, told: Told | None = None) -> Completion:
        """Answer in the mood of the moment."""
        self.asked.set()
        if self.broken:
            raise TemporaryError("The model is not in the mood.")
        await self.open.wait()
        return await self._behind.complete(request, report, told)


@dataclass(frozen=True)
class Scene:
    """The app on a host, and the hands of what it stands on."""

    app: AppClient
    host: Host
    model: MoodyModel
    clock: ShiftedClock
    watchdog: Watchdog

    @property
    def orchestrations(self) -> DurableOrchestrations:
        """The orchestrations of the host."""
        return DurableOrchestrations(self.host.durable_client())

    async def heal(self) -> Healed:
        """One round of a watchdog beside the app's own."""
        return await self.watchdog.heal(self.orchestrations)

    async def submitted(self, items: int, **body: object) -> str:
        """A job over contracts that are new, once the model was asked."""
        standard = await self.app.add_text()
        others = [await self.app.add_text(f"1. Note. Number {n} is the number.\n") for n in range(items)]
        job_id = (await self.app.submit({"request": comparison(standard, *others)} | body))["job_id"]
        await asyncio.wait_for(self.model.asked.wait(), 30)
        return str(job_id)

    async def quiet(self, job_id: str) -> None:
        """Wait until nothing of a job is at work: every lane pauses."""
        async with asyncio.timeout(30):
            while not self._lanes_pause(job_id):
                await asyncio.sleep(0.02)

    def _lanes_pause(self, job_id: str) -> bool:
        lanes = [lane for lane in self.host.engine.instances if lane.id.startswith(f"{job_id}:")]
        return bool(lanes) and all(lane.timers for lane in lanes)


@pytest.fixture
async def scene(tmp_path: Path) -> AsyncIterator[Scene]:
    settings = Settings(sqlite_path=tmp_path / "documents.sqlite3", blobs_path=tmp_path / "blobs")
    connected = connect(settings)
    model, clock = MoodyModel(connected.model), ShiftedClock()
    ports = dataclasses.replace(connected, model=model, clock=clock)
    watchdog = Services(ports, {job_type.name: job_type for job_type in JOB_TYPES}, settings).watchdog
    unwatched = host_of(create_app(settings, ports, JOB_TYPES), options=HostOptions(shutdown_grace=0.1))
    # The test says when there is a round.
    unwatched.functions = FunctionTable(each for each in unwatched.functions if each.name != "watchdog")
    async with (
        unwatched as host,
        httpx.AsyncClient(base_url=host.base_url, timeout=60) as http,
    ):
        yield Scene(AppClient(http), host, model, clock, watchdog)
        model.open.set()
    await ports.close()


async def test_a_job_whose_orchestration_the_engine_lost_gets_another_and_completes(scene: Scene) -> None:
    job_id = await scene.submitted(4)
    lost = scene.host.engine.instances.get(job_id)
    assert lost is not None
    scene.host.engine.instances.drop([lost])
    assert await scene.orchestrations.status(job_id) is None
    assert (await scene.heal()).restarted == 1
    scene.model.open.set()
    job = await scene.app.finished(job_id)
    assert (job["status"], job["items_completed"]) == ("completed", 4)


async def test_a_quiet_job_is_seen_as_stale_and_its_stuck_orchestration_is_replaced(scene: Scene) -> None:
    scene.model.broken = True
    job_id = await scene.submitted(4, **RETRY_LATE)
    await scene.quiet(job_id)
    stuck = {instance.id for instance in scene.host.engine.instances if not instance.status.is_final}
    scene.clock.ahead = timedelta(seconds=40)
    assert await scene.heal() == Healed(stale=1)
    job = await scene.app.job(job_id)
    assert job["stale"]
    assert job["progress"]["message"].startswith("Nothing was heard of this job since ")
    listed = (await scene.app.http.get("/api/jobs/user/system")).json()["jobs"]
    assert [row["stale"] for row in listed] == [True]

    scene.model.broken = False
    scene.model.open.set()
    scene.clock.ahead = timedelta(seconds=600)
    assert await scene.heal() == Healed()
    scene.clock.ahead = timedelta(seconds=700)
    healed = await scene.heal()
    job = await scene.app.finished(job_id)
    assert healed == Healed(restarted=1)
    assert (job["status"], job["items_completed"], job["stale"]) == ("completed", 4, False)
    assert len(stuck) == 3
    alive = {instance.id for instance in scene.host.engine.instances if not instance.status.is_final}
    assert not stuck & alive


async def test_an_orchestration_that_was_ended_to_be_replaced_is_none_that_failed_the_job(scene: Scene) -> None:
    job_id = await scene.submitted(2)
    before = scene.host.engine.instances.get(job_id)

    class DyingBeforeItStarts(DurableOrchestrations):
        async def _over(self, instance_id: str) -> None:
            raise TemporaryError(instance_id)

    reference = await _reference(scene, job_id)
    with pytest.raises(TemporaryError):
        await DyingBeforeItStarts(scene.host.durable_client()).replace(reference)
    assert scene.host.engine.instances.get(job_id) is before
    assert await scene.orchestrations.status(job_id) is None
    assert await scene.heal() == Healed(restarted=1)
    scene.model.open.set()
    assert (await scene.app.finished(job_id))["status"] == "completed"


async def test_an_orchestration_that_somebody_terminated_has_failed_its_job(scene: Scene) -> None:
    job_id = await scene.submitted(2)
    await scene.host.durable_client().terminate(job_id, "somebody")
    assert await scene.heal() == Healed(failed=1)
    job = await scene.app.job(job_id)
    assert job["status"] == "failed"
    assert "ended as Terminated before the job did" in job["error_message"]


async def test_a_purge_forgets_what_is_over_with_its_lanes_and_leaves_what_runs(scene: Scene) -> None:
    scene.model.open.set()
    ended = await scene.submitted(3)
    await scene.app.finished(ended)
    await _until_over(scene, ended)
    scene.model.open.clear()
    scene.model.asked.clear()
    running = await scene.submitted(3, options={"refresh": True})
    now = scene.clock.now()
    assert await scene.orchestrations.purge_ended(now - timedelta(hours=2), now - timedelta(hours=1)) == 0
    assert await scene.orchestrations.purge_ended(now - timedelta(hours=1), now + timedelta(hours=1)) >= 1
    left = {instance.id.partition(":")[0] for instance in scene.host.engine.instances}
    assert left == {running}
    scene.model.open.set()
    assert (await scene.app.finished(running))["status"] == "completed"


async def _reference(scene: Scene, job_id: str) -> JobReference:
    job = await scene.app.job(job_id)
    return JobReference(job_id=job_id, user_id=job["user_id"], job_type=job["job_type"])


async def _until_over(scene: Scene, job_id: str) -> None:
    async with asyncio.timeout(30):
        while await scene.orchestrations.status(job_id) != "Completed":
            await asyncio.sleep(0.02)
