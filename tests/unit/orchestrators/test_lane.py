import itertools
import json
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shared.function_names import RUN_LANE, WORK_LANE
from tests.fakes.activities import FakeActivities, Lanes
from tests.fakes.builders import reference
from tests.fakes.driving import Driver, SteppingClock, driving

JOB = reference().model_dump()


def lane(activities: FakeActivities) -> dict[str, Any]:
    return {
        "job": JOB,
        "lane": 0,
        "page": 0,
        "items": sum(map(len, activities.lanes[0])),
        "page_items": activities.page_items,
        "all_items": sum(map(len, activities.lanes[0])),
        "attempts": activities.attempts,
        "delay": activities.delay,
        "left": None,
    }


def script(*pages: tuple[int, ...], attempts: int = 3) -> FakeActivities:
    lanes: Lanes = (pages,)
    return FakeActivities(SteppingClock(), lanes, attempts)


async def start(driver: Driver) -> None:
    await driver.start(RUN_LANE, "lane", lane(driver.activities))


def attempts_at(activities: FakeActivities) -> list[tuple[int, int]]:
    """The items in the order they were tried, each with the number of its attempt."""
    return [(entry.index, entry.attempt) for entry in activities.tried]


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


@pytest.mark.parametrize("closes", [True, False])
async def test_a_lane_tells_how_the_job_ended_if_it_finished_it(closes: bool) -> None:
    activities = script((0, 1), (2,))
    activities.closes = closes
    async with driving(activities) as driver:
        await start(driver)
        ended = await driver.to_end("lane")
    assert json.loads(ended.output or "") == {"ended": activities.ended() if closes else None}


async def test_an_activity_is_told_the_page_the_places_on_it_and_which_attempts_they_are() -> None:
    activities = script((7, 5))
    activities.will(5, "retry")
    async with driving(activities) as driver:
        await start(driver)
        await driver.to_end("lane")
    first, second = [run.payload for run in activities.runs(WORK_LANE)]
    assert first == {"job": JOB, "lane": 0, "page": 0, "todo": [[0, 1], [1, 1]], "attempts": 3, "all_items": 2}
    assert second == first | {"todo": [[1, 2]]}


async def test_only_the_activity_that_is_given_all_that_is_left_is_told_how_many_items_the_job_has() -> None:
    activities = script((0, 1, 2))
    activities.will(0, OSError("The worker was lost."))
    async with driving(activities) as driver:
        await start(driver)
        await driver.to_end("lane")
    told = [(run.payload["todo"], run.payload["all_items"]) for run in activities.runs(WORK_LANE)]
    assert told == [([[0, 1], [1, 1], [2, 1]], 3), ([[0, 1]], None), ([[1, 1]], None), ([[2, 1]], 3)]


async def test_a_lane_that_was_lost_ends_with_the_job() -> None:
    activities = script((0,))
    activities.closes = True
    activities.will(0, "done and lost")
    async with driving(activities) as driver:
        await start(driver)
        ended = await driver.to_end("lane")
    assert json.loads(ended.output or "") == {"ended": activities.ended()}


async def test_what_an_activity_did_not_begin_the_next_one_does_at_once() -> None:
    activities = script((0, 1, 2))
    activities.begins = 1
    activities.will(0, "retry")
    async with driving(activities) as driver:
        await start(driver)
        assert attempts_at(activities) == [(0, 1), (1, 1), (2, 1)]
        await driver.to_end("lane")
    assert [run.payload["todo"] for run in activities.runs(WORK_LANE)] == [
        [[0, 1], [1, 1], [2, 1]],
        [[1, 1], [2, 1]],
        [[2, 1]],
        [[0, 2]],
    ]


