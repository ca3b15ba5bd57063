import asyncio
import json
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from orchestrators.job import reason_of
from orchestrators.work import next_look
from shared.function_names import FAIL_JOB, FINISH_JOB, PLAN_JOB, READ_PROGRESS, TIME_OUT_JOB, WORK_LANE
from tests.fakes.activities import FakeActivities, Lanes
from tests.fakes.builders import JOB_TYPE, reference
from tests.fakes.driving import Driver, SteppingClock, driving

JOB = reference().model_dump()
START = datetime(2026, 1, 31, 8, 30, tzinfo=UTC)


def script(*lanes: tuple[tuple[int, ...], ...]) -> FakeActivities:
    given: Lanes = lanes
    return FakeActivities(SteppingClock(), given)


async def start(driver: Driver) -> None:
    await driver.start(JOB_TYPE, "job-1", JOB)


async def test_a_job_is_planned_worked_in_lanes_and_finished() -> None:
    activities = script(((0, 1), (2,)), ((3,),))
    async with driving(activities) as driver:
        await start(driver)
        ended = await driver.to_end("job-1")
        assert (ended.status, json.loads(ended.output or "")) == ("Completed", "completed")
        assert driver.status_of("job-1") == {"items_done": 4}
    assert sorted(entry.index for entry in activities.tried) == [0, 1, 2, 3]
    names = [call.name for call in activities.calls]
    assert names == [PLAN_JOB, *[WORK_LANE] * 3, FINISH_JOB]
    assert [run.payload for run in activities.runs(FINISH_JOB)] == [JOB]


async def test_only_on_a_lanes_last_page_is_an_activity_told_how_many_items_the_job_has() -> None:
    activities = script(((0, 1), (2, 3), (4,)), ((5, 6),))
    async with driving(activities) as driver:
        await start(driver)
        await driver.to_end("job-1")
    told = {(run.payload["lane"], run.payload["page"]): run.payload["all_items"] for run in activities.runs(WORK_LANE)}
    assert told == {(0, 0): None, (0, 1): None, (0, 2): 7, (1, 0): 7}


@pytest.mark.parametrize(
    ("lanes", "begins"),
    [((((0,),), ((1,),)), 100), ((((0, 1), (2,)),), 100), ((((0, 1),), ((2,),)), 1)],
    ids=["in an activity of its own", "in a lane's child", "in a child that took over"],
)
async def test_a_job_that_its_last_item_finished_is_not_finished_again(lanes: Lanes, begins: int) -> None:
    activities = script(*lanes)  # type: ignore[arg-type]
    activities.closes, activities.begins = True, begins
    async with driving(activities) as driver:
        await start(driver)
        ended = await driver.to_end("job-1")
        assert (ended.status, json.loads(ended.output or "")) == ("Completed", "completed")
        assert driver.status_of("job-1") == activities.ended()["progress"]
    assert not activities.runs(FINISH_JOB)


async def test_nobody_takes_over_a_lane_that_was_lost_when_its_job_has_ended() -> None:
    activities = script(((0,),), ((1,),))
    activities.closes = True
    activities.will(0, "done and lost")
    async with driving(activities) as driver:
        await start(driver)
        assert (await driver.to_end("job-1")).status == "Completed"
        assert len(list(driver.host.engine.instances)) == 1
    assert not activities.runs(FINISH_JOB)


async def test_all_lanes_are_at_work_at_the_same_time() -> None:
    activities = script(*(((n,),) for n in range(7)), ((7,), (8,)))
    activities.hold = asyncio.Event()
    async with driving(activities) as driver:
        await start(driver)
        assert activities.held == 8
        activities.release()
        await driver.to_end("job-1")


async def test_a_job_that_has_ended_already_is_left_alone() -> None:
    activities = script(((0,),))
    activities.ended_already = True
    async with driving(activities) as driver:
        await start(driver)
        ended = driver.instance("job-1")
        assert (ended.status, json.loads(ended.output or "")) == ("Completed", "already ended")
    assert [call.name for call in activities.calls] == [PLAN_JOB]


