from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from shared.domain.progress import (
    Counters,
    Stage,
    estimated_seconds,
    message_of,
    percentage,
    progress_of,
    step_of,
)
from tests.fakes.clock import START

totals = st.integers(1, 10_000)
points = st.floats(-1e7, 1e7, allow_nan=False)


def counters(total: int, **fields: float) -> Counters:
    return Counters.model_validate({"total_items": total, "started_date": START, "heartbeat_date": START} | fields)


@given(points, totals)
def test_a_percentage_is_a_whole_number_from_0_to_100(reached: float, total: int) -> None:
    assert 0 <= percentage(reached, total) <= 100


@given(points, points, totals)
def test_more_points_are_never_a_lower_percentage(one: float, other: float, total: int) -> None:
    assert percentage(min(one, other), total) <= percentage(max(one, other), total)


@given(st.data(), totals)
def test_100_percent_is_reached_with_the_last_point_and_not_before(data: st.DataObject, total: int) -> None:
    missing = data.draw(st.integers(1, 100 * total))
    assert percentage(100 * total, total) == 100
    assert percentage(100 * total - missing, total) < 100


@given(st.lists(st.sampled_from(Stage), min_size=1, max_size=60))
def test_a_job_stands_at_the_mean_of_its_items(stages: list[Stage]) -> None:
    assert percentage(sum(stages), len(stages)) == int(sum(stages) / len(stages))


def test_a_job_without_items_stands_at_0() -> None:
    assert percentage(0, 0) == 0


@given(st.data(), st.integers(1, 100), points)
def test_a_job_with_items_to_come_is_never_at_100_even_if_points_were_counted_twice(
    data: st.DataObject, total: int, reached: float
) -> None:
    done = data.draw(st.integers(0, total - 1))
    shown = progress_of(counters(total, points=reached, completed=done), START + timedelta(seconds=9))
    assert shown.percentage < 100


@given(st.integers(0, 10**6), totals, st.floats(0, 1e5))
def test_the_time_to_go_is_never_negative(reached: int, total: int, elapsed: float) -> None:
    left = estimated_seconds(reached, total, elapsed)
    assert left is None or left >= 0


def test_half_way_takes_as_long_again() -> None:
    assert estimated_seconds(100, 2, 30.0) == 30.0
    assert estimated_seconds(200, 2, 30.0) == 0.0


def test_there_is_no_time_to_go_before_there_is_a_pace() -> None:
    assert estimated_seconds(0, 5, 3.0) is None
    assert estimated_seconds(0, 0, 3.0) is None


def test_every_stage_has_a_step_that_people_read() -> None:
    assert [step_of(stage) for stage in Stage] == [
        "retrieving_data",
        "retrieving_data",
        "generating_prompt",
        "calling_llm",
        "processing_results",
        "processing_results",
    ]


def test_progress_is_read_from_the_counters() -> None:
    seen = counters(4, points=160, completed=1, current_item=3, current_stage=60)
    shown = progress_of(seen, START + timedelta(seconds=20))
    assert shown.model_dump() == {
        "current_step": "calling_llm",
        "current_item": 3,
        "total_items": 4,
        "percentage": 40,
        "message": "1 of 4 contracts analysed.",
        "estimated_time_remaining": 30.0,
    }


def test_the_message_says_how_many_could_not_be_analysed() -> None:
    assert message_of(3, 2, 0) == "2 of 3 contracts analysed."
    assert message_of(3, 3, 2) == "1 of 3 contracts analysed. 2 could not be analysed."
