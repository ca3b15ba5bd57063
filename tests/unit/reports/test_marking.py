from hypothesis import given
from hypothesis import strategies as st

from shared.domain.report import Pair, Passage
from shared.domain.report.marking import OTHER_WORDS, marked
from shared.domain.report.text import printable
from shared.domain.word_differences import Mark

SIDES = st.lists(st.text("abc de.\n"), max_size=4)


def passages(texts: list[str]) -> list[Passage]:
    return [Passage("3", text) for text in texts]


@given(SIDES, SIDES)
def test_every_passage_gets_its_own_text_back(left: list[str], right: list[str]) -> None:
    told = marked(Pair(passages(left), passages(right)))
    assert ["".join(run.text for run in runs) for runs in told.left] == [printable(text) for text in left]
    assert ["".join(run.text for run in runs) for runs in told.right] == [printable(text) for text in right]


def test_marks_fall_into_the_passage_where_the_words_differ() -> None:
    told = marked(Pair(passages(["Pay soon.", "In euro."]), passages(["Pay soon.", "In pounds."])))
    assert [[run.mark for run in runs] for runs in told.right] == [[Mark.SAME], [Mark.SAME, Mark.ADDED, Mark.SAME]]
    assert told.note == ""


def test_clauses_in_other_words_throughout_are_not_marked_and_that_is_said() -> None:
    told = marked(Pair(passages(["Pay each invoice within a month."]), passages(["Fees fall due on delivery."])))
    assert {run.mark for runs in (*told.left, *told.right) for run in runs} == {Mark.SAME}
    assert told.note == OTHER_WORDS


def test_a_clause_without_counterpart_needs_no_such_word() -> None:
    assert marked(Pair(passages(["Pay."]), [])).note == ""