async def test_progress_is_shown_while_the_lanes_work() -> None:
    activities = script(((0, 1),))
    activities.will(0, "retry")
    async with driving(activities) as driver:
        await start(driver)
        assert driver.status_of("job-1") is None
        await driver.advance(1)
        assert driver.status_of("job-1") == {"items_done": 1}
        await driver.to_end("job-1")
        assert driver.status_of("job-1") == {"items_done": 2}


async def test_a_job_goes_on_when_its_progress_cannot_be_read() -> None:
    activities = script(((0,),))
    activities.will(0, "retry", "retry")
    activities.fail(READ_PROGRESS, *[OSError("The store is away.")] * 50)
    async with driving(activities) as driver:
        await start(driver)
        ended = await driver.to_end("job-1")
    assert (ended.status, json.loads(ended.output or "")) == ("Completed", "completed")
    assert len(activities.runs(READ_PROGRESS)) > 3


async def test_a_step_that_fails_for_now_is_tried_again_after_two_seconds() -> None:
    activities = script(((0,),))
    activities.fail(PLAN_JOB, OSError("The store is away."))
    activities.fail(FINISH_JOB, OSError("The store is away."))
    async with driving(activities) as driver:
        await start(driver)
        assert (await driver.to_end("job-1")).status == "Completed"
    first, second = activities.runs(PLAN_JOB)
    assert second.at - first.at == timedelta(seconds=2)
    assert len(activities.runs(FINISH_JOB)) == 2


async def test_a_job_that_cannot_be_planned_fails_with_the_reason_and_so_does_its_orchestration() -> None:
    activities = script(((0,),))
    activities.fail(PLAN_JOB, *[OSError("The store is away.\nIt burnt down.")] * 16)
    async with driving(activities) as driver:
        await start(driver)
        ended = await driver.to_end("job-1")
    assert ended.status == "Failed"
    assert "The store is away." in (ended.output or "")
    (failure,) = activities.runs(FAIL_JOB)
    assert failure.payload["job"] == JOB
    reason = failure.payload["reason"]
    assert reason.startswith("The job could not be carried to its end: Activity function 'plan_job' failed:")
    assert reason.endswith("OSError: The store is away.")
    assert not activities.runs(FINISH_JOB)


async def test_a_job_that_cannot_be_finished_fails_after_its_work_is_done() -> None:
    activities = script(((0,),))
    activities.fail(FINISH_JOB, *[OSError("The result is too odd.")] * 16)
    async with driving(activities) as driver:
        await start(driver)
        assert (await driver.to_end("job-1")).status == "Failed"
    assert activities.done == {0}
    assert len(activities.runs(FAIL_JOB)) == 1


async def test_a_lane_that_fails_does_not_stop_the_others_and_the_job_is_finished() -> None:
    activities = script(((0,),), ((1,), (2,)), ((3,),))
    activities.will(2, "broken")
    async with driving(activities) as driver:
        await start(driver)
        assert (await driver.to_end("job-1")).status == "Completed"
        assert driver.lane(1).status == "Failed"
    assert activities.done == {0, 1, 3}
    assert len(activities.runs(FINISH_JOB)) == 1


async def test_a_lane_of_one_page_is_an_activity_and_a_longer_one_a_child() -> None:
    activities = script(((0, 1),), ((2, 3), (4,)))
    async with driving(activities) as driver:
        await start(driver)
        await driver.to_end("job-1")
        assert [entry.id.partition(":lane:")[2] for entry in driver.host.engine.instances] == ["", "01"]
    first, *_ = activities.runs(WORK_LANE)
    assert first.payload == {"job": JOB, "lane": 0, "page": 0, "todo": [[0, 1], [1, 1]], "attempts": 3, "all_items": 5}


async def test_what_activities_hand_back_children_take_over_all_at_once() -> None:
    activities = script(*(((3 * n, 3 * n + 1, 3 * n + 2),) for n in range(3)))
    activities.begins = 1
    activities.will(4, "retry")
    async with driving(activities) as driver:
        await start(driver)
        assert (await driver.to_end("job-1")).status == "Completed"
        assert {driver.lane(n).status for n in range(3)} == {"Completed"}
    tries = [(entry.index, entry.attempt) for entry in activities.tried]
    assert sorted(tries) == sorted([*((n, 1) for n in range(9)), (4, 2)])
    assert [index for index, _ in tries[:3]] == [0, 3, 6]
    assert {index for index, _ in tries[3:6]} == {1, 4, 7}


