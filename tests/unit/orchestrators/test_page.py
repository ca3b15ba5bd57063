"""What is left of a page after items got further."""

from typing import Any

from orchestrators.page import Entry, Remains


def receipt(**fields: Any) -> dict[str, Any]:
    return {"again": [], "rest": [], "moved": [], "stopped": False} | fields


def test_an_item_that_got_further_has_its_first_attempt_again() -> None:
    remains = Remains([Entry(0, attempt=3), Entry(1)])
    assert remains.after(receipt(rest=[0], moved=[0]), 3).now == [Entry(0, attempt=1)]


def test_one_that_failed_after_it_got_further_has_had_one_attempt_at_what_is_left() -> None:
    remains = Remains([Entry(0, attempt=3)])
    left = remains.after(receipt(again=[0], moved=[0]), 3)
    assert (left.now, left.later) == ([], [Entry(0, attempt=2)])


def test_that_it_was_lost_before_is_forgotten_when_it_got_further() -> None:
    remains = Remains([Entry(0, lost=5), Entry(1, lost=2)])
    assert remains.given() == [Entry(0, lost=5)]
    left = remains.after(receipt(rest=[0], moved=[0]), 3)
    assert left.now == [Entry(0), Entry(1, lost=2)]


def test_a_receipt_of_the_version_before_is_read() -> None:
    old = {"again": [], "rest": [1], "stopped": False}
    assert Remains([Entry(0), Entry(1)]).after(old, 3).now == [Entry(1)]
