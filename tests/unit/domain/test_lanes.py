from collections.abc import Sequence

from hypothesis import given
from hypothesis import strategies as st

from shared.domain.job import Item
from shared.domain.lanes import PAGE_ITEMS, Lane, deal

weights_of_items = st.lists(st.integers(0, 5_000), max_size=300)
widths = st.integers(1, 50)


def dealt(weights: Sequence[int], width: int) -> list[Lane]:
    items = [Item.at(n, f"number {n}", {}, weight) for n, weight in enumerate(weights)]
    return deal(items, width)


def load(lane: Lane, weights: Sequence[int]) -> int:
    return sum(max(weights[item.index], 1) for page in lane for item in page)


@given(weights_of_items, widths)
def test_every_item_is_dealt_to_one_lane(weights: list[int], width: int) -> None:
    placed = [item.index for lane in dealt(weights, width) for page in lane for item in page]
    assert sorted(placed) == list(range(len(weights)))


@given(weights_of_items, widths)
def test_there_are_as_many_lanes_as_may_work_at_once_and_none_is_empty(weights: list[int], width: int) -> None:
    lanes = dealt(weights, width)
    assert len(lanes) == min(width, len(weights))
    assert all(lanes)


@given(weights_of_items, widths)
def test_all_pages_of_a_lane_but_its_last_are_full(weights: list[int], width: int) -> None:
    for lane in dealt(weights, width):
        assert all(len(page) == PAGE_ITEMS for page in lane[:-1])
        assert 1 <= len(lane[-1]) <= PAGE_ITEMS


@given(weights_of_items.filter(bool), widths)
def test_the_longest_lane_is_within_the_bound_of_the_heaviest_first_rule(weights: list[int], width: int) -> None:
    lanes = dealt(weights, width)
    whole = [max(weight, 1) for weight in weights]
    heaviest = max(whole)
    ideal = max(sum(whole) / len(lanes), heaviest)
    assert max(load(lane, weights) for lane in lanes) <= ideal * 4 / 3 + heaviest


@given(weights_of_items, widths)
def test_dealing_again_gives_the_same_lanes(weights: list[int], width: int) -> None:
    assert dealt(weights, width) == dealt(weights, width)


def test_the_heaviest_item_is_begun_first() -> None:
    assert [lane[0][0].index for lane in dealt([1, 9, 5, 7], 3)] == [1, 3, 2]


def test_items_without_weight_are_dealt_out_evenly() -> None:
    assert [len(lane[0]) for lane in dealt([0] * 10, 5)] == [2] * 5
