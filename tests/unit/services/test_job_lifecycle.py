import asyncio
from pathlib import Path

import pytest

from adapters.sqlite.documents import SqliteDatabase
from shared.domain.endings import result_id
from shared.domain.job import Item, JobStatus, Options
from shared.domain.lanes import PAGE_ITEMS
from shared.domain.transitions import transition
from shared.errors import NotFoundError, TemporaryError
from shared.services.item_attempt import Attempt
from tests.fakes.builders import contract, item, item_result, job, other, reference
from tests.fakes.clock import START, settled
from tests.fakes.services import Services, services


async def running(items: int = 1) -> Services:
    here = await services().with_job(items)
    await here.lifecycle.plan(reference())
    return here


async def dealt(here: Services, lane: int, page: int = 0) -> list[Item]:
    return await here.jobs.read_page(reference(), lane, page)


async def test_planning_starts_the_job_and_deals_its_items() -> None:
    here = await services().with_job(60)
    plan = await here.lifecycle.plan(reference())
    assert plan is not None
    assert (plan.items, plan.lanes, plan.page_items) == (60, [12] * 5, PAGE_ITEMS)
    pages = [await dealt(here, lane, page) for lane in range(5) for page in range(2)]
    assert [len(page) for page in pages] == [10, 2] * 5
    assert sorted(entry.index for page in pages for entry in page) == list(range(60))
    started = await here.jobs.get(reference())
    assert (started.status, started.started_date) == (JobStatus.PROCESSING, START)


async def test_planning_twice_changes_nothing_and_counts_what_is_done() -> None:
    here = await running(4)
    before = await here.jobs.get(reference())
    for number, error in ((0, None), (2, "Refused.")):
        await here.results.add_item(item_result(number, error=error))
    await here.clock.advance(5)
    again = await here.lifecycle.plan(reference())
    assert again is not None
    assert again.items == 4
    assert await here.jobs.get(reference()) == before
    progress = await here.snapshots.progress(reference())
    assert (progress.percentage, progress.current_item) == (50, 2)
    assert progress.message == "1 of 4 contracts analysed. 1 could not be analysed."


async def test_planning_that_fails_leaves_nothing_of_it_at_work() -> None:
    here = await services().with_job(2)
    here.job_queue.fail("upsert", TemporaryError("The store is away."))
    may_count = asyncio.Event()
    here.job_queue.hold("upsert", may_count)
    planning = asyncio.create_task(here.lifecycle.plan(reference()))
    await settled()
    assert not planning.done()
    may_count.set()
    with pytest.raises(TemporaryError):
        await planning


async def test_a_contract_that_was_deleted_is_planned_all_the_same() -> None:
    here = await services().with_job(2)
    await here.contracts.delete(other(0))
    plan = await here.lifecycle.plan(reference())
    assert plan is not None
    assert sorted([entry.index for lane in range(2) for entry in await dealt(here, lane)]) == [0, 1]


async def test_two_plans_at_once_start_the_job_once() -> None:
    here = await services().with_job(3)
    plans = await asyncio.gather(*(here.lifecycle.plan(reference()) for _ in range(3)))
    assert plans[0] == plans[1] == plans[2]
    assert (await here.jobs.get(reference())).status is JobStatus.PROCESSING


@pytest.mark.parametrize("status", [JobStatus.COMPLETED, JobStatus.FAILED, JobStatus.CANCELLED, JobStatus.TIMED_OUT])
async def test_a_job_at_its_end_is_neither_planned_nor_finished_nor_failed(status: JobStatus) -> None:
    here = services()
    ended = job(status=status, announced=True)
    await here.jobs.create(ended)
    assert await here.lifecycle.plan(reference()) is None
    assert (await here.lifecycle.finish(reference())).status is status
    assert await here.lifecycle.fail(reference(), "Too late.") is status
    assert await here.jobs.get(reference()) == ended


async def test_a_job_that_is_not_there_cannot_be_planned() -> None:
    with pytest.raises(NotFoundError, match="no job job-1"):
        await services().lifecycle.plan(reference())


async def test_the_heaviest_contract_is_the_first_of_its_lane() -> None:
    here = services()
    await here.jobs.create(job(items=2, options=Options(max_concurrent=1)))
    for number, text in ((0, "short"), (1, "long " * 50)):
        await here.contracts.create(contract(other(number), text))
    await here.lifecycle.plan(reference())
    assert [entry.index for entry in await dealt(here, 0)] == [1, 0]


async def test_a_finished_job_has_its_result_and_its_numbers() -> None:
    here = await running(3)
    await here.results.add_item(item_result(0))
    await here.results.add_item(item_result(1, error="Refused."))
    await here.results.add_item(item_result(2))
    await here.clock.advance(30)
    assert (await here.lifecycle.finish(reference())).status is JobStatus.COMPLETED
    ended = await here.jobs.get(reference())
    assert (ended.items_completed, ended.items_failed, ended.elapsed_time) == (2, 1, 30)
    assert [(error.item_id, error.message) for error in ended.item_errors] == [("00001", "Refused.")]
    assert (ended.progress.percentage, ended.progress.current_step) == (100, "completed")
    assert ended.progress.message == "2 of 3 contracts analysed. 1 could not be analysed."
    assert ended.result_id == result_id("job-1")
    header = await here.results.find_header(ended.result_id)
    assert header is not None
    rows = [row["contract_id"] async for row in here.results.rows("ann", "job-1")]
    errors = [error["contract_id"] async for error in here.results.errors("ann", "job-1")]
    assert (rows, errors) == ([other(0), other(2)], [other(1)])
    assert header["metadata"]["contracts_compared"] == 2


