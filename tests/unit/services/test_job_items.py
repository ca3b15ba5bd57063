import asyncio

import pytest

from shared.domain.job import JobStatus
from shared.errors import InvalidRequestError, NotFoundError
from shared.services.item_attempt import Attempt
from tests.fakes.builders import answer_text, item, item_result, job, other, reference
from tests.fakes.clock import settled
from tests.fakes.model import Held
from tests.fakes.services import Services, services


async def running(items: int) -> Services:
    here = await services().with_job(items)
    await here.lifecycle.plan(reference())
    return here


async def test_each_contract_says_what_became_of_it() -> None:
    here = await running(3)
    await here.results.add_item(item_result(0, attempts=2, prompt_tokens=90, completion_tokens=10, elapsed_time=1.5))
    await here.results.add_item(item_result(1, error="The model refused."))
    page = await here.items.page(await here.jobs.get(reference()), 50, None)
    done, failed, open_ = page.items
    assert (done.status, done.progress, done.attempts, done.tokens, done.seconds) == ("completed", 100, 2, 100, 1.5)
    assert (failed.status, failed.error) == ("failed", "The model refused.")
    assert (open_.status, open_.progress, open_.subject, open_.index) == ("waiting", 0, f"Title of {other(2)}", 2)
    assert (page.total, page.continuation) == (3, None)


async def test_a_contract_at_work_shows_its_stage_and_attempt() -> None:
    here = await running(2)
    release = asyncio.Event()
    here.model.will(other(0), Held(release, answer_text()))
    at_work = asyncio.create_task(here.runner.run(reference(), item(0), Attempt(2, 3)))
    await here.model.asked.wait()
    await here.clock.advance(2)
    shown = (await here.items.page(await here.jobs.get(reference()), 50, None)).items[0]
    assert (shown.status, shown.progress, shown.attempts) == ("processing", 60, 2)
    release.set()
    await at_work
    await here.clock.advance(2)
    shown = (await here.items.page(await here.jobs.get(reference()), 50, None)).items[0]
    assert (shown.status, shown.attempts) == ("completed", 2)


async def test_what_a_process_had_at_work_that_is_no_more_counts_as_waiting() -> None:
    here = await running(1)
    here.model.will(other(0), Held(asyncio.Event(), answer_text()))
    at_work = asyncio.create_task(here.runner.run(reference(), item(0), Attempt(1, 3)))
    await here.model.asked.wait()
    await here.clock.advance(1)
    await here.board.settle(reference())
    await here.clock.advance(31)
    assert (await here.items.page(await here.jobs.get(reference()), 50, None)).items[0].status == "waiting"
    at_work.cancel()
    with pytest.raises(asyncio.CancelledError):
        await at_work
    await here.board.settle(reference())
    await settled()


async def test_a_contract_whose_turn_never_came_says_so() -> None:
    here = services()
    await here.jobs.create(job(items=1, status=JobStatus.CANCELLED))
    (only,) = (await here.items.page(await here.jobs.get(reference()), 50, None)).items
    assert only.status == "not_analysed"


async def test_pages_follow_each_other_without_gap_or_repeat() -> None:
    here = services()
    await here.jobs.create(job(items=7))
    found, continuation, pages = [], None, 0
    while True:
        page = await here.items.page(await here.jobs.get(reference()), 3, continuation)
        found += [entry.index for entry in page.items]
        pages, continuation = pages + 1, page.continuation
        if continuation is None:
            break
    assert (found, pages) == (list(range(7)), 3)


@pytest.mark.parametrize("continuation", ["x", "-1", "0", "7", "99999999999", "0000000001" + "0" * 5000, "٣"])
async def test_a_continuation_that_no_page_gave_is_refused(continuation: str) -> None:
    here = services()
    await here.jobs.create(job(items=7))
    with pytest.raises(InvalidRequestError, match="continuation"):
        await here.items.page(await here.jobs.get(reference()), 3, continuation)


async def test_the_result_of_a_contract_can_be_read_while_the_job_runs() -> None:
    here = await running(2)
    await here.runner.run(reference(), item(0), Attempt(1, 3))
    stored = await here.items.result(await here.jobs.get(reference()), "00000")
    assert stored["content"]["contract_id"] == other(0)
    with pytest.raises(NotFoundError, match="00001"):
        await here.items.result(await here.jobs.get(reference()), "00001")
