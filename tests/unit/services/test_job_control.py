import asyncio

import pytest

from shared.domain.caller import EVERYBODY
from shared.domain.job import JobStatus
from shared.errors import IllegalTransitionError, LimitReachedError, TemporaryError
from shared.services.item_attempt import Attempt
from shared.services.quotas import quota_id
from shared.settings import Settings
from tests.fakes.builders import USER, answer_text, item, item_result, job, other, reference
from tests.fakes.clock import settled
from tests.fakes.model import Held
from tests.fakes.services import Services, services

FIRST = Attempt(1, 3)


async def running(items: int = 3) -> Services:
    here = await services().with_job(items)
    await here.lifecycle.plan(reference())
    return here


async def test_a_job_that_waits_is_cancelled_at_once_and_its_end_is_told() -> None:
    here = await services().with_job(2)
    told = await here.control.cancel(await here.jobs.get(reference()))
    assert (told.status, told.progress.message) == (JobStatus.CANCELLED, "Cancelled before it began.")
    (event,) = here.events.messages
    assert (event["event"], event["job_id"]) == ("cancelled", "job-1")
    assert await here.lifecycle.plan(reference()) is None


async def test_a_job_at_work_keeps_what_is_being_done_and_begins_nothing_more() -> None:
    here = await running()
    release = asyncio.Event()
    here.model.will(other(0), Held(release, answer_text()))
    at_work = asyncio.create_task(here.runner.run(reference(), item(0), FIRST))
    await here.model.asked.wait()
    told = await here.control.cancel(await here.jobs.get(reference()))
    assert (told.status, told.stop) == (JobStatus.PROCESSING, JobStatus.CANCELLED)
    view = await here.reader.view("job-1", EVERYBODY)
    assert view["progress"]["message"].startswith("Stopping: what is at work is finished first.")
    assert (await here.runner.run(reference(), item(1), FIRST)).outcome == "stopped"
    release.set()
    assert (await at_work).outcome == "done"
    assert (await here.lifecycle.finish(reference())).status is JobStatus.CANCELLED
    ended = await here.jobs.get(reference())
    assert (ended.items_completed, ended.items_failed, ended.progress.percentage) == (1, 0, 33)
    assert ended.progress.message == "Cancelled. 1 of 3 contracts analysed."
    assert ended.error_message is None
    assert here.model.calls.total() == 1


async def test_what_a_cancelled_job_has_done_is_its_result() -> None:
    here = await running()
    await here.runner.run(reference(), item(0), FIRST)
    await here.control.cancel(await here.jobs.get(reference()))
    await here.lifecycle.finish(reference())
    header = await here.results.find_header((await here.jobs.get(reference())).result_id or "")
    assert header is not None
    rows = [row async for row in here.results.rows(USER, "job-1")]
    errors = [error async for error in here.results.errors(USER, "job-1")]
    assert (len(rows), errors, header["not_analysed"]) == (1, [], 2)


async def test_nothing_more_is_asked_about_a_contract_at_work_whose_job_is_cancelled() -> None:
    here = await running(1)
    release = asyncio.Event()
    here.model.will(other(0), Held(release, "no answer that can be used"))
    at_work = asyncio.create_task(here.runner.run(reference(), item(0), FIRST))
    await here.model.asked.wait()
    await here.control.cancel(await here.jobs.get(reference()))
    release.set()
    assert (await at_work).outcome == "stopped"
    assert here.model.calls.total() == 1
    assert await here.results.get_item(reference(), item(0).item_id) is None
    await here.clock.advance(1)
    assert (await here.jobs.read_usage(reference())).model_calls == 1


@pytest.mark.parametrize("status", [JobStatus.COMPLETED, JobStatus.FAILED, JobStatus.CANCELLED, JobStatus.TIMED_OUT])
async def test_a_job_at_its_end_cannot_be_cancelled_and_the_answer_says_what_it_is(status: JobStatus) -> None:
    here = services()
    await here.jobs.create(job(status=status, announced=True))
    with pytest.raises(IllegalTransitionError, match=f"is {status}: there is nothing to cancel"):
        await here.control.cancel(await here.jobs.get(reference()))


async def test_a_second_cancel_is_told_of_the_first() -> None:
    here = await running()
    await here.control.cancel(await here.jobs.get(reference()))
    with pytest.raises(IllegalTransitionError, match="being stopped already: it will be cancelled"):
        await here.control.cancel(await here.jobs.get(reference()))


