from collections.abc import Mapping

import pytest

from shared.domain.job import JobReference, JobStatus
from shared.errors import TemporaryError
from shared.services.watchdog import Healed
from tests.fakes.builders import job, reference
from tests.fakes.services import Services, services


class FakeOrchestrations:
    """Orchestrations by their status; a status that is an exception is raised."""

    def __init__(self, statuses: Mapping[str, str | Exception] | None = None) -> None:
        self._statuses = statuses or {}
        self.started: list[str] = []

    async def status(self, instance_id: str) -> str | None:
        found = self._statuses.get(instance_id)
        if isinstance(found, Exception):
            raise found
        return found

    async def start(self, reference: JobReference) -> None:
        self.started.append(reference.job_id)


async def heal(here: Services, orchestrations: FakeOrchestrations) -> Healed:
    return await here.watchdog.heal(orchestrations)


@pytest.mark.parametrize("status", [JobStatus.QUEUED, JobStatus.PROCESSING])
async def test_an_open_job_without_an_orchestration_gets_one(status: JobStatus) -> None:
    here = services()
    await here.jobs.create(job(status=status))
    orchestrations = FakeOrchestrations()
    assert await heal(here, orchestrations) == Healed(restarted=1)
    assert orchestrations.started == ["job-1"]


@pytest.mark.parametrize("ended", ["Completed", "Failed", "Terminated", "Canceled"])
async def test_a_job_that_its_orchestration_left_behind_has_failed(ended: str) -> None:
    here = services()
    await here.jobs.create(job(status=JobStatus.PROCESSING))
    assert await heal(here, FakeOrchestrations({"job-1": ended})) == Healed(failed=1)
    found = await here.jobs.get(reference())
    assert found.status is JobStatus.FAILED
    assert f"ended as {ended} before the job did" in (found.error_message or "")


@pytest.mark.parametrize("status", ["Running", "Pending", "Suspended", "ContinuedAsNew"])
async def test_a_job_whose_orchestration_is_alive_is_left_alone(status: str) -> None:
    here = services()
    await here.jobs.create(job(status=JobStatus.PROCESSING))
    orchestrations = FakeOrchestrations({"job-1": status})
    assert await heal(here, orchestrations) == Healed()
    assert not orchestrations.started
    assert (await here.jobs.get(reference())).status is JobStatus.PROCESSING


async def test_a_job_whose_end_was_announced_is_not_looked_at() -> None:
    here = services()
    await here.jobs.create(job(status=JobStatus.COMPLETED, announced=True))
    assert await heal(here, FakeOrchestrations()) == Healed()
    assert here.events.messages == []


async def test_an_end_that_nobody_was_told_of_is_announced_once() -> None:
    here = services()
    await here.jobs.create(job(status=JobStatus.COMPLETED))
    assert await heal(here, FakeOrchestrations()) == Healed(announced=1)
    assert [message["event"] for message in here.events.messages] == ["completed"]
    assert await heal(here, FakeOrchestrations()) == Healed()


async def test_open_jobs_come_before_ends_and_an_unreachable_queue_is_tried_once_a_round() -> None:
    here = services()
    for number in range(5):
        await here.jobs.create(job(f"ended-{number}", status=JobStatus.COMPLETED))
    await here.jobs.create(job("open"))
    here.events.fail(*[TemporaryError("The queue is unreachable.")] * 2)
    orchestrations = FakeOrchestrations()
    assert await heal(here, orchestrations) == Healed(restarted=1)
    assert await heal(here, FakeOrchestrations({"open": "Running"})) == Healed()
    assert await heal(here, FakeOrchestrations({"open": "Running"})) == Healed(announced=5)


async def test_an_end_is_announced_when_the_queue_can_be_reached_again() -> None:
    here = services()
    await here.jobs.create(job(status=JobStatus.FAILED, error_message="Nothing worked."))
    here.dead_letters.fail(TemporaryError("The queue is unreachable."))
    assert await heal(here, FakeOrchestrations()) == Healed()
    assert await heal(here, FakeOrchestrations()) == Healed(announced=1)
    assert [letter["error"] for letter in here.dead_letters.messages] == ["Nothing worked."]


async def test_a_job_that_ended_while_the_watchdog_looked_is_not_counted_as_failed() -> None:
    here = services()
    await here.jobs.create(job(status=JobStatus.PROCESSING))

    class Finishing(FakeOrchestrations):
        async def status(self, instance_id: str) -> str | None:
            await here.jobs.change(reference(), lambda now: now.model_copy(update={"status": JobStatus.COMPLETED}))
            return await super().status(instance_id)

    assert (await heal(here, Finishing({"job-1": "Completed"}))).failed == 0
    assert (await here.jobs.get(reference())).status is JobStatus.COMPLETED


async def test_one_jobs_trouble_does_not_keep_the_watchdog_from_the_others() -> None:
    here = services()
    for number in range(3):
        await here.jobs.create(job(f"job-{number}"))
    orchestrations = FakeOrchestrations({"job-0": OSError("The durable extension does not answer.")})
    assert await heal(here, orchestrations) == Healed(restarted=2)
    assert orchestrations.started == ["job-1", "job-2"]


async def test_every_job_is_looked_after_however_many_there_are() -> None:
    here = services()
    for number in range(230):
        await here.jobs.create(job(f"job-{number:03d}"))
    orchestrations = FakeOrchestrations({"job-100": "Running", "job-200": "Failed"})
    assert await heal(here, orchestrations) == Healed(restarted=228, failed=1)
    assert len(set(orchestrations.started)) == 228
