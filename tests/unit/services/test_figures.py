"""What the app shows of itself at the moment."""

import asyncio

import pytest

from adapters.telemetry.prometheus import PrometheusTelemetry
from jobs.registry import JOB_TYPES
from shared.domain.job import JobStatus
from shared.errors import TemporaryError
from shared.ports.telemetry import Figure
from shared.services.figures import Figures
from shared.services.kept import KEPT_SECONDS
from tests.fakes.builders import JOB_TYPE, job, reference
from tests.fakes.clock import START, SteerableClock
from tests.fakes.metrics import Scrape
from tests.fakes.orchestrations import FakeOrchestrations
from tests.fakes.services import Services, services


async def scrape(here: Services) -> Scrape:
    await here.figures.tell()
    return Scrape(here.telemetry.exposition())


async def test_jobs_are_counted_by_type_and_state_whoever_owns_them() -> None:
    here = services()
    await here.jobs.create(job("1"))
    await here.jobs.create(job("2", user_id="bob", partition_key="bob"))
    await here.jobs.create(job("3", status=JobStatus.FAILED))
    seen = await scrape(here)
    numbers = {status: seen.value("jobs", job_type=JOB_TYPE, status=str(status)) for status in JobStatus}
    assert numbers == dict.fromkeys(JobStatus, 0) | {JobStatus.QUEUED: 2, JobStatus.FAILED: 1}


async def test_the_age_of_the_oldest_waiting_job_is_told_while_one_waits() -> None:
    here = services()
    assert (await scrape(here)).value("jobs_waiting_oldest_seconds", job_type=JOB_TYPE) is None
    await here.jobs.create(job("1"))
    await here.clock.advance(90)
    await here.jobs.create(job("2", created_date=here.clock.now()))
    assert (await scrape(here)).value("jobs_waiting_oldest_seconds", job_type=JOB_TYPE) == 90


async def test_places_streams_and_queues_are_told() -> None:
    here = services()
    first = job("1")
    await here.jobs.create(first)
    await here.admission.arrived(first, FakeOrchestrations())
    await here.events.send({"event": "x"})
    with here.feed.of_job(reference("1")):
        seen = await scrape(here)
    await asyncio.sleep(0)
    assert (seen.value("places_taken"), seen.value("places")) == (1, 100)
    assert seen.value("streams_open") == 1
    assert seen.value("queue_messages", queue="job-events") == 1
    assert seen.value("queue_messages", queue="jobs-deadletter") == 0


async def test_many_looks_within_five_seconds_ask_the_store_once() -> None:
    here = services()
    await asyncio.gather(*(here.figures.tell() for _ in range(20)))
    asked = here.job_queue.calls["count"]
    assert asked == len(JobStatus) * len(JOB_TYPES)
    await here.clock.advance(KEPT_SECONDS)
    await here.figures.tell()
    assert here.job_queue.calls["count"] == 2 * asked


async def test_a_part_that_cannot_be_asked_is_left_out_and_counted_and_comes_back() -> None:
    here = services()
    await here.figures.tell()
    here.job_queue.fail("count", TemporaryError("The store is away."))
    await here.clock.advance(KEPT_SECONDS)
    seen = await scrape(here)
    assert seen.value("jobs", job_type=JOB_TYPE, status="queued") is None
    assert seen.value("streams_open") == 0
    assert seen.value("collection_failures_total", part="jobs") == 1
    await here.clock.advance(KEPT_SECONDS)
    assert (await scrape(here)).value("jobs", job_type=JOB_TYPE, status="queued") == 0


async def test_a_part_that_does_not_answer_keeps_no_other_back() -> None:
    async def endless() -> list[Figure]:
        await asyncio.Event().wait()
        return []

    async def fine() -> list[Figure]:
        return [Figure("streams_open", 2)]

    telemetry = PrometheusTelemetry()
    await Figures({"slow": endless, "fine": fine}, telemetry, SteerableClock(), patience=0.01).tell()
    seen = Scrape(telemetry.exposition())
    assert seen.value("streams_open") == 2
    assert seen.value("collection_failures_total", part="slow") == 1


async def test_no_label_names_a_user_a_contract_or_a_job() -> None:
    here = await services().with_job()
    await here.lifecycle.plan(reference())
    await here.lifecycle.finish(reference())
    seen = await scrape(here)
    assert seen.labels() <= {"job_type", "status", "outcome", "queue", "part", "le"}
    assert START.isoformat() not in here.telemetry.exposition().decode()


@pytest.mark.parametrize("ending", ["finish", "fail"])
async def test_an_end_that_is_reached_twice_counts_once(ending: str) -> None:
    here = await services().with_job()
    await here.lifecycle.plan(reference())
    for _ in range(2):
        await (here.lifecycle.finish(reference()) if ending == "finish" else here.lifecycle.fail(reference(), "Why."))
    seen = Scrape(here.telemetry.exposition())
    assert seen.value("jobs_ended_total", job_type=JOB_TYPE, status="failed") == 1
    assert seen.value("job_seconds_count", job_type=JOB_TYPE, status="failed") == 1


async def test_an_end_whose_announcement_fails_counts_once() -> None:
    here = await services().with_job()
    here.events.fail(TemporaryError("The queue is away."))
    await here.lifecycle.stop(reference(), JobStatus.CANCELLED)
    await here.lifecycle.stop(reference(), JobStatus.CANCELLED)
    seen = Scrape(here.telemetry.exposition())
    assert seen.value("jobs_ended_total", job_type=JOB_TYPE, status="cancelled") == 1
    assert seen.value("job_seconds_count", job_type=JOB_TYPE, status="cancelled") is None