async def test_a_job_that_ends_while_it_is_cancelled_stays_what_it_became() -> None:
    here = await running(1)
    seen = await here.jobs.get(reference())
    await here.runner.run(reference(), item(0), FIRST)
    await here.lifecycle.finish(reference())
    with pytest.raises(IllegalTransitionError, match="is completed"):
        await here.control.cancel(seen)
    assert (await here.jobs.get(reference())).status is JobStatus.COMPLETED


async def test_a_job_whose_plan_meets_its_cancellation_has_nothing_to_do() -> None:
    here = await running()
    await here.control.cancel(await here.jobs.get(reference()))
    again = await here.lifecycle.plan(reference())
    assert again is not None
    assert again.lanes == []
    assert await here.jobs.has_ended(reference())
    assert (await here.lifecycle.finish(reference())).status is JobStatus.CANCELLED


async def test_a_retry_takes_over_what_is_good_and_asks_for_the_rest_only() -> None:
    here = await running(2)
    here.model.will(other(1), *["broken"] * 6)
    for number in range(2):
        await here.runner.run(reference(), item(number), FIRST)
    await here.lifecycle.finish(reference())
    asked = here.model.calls.total()
    again = await here.control.retry(await here.jobs.get(reference()))
    assert (again.status, again.retry_of) == (JobStatus.QUEUED, "job-1")
    await here.lifecycle.plan(again.reference)
    here.model._steps.clear()
    receipts = [await here.runner.run(again.reference, item(number), FIRST) for number in range(2)]
    assert [(receipt.outcome, receipt.reused) for receipt in receipts] == [("done", True), ("done", False)]
    assert here.model.calls.total() == asked + 1
    assert (await here.lifecycle.finish(again.reference)).status is JobStatus.COMPLETED
    copied = await here.results.get_item(again.reference, item(0).item_id)
    first = await here.results.get_item(reference(), item(0).item_id)
    assert copied is not None
    assert first is not None
    assert (copied.content, copied.reused_from) == (first.content, first.id)
    assert (copied.model_calls, copied.prompt_tokens, copied.estimated_cost) == (0, 0, 0.0)


async def test_a_retry_of_a_retry_finds_what_the_first_job_had() -> None:
    here = await running(1)
    await here.runner.run(reference(), item(0), FIRST)
    await here.control.cancel(await here.jobs.get(reference()))
    await here.lifecycle.finish(reference())
    second = await here.control.retry(await here.jobs.get(reference()))
    await here.control.cancel(second)
    third = await here.control.retry(await here.jobs.get(second.reference))
    assert third.reuses == [second.id, "job-1"]
    await here.lifecycle.plan(third.reference)
    assert (await here.runner.run(third.reference, item(0), FIRST)).reused


async def test_a_result_for_other_inputs_is_not_taken_over() -> None:
    here = await running(2)
    await here.results.add_item(item_result(0, input_hash="of another prompt"))
    await here.lifecycle.stop(reference(), JobStatus.TIMED_OUT)
    await here.lifecycle.finish(reference())
    again = await here.control.retry(await here.jobs.get(reference()))
    await here.lifecycle.plan(again.reference)
    assert not (await here.runner.run(again.reference, item(0), FIRST)).reused
    assert here.model.calls.total() == 1


async def test_a_retry_keeps_what_was_found_out_about_a_contract_that_is_deleted_since() -> None:
    here = await running(2)
    await here.runner.run(reference(), item(0), FIRST)
    await here.control.cancel(await here.jobs.get(reference()))
    await here.lifecycle.finish(reference())
    await here.contracts.delete(other(0))
    again = await here.control.retry(await here.jobs.get(reference()))
    await here.lifecycle.plan(again.reference)
    assert (await here.runner.run(again.reference, item(0), FIRST)).reused


async def test_a_cancel_that_died_half_way_is_made_whole_by_the_next() -> None:
    here = await running()
    here.job_queue.fail("patch", TemporaryError("The store is away."))
    with pytest.raises(TemporaryError):
        await here.control.cancel(await here.jobs.get(reference()))
    assert not await here.jobs.has_ended(reference())
    with pytest.raises(IllegalTransitionError, match="being stopped already"):
        await here.control.cancel(await here.jobs.get(reference()))
    assert (await here.runner.run(reference(), item(0), FIRST)).outcome == "stopped"


