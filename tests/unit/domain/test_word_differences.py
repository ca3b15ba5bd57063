import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.domain import word_differences as module
from shared.domain.word_differences import Differences, Mark, Run, word_differences

WORDS = st.lists(st.sampled_from(["pay", "in", "30", "days. "])).map(" ".join)
TEXTS = st.text() | st.text("ab .,\n(\u201c\u4e2d\u6587)") | WORDS


def marked(runs: tuple[Run, ...]) -> list[str]:
    return [run.text.strip() for run in runs if run.mark is not Mark.SAME]


@given(TEXTS, TEXTS)
def test_the_runs_of_each_side_joined_are_its_text(left: str, right: str) -> None:
    differences = word_differences(left, right)
    assert "".join(run.text for run in differences.left) == left
    assert "".join(run.text for run in differences.right) == right
    assert {run.mark for run in differences.left} <= {Mark.SAME, Mark.REMOVED}
    assert {run.mark for run in differences.right} <= {Mark.SAME, Mark.ADDED}
    assert 0 <= differences.likeness <= 1


@given(TEXTS)
def test_a_text_does_not_differ_from_itself(text: str) -> None:
    assert word_differences(text, text).likeness == 1
    assert marked(word_differences(text, text).left) == []


@given(TEXTS, TEXTS)
def test_what_is_the_same_on_both_sides_is_the_same_words(left: str, right: str) -> None:
    differences = word_differences(left, right)
    assert same_words(differences.left) == same_words(differences.right)


def same_words(runs: tuple[Run, ...]) -> str:
    kept = "".join(run.text for run in runs if run.mark is Mark.SAME)
    return "".join(module._key(word) for word in module._words(kept))


@given(TEXTS, TEXTS)
def test_texts_too_long_for_one_comparison_still_give_back_both(left: str, right: str) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(module, "MAX_CELLS", 6)
        differences = word_differences(left, right)
    assert "".join(run.text for run in differences.left) == left
    assert "".join(run.text for run in differences.right) == right


def test_only_the_words_that_differ_are_marked() -> None:
    differences = word_differences("Pay within thirty (30) days.", "Pay within sixty (60) days.")
    assert marked(differences.left) == ["thirty", "30"]
    assert marked(differences.right) == ["sixty", "60"]


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("pay in 30 days", "pay  in\n30 days"),
        ("the \u201cFees\u201d", 'the "Fees"'),
        ("GOVERNING LAW", "Governing Law"),
        (" pay", "pay"),
    ],
)
def test_space_kinds_of_quotes_and_printed_capitals_are_no_difference(left: str, right: str) -> None:
    assert word_differences(left, right) == Differences((Run(left),), (Run(right),))


def test_a_capital_in_front_is_a_difference() -> None:
    assert marked(word_differences("the service", "the Service").right) == ["Service"]


def test_a_word_or_two_between_longer_changes_do_not_break_the_mark() -> None:
    differences = word_differences("one two three of four five six.", "un deux trois of quatre cinq six.")
    assert marked(differences.left) == ["one two three of four five"]


def test_single_characters_of_a_script_without_spaces_are_words() -> None:
    assert marked(word_differences("\u4e09\u5341\u65e5\u5185", "\u516d\u5341\u65e5\u5185").right) == ["\u516d"]


def test_clauses_of_tens_of_thousands_of_words_take_no_longer_than_a_reader_notices() -> None:
    left = " ".join(f"word{n % 997} ends." if n % 9 == 0 else f"word{n % 997}" for n in range(40_000))
    begun = time.process_time()
    differences = word_differences(left, left.replace("word500 ", "other "))
    assert time.process_time() - begun < 5
    assert set(marked(differences.right)) == {"other"}
