import asyncio
import json
from dataclasses import asdict

import pytest

from shared.domain.job import Options
from shared.errors import NotFoundError, TemporaryError
from shared.services.lane_worker import RAMP_SECONDS, WORK_SECONDS, LanePage, LaneReceipt
from tests.fakes.builders import answer_text, item, item_result, other, reference
from tests.fakes.clock import settled
from tests.fakes.model import Held
from tests.fakes.services import Services, services

BUSY = TemporaryError("The model is busy.")
PAGE = LanePage(reference(), 0, 0)


async def one_lane(items: int) -> Services:
    here = await services().with_job(items, options=Options(max_concurrent=1))
    await here.lifecycle.plan(reference())
    return here


def first_attempts(items: int) -> list[tuple[int, int]]:
    return [(place, 1) for place in range(items)]


async def outcomes(here: Services, items: int) -> list[str | None]:
    found = [await here.results.get_item(reference(), item(number).item_id) for number in range(items)]
    return [None if result is None else result.outcome for result in found]


async def test_the_items_of_a_page_are_done_one_after_another() -> None:
    here = await one_lane(3)
    receipt = await here.lanes.work(PAGE, first_attempts(3), 3)
    assert receipt == LaneReceipt()
    assert [request.variables["contract"]["contract_id"] for request in here.model.requests] == [
        other(number) for number in range(3)
    ]
    assert await outcomes(here, 3) == ["done"] * 3


async def test_only_the_places_that_are_asked_for_are_done() -> None:
    here = await one_lane(3)
    await here.lanes.work(PAGE, [(1, 2)], 3)
    assert await outcomes(here, 3) == [None, "done", None]
    result = await here.results.get_item(reference(), item(1).item_id)
    assert result is not None
    assert result.attempts == 2


async def test_what_has_an_outcome_is_not_done_again() -> None:
    here = await one_lane(3)
    await here.results.add_item(item_result(1))
    await here.lanes.work(PAGE, first_attempts(3), 3)
    assert set(here.model.calls) == {other(0), other(2)}


async def test_what_failed_for_now_is_handed_back_and_the_others_are_done() -> None:
    here = await one_lane(3)
    here.model.will(other(1), BUSY)
    assert await here.lanes.work(PAGE, first_attempts(3), 3) == LaneReceipt(again=[1])
    assert await outcomes(here, 3) == ["done", None, "done"]


async def test_a_temporary_fault_at_the_last_attempt_is_stored() -> None:
    here = await one_lane(1)
    here.model.will(other(0), BUSY)
    assert await here.lanes.work(PAGE, [(0, 3)], 3) == LaneReceipt()
    assert await outcomes(here, 1) == ["failed"]


async def test_nothing_is_begun_after_some_seconds() -> None:
    here = await one_lane(3)
    answered = asyncio.Event()
    here.model.will(other(0), BUSY)
    here.model.will(other(1), Held(answered, answer_text()))
    working = asyncio.create_task(here.lanes.work(PAGE, first_attempts(3), 3))
    await here.clock.advance(WORK_SECONDS)
    answered.set()
    assert await working == LaneReceipt(again=[0], rest=[2])
    assert await outcomes(here, 3) == [None, "done", None]


async def test_a_job_that_is_stopped_between_two_items_begins_no_other() -> None:
    here = await one_lane(3)
    answered = asyncio.Event()
    here.model.will(other(0), Held(answered, answer_text()))
    working = asyncio.create_task(here.lanes.work(PAGE, first_attempts(3), 3))
    await here.model.asked.wait()
    await here.control.cancel(await here.jobs.get(reference()))
    answered.set()
    assert await working == LaneReceipt(stopped=True)
    assert await outcomes(here, 3) == ["done", None, None]


async def test_a_store_that_cannot_be_reached_is_told_and_what_was_done_is_kept() -> None:
    here = await one_lane(2)
    answered = asyncio.Event()
    here.model.will(other(1), Held(answered, answer_text()))
    working = asyncio.create_task(here.lanes.work(PAGE, first_attempts(2), 3))
    await settled()
    here.analysis_results.fail("create", TemporaryError("The store is busy."))
    answered.set()
    with pytest.raises(TemporaryError):
        await working
    assert await outcomes(here, 2) == ["done", None]


async def test_a_page_that_was_never_planned_is_told() -> None:
    here = await services().with_job()
    with pytest.raises(NotFoundError, match="plan it first"):
        await here.lanes.work(PAGE, first_attempts(1), 3)


async def test_the_lanes_of_a_job_start_one_shortly_after_another() -> None:
    here = await services().with_job(5)
    await here.lifecycle.plan(reference())
    pages = [LanePage(reference(), lane, 0) for lane in range(5)]
    working = [asyncio.create_task(here.lanes.work(page, [(0, 1)], 3)) for page in pages]
    await settled()
    assert [task.done() for task in working] == [True, False, False, False, False]
    await here.clock.advance(2 * RAMP_SECONDS)
    assert [task.done() for task in working] == [True, True, True, False, False]
    await here.clock.advance(2 * RAMP_SECONDS)
    assert [await task for task in working] == [LaneReceipt()] * 5


def test_the_receipt_of_a_page_is_small() -> None:
    everything = list(range(10))
    assert len(json.dumps(asdict(LaneReceipt(everything, everything, stopped=True)))) < 150
