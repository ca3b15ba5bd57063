"""What a round of the watchdog does, and what it leaves alone."""

import asyncio
from collections.abc import Sequence
from typing import Any

import pytest

from shared.domain.admission import OpenJob
from shared.domain.caller import EVERYBODY
from shared.domain.job import Job, JobReference, JobStatus
from shared.domain.staleness import Patience
from shared.domain.timestamps import iso
from shared.errors import TemporaryError
from shared.ports.orchestrations import Orchestrations
from shared.services.history_purge import HistoryPurge
from shared.services.vital_signs import VitalSigns
from shared.services.watchdog import Healed, Watchdog
from tests.fakes.builders import USER, job, reference
from tests.fakes.orchestrations import FakeOrchestrations
from tests.fakes.services import Services, services


async def heal(here: Services, orchestrations: FakeOrchestrations) -> Healed:
    return await here.watchdog.heal(orchestrations)


@pytest.mark.parametrize("status", [JobStatus.QUEUED, JobStatus.PROCESSING])
async def test_an_open_job_without_an_orchestration_gets_one(status: JobStatus) -> None:
    here = services()
    await here.jobs.create(job(status=status))
    orchestrations = FakeOrchestrations()
    counted = {"started": 1} if status is JobStatus.QUEUED else {"restarted": 1}
    assert await heal(here, orchestrations) == Healed(**counted)
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
    assert await heal(here, orchestrations) == Healed(started=1)
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
        await here.jobs.create(job(f"job-{number}", status=JobStatus.PROCESSING))
    orchestrations = FakeOrchestrations({"job-0": OSError("The durable extension does not answer.")})
    assert await heal(here, orchestrations) == Healed(restarted=2)
    assert orchestrations.started == ["job-1", "job-2"]


async def test_every_job_is_looked_after_however_many_there_are() -> None:
    here = services()
    for number in range(230):
        await here.jobs.create(job(f"job-{number:03d}", status=JobStatus.PROCESSING))
    orchestrations = FakeOrchestrations({"job-100": "Running", "job-200": "Failed"})
    assert await heal(here, orchestrations) == Healed(restarted=228, failed=1)
    assert len(set(orchestrations.started)) == 228


async def processing(here: Services, **fields: Any) -> Job:
    """A job that was planned, with counters that were just written."""
    await here.with_job(2)
    await here.lifecycle.plan(reference())
    return await here.jobs.change(reference(), lambda now: now.model_copy(update=fields))


async def stored(here: Services) -> Job:
    return await here.jobs.get(reference())


def lines(caplog: pytest.LogCaptureFixture) -> list[str]:
    return [record.getMessage() for record in caplog.records if record.name == "shared.services.watchdog"]


async def test_a_quiet_job_is_shown_as_stale_until_it_moves_again(caplog: pytest.LogCaptureFixture) -> None:
    here = services()
    await processing(here)
    orchestrations = FakeOrchestrations({"job-1": "Running"})
    await here.clock.advance(29)
    assert await heal(here, orchestrations) == Healed()
    assert lines(caplog) == []
    await here.clock.advance(1)
    assert await heal(here, orchestrations) == Healed(stale=1)
    assert await heal(here, orchestrations) == Healed()
    view = await here.reader.view("job-1", EVERYBODY)
    assert view["stale"]
    assert "since 2026-01-31T08:30:00Z" in view["progress"]["message"]
    listed = (await here.reader.views_of_user(USER, EVERYBODY, [], [], 10, None))["jobs"][0]
    assert (listed["stale"], listed["progress"]["message"]) == (True, view["progress"]["message"])

    await here.jobs.add_to_counters(reference(), {}, {"heartbeat_date": iso(here.clock.now())})
    assert await heal(here, orchestrations) == Healed()
    view = await here.reader.view("job-1", EVERYBODY)
    assert (view["stale"], view["progress"]["message"]) == (False, "0 of 2 contracts analysed.")
    assert [line.split(":")[0] for line in lines(caplog)] == ["Job job-1 is stale", "Job job-1 is not stale any more."]


async def test_a_stale_job_that_ends_is_not_stale_any_more() -> None:
    here = services()
    await processing(here)
    await here.clock.advance(30)
    assert await heal(here, FakeOrchestrations({"job-1": "Running"})) == Healed(stale=1)
    assert await heal(here, FakeOrchestrations({"job-1": "Failed"})) == Healed(failed=1)
    found = await stored(here)
    assert (found.status, found.stale) == (JobStatus.FAILED, False)


async def test_an_orchestration_that_does_nothing_is_replaced_once_and_given_time_again() -> None:
    here = services()
    await processing(here)
    orchestrations = FakeOrchestrations({"job-1": "Running"})
    await here.clock.advance(630)
    assert await heal(here, orchestrations) == Healed(restarted=1)
    await here.clock.advance(29)
    assert await heal(here, orchestrations) == Healed()
    assert orchestrations.replaced == ["job-1"]
    found = await stored(here)
    assert (found.restarts, found.restarted_at, found.stale) == (1, 0, False)


async def test_restarts_count_from_the_last_item_that_was_finished() -> None:
    here = services()
    await processing(here, restarts=10)
    await here.jobs.add_to_counters(reference(), {"completed": 1}, {})
    assert await heal(here, FakeOrchestrations()) == Healed(restarted=1)
    found = await stored(here)
    assert (found.restarts, found.restarted_at) == (1, 1)


