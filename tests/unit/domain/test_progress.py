"""Progress as arithmetic."""

from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from shared.domain.progress import Counters, estimated_seconds, message_of, percentage, progress_of
from shared.domain.words import Words
from tests.fakes.clock import START

CONTRACTS = Words(item="contract", items="contracts", done="analysed")
totals = st.integers(1, 10_000)
points = st.floats(-1e7, 1e7, allow_nan=False)
percents = st.integers(0, 99)
weights = st.integers(1, 50_000_000_000)


def counters(total: int, **fields: object) -> Counters:
    return Counters.model_validate(
        {"total_items": total, "started_date": START, "heartbeat_date": START, "words": CONTRACTS} | fields
    )


def shown(found: Counters, seconds: float = 9) -> int:
    return progress_of(found, START + timedelta(seconds=seconds)).percentage


@given(points, totals)
def test_a_percentage_is_a_whole_number_from_0_to_100(reached: float, total: int) -> None:
    assert 0 <= shown(counters(total, points=reached)) <= 100


@given(points, points, totals)
def test_more_points_are_never_a_lower_percentage(one: float, other: float, total: int) -> None:
    lower, higher = (counters(total, points=found) for found in sorted((one, other)))
    assert shown(lower) <= shown(higher)


@given(st.lists(percents, min_size=1, max_size=60))
def test_a_job_whose_items_weigh_the_same_stands_at_their_mean(reached: list[int]) -> None:
    assert shown(counters(len(reached), points=sum(reached))) == int(sum(reached) / len(reached))


@given(st.lists(st.tuples(percents, st.integers(1, 1_000)), min_size=1, max_size=60))
def test_a_job_whose_items_have_weights_stands_at_the_mean_by_weight(items: list[tuple[int, int]]) -> None:
    total = sum(weight for _, weight in items)
    reached = sum(percent * weight for percent, weight in items)
    found = counters(len(items), total_weight=total, points=reached)
    assert abs(shown(found) - reached / total) <= 1


@given(st.lists(weights, min_size=2, max_size=20), st.data())
def test_a_job_with_items_to_come_is_never_at_100_however_little_they_weigh(
    sizes: list[int], data: st.DataObject
) -> None:
    done = data.draw(st.integers(0, len(sizes) - 1))
    found = counters(
        len(sizes),
        total_weight=sum(sizes),
        points=100.0 * sum(sizes),
        completed=done,
        done_weight=sum(sizes[:done]),
    )
    assert shown(found) < 100


def test_a_job_is_at_100_with_the_last_outcome() -> None:
    assert shown(counters(3, points=300, completed=2, failed=1)) == 100
    heavy = counters(2, total_weight=7, points=700, completed=2, done_weight=7)
    assert shown(heavy) == 100


def test_a_job_without_items_stands_at_0() -> None:
    assert percentage(0) == 0
    assert shown(counters(0)) == 0


@given(st.floats(0, 1), st.floats(0, 1e5))
def test_the_time_to_go_is_never_negative(share: float, elapsed: float) -> None:
    left = estimated_seconds(share, elapsed)
    assert left is None or left >= 0


def test_half_way_takes_as_long_again() -> None:
    assert estimated_seconds(0.5, 30.0) == 30.0
    assert estimated_seconds(1.0, 30.0) == 0.0


def test_there_is_no_time_to_go_before_there_is_a_pace() -> None:
    assert estimated_seconds(0, 3.0) is None


def test_progress_is_read_from_the_counters() -> None:
    seen = counters(4, points=160, completed=1, current_item=3, current_step="calling_llm")
    told = progress_of(seen, START + timedelta(seconds=20))
    assert told.model_dump() == {
        "current_step": "calling_llm",
        "current_item": 3,
        "total_items": 4,
        "percentage": 40,
        "message": "1 of 4 contracts analysed.",
        "estimated_time_remaining": 30.0,
    }


def test_the_message_says_how_many_could_not_be_done_in_the_types_own_words() -> None:
    assert message_of(CONTRACTS, 3, 2, 0) == "2 of 3 contracts analysed."
    assert message_of(CONTRACTS, 3, 3, 2) == "1 of 3 contracts analysed. 2 could not be analysed."
    assert message_of(Words(), 3, 3, 2) == "1 of 3 items done. 2 could not be done."
