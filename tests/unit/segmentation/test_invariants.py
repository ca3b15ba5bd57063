import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shared.domain.segmentation import segment
from tests.unit.segmentation.outlines import assert_invariants, assert_nothing_lost

PIECES = [
    "1. FEES. ", "2. TERM\n", "1.1 ", "1.2 Tax. ", "(a) ", "(b) Scope. ", "A. ", "ARTICLE IV\n",
    "Section 4.2 ", "EXHIBIT A\n", "GOVERNING LAW\n\n", "# Terms\n", "**Read this.** ", "By: ____\n",
    "The supplier shall pay.", " as in Section 2 ", "\n", "\n\n", "\n\n\n\n\n", "\r\n", "\t", " ", "12",
    "Source: ALDER, 10-K, 1/2/2019\n", "TABLE OF CONTENTS\n", "Fees . . . . . . 3\n", "i-Escrow", "“",
    "IN WITNESS WHEREOF, signed.\n", "\x0c", "\u2028", "é", ";", "...",
    "Signatures\n", "SIGNATURE\n", "EXECUTED this day. ", "ADDITIONAL TERMS ", "1. SCOPE. ", "Exhibit B", "## ",
]  # fmt: skip
texts = st.one_of(st.text(max_size=300), st.lists(st.sampled_from(PIECES), max_size=40).map("".join))


@given(texts)
@settings(max_examples=200, deadline=None)
def test_clauses_are_slices_of_the_text_in_order_and_apart(text: str) -> None:
    assert_invariants(text, segment(text))


@given(texts)
@settings(max_examples=200, deadline=None)
def test_everything_but_furniture_is_in_some_clause(text: str) -> None:
    assert_nothing_lost(text, segment(text))


@given(texts)
@settings(max_examples=80, deadline=None)
def test_a_parent_stands_before_its_child_and_one_level_above_it(text: str) -> None:
    levels: dict[str, int] = {}
    for clause in segment(text):
        assert clause.level == (1 if clause.parent_id is None else levels[clause.parent_id] + 1)
        levels[clause.clause_id] = clause.level


@given(st.text(alphabet=" \n\t\r\x0c", max_size=50))
def test_a_blank_text_has_no_clause(text: str) -> None:
    assert segment(text) == []


@pytest.mark.parametrize(
    "piece",
    [
        "1.1 A ",
        "(a) ",
        "12. TERM. The x.\n",
        "x\n",
        "A ",
        "_",
        ". . . 3 ",
        "Section 1 ",
        "\t",
        "“A” ",
        "may terminate ",
    ],
)
def test_time_grows_with_the_length_and_not_with_its_square(piece: str) -> None:
    """Six times the text may take at most 14 times as long; a square would take 36."""
    assert _grows_at_most(14, piece, 10_000, 60_000)


def test_a_megabyte_in_one_line_takes_no_more_than_its_share() -> None:
    """Five times the text may take at most ten times as long; copying the line for every number took thirty."""
    assert _grows_at_most(10, "1.1 A ", 200_000, 1_000_000)


def _grows_at_most(times: float, piece: str, short: int, long: int) -> bool:
    """Whether it does in one of five tries: what else a machine is doing slows a try down, and never speeds one up."""
    return any(_seconds(piece, long) < times * _seconds(piece, short) + 0.05 for _ in range(5))


def _seconds(piece: str, length: int) -> float:
    text = piece * (length // len(piece))
    started = time.process_time()
    segment(text)
    return time.process_time() - started