async def test_the_result_is_stored_before_the_job_completes() -> None:
    here = await running()
    await here.results.add_item(item_result())
    here.job_queue.fail("replace", TemporaryError("The store is busy."))
    with pytest.raises(TemporaryError):
        await here.lifecycle.finish(reference())
    assert (await here.jobs.get(reference())).status is JobStatus.PROCESSING
    assert await here.results.find_header(result_id("job-1")) is not None
    assert (await here.lifecycle.finish(reference())).status is JobStatus.COMPLETED


async def test_a_job_whose_result_cannot_be_stored_does_not_complete() -> None:
    here = await running()
    await here.results.add_item(item_result())
    here.analysis_results.fail("create", TemporaryError("The store is busy."))
    with pytest.raises(TemporaryError):
        await here.lifecycle.finish(reference())
    assert (await here.jobs.get(reference())).status is JobStatus.PROCESSING


async def test_a_job_finished_twice_ends_once() -> None:
    here = await running()
    await here.results.add_item(item_result())
    here.job_queue.fail("replace", TemporaryError("The answer got lost."), after=True)
    with pytest.raises(TemporaryError):
        await here.lifecycle.finish(reference())
    ended = await here.jobs.get(reference())
    await here.clock.advance(60)
    assert (await here.lifecycle.finish(reference())).status is JobStatus.COMPLETED
    assert await here.jobs.get(reference()) == ended.model_copy(update={"announced": True})
    assert len(here.events.messages) == 1


async def test_items_without_an_outcome_count_as_failed() -> None:
    here = await running(2)
    await here.results.add_item(item_result(0))
    assert (await here.lifecycle.finish(reference())).status is JobStatus.COMPLETED
    ended = await here.jobs.get(reference())
    assert (ended.items_completed, ended.items_failed) == (1, 1)
    assert "interrupted" in ended.item_errors[0].message
    given_up = await here.results.get_item(reference(), item(1).item_id)
    assert given_up is not None
    assert given_up.error_message == ended.item_errors[0].message


async def test_a_job_none_of_whose_items_could_be_done_has_failed_and_says_why() -> None:
    here = await running(2)
    for number in range(2):
        await here.results.add_item(item_result(number, error="The model refused."))
    assert (await here.lifecycle.finish(reference())).status is JobStatus.FAILED
    ended = await here.jobs.get(reference())
    assert ended.error_message == "None of the 2 contracts could be analysed. The first error: The model refused."
    assert (ended.result_id, ended.progress.current_step) == (None, "failed")
    assert await here.results.find_header(result_id("job-1")) is None


async def test_a_job_shows_its_first_fifty_errors_and_its_result_all() -> None:
    here = await running(60)
    await here.results.add_item(item_result(59))
    await here.lifecycle.finish(reference())
    ended = await here.jobs.get(reference())
    header = await here.results.find_header(result_id("job-1"))
    assert (len(ended.item_errors), ended.items_failed) == (50, 59)
    assert header is not None
    assert len([error async for error in here.results.errors("ann", "job-1")]) == 59


async def test_a_job_that_was_ended_meanwhile_stays_so() -> None:
    here = await running()
    await here.results.add_item(item_result())
    await here.jobs.change(reference(), lambda now: transition(now, JobStatus.CANCELLED, here.clock.now()))
    assert (await here.lifecycle.finish(reference())).status is JobStatus.CANCELLED


async def test_a_failed_job_says_why_and_how_far_it_came() -> None:
    here = await running(4)
    await here.runner.run(reference(), item(0), Attempt(1, 3))
    await here.clock.advance(2)
    assert await here.lifecycle.fail(reference(), "The store went away.") is JobStatus.FAILED
    ended = await here.jobs.get(reference())
    assert (ended.error_message, ended.items_completed) == ("The store went away.", 1)
    assert (ended.progress.percentage, ended.progress.current_step) == (25, "failed")
    assert ended.progress.message == "1 of 4 contracts analysed."
    assert ended.progress.estimated_time_remaining is None


async def test_a_job_that_failed_before_it_began_no_longer_waits_to_start() -> None:
    here = await services().with_job(2)
    await here.lifecycle.fail(reference(), "It could not be planned.")
    assert (await here.jobs.get(reference())).progress.message == "0 of 2 contracts analysed."


async def test_a_whole_job_in_a_file(tmp_path: Path) -> None:
    database = SqliteDatabase(tmp_path / "documents.db")
    here = await services(database).with_job(3)
    try:
        plan = await here.lifecycle.plan(reference())
        assert plan is not None
        for lane in range(3):
            for entry in await dealt(here, lane):
                await here.runner.run(reference(), entry, Attempt(1, 3))
        assert (await here.lifecycle.finish(reference())).status is JobStatus.COMPLETED
        found = [result async for result in here.results.items("ann", "job-1")]
        assert [result.labels for result in found] == [{"contract_id": other(n)} for n in range(3)]
    finally:
        await here.board.settle(reference())
        await database.close()
