import subprocess
import sys
from pathlib import Path

import pytest

from evaluation.cuad import AnnotatedContract, Span, load, measure, split
from evaluation.queries import Tally, outcomes_of, tallied
from evaluation.queries import total as sum_of
from evaluation.questions import QUESTIONS
from evaluation.scores import Counts, mean, total
from shared.domain.clauses import ClauseType
from shared.domain.clauses.cuad import CUAD_CATEGORIES, NARROWER
from tests.unit.segmentation.outlines import DATA, NO_DATA

TEXT = "Between Alder and Birch.\n\n1. Governing Law. The law of Ruritania applies.\n\n2. Term. One year.\n"


def contract(*spans: Span) -> AnnotatedContract:
    return AnnotatedContract("example", TEXT, spans)


def test_a_clause_that_overlaps_a_marked_passage_of_its_type_is_right() -> None:
    start = TEXT.index("The law")
    counts = measure([contract(Span("Governing Law", start, start + 7))]).clauses[ClauseType.GOVERNING_LAW]
    assert (counts.precision, counts.recall, counts.f1) == (1.0, 1.0, 1.0)


def test_a_marked_passage_elsewhere_makes_the_clause_wrong_and_is_missed() -> None:
    start = TEXT.index("One year")
    counts = measure([contract(Span("Governing Law", start, start + 8))]).clauses[ClauseType.GOVERNING_LAW]
    assert (counts.precision, counts.recall, counts.f1) == (0.0, 0.0, 0.0)


def test_presence_counts_contracts_without_the_clause_as_right_answers_too() -> None:
    presence = measure([contract()]).presence
    assert presence[ClauseType.INSURANCE].accuracy == 1.0
    assert presence[ClauseType.GOVERNING_LAW].accuracy == 0.0


def test_what_cannot_be_measured_has_no_value() -> None:
    assert (Counts().precision, Counts().recall, Counts().f1, Counts().accuracy) == (None, None, None, None)
    assert mean([None, 0.5, 1.0]) == 0.75


def test_the_total_is_over_all_predictions_and_all_expectations() -> None:
    summed = total([Counts(4, 3, 2, 1), Counts(1, 1, 2, 2)])
    assert (summed.precision, summed.recall) == (0.8, 0.75)


def test_without_the_data_the_command_says_where_it_looked(tmp_path: Path) -> None:
    ran = subprocess.run(  # noqa: S603 - the interpreter itself, with fixed arguments
        [sys.executable, "-m", "evaluation", "--data", str(tmp_path)],
        capture_output=True,
        text=True,
        check=False,
        cwd=Path(__file__).resolve().parents[3],
    )
    assert ran.returncode == 2
    assert str(tmp_path) in ran.stderr


@pytest.mark.skipif(not DATA.is_dir(), reason=NO_DATA)
def test_the_rules_do_not_fall_behind_the_figures_in_the_documentation() -> None:
    developed, held_out = split(load(DATA))
    assert (len(developed), len(held_out)) == (12, 6)
    for contracts, floor in ((developed, 0.78), (held_out, 0.60)):
        counts = [one for kind, one in measure(contracts).clauses.items() if kind not in NARROWER]
        assert (total(counts).f1 or 0.0) >= floor


def outcome(*spans: Span, text: str = TEXT) -> Tally:
    found = outcomes_of(AnnotatedContract("example", text, spans))
    return tallied(found)["Governing Law"]


def test_an_answer_is_right_when_a_quoted_passage_overlaps_a_marked_one() -> None:
    start = TEXT.index("The law")
    assert outcome(Span("Governing Law", start, start + 3)) == Tally(answerable=1, right=1, stated=1)
    assert outcome(Span("Governing Law", TEXT.index("One year"), len(TEXT))) == Tally(answerable=1, right=0, stated=1)


def test_not_stated_is_right_where_nothing_is_marked() -> None:
    assert outcome(text="1. Term. One year.\n") == Tally(silent=1, rightly_silent=1)
    assert outcome() == Tally(silent=1, stated=1)


def test_there_is_a_question_for_each_category_of_the_experts() -> None:
    assert set(CUAD_CATEGORIES) < set(QUESTIONS)
    assert len(QUESTIONS) == 41


@pytest.mark.skipif(not DATA.is_dir(), reason=NO_DATA)
def test_questions_are_answered_as_well_on_contracts_the_rules_have_not_seen() -> None:
    _, held_out = split(load(DATA))
    figures = sum_of(tallied(found for contract in held_out for found in outcomes_of(contract)).values())
    assert figures.right / figures.answerable > 0.65
    assert figures.right / figures.stated > 0.6
    assert figures.rightly_silent / figures.silent > 0.8
