"""What users submit in a day, counted while others count too."""

import asyncio
from collections.abc import Iterable
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.memory.documents import MemoryDatabase
from shared.domain.job import Job
from shared.domain.quotas import Reservation
from shared.errors import LimitReachedError, PermanentError, TemporaryError
from shared.services.notifications import event_of
from shared.services.quotas import Quotas, quota_id
from shared.settings import Settings
from tests.fakes.builders import USER, job
from tests.fakes.clock import SteerableClock
from tests.fakes.queue import FaultyQueue
from tests.fakes.services import Services, services

TODAY = "2026-01-31"


def limited(jobs: int = 0, cost: float = 0.0) -> Services:
    return services(settings=Settings(daily_jobs=jobs, daily_cost=cost))


async def created(_job: Job) -> bool:
    return True


async def used(here: Services, user: str = USER, date: str = TODAY) -> tuple[int, float, bool]:
    """Jobs, cost, and whether the user was told."""
    found = await here.job_queue.read(user, quota_id(date))
    assert found is not None
    return found.body["jobs"], round(found.body["estimated_cost"], 6), found.body["alerted"]


async def submit(here: Services, cost: float | None, number: int = 0) -> bool:
    return await here.quotas.create_within(job(f"job-{number}", estimated_cost=cost), created)


async def test_jobs_and_costs_of_a_user_and_day_are_summed_in_one_document() -> None:
    here = limited(jobs=5, cost=10.0)
    await here.quotas.reserve(USER, 1.25)
    await here.quotas.reserve(USER, None)
    await here.quotas.reserve("bob", 3.0)
    found = await here.job_queue.read(USER, quota_id(TODAY))
    assert found is not None
    assert found.body == {
        "id": "quota:2026-01-31",
        "type": "quota",
        "user_id": USER,
        "date": TODAY,
        "jobs": 2,
        "estimated_cost": 1.25,
        "alerted": False,
        "ttl": 172_800,
    }
    assert await used(here, "bob") == (1, 3.0, False)


async def test_without_limits_nothing_is_counted() -> None:
    here = limited()
    assert await here.quotas.reserve(USER, 1_000.0) is None
    assert await submit(here, 1_000.0)
    assert here.job_queue.calls.total() == 0


async def test_the_job_over_the_limit_is_refused_until_midnight_and_not_counted() -> None:
    here = limited(jobs=2)
    for _ in range(2):
        await here.quotas.reserve(USER, None)
    with pytest.raises(LimitReachedError, match="2 of 2 were submitted today") as refused:
        await here.quotas.reserve(USER, None)
    assert refused.value.retry_after == timedelta(hours=15, minutes=30).total_seconds()
    assert await used(here) == (2, 0.0, False)
    await here.quotas.reserve("bob", None)


async def test_a_job_that_costs_too_much_is_refused_and_a_cheaper_one_is_not() -> None:
    here = limited(cost=10.0)
    await here.quotas.reserve(USER, 7.0)
    with pytest.raises(LimitReachedError, match=r"7\.00 of 10\.00 US dollars are used today, and it would add 3\.50"):
        await here.quotas.reserve(USER, 3.5)
    await here.quotas.reserve(USER, 3.0)
    assert await used(here) == (2, 10.0, False)


async def test_a_new_day_begins_at_midnight_utc() -> None:
    here = limited(jobs=1)
    await here.quotas.reserve(USER, None)
    await here.clock.advance(15.5 * 3600 - 1)
    with pytest.raises(LimitReachedError, match="in 1 min") as refused:
        await here.quotas.reserve(USER, None)
    assert refused.value.retry_after == 1
    await here.clock.advance(1)
    await here.quotas.reserve(USER, None)
    assert await used(here, date="2026-02-01") == (1, 0.0, False)


async def test_what_is_given_back_after_midnight_is_taken_off_the_day_it_was_counted_on() -> None:
    here = limited(jobs=5)
    reserved = await here.quotas.reserve(USER, 1.0)
    assert reserved is not None
    await here.clock.advance(24 * 3600)
    await here.quotas.reserve(USER, 1.0)
    await here.quotas.give_back(reserved)
    assert (await used(here), await used(here, date="2026-02-01")) == ((0, 0.0, False), (1, 1.0, False))


async def test_a_job_that_cannot_be_created_is_not_counted() -> None:
    here = limited(jobs=5, cost=10.0)

    async def broken(_job: Job) -> bool:
        raise PermanentError("Not allowed.")

    with pytest.raises(PermanentError, match="Not allowed"):
        await here.quotas.create_within(job(estimated_cost=9.0), broken)
    assert await used(here) == (0, 0.0, False)
    assert here.events.messages == []


async def test_a_job_whose_caller_has_gone_is_not_counted() -> None:
    here = limited(jobs=5)
    begun = asyncio.Event()

    async def slow(_job: Job) -> bool:
        begun.set()
        await asyncio.Event().wait()
        return True

    task = asyncio.create_task(here.quotas.create_within(job(), slow))
    await begun.wait()
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert await used(here) == (0, 0.0, False)


async def test_a_job_that_was_there_already_is_not_counted_again() -> None:
    here = limited(jobs=5)
    assert await here.quotas.create_within(job(), here.jobs.create)
    assert not await here.quotas.create_within(job(), here.jobs.create)
    assert await used(here) == (1, 0.0, False)


