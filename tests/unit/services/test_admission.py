"""Places: never more than the limits, none lost, everybody's turn comes."""

import asyncio
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from adapters.memory.documents import MemoryDatabase
from shared.domain.admission import Limits, OpenJob, turn_of
from shared.domain.job import Job, JobReference, JobStatus
from shared.errors import TemporaryError
from shared.services.admission import Admission
from shared.services.job_store import JobStore
from shared.services.places_store import PlacesStore
from tests.fakes.builders import job
from tests.fakes.clock import START, SteerableClock
from tests.fakes.faults import FaultyContainer

LIMITS = Limits(per_user=2, overall=3)
USERS = ("ann", "bob", "cy")


class Runs:
    """Orchestrations that can be started, and may refuse."""

    def __init__(self) -> None:
        self.started: list[str] = []
        self.refuses = False

    async def status(self, instance_id: str) -> str | None:
        return "Running" if instance_id in self.started else None

    async def start(self, reference: JobReference) -> None:
        if self.refuses:
            raise OSError("The durable extension does not answer.")
        self.started.append(reference.job_id)


class World:
    """Two processes over one store."""

    def __init__(self, limits: Limits = LIMITS) -> None:
        self.container = FaultyContainer(MemoryDatabase().container("job_queue"))
        self.jobs, self.clock, self.runs, self.limits = JobStore(self.container), SteerableClock(), Runs(), limits
        self.processes = [self.fresh(), self.fresh()]
        self.known: dict[str, Job] = {}

    def fresh(self) -> Admission:
        return Admission(PlacesStore(self.container), self.jobs, self.clock, self.limits)

    async def store(self, user: str = "ann", priority: int = 5) -> Job:
        turn = turn_of(self.clock.now() + timedelta(seconds=len(self.known)), priority, 60)
        new = job(f"job-{len(self.known):03d}", user_id=user, partition_key=user, turn=turn, priority=priority)
        self.known[new.id] = new
        assert await self.jobs.create(new)
        return new

    async def submit(self, user: str = "ann", priority: int = 5, process: int = 0) -> Job:
        new = await self.store(user, priority)
        await self.processes[process].arrived(new, self.runs)
        return new

    async def end(self, job_id: str) -> JobReference:
        reference = self.known[job_id].reference
        await self.jobs.change(reference, lambda now: now.model_copy(update={"status": JobStatus.COMPLETED}))
        return reference

    async def held(self) -> set[str]:
        return set((await self.processes[0].places()).held)

    async def open_jobs(self) -> list[OpenJob]:
        found = [await self.jobs.find(job_id) for job_id in list(self.known)]
        stored = [there for there in found if there]
        return [OpenJob(j.reference, j.status, j.turn) for j in stored if j.status is not JobStatus.COMPLETED]

    async def check_limits(self) -> None:
        held = (await self.processes[0].places()).held
        assert len(held) <= self.limits.overall
        for user in USERS:
            assert sum(place.user_id == user for place in held.values()) <= self.limits.per_user

    async def check_no_place_is_idle(self) -> None:
        """After things came to rest nobody waits who could be at work, and no place is a dead job's."""
        held = (await self.processes[0].places()).held
        still_open = {j.reference.job_id: j.reference for j in await self.open_jobs()}
        assert held.keys() <= still_open.keys()
        assert not [r for r in still_open.values() if r.job_id not in held and self.limits.free_for(r.user_id, held)]


async def test_a_user_at_their_limit_waits_and_keeps_nobody_else_back() -> None:
    world = World()
    for _ in range(4):
        await world.submit("ann")
    await world.submit("bob")
    assert world.runs.started == ["job-000", "job-001", "job-004"]
    assert await world.held() == {"job-000", "job-001", "job-004"}


async def test_a_place_that_comes_free_goes_to_the_highest_priority_then_to_the_oldest() -> None:
    world = World()
    for priority in (5, 5, 1, 5, 9):
        await world.submit("ann", priority)
    await world.processes[1].left(await world.end("job-000"), world.runs)
    await world.processes[0].left(await world.end("job-001"), world.runs)
    assert world.runs.started == ["job-000", "job-001", "job-004", "job-003"]


def test_a_level_of_priority_is_made_up_for_by_waiting() -> None:
    assert turn_of(START, 1, 60) < turn_of(START + timedelta(seconds=541), 10, 60)
    assert turn_of(START, 1, 60) > turn_of(START + timedelta(seconds=539), 10, 60)


