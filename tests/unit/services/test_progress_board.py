import contextlib
import logging

import pytest

from shared.domain.progress import Counters
from shared.errors import NotFoundError, TemporaryError
from shared.services.progress_board import ItemProgress
from tests.fakes.builders import item, reference
from tests.fakes.clock import START, settled
from tests.fakes.services import Services, services


async def planned(items: int = 4) -> Services:
    here = services()
    await here.jobs.write_counters(reference(), Counters(total_items=items, started_date=START, heartbeat_date=START))
    return here


async def counters(here: Services) -> Counters:
    found = await here.jobs.read_counters(reference())
    assert found is not None
    return found


def writes(here: Services) -> int:
    return here.job_queue.calls["patch"]


async def test_the_first_news_is_written_at_once() -> None:
    here = await planned()
    async with here.board.item(reference(), item(2)):
        await settled()
        seen = await counters(here)
    assert (seen.points, seen.current_item, seen.current_step) == (10, 3, "retrieving_data")


async def test_there_is_at_most_one_write_a_second_however_much_happens() -> None:
    here = await planned()
    async with here.board.item(reference(), item()) as line:
        await settled()
        for percent in (30, 60, 90):
            line.reach(percent, "calling_llm")
            await here.clock.advance(0.25)
        assert writes(here) == 1
        await here.clock.advance(0.25)
        assert writes(here) == 2
        assert (await counters(here)).points == 90


async def test_the_items_of_a_job_share_its_writes() -> None:
    here = await planned()
    async with here.board.item(reference(), item(0)) as one, here.board.item(reference(), item(1)) as other:
        await settled()
        one.reach(90, "processing_results")
        other.reach(30, "generating_prompt")
        await here.clock.advance(1)
        assert writes(here) == 2
        assert (await counters(here)).points == 120


async def test_a_heartbeat_is_written_every_five_seconds_while_nothing_moves() -> None:
    here = await planned()
    async with here.board.item(reference(), item()):
        await here.clock.advance(4.9)
        assert writes(here) == 1
        await here.clock.advance(0.1)
        assert writes(here) == 2
        await here.clock.advance(10)
        assert writes(here) == 4
        assert (await counters(here)).heartbeat_date == here.clock.now()


async def test_what_could_not_be_written_is_carried_over(caplog: pytest.LogCaptureFixture) -> None:
    here = await planned()
    here.job_queue.fail("patch", TemporaryError("The store is busy."), times=2)
    with caplog.at_level(logging.WARNING):
        async with here.board.item(reference(), item()) as line:
            line.reach(60, "calling_llm")
            await here.clock.advance(1)
            line.end(completed=True)
            await here.clock.advance(1)
    seen = await counters(here)
    assert (seen.points, seen.completed) == (100, 1)
    assert caplog.text.count("was not written") == 2


async def test_progress_that_can_never_be_written_is_given_up_when_the_work_ends() -> None:
    here = services()
    here.job_queue.fail("patch", NotFoundError("There are no counters."), times=100)
    async with here.board.item(reference(), item()) as line:
        line.end(completed=True)
    await here.clock.advance(5)
    assert here.clock.sleepers == 0


async def test_an_attempt_without_an_outcome_gives_its_points_back() -> None:
    here = await planned()
    async with here.board.item(reference(), item()) as line:
        line.reach(90, "processing_results")
        await here.clock.advance(1)
    await here.clock.advance(2)
    seen = await counters(here)
    assert (seen.points, seen.completed, seen.failed, seen.current_step) == (0, 0, 0, "retrieving_data")


async def test_an_attempt_that_ends_in_an_exception_gives_its_points_back() -> None:
    here = await planned()
    with contextlib.suppress(TemporaryError):
        async with here.board.item(reference(), item()) as line:
            line.reach(60, "calling_llm")
            raise TemporaryError("The store is busy.")
    await here.clock.advance(2)
    assert (await counters(here)).points == 0


async def test_outcomes_are_counted_by_their_kind() -> None:
    here = await planned()
    for number, completed in enumerate((True, False, True)):
        async with here.board.item(reference(), item(number)) as line:
            line.end(completed=completed)
    await here.clock.advance(2)
    seen = await counters(here)
    assert (seen.points, seen.completed, seen.failed, seen.current_item) == (300, 2, 1, 3)


async def test_the_writer_of_a_job_ends_with_its_last_item_and_begins_anew_with_the_next() -> None:
    here = await planned()
    for _ in range(2):
        async with here.board.item(reference(), item()):
            await settled()
            assert here.clock.sleepers == 1
        await here.clock.advance(3)
        assert here.clock.sleepers == 0


async def test_two_jobs_are_written_apart() -> None:
    here = await planned()
    await here.jobs.write_counters(
        reference("job-2"), Counters(total_items=1, started_date=START, heartbeat_date=START)
    )
    async with here.board.item(reference(), item()), here.board.item(reference("job-2"), item()) as second:
        second.reach(60, "calling_llm")
        await here.clock.advance(1)
    second_counters = await here.jobs.read_counters(reference("job-2"))
    assert second_counters is not None
    assert ((await counters(here)).points, second_counters.points) == (10, 60)


async def test_a_settled_job_is_written_no_more() -> None:
    here = await planned()
    async with here.board.item(reference(), item()) as line:
        await settled()
        await here.board.settle(reference())
        line.reach(60, "calling_llm")
        await here.clock.advance(10)
    assert writes(here) == 1


async def test_stages_reported_by_hand_add_up_to_a_stored_item() -> None:
    here = await planned()
    lines: list[ItemProgress] = []
    async with here.board.item(reference(), item()) as line:
        lines.append(line)
        for percent in (30, 60, 90):
            line.reach(percent, "calling_llm")
            await here.clock.advance(1)
        line.end(completed=True)
    await here.clock.advance(1)
    assert (await counters(here)).points == 100