async def test_a_store_that_cannot_take_a_job_off_again_is_noted_and_stops_nothing(
    caplog: pytest.LogCaptureFixture,
) -> None:
    here = limited(jobs=1)
    reserved = await here.quotas.reserve(USER, None)
    assert reserved is not None
    here.job_queue.fail("patch", TemporaryError("The store is busy."))
    await here.quotas.give_back(reserved)
    assert "stays counted in its user's quota of 2026-01-31: The store is busy." in caplog.text
    assert await used(here) == (1, 0.0, False)


async def test_the_user_is_told_at_eighty_percent_of_the_cost_once_a_day() -> None:
    here = limited(cost=10.0)
    await submit(here, 7.0)
    assert here.events.messages == []
    await submit(here, 1.0)
    await submit(here, 1.0)
    assert here.events.messages == [
        {
            "event": "cost_alert",
            "user_id": USER,
            "date": TODAY,
            "estimated_cost": 8.0,
            "limit": 10.0,
            "time": "2026-01-31T08:30:00.000000Z",
        }
    ]
    assert await used(here) == (3, 9.0, True)
    await here.clock.advance(24 * 3600)
    await submit(here, 9.0)
    assert [message["date"] for message in here.events.messages] == [TODAY, "2026-02-01"]


async def test_nobody_is_told_of_the_cost_of_a_job_that_was_there_already() -> None:
    here = limited(cost=10.0)
    assert await here.jobs.create(job())
    assert not await here.quotas.create_within(job(estimated_cost=9.0), here.jobs.create)
    assert here.events.messages == []


async def test_an_alert_that_could_not_be_sent_comes_with_the_next_job(caplog: pytest.LogCaptureFixture) -> None:
    here = limited(cost=10.0)
    here.events.fail(TemporaryError("The queue is away."))
    assert await submit(here, 8.0)
    assert "A cost alert was not sent" in caplog.text
    assert (here.events.messages, await used(here)) == ([], (1, 8.0, False))
    assert await submit(here, 0.5)
    assert [message["estimated_cost"] for message in here.events.messages] == [8.5]


async def test_an_alert_that_could_not_be_noted_comes_again_and_is_one_notification() -> None:
    here = limited(cost=10.0)

    async def before_the_store_fails(_job: Job) -> bool:
        here.job_queue.fail("patch", TemporaryError("The store is busy."))
        return True

    assert await here.quotas.create_within(job(estimated_cost=8.0), before_the_store_fails)
    await submit(here, 0.5)
    assert [await here.notifications.record(event_of(message)) for message in here.events.messages] == [True, False]
    assert await here.job_queue.count({"type": "notification"}, USER) == 1


Attempt = tuple[int, int, float, bool]
"""Which process, how many turns it waits before it begins, the cost, and whether the job can be created."""

ATTEMPTS = st.lists(
    st.tuples(st.integers(0, 2), st.integers(0, 6), st.sampled_from([0.0, 0.1, 0.2, 0.7, 3.0]), st.booleans()),
    min_size=1,
    max_size=14,
)


class Race:
    """Submissions of one user in several processes at once."""

    def __init__(self, jobs: int, cost: float) -> None:
        self.container = MemoryDatabase().container("job_queue")
        given = Settings(daily_jobs=jobs, daily_cost=cost)
        self.processes = [Quotas(self.container, FaultyQueue(), SteerableClock(), given) for _ in range(3)]
        self.most = (0, 0.0)
        self.held: list[Reservation] = []

    async def run(self, attempts: Iterable[Attempt]) -> list[bool]:
        """Which of them were let through."""
        return list(await asyncio.gather(*(self._attempt(*attempt) for attempt in attempts)))

    async def _attempt(self, process: int, turns: int, cost: float, creatable: bool) -> bool:
        for _ in range(turns):
            await asyncio.sleep(0)
        try:
            reserved = await self.processes[process].reserve(USER, cost)
        except LimitReachedError:
            return False
        assert reserved is not None
        self.held.append(reserved)
        self.most = max(self.most[0], len(self.held)), max(self.most[1], sum(one.cost for one in self.held))
        if not creatable:
            self.held.remove(reserved)
            await self.processes[process].give_back(reserved)
        return True


@given(attempts=ATTEMPTS, jobs=st.integers(1, 8), cost=st.sampled_from([0.3, 1.0, 4.0]))
def test_submissions_that_race_never_exceed_a_limit_and_leave_nothing_behind(
    attempts: list[Attempt], jobs: int, cost: float
) -> None:
    async def race() -> None:
        racing = Race(jobs, cost)
        through = await racing.run(attempts)
        assert racing.most[0] <= jobs
        assert racing.most[1] <= cost + 1e-6
        if len(attempts) <= jobs and sum(attempt[2] for attempt in attempts) <= cost + 1e-6:
            assert all(through), "there was room for all"
        found = await racing.container.read(USER, quota_id(TODAY))
        assert found is not None
        assert found.body["jobs"] == len(racing.held)
        assert found.body["estimated_cost"] == pytest.approx(sum(one.cost for one in racing.held), abs=1e-9)

    asyncio.run(race())
