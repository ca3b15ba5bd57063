"""What is left of a page after items got further."""

from collections.abc import Sequence
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from orchestrators.page import Entry, Remains, work_of


def receipt(**fields: Any) -> dict[str, Any]:
    return {"again": [], "rest": [], "moved": [], "stopped": False} | fields


def lane(items: int) -> dict[str, Any]:
    return {"job": {}, "lane": 0, "page": 0, "items": items, "page_items": 10, "all_items": items, "attempts": 3}


def places(entries: Sequence[Entry]) -> list[int]:
    return [entry.place for entry in entries]


def test_an_item_that_got_further_has_its_first_attempt_again() -> None:
    remains = Remains([Entry(0, attempt=3), Entry(1)])
    assert remains.after(receipt(rest=[0], moved=[0]), 3).now == [Entry(0, attempt=1)]


def test_the_next_activity_is_told_that_it_is_the_first_attempt() -> None:
    left = Remains([Entry(0, attempt=3), Entry(1, attempt=2)]).after(receipt(rest=[0, 1], moved=[0]), 3)
    assert work_of(lane(2), left)["todo"] == [[0, 1], [1, 2]]


def test_one_that_failed_after_it_got_further_has_had_one_attempt_at_what_is_left() -> None:
    remains = Remains([Entry(0, attempt=3)])
    left = remains.after(receipt(again=[0], moved=[0]), 3)
    assert (left.now, left.later) == ([], [Entry(0, attempt=2)])


def test_one_that_failed_without_getting_further_has_had_one_attempt_more() -> None:
    left = Remains([Entry(0, attempt=2), Entry(1, attempt=3)]).after(receipt(again=[0, 1], moved=[]), 3)
    assert (left.now, left.later) == ([], [Entry(0, attempt=3)])


def test_one_that_got_further_and_was_done_is_not_left() -> None:
    assert not Remains([Entry(0, attempt=2, lost=1)]).after(receipt(moved=[0]), 3)


def test_a_job_whose_items_have_one_attempt_has_no_second_after_a_move() -> None:
    assert not Remains([Entry(0)]).after(receipt(again=[0], moved=[0]), 1)


def test_that_it_was_lost_before_is_forgotten_when_it_got_further() -> None:
    remains = Remains([Entry(0, lost=5), Entry(1, lost=2)])
    assert remains.given() == [Entry(0, lost=5)]
    left = remains.after(receipt(rest=[0], moved=[0]), 3)
    assert left.now == [Entry(0), Entry(1, lost=2)]


def test_that_it_was_lost_is_forgotten_too_when_it_failed_after_it_got_further() -> None:
    left = Remains([Entry(0, attempt=3, lost=5), Entry(1, lost=2)]).after(receipt(again=[0], moved=[0]), 3)
    assert (left.now, left.later) == ([Entry(1, lost=2)], [Entry(0, attempt=2)])


def test_one_that_is_lost_again_and_again_but_gets_further_in_between_is_never_given_up() -> None:
    remains = Remains([Entry(0)])
    for _ in range(20):
        remains = remains.after_loss().next_round().after_loss().next_round()
        assert remains.now == [Entry(0, lost=2)]
        remains = remains.after(receipt(rest=[0], moved=[0]), 3)


def test_one_that_was_lost_and_failed_without_getting_further_stays_by_itself() -> None:
    left = Remains([Entry(0, lost=5)]).after(receipt(again=[0]), 3)
    assert left.later == [Entry(0, attempt=2, lost=5)]


def test_a_receipt_of_the_version_before_is_read() -> None:
    old = {"again": [], "rest": [1], "stopped": False}
    assert Remains([Entry(0), Entry(1)]).after(old, 3).now == [Entry(1)]


entries = st.builds(Entry, st.just(0), st.integers(1, 4), st.integers(0, 6))
pages = st.lists(entries, min_size=1, max_size=10).map(
    lambda page: [entry._replace(place=place) for place, entry in enumerate(page)]
)


@given(pages, st.data())
def test_whatever_an_activity_tells_nothing_is_left_twice_and_what_it_was_not_given_stays(
    page: list[Entry], data: st.DataObject
) -> None:
    remains, attempts = Remains(page), 4
    todo = places(remains.given())
    fates = {place: data.draw(st.sampled_from(["done", "again", "rest"])) for place in todo}
    moved = [place for place in todo if data.draw(st.booleans())]
    told = {fate: [place for place in todo if fates[place] == fate] for fate in ("again", "rest")}
    left = remains.after(receipt(**told, moved=moved), attempts)
    by_place = {entry.place: entry for entry in [*left.now, *left.later]}
    assert len(by_place) == len(left.now) + len(left.later)
    for before in page:
        after = by_place.get(before.place)
        attempt = 1 if before.place in moved else before.attempt
        lost = 0 if before.place in moved else before.lost
        if before.place not in todo:
            assert after == before
        elif fates[before.place] == "rest":
            assert after == Entry(before.place, attempt, lost)
        elif fates[before.place] == "again" and attempt < attempts:
            assert after == Entry(before.place, attempt + 1, lost)
        else:
            assert after is None
    assert set(places(left.later)) <= set(told["again"])
