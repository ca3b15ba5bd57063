import asyncio

from adapters.memory.documents import MemoryDatabase
from shared.domain.job import JobStatus
from shared.errors import TemporaryError
from shared.services.item_attempt import Attempt
from tests.fakes.builders import answer_text, item, item_result, other, reference
from tests.fakes.charging import ChargingDatabase
from tests.fakes.clock import settled
from tests.fakes.model import Held
from tests.fakes.services import Services, services

JOB = reference()


async def running(items: int) -> Services:
    here = await services().with_job(items)
    await here.lifecycle.plan(JOB)
    return here


async def worked(here: Services, number: int) -> None:
    await here.runner.run(JOB, item(number), Attempt(1, 3))


async def status(here: Services) -> JobStatus:
    return (await here.jobs.get(JOB)).status


async def test_a_job_is_finished_when_all_of_its_items_have_an_outcome_and_not_before() -> None:
    here = await running(2)
    await worked(here, 0)
    assert await here.closer.close(JOB, 2) is None
    assert await status(here) == "processing"
    await worked(here, 1)
    ended = await here.closer.close(JOB, 2)
    assert ended is not None
    assert (ended.status, ended.items_completed) == ("completed", 2)
    assert await status(here) == "completed"
    assert [message["event"] for message in here.events.messages] == ["completed"]


async def test_items_that_failed_for_good_count_too() -> None:
    here = await running(2)
    await worked(here, 0)
    await here.results.add_item(item_result(1, error="Refused."))
    ended = await here.closer.close(JOB, 2)
    assert ended is not None
    assert (ended.status, ended.items_failed) == ("completed", 1)


async def test_nothing_is_counted_while_an_item_of_the_job_is_at_work_here() -> None:
    here = await running(2)
    await worked(here, 0)
    may_answer = asyncio.Event()
    here.model.will(other(1), Held(may_answer, answer_text()))
    here.model.asked.clear()
    working = asyncio.create_task(worked(here, 1))
    await here.model.asked.wait()
    await settled()
    before = here.analysis_results.calls["count"]
    assert await here.closer.close(JOB, 2) is None
    assert here.analysis_results.calls["count"] == before
    may_answer.set()
    await working
    assert await here.closer.close(JOB, 2) is not None


async def test_a_job_that_two_would_finish_at_once_is_finished_by_one() -> None:
    here = await running(1)
    await worked(here, 0)
    endings = await asyncio.gather(*(here.closer.close(JOB, 1) for _ in range(3)))
    assert [ending is not None for ending in endings].count(True) == 1
    assert len(here.events.messages) == 1


async def test_a_job_that_is_over_stays_as_it_ended() -> None:
    here = await running(1)
    await worked(here, 0)
    first = await here.closer.close(JOB, 1)
    again = await here.closer.close(JOB, 1)
    assert first is not None
    assert again is not None
    assert (again.status, again.completed_date) == (first.status, first.completed_date)
    assert len(here.events.messages) == 1


async def test_a_job_that_was_cancelled_while_its_last_item_was_at_work_ends_as_cancelled() -> None:
    here = await running(1)
    await worked(here, 0)
    await here.lifecycle.stop(JOB, JobStatus.CANCELLED)
    ended = await here.closer.close(JOB, 1)
    assert ended is not None
    assert ended.status == "cancelled"


async def test_what_cannot_be_finished_now_is_left_to_the_step_that_finishes_jobs() -> None:
    here = await running(1)
    await worked(here, 0)
    here.job_queue.fail("replace", TemporaryError("The store is away."))
    assert await here.closer.close(JOB, 1) is None
    assert await status(here) == "processing"
    assert (await here.lifecycle.finish(JOB)).status == "completed"
    here.analysis_results.fail("count", TemporaryError("The store is away."))
    assert await here.closer.close(JOB, 1) is None


async def test_two_processes_that_finish_a_job_at_once_announce_it_once() -> None:
    database = MemoryDatabase()
    one, other_one = await services(database).with_job(2), services(database)
    await one.lifecycle.plan(JOB)
    await worked(one, 0)
    await one.results.add_item(item_result(1, error="Refused."))
    may_store = asyncio.Event()
    for here in (one, other_one):
        here.job_queue.hold("replace", may_store)
    closing = [asyncio.create_task(here.closer.close(JOB, 2)) for here in (one, other_one)]
    await settled()
    may_store.set()
    endings = await asyncio.gather(*closing)
    assert [ending and ending.status for ending in endings] == ["completed", "completed"]
    assert len(one.events.messages) + len(other_one.events.messages) == 1
    assert len(one.dead_letters.messages) + len(other_one.dead_letters.messages) == 1


async def test_a_count_that_came_too_early_is_made_again() -> None:
    here = await running(2)
    await worked(here, 0)
    may_answer = asyncio.Event()
    here.analysis_results.hold_answers("count", may_answer)
    early = asyncio.create_task(here.closer.close(JOB, 2))
    await settled()
    await worked(here, 1)
    assert await here.closer.close(JOB, 2) is None
    may_answer.set()
    ended = await early
    assert ended is not None
    assert ended.items_completed == 2


async def test_looking_whether_a_job_is_done_is_charged_to_it() -> None:
    here = await services(ChargingDatabase(price=1.0)).with_job(2)
    await here.lifecycle.plan(JOB)
    await worked(here, 0)
    await here.tally.flush(JOB)
    before = (await here.jobs.read_usage(JOB)).request_units
    with here.tally.charged_to(JOB):
        assert await here.closer.close(JOB, 2) is None
    await here.tally.flush(JOB)
    assert (await here.jobs.read_usage(JOB)).request_units > before
