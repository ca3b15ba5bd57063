import itertools
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shared.function_names import ANALYSE_ITEM, PENDING_ITEMS, RUN_LANE
from tests.fakes.activities import FakeActivities, Lanes
from tests.fakes.builders import reference
from tests.fakes.driving import Driver, SteppingClock, driving

JOB = reference().model_dump()


def lane(activities: FakeActivities) -> dict[str, Any]:
    return {
        "job": JOB,
        "lane": 0,
        "page": 0,
        "pages": len(activities.lanes[0]),
        "attempts": activities.attempts,
        "delay": activities.delay,
    }


def script(*pages: tuple[int, ...], attempts: int = 3) -> FakeActivities:
    lanes: Lanes = (pages,)
    return FakeActivities(SteppingClock(), lanes, attempts)


async def start(driver: Driver) -> None:
    await driver.start(RUN_LANE, "lane", lane(driver.activities))


def attempts_at(activities: FakeActivities) -> list[tuple[int, int]]:
    """The items in the order they were tried, each with the number of its attempt."""
    return [(run.payload["item"]["index"], run.payload["attempt"]) for run in activities.runs(ANALYSE_ITEM)]


async def test_a_lane_does_its_items_one_after_another_and_ends() -> None:
    activities = script((2, 0, 1))
    async with driving(activities) as driver:
        await start(driver)
        assert driver.instance("lane").status == "Completed"
    assert attempts_at(activities) == [(2, 1), (0, 1), (1, 1)]


async def test_items_with_an_outcome_are_not_done_again() -> None:
    activities = script((0, 1, 2))
    activities.done.update((0, 2))
    async with driving(activities) as driver:
        await start(driver)
    assert attempts_at(activities) == [(1, 1)]


async def test_a_lane_ends_at_once_when_the_job_has_ended() -> None:
    activities = script((0, 1, 2), (3,))
    activities.will(1, "stopped")
    async with driving(activities) as driver:
        await start(driver)
        assert driver.instance("lane").status == "Completed"
    assert attempts_at(activities) == [(0, 1), (1, 1)]


async def test_an_activity_is_told_the_job_the_item_and_which_attempt_it_is() -> None:
    activities = script((7,))
    async with driving(activities) as driver:
        await start(driver)
    (run,) = activities.runs(ANALYSE_ITEM)
    assert run.payload == {
        "job": JOB,
        "item": {"item_id": "00007", "index": 7, "contract_id": "contract_other-7"},
        "attempt": 1,
        "attempts": 3,
    }


