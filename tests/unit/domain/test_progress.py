"""Progress as arithmetic."""

from collections.abc import Sequence
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
FILE = 50 * 1024**3
"""Bytes of a very large file."""
weights = st.integers(1, FILE)


def counters(total: int, **fields: object) -> Counters:
    return Counters.model_validate(
        {"total_items": total, "started_date": START, "heartbeat_date": START, "words": CONTRACTS} | fields
    )


def weighed(sizes: Sequence[int], done: int, *, points: float) -> Counters:
    """Counters over items of these weights, the first so many of which have their outcome."""
    stored = {"completed": done, "done_weight": sum(sizes[:done])}
    return counters(len(sizes), total_weight=sum(sizes), points=points, **stored)


def shown(found: Counters, seconds: float = 9) -> int:
    return progress_of(found, START + timedelta(seconds=seconds)).percentage


@given(points, totals)
def test_a_percentage_is_a_whole_number_from_0_to_100(reached: float, total: int) -> None:
    assert 0 <= shown(counters(total, points=reached)) <= 100


@given(points, points, totals)
def test_more_points_are_never_a_lower_percentage(one: float, other: float, total: int) -> None:
    lower, higher = (counters(total, points=found) for found in sorted((one, other)))
    assert shown(lower) <= shown(higher)


@given(st.lists(st.tuples(weights, percents), min_size=1, max_size=20), st.data())
def test_more_points_are_never_a_lower_percentage_whatever_the_items_weigh(
    items: list[tuple[int, int]], data: st.DataObject
) -> None:
    further = data.draw(st.integers(0, 99 * sum(weight for weight, _ in items)))
    lower = sum(weight * percent for weight, percent in items)
    done = data.draw(st.integers(0, len(items)))
    found = weighed([weight for weight, _ in items], done, points=lower)
    assert shown(found) <= shown(found.model_copy(update={"points": lower + further}))


@given(st.lists(weights, min_size=1, max_size=20))
def test_one_outcome_more_is_never_a_lower_percentage(sizes: list[int]) -> None:
    seen = [shown(weighed(sizes, done, points=100 * sum(sizes[:done]))) for done in range(len(sizes) + 1)]
    assert seen == sorted(seen)
    assert (seen[0], seen[-1]) == (0, 100)


@given(st.data(), totals)
def test_100_percent_is_reached_with_the_last_point_and_not_before(data: st.DataObject, total: int) -> None:
    missing = data.draw(st.integers(1, 100 * total))
    assert shown(counters(total, points=100 * total, completed=total)) == 100
    assert shown(counters(total, points=100 * total - missing, completed=total)) < 100


@given(st.lists(percents | st.just(100), min_size=1, max_size=60))
def test_a_job_whose_items_weigh_the_same_stands_at_their_mean(reached: list[int]) -> None:
    done = reached.count(100)
    assert shown(counters(len(reached), points=sum(reached), completed=done)) == sum(reached) // len(reached)


@given(st.lists(st.tuples(percents | st.just(100), st.integers(1, 1_000)), min_size=1, max_size=60))
def test_a_job_whose_items_have_weights_stands_at_the_mean_by_weight(items: list[tuple[int, int]]) -> None:
    items.sort(reverse=True)
    done = sum(percent == 100 for percent, _ in items)
    sizes = [weight for _, weight in items]
    reached = sum(percent * weight for percent, weight in items)
    assert shown(weighed(sizes, done, points=reached)) == reached // sum(sizes)


@given(st.lists(percents, min_size=1, max_size=60), weights)
def test_items_of_one_weight_count_as_items_without_weights_do(reached: list[int], weight: int) -> None:
    total = len(reached)
    with_weights = weighed([weight] * total, 0, points=weight * sum(reached))
    assert shown(with_weights) == shown(counters(total, points=sum(reached)))