async def test_a_job_whose_time_is_over_when_all_its_work_is_done_is_completed() -> None:
    here = await running(1)
    await here.runner.run(reference(), item(0), FIRST)
    await here.lifecycle.stop(reference(), JobStatus.TIMED_OUT)
    assert (await here.lifecycle.finish(reference())).status is JobStatus.COMPLETED
    ended = await here.jobs.get(reference())
    assert (ended.error_message, ended.stop, ended.progress.percentage) == (None, None, 100)


async def test_to_cancel_a_job_at_its_end_tells_nobody_anything() -> None:
    here = await running(1)
    await here.runner.run(reference(), item(0), FIRST)
    await here.lifecycle.finish(reference())
    with here.feed.of_user(USER) as mailbox:
        await settled()
        list(mailbox.take("before"))
        with pytest.raises(IllegalTransitionError):
            await here.control.cancel(await here.jobs.get(reference()))
        assert list(mailbox.take("before")) == []


async def test_a_job_is_retried_once_however_often_it_is_asked_for() -> None:
    here = services()
    await here.jobs.create(job(status=JobStatus.FAILED))
    failed = await here.jobs.get(reference())
    again = await asyncio.gather(*(here.control.retry(failed) for _ in range(3)))
    assert len({one.id for one in again}) == 1


@pytest.mark.parametrize(
    ("status", "reason"),
    [
        (JobStatus.QUEUED, "it can be retried when it has ended"),
        (JobStatus.PROCESSING, "it can be retried when it has ended"),
        (JobStatus.COMPLETED, "there is nothing to retry"),
    ],
)
async def test_what_needs_no_retry_gets_none(status: JobStatus, reason: str) -> None:
    here = services()
    await here.jobs.create(job(status=status))
    with pytest.raises(IllegalTransitionError, match=reason):
        await here.control.retry(await here.jobs.get(reference()))


async def test_a_completed_job_with_failed_contracts_can_be_retried() -> None:
    here = services()
    await here.jobs.create(job(status=JobStatus.COMPLETED, items_failed=1))
    assert (await here.control.retry(await here.jobs.get(reference()))).retry_of == "job-1"


async def test_a_retry_counts_as_a_job_and_costs_what_is_left_to_do() -> None:
    here = services(settings=Settings(daily_jobs=2, daily_cost=10.0))
    await here.jobs.create(job(items=4, status=JobStatus.CANCELLED, items_completed=3, estimated_cost=2.0))
    again = await here.control.retry(await here.jobs.get(reference()))
    assert again.estimated_cost == 0.5
    found = await here.job_queue.read(USER, quota_id("2026-01-31"))
    assert found is not None
    assert (found.body["jobs"], found.body["estimated_cost"]) == (1, 0.5)


async def test_a_retry_of_a_retry_is_estimated_by_the_first_job() -> None:
    here = services()
    await here.jobs.create(job("job-0", 4, status=JobStatus.CANCELLED, items_completed=2, estimated_cost=2.0))
    retried = {"reuses": ["job-0"], "retry_of": "job-0", "estimated_cost": 1.0}
    await here.jobs.create(job("job-1", 4, status=JobStatus.CANCELLED, items_completed=3, **retried))
    assert (await here.control.retry(await here.jobs.get(reference()))).estimated_cost == 0.5


async def test_a_retry_of_a_retry_whose_first_job_is_gone_costs_no_more_than_the_retry() -> None:
    here = services()
    retried = {"reuses": ["job-0"], "retry_of": "job-0", "estimated_cost": 1.0}
    await here.jobs.create(job("job-1", 4, status=JobStatus.CANCELLED, items_completed=2, **retried))
    assert (await here.control.retry(await here.jobs.get(reference()))).estimated_cost == 0.5


async def test_a_second_click_is_not_counted_and_is_answered_when_the_day_is_used_up() -> None:
    here = services(settings=Settings(daily_jobs=1))
    await here.jobs.create(job(status=JobStatus.FAILED))
    failed = await here.jobs.get(reference())
    first = await here.control.retry(failed)
    assert await here.control.retry(failed) == first


async def test_a_retry_over_the_daily_limit_is_refused_and_not_stored() -> None:
    here = services(settings=Settings(daily_jobs=1))
    for job_id in ("job-1", "job-2"):
        await here.jobs.create(job(job_id, status=JobStatus.FAILED))
    await here.control.retry(await here.jobs.get(reference("job-1")))
    with pytest.raises(LimitReachedError, match="1 of 1"):
        await here.control.retry(await here.jobs.get(reference("job-2")))
    assert await here.job_queue.count({"type": "batch_job"}, USER) == 3