async def test_a_job_that_gets_nowhere_is_failed_after_ten_restarts(caplog: pytest.LogCaptureFixture) -> None:
    here = services()
    await processing(here)
    for _ in range(10):
        assert await heal(here, FakeOrchestrations()) == Healed(restarted=1)
    assert await heal(here, FakeOrchestrations()) == Healed(failed=1)
    found = await stored(here)
    assert found.status is JobStatus.FAILED
    assert "started again 10 times" in (found.error_message or "")
    assert len(lines(caplog)) == 11
    assert all("job-1" in line for line in lines(caplog))


async def test_a_restart_that_fails_counts_so_that_it_is_not_tried_for_ever() -> None:
    here = services()
    await processing(here)

    class Refusing(FakeOrchestrations):
        async def start(self, reference: JobReference) -> None:
            raise OSError(reference.job_id)

    assert await heal(here, Refusing()) == Healed()
    assert (await stored(here)).restarts == 1


async def test_a_queued_job_whose_orchestration_does_not_begin_gets_another_in_the_end() -> None:
    here = services()
    await here.jobs.create(job(restarts=0))
    orchestrations = FakeOrchestrations()
    await here.clock.advance(5_000)
    assert await heal(here, orchestrations) == Healed(started=1)
    await here.clock.advance(629)
    assert await heal(here, orchestrations) == Healed()
    await here.clock.advance(1)
    assert await heal(here, orchestrations) == Healed(restarted=1)
    assert not (await stored(here)).stale


@pytest.mark.parametrize("fields", [{"stop": "cancelled"}, {"status": JobStatus.FAILED}])
async def test_the_items_of_a_job_that_is_over_or_is_to_be_are_told_if_nobody_did(fields: dict[str, Any]) -> None:
    here = services()
    await processing(here)
    await here.jobs.change(reference(), lambda stored: stored.model_copy(update=fields))
    assert not await here.jobs.has_ended(reference())
    await heal(here, FakeOrchestrations({"job-1": "Running"}))
    assert await here.jobs.has_ended(reference())


async def test_a_job_told_to_stop_gets_an_orchestration_that_ends_it() -> None:
    here = services()
    await processing(here, stop="cancelled")
    assert await heal(here, FakeOrchestrations({"job-1": "Failed"})) == Healed(restarted=1)
    await here.clock.advance(120)
    assert await heal(here, FakeOrchestrations({"job-1": "Running"})) == Healed(restarted=1)


class FewPlaces:
    """Places that only some jobs hold; what `reconcile` was given is kept, or it fails."""

    def __init__(self, *holders: str, fault: Exception | None = None) -> None:
        self._holders = holders
        self._fault = fault
        self.seen: list[OpenJob] = []
        self.gone: list[str] = []

    async def reconcile(self, open_jobs: Sequence[OpenJob], orchestrations: Orchestrations) -> int:
        assert orchestrations
        self.seen = list(open_jobs)
        if self._fault:
            raise self._fault
        return 0

    async def left(self, reference: JobReference, orchestrations: Orchestrations) -> None:
        assert orchestrations
        self.gone.append(reference.job_id)

    def holds_place(self, reference: JobReference) -> bool:
        return reference.job_id in self._holders


def watchdog_with(here: Services, places: FewPlaces) -> Watchdog:
    signs = VitalSigns(here.jobs, here.snapshots, here.clock, Patience.of_seconds(30, 600))
    history = HistoryPurge(here.clock, 24)
    return Watchdog(here.jobs, here.lifecycle, here.announcer, places=places, signs=signs, history=history)


async def test_of_the_thousands_that_wait_no_orchestration_is_asked() -> None:
    here = services()
    for number in range(300):
        await here.jobs.create(job(f"job-{number:03d}"))
    places, orchestrations = FewPlaces("job-007", "job-250"), FakeOrchestrations()
    assert await watchdog_with(here, places).heal(orchestrations) == Healed(started=2)
    assert sorted(orchestrations.asked) == ["job-007", "job-250"]
    assert len(places.seen) == 300


async def test_a_job_that_runs_is_looked_after_without_a_place_too() -> None:
    here = services()
    await processing(here)
    assert await watchdog_with(here, FewPlaces()).heal(FakeOrchestrations()) == Healed(restarted=1)


async def test_trouble_with_the_places_does_not_keep_the_watchdog_from_the_jobs() -> None:
    here = services()
    await here.jobs.create(job())
    places = FewPlaces("job-1", fault=TemporaryError("The store is unreachable."))
    assert await watchdog_with(here, places).heal(FakeOrchestrations()) == Healed(started=1)


class Held(FakeOrchestrations):
    """Answers about one job only when it is let go; counts how many it is asked of at once."""

    def __init__(self, held: str) -> None:
        super().__init__()
        self.go = asyncio.Event()
        self.at_once = self.most = 0
        self._held = held

    async def status(self, instance_id: str) -> str | None:
        self.at_once += 1
        self.most = max(self.most, self.at_once)
        await (self.go.wait() if instance_id == self._held else asyncio.sleep(0))
        self.at_once -= 1
        return await super().status(instance_id)


async def test_a_job_that_takes_long_keeps_no_other_waiting_and_a_round_does_not_overlap_itself() -> None:
    here = services()
    for number in range(40):
        await here.jobs.create(job(f"job-{number:02d}", status=JobStatus.PROCESSING))
    orchestrations = Held("job-00")
    async with asyncio.timeout(10):
        first = asyncio.create_task(heal(here, orchestrations))
        while len(orchestrations.started) < 39:
            await asyncio.sleep(0)
        assert await heal(here, orchestrations) == Healed()
    orchestrations.go.set()
    assert (await first).restarted == 40
    assert 1 < orchestrations.most <= 10
    assert await heal(here, orchestrations) == Healed()
    assert len(orchestrations.asked) == 80