@given(st.data(), st.integers(1, 100), points)
def test_a_job_with_items_to_come_is_never_at_100_even_if_points_were_counted_twice(
    data: st.DataObject, total: int, reached: float
) -> None:
    done = data.draw(st.integers(0, total - 1))
    assert shown(counters(total, points=reached, completed=done)) < 100


@given(st.lists(weights, min_size=1, max_size=20), st.data(), st.integers(0, 3 * 100 * 20 * FILE))
def test_a_job_with_items_to_come_is_never_at_100_however_little_they_weigh(
    sizes: list[int], data: st.DataObject, reached: int
) -> None:
    done = data.draw(st.integers(0, len(sizes) - 1))
    assert shown(weighed(sizes, done, points=reached)) < 100


def test_a_byte_that_is_missing_beside_a_huge_file_keeps_a_job_below_100() -> None:
    assert shown(weighed([FILE, 1], 1, points=100 * FILE)) == 99
    assert shown(weighed([FILE, 1], 1, points=100 * FILE + 99)) == 99
    assert shown(weighed([FILE, 1], 2, points=100 * FILE + 100)) == 100


def test_a_job_is_at_100_with_the_last_outcome() -> None:
    assert shown(counters(3, points=300, completed=2, failed=1)) == 100
    assert shown(weighed([4, 3], 2, points=700)) == 100


def test_the_points_of_the_heaviest_job_there_can_be_add_up_to_100() -> None:
    sizes = [FILE - n for n in range(10_000)]
    reached = 0.0
    for size in sizes:
        # As they are counted: each move of an item is added to a sum that no float holds exactly any more.
        for step in (10, 29, 60, 1):
            reached += step * size
    assert shown(weighed(sizes, len(sizes), points=reached)) == 100


@given(st.integers(10, 99), st.integers(10, 99))
def test_an_item_that_waits_at_a_cursor_counts_what_it_reached_and_nothing_twice(parked: int, later: int) -> None:
    later = max(parked, later)
    sizes = [FILE, FILE]
    waiting = weighed(sizes, 0, points=parked * FILE)
    going_on = weighed(sizes, 0, points=parked * FILE + (later - parked) * FILE)
    assert (shown(waiting), shown(going_on)) == (parked // 2, later // 2)
    assert progress_of(waiting, START).message == "0 of 2 contracts analysed."


def test_an_item_parked_just_before_its_end_is_no_outcome() -> None:
    assert shown(weighed([FILE], 0, points=99 * FILE)) == 99
    assert shown(counters(1, points=99)) == 99


def test_a_job_without_items_stands_at_0() -> None:
    assert percentage(0) == 0
    assert shown(counters(0)) == 0


@given(st.floats(0, 1), st.floats(0, 1e5))
def test_the_time_to_go_is_never_negative(share: float, elapsed: float) -> None:
    left = estimated_seconds(share, elapsed)
    assert left is None or left >= 0


@given(points, totals, st.data(), st.floats(0, 1e5))
def test_nor_is_it_when_points_were_counted_twice_or_lost(
    reached: float, total: int, data: st.DataObject, elapsed: float
) -> None:
    found = counters(total, points=reached, completed=data.draw(st.integers(0, total)))
    left = progress_of(found, START + timedelta(seconds=elapsed)).estimated_time_remaining
    assert left is None or left >= 0


def test_half_way_takes_as_long_again() -> None:
    assert estimated_seconds(0.5, 30.0) == 30.0
    assert estimated_seconds(1.0, 30.0) == 0.0
    halfway = counters(2, points=100, completed=1)
    assert progress_of(halfway, START + timedelta(seconds=30)).estimated_time_remaining == 30.0


def test_there_is_no_time_to_go_before_there_is_a_pace() -> None:
    assert estimated_seconds(0, 3.0) is None
    for nothing in (counters(5), counters(0)):
        assert progress_of(nothing, START + timedelta(seconds=3)).estimated_time_remaining is None


def test_what_was_just_begun_is_told_as_reading_its_data() -> None:
    assert progress_of(counters(1), START).current_step == "retrieving_data"


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