async def test_nothing_is_asked_for_ahead_of_the_functions_host(caplog: pytest.LogCaptureFixture) -> None:
    activities = script(((0, 1),), ((2, 3),), ((4, 5), (6,)))
    activities.begins = 1
    activities.will(1, "retry", OSError("The worker was lost."), "retry")
    activities.will(2, OSError("The worker was lost."), "retry")
    async with driving(activities) as driver:
        await start(driver)
        await driver.to_end("job-1")
    assert activities.done == set(range(7))
    assert "ahead of the Functions host" not in caplog.text


async def test_what_failed_for_now_in_a_short_lane_waits_as_long_as_in_a_long_one() -> None:
    activities = script(((0,),))
    activities.will(0, "retry", "retry")
    async with driving(activities) as driver:
        await start(driver)
        await driver.to_end("job-1")
    first, second, third = activities.tried
    assert [entry.attempt for entry in activities.tried] == [1, 2, 3]
    assert (second.at - first.at, third.at - second.at) == (timedelta(seconds=2), timedelta(seconds=4))


async def test_a_short_lane_whose_activity_is_lost_goes_round_again() -> None:
    activities = script(((0, 1),))
    activities.will(0, OSError("The worker was lost."))
    async with driving(activities) as driver:
        await start(driver)
        await driver.to_end("job-1")
    assert [(entry.index, entry.attempt) for entry in activities.tried] == [(0, 1), (0, 1), (1, 1)]
    assert activities.done == {0, 1}


async def test_a_short_lane_of_a_stopped_job_is_not_taken_over() -> None:
    activities = script(((0, 1, 2),))
    activities.will(0, "retry")
    activities.will(1, "stopped")
    async with driving(activities) as driver:
        await start(driver)
        await driver.to_end("job-1")
        assert len(list(driver.host.engine.instances)) == 1
    assert [entry.index for entry in activities.tried] == [0, 1]


async def test_a_job_whose_time_is_over_begins_nothing_more_and_is_finished_with_what_it_has() -> None:
    activities = script(((0, 1),), ((2, 3),))
    activities.hold, activities.seconds = asyncio.Event(), 60
    async with driving(activities) as driver:
        await start(driver)
        await driver.advance(60)
        assert [run.payload for run in activities.runs(TIME_OUT_JOB)] == [JOB]
        assert not activities.runs(FINISH_JOB)
        activities.release()
        assert (await driver.to_end("job-1")).status == "Completed"
    assert activities.done == {0, 2}
    assert len(activities.runs(FINISH_JOB)) == 1


async def test_a_job_that_ends_in_time_is_not_timed_out_and_leaves_no_timer_behind() -> None:
    activities = script(((0,),))
    async with driving(activities) as driver:
        await start(driver)
        assert (await driver.to_end("job-1")).status == "Completed"
        assert activities.clock.now() - START < timedelta(seconds=60)
    assert not activities.runs(TIME_OUT_JOB)


async def test_a_job_without_lanes_is_finished_at_once() -> None:
    activities = script()
    async with driving(activities) as driver:
        await start(driver)
        assert driver.instance("job-1").status == "Completed"
    assert [call.name for call in activities.calls] == [PLAN_JOB, FINISH_JOB]


@given(st.floats(0, 1e6))
def test_the_next_look_comes_after_a_twentieth_of_the_time_so_far_but_not_within_a_second(seconds: float) -> None:
    now = START + timedelta(seconds=seconds)
    wait = (next_look(START, now) - now).total_seconds()
    assert wait >= 1
    assert abs(wait - max(1.0, seconds / 20)) < 1e-3


def test_a_job_of_an_hour_is_looked_at_some_160_times() -> None:
    now, looks = START, 0
    while now < START + timedelta(hours=1):
        now, looks = next_look(START, now), looks + 1
    assert 100 < looks < 180


def test_a_reason_is_one_line_without_a_stack_and_not_long() -> None:
    assert reason_of(Exception(" Broken. \n Stack")) == "The job could not be carried to its end: Broken. "
    assert len(reason_of(Exception("x" * 5_000))) < 500