async def test_a_burst_is_a_handful_of_writes() -> None:
    world = World(Limits(10, 100))
    jobs = [await world.store() for _ in range(300)]
    before = world.container.calls["replace"]
    await asyncio.gather(*(world.processes[0].arrived(new, world.runs) for new in jobs))
    assert world.container.calls["replace"] - before <= 3
    assert sorted(world.runs.started) == [f"job-{n:03d}" for n in range(10)]


async def test_an_arrival_with_a_free_place_is_one_write_and_no_query() -> None:
    world = World()
    await world.submit("ann")
    before = world.container.calls.copy()
    await world.submit("ann")
    assert world.container.calls - before == {"create": 1, "replace": 1}


async def test_an_arrival_in_a_store_that_fails_is_made_up_for_by_the_watchdog() -> None:
    world = World()
    new = await world.store()
    world.container.fail("read", TemporaryError("The store is away."))
    await world.processes[0].arrived(new, world.runs)
    assert world.runs.started == []
    await world.processes[0].reconcile(await world.open_jobs(), world.runs)
    assert world.runs.started == [new.id]


async def test_an_orchestration_that_cannot_be_started_keeps_its_place() -> None:
    world = World()
    world.runs.refuses = True
    new = await world.submit()
    assert world.processes[0].holds_place(new.reference)


async def test_a_repeat_of_a_job_at_work_or_in_wait_changes_nothing() -> None:
    world = World()
    jobs = [await world.submit() for _ in range(3)]
    before = await world.processes[0].places()
    for again in jobs:
        await world.processes[1].arrived(again, world.runs)
    assert await world.processes[0].places() == before


async def test_a_running_job_without_a_place_is_given_one() -> None:
    world = World()
    new = await world.store()
    await world.jobs.change(new.reference, lambda now: now.model_copy(update={"status": JobStatus.PROCESSING}))
    await world.processes[0].reconcile(await world.open_jobs(), world.runs)
    assert await world.held() == {new.id}


async def test_a_job_that_is_not_seen_here_yet_keeps_its_place_for_a_minute() -> None:
    world = World()
    new = await world.submit()
    await world.container.delete("ann", new.id)
    await world.processes[0].reconcile([], world.runs)
    assert await world.held() == {new.id}
    await world.clock.advance(61)
    await world.processes[0].reconcile([], world.runs)
    assert await world.held() == set()


ARRIVAL = st.tuples(st.just("arrival"), st.sampled_from(USERS), st.integers(1, 10), st.integers(0, 1))
OTHER = st.tuples(
    st.sampled_from(["end", "death", "unheard", "amnesia", "refusal", "reconcile"]),
    st.just("ann"),
    st.integers(0, 40),
    st.integers(0, 1),
)


async def act(world: World, kind: str, user: str, number: int, process: int) -> None:
    here, held = world.processes[process], sorted(await world.held())
    if kind == "arrival":
        await world.submit(user, number, process)
    elif kind == "unheard":
        await world.store("bob")
    elif kind == "amnesia":
        world.processes[process] = world.fresh()
    elif kind == "refusal":
        world.runs.refuses = not world.runs.refuses
    elif kind == "reconcile":
        await here.reconcile(await world.open_jobs(), world.runs)
    elif held:
        ended = await world.end(held[number % len(held)])
        if kind == "end":
            await here.left(ended, world.runs)


@settings(max_examples=150, deadline=None)
@given(st.lists(st.lists(ARRIVAL | OTHER, min_size=1, max_size=3), max_size=15))
def test_whatever_happens_no_limit_is_passed_no_place_lost_and_every_job_gets_its_turn(
    rounds: list[list[tuple[str, str, int, int]]],
) -> None:
    """Each round's events happen side by side."""

    async def live() -> None:
        world = World()
        for events in rounds:
            await asyncio.gather(*(act(world, *event) for event in events))
            await world.check_limits()
        await world.processes[0].reconcile(await world.open_jobs(), world.runs)
        await world.check_no_place_is_idle()
        for _ in range(len(world.known)):
            for job_id in sorted(await world.held()):
                await world.processes[1].left(await world.end(job_id), world.runs)
                await world.check_limits()
                await world.check_no_place_is_idle()
        assert await world.open_jobs() == []

    asyncio.run(live())


@pytest.mark.parametrize("process", [0, 1])
async def test_a_lowest_priority_job_is_not_overtaken_for_ever(process: int) -> None:
    world = World(Limits(1, 1))
    await world.submit("ann", 10)
    low = await world.submit("ann", 1)
    for _ in range(12):
        await world.clock.advance(60)
        await world.submit("bob", 10, process)
        (held,) = await world.held()
        await world.processes[process].left(await world.end(held), world.runs)
    assert low.id in world.runs.started