async def test_a_lane_goes_on_where_another_left_it() -> None:
    activities = script((0, 1, 2))
    activities.done.add(0)
    left = {"now": [[1, 1, 0]], "later": [[2, 2, 0]], "turn": 1}
    async with driving(activities) as driver:
        await driver.start(RUN_LANE, "lane", lane(activities) | {"left": left})
        assert attempts_at(activities) == [(1, 1)]
        await driver.to_end("lane")
    assert attempts_at(activities) == [(1, 1), (2, 2)]


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
    moments = [(run.at - begun) // timedelta(seconds=1) for run in activities.tried]
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
    assert attempts_at(activities) == [(0, 1), (0, 1), (1, 1)]


async def test_after_a_loss_every_item_has_an_activity_of_its_own() -> None:
    activities = script((0, 1, 2))
    activities.will(1, *[OSError("It took its worker down.")] * 20)
    async with driving(activities) as driver:
        await start(driver)
        await driver.to_end("lane")
    assert activities.done == {0, 2}
    assert [index for index, _ in attempts_at(activities)] == [0, 1, 1, 2, *[1] * 5]
    sizes = [len(run.payload["todo"]) for run in activities.runs(WORK_LANE)]
    assert (sizes[0], set(sizes[1:])) == (3, {1})


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
    assert (attempts_at(activities).count((0, 1)), activities.done) == (7, {1})
    assert timedelta(minutes=1) < activities.clock.now() - begun < timedelta(minutes=3)


async def test_a_job_that_does_not_want_to_wait_waits_for_the_infrastructure_all_the_same() -> None:
    activities = script((0,))
    activities.delay = 0
    activities.will(0, "retry", OSError("The store is away."), OSError("The store is away."))
    async with driving(activities) as driver:
        await start(driver)
        await driver.to_end("lane")
    moments = [run.at for run in activities.runs(WORK_LANE)]
    pauses = [(later - earlier).total_seconds() for earlier, later in itertools.pairwise(moments)]
    assert pauses == [0, 4, 8]


async def test_a_job_says_itself_how_long_a_pause_is_and_none_is_longer_than_a_minute() -> None:
    activities = script((0,), attempts=10)
    activities.delay = 20_000
    activities.will(0, "retry", "retry", "retry", "retry")
    async with driving(activities) as driver:
        await start(driver)
        await driver.to_end("lane")
    moments = [entry.at for entry in activities.tried]
    pauses = [(later - earlier).total_seconds() for earlier, later in itertools.pairwise(moments)]
    assert pauses == [20, 40, 60, 60]


async def test_a_lane_begins_a_fresh_history_with_every_page() -> None:
    activities = script((0, 1), (2, 3), (4,))
    activities.will(2, "retry")
    async with driving(activities) as driver:
        await start(driver)
        ended = await driver.to_end("lane")
    assert attempts_at(activities) == [(0, 1), (1, 1), (2, 1), (3, 1), (2, 2), (4, 1)]
    assert [run.payload["page"] for run in activities.runs(WORK_LANE)] == [0, 1, 1, 2]
    assert ended.generation == 2
    assert len(ended.history.scheduled) == 1


async def test_a_page_that_cannot_be_read_is_asked_for_a_minute_long() -> None:
    activities = script((0,))
    activities.fail(WORK_LANE, *[OSError("The store is away.")] * 6)
    begun = activities.clock.now()
    async with driving(activities) as driver:
        await start(driver)
        assert (await driver.to_end("lane")).status == "Completed"
    assert activities.done == {0}
    assert activities.clock.now() - begun > timedelta(minutes=1)


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
    for index, fate in enumerate(fates):
        numbers = [n for i, n in attempts_at(activities) if i == index]
        met = [*fate, "done"][: len(numbers)]
        steps = [later - earlier for earlier, later in itertools.pairwise(numbers)]
        # What failed for now in an activity that was then lost has its attempt again.
        assert all(step in ((0, 1) if end == "retry" else (0,)) for step, end in zip(steps, met, strict=False))
        assert set(met[:-1]) <= {"retry", "lost"}
        assert met[-1] in ("done", "failed") or (met[-1], numbers[-1]) == ("retry", attempts)


@settings(max_examples=12, deadline=None)
@given(st.lists(st.lists(st.sampled_from(["done", "failed", "retry"]), max_size=4), min_size=1, max_size=5))
async def test_where_nothing_is_lost_every_attempt_counts(fates: list[list[str]]) -> None:
    activities = script(tuple(range(len(fates))))
    for index, fate in enumerate(fates):
        activities.will(index, *fate)
    async with driving(activities) as driver:
        await start(driver)
        await driver.to_end("lane")
    for index, fate in enumerate(fates):
        numbers = [n for i, n in attempts_at(activities) if i == index]
        first_end = next((n for n, end in enumerate([*fate, "done"], 1) if end != "retry"), 3)
        assert numbers == list(range(1, min(first_end, 3) + 1))