async def test_what_failed_for_now_goes_round_again_after_two_then_four_then_eight_seconds() -> None:
    activities = script((0, 1), attempts=4)
    activities.will(0, "retry", "retry", "retry")
    begun = activities.clock.now()
    async with driving(activities) as driver:
        await start(driver)
        for pause in (2, 4, 8):
            before = len(activities.calls)
            await driver.advance(pause - 0.001)
            assert len(activities.calls) == before
            await driver.advance(0.001)
        assert driver.instance("lane").status == "Completed"
    moments = [(run.at - begun) // timedelta(seconds=1) for run in activities.runs(ANALYSE_ITEM)]
    assert list(zip(attempts_at(activities), moments, strict=True)) == [
        ((0, 1), 0),
        ((1, 1), 0),
        ((0, 2), 2),
        ((0, 3), 6),
        ((0, 4), 14),
    ]


async def test_an_item_is_given_up_after_its_last_attempt() -> None:
    activities = script((0, 1))
    activities.will(0, "retry", "retry", "retry", "retry")
    async with driving(activities) as driver:
        await start(driver)
        await driver.to_end("lane")
    assert attempts_at(activities) == [(0, 1), (1, 1), (0, 2), (0, 3)]


async def test_what_failed_for_good_is_not_tried_again() -> None:
    activities = script((0, 1))
    activities.will(0, "failed")
    async with driving(activities) as driver:
        await start(driver)
        assert driver.instance("lane").status == "Completed"
    assert attempts_at(activities) == [(0, 1), (1, 1)]


async def test_an_activity_that_ends_in_an_exception_goes_round_again() -> None:
    activities = script((0, 1))
    activities.will(0, OSError("The worker was lost."))
    async with driving(activities) as driver:
        await start(driver)
        await driver.to_end("lane")
    assert attempts_at(activities) == [(0, 1), (1, 1), (0, 1)]


async def test_what_is_lost_does_not_use_up_the_attempts_at_an_item() -> None:
    activities = script((0,), attempts=2)
    lost = OSError("The store is away.")
    activities.will(0, lost, lost, lost, "retry", lost, "done")
    async with driving(activities) as driver:
        await start(driver)
        await driver.to_end("lane")
    assert attempts_at(activities) == [(0, 1)] * 4 + [(0, 2)] * 2
    assert activities.done == {0}


async def test_an_item_that_is_lost_again_and_again_is_given_up_after_two_minutes() -> None:
    activities = script((0, 1))
    activities.will(0, *[OSError("The worker was lost.")] * 20)
    begun = activities.clock.now()
    async with driving(activities) as driver:
        await start(driver)
        assert (await driver.to_end("lane")).status == "Completed"
    assert len(activities.runs(ANALYSE_ITEM)) == 1 + 7
    assert timedelta(minutes=1) < activities.clock.now() - begun < timedelta(minutes=3)


async def test_a_job_says_itself_how_long_a_pause_is_and_none_is_longer_than_a_minute() -> None:
    activities = script((0,), attempts=10)
    activities.delay = 20_000
    activities.will(0, "retry", "retry", "retry", "retry")
    async with driving(activities) as driver:
        await start(driver)
        await driver.to_end("lane")
    moments = [run.at for run in activities.runs(ANALYSE_ITEM)]
    pauses = [(later - earlier).total_seconds() for earlier, later in itertools.pairwise(moments)]
    assert pauses == [20, 40, 60, 60]


async def test_a_lane_begins_a_fresh_history_with_every_page() -> None:
    activities = script((0, 1), (2,), (3, 4))
    activities.will(2, "retry")
    async with driving(activities) as driver:
        await start(driver)
        ended = await driver.to_end("lane")
    assert attempts_at(activities) == [(0, 1), (1, 1), (2, 1), (2, 2), (3, 1), (4, 1)]
    assert [run.payload["page"] for run in activities.runs(PENDING_ITEMS)] == [0, 1, 2]
    assert ended.generation == 2
    assert len(ended.history.scheduled) == 3


@pytest.mark.parametrize("failures", [1, 15])
async def test_a_page_that_cannot_be_read_is_asked_for_half_a_minute_long(failures: int) -> None:
    activities = script((0,))
    activities.fail(PENDING_ITEMS, *[OSError("The store is away.")] * failures)
    async with driving(activities) as driver:
        await start(driver)
        assert (await driver.to_end("lane")).status == "Completed"
    assert len(activities.runs(PENDING_ITEMS)) == failures + 1


async def test_a_lane_whose_page_cannot_be_read_at_all_fails() -> None:
    activities = script((0,))
    activities.fail(PENDING_ITEMS, *[OSError("The store is away.")] * 16)
    async with driving(activities) as driver:
        await start(driver)
        ended = await driver.to_end("lane")
    assert ended.status == "Failed"
    assert "The store is away." in (ended.output or "")
    assert not activities.runs(ANALYSE_ITEM)


outcomes = st.sampled_from(["done", "failed", "retry", "lost"])


@settings(max_examples=12, deadline=None)
@given(st.lists(st.lists(outcomes, max_size=4), min_size=1, max_size=5), st.integers(1, 4))
async def test_whatever_happens_every_item_is_tried_until_it_has_an_outcome_or_no_attempt_is_left(
    fates: list[list[str]], attempts: int
) -> None:
    activities = script(tuple(range(len(fates))), attempts=attempts)
    for index, fate in enumerate(fates):
        activities.will(index, *(OSError("The worker was lost.") if end == "lost" else end for end in fate))
    async with driving(activities) as driver:
        await start(driver)
        assert (await driver.to_end("lane")).status == "Completed"
    tried = attempts_at(activities)
    for index, fate in enumerate(fates):
        assert [n for i, n in tried if i == index] == list(attempts_until_settled([*fate, "done"], attempts))


def attempts_until_settled(fate: list[str], attempts: int) -> Iterator[int]:
    attempt = 1
    for end in fate:
        yield attempt
        if end in ("done", "failed") or (end == "retry" and attempt == attempts):
            return
        attempt += end == "retry"
