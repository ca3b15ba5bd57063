"""What of a contract goes into the question about it."""

import logging
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jobs.contract_query.ranking import rank, words_of
from shared.ports.model import ModelLimits
from tests.unit.jobs.queries import QUESTIONS, answer_text, answered, document, question_about, shown

ROOT = Path(__file__).resolve().parents[3]
FILLER = "The goods are delivered on pallets to the warehouse of the buyer. " * 30
LAW = "This agreement is governed by the laws of England."
LONG = document(*[f"{n}. {FILLER}" for n in range(20)], f"20. {LAW}", *[f"{n}. {FILLER}" for n in range(21, 30)])
LIMITS = ModelLimits(4_000, 1_000)


def test_a_contract_that_fits_is_shown_whole() -> None:
    assert shown(question_about(LONG, "Which law governs?")) == [clause.text for clause in LONG.clauses]
    roomy = question_about(LONG, "Which law governs?", ModelLimits(100_000, 1_000))
    assert shown(roomy) == [clause.text for clause in LONG.clauses]


def test_of_a_long_contract_the_clauses_that_speak_of_the_question_are_shown_and_named() -> None:
    question = question_about(LONG, "Which law is governing?", LIMITS)
    assert f"20. {LAW}" in shown(question)
    assert question.messages[1].content.startswith("CONTRACT (EXCERPTS)\n")
    read = answered(LONG, answer_text([("c021", LAW)]), question)["read"]
    assert (read["complete"], read["of"]) == (False, 30)
    assert read["clauses"] == len(read["clause_ids"]) < 30
    assert "c021" in read["clause_ids"]
    assert read["clause_ids"] == sorted(read["clause_ids"])


def test_a_question_that_proved_too_large_is_asked_about_half_as_much_until_it_cannot() -> None:
    question = question_about(LONG, "Which law governs?")
    lengths = []
    while smaller := QUESTIONS.divide(question):
        (question,) = smaller
        assert any(LAW in text for text in shown(question))
        lengths.append(len(question.messages[1].content))
    assert len(lengths) > 3
    assert lengths == sorted(lengths, reverse=True)


def test_a_clause_that_is_too_long_alone_is_shown_in_its_best_pieces() -> None:
    one = document(f"1. {FILLER * 10} {LAW} {FILLER * 10}")
    question = question_about(one, "Which law governs?", LIMITS)
    assert any("governed" in text for text in shown(question))
    assert all(text in one.text for text in shown(question))
    read = answered(one, answer_text(), question)["read"]
    assert (read["complete"], read["clause_ids"]) == (False, ["c001"])


@settings(max_examples=30)
@given(st.lists(st.text(max_size=900), min_size=1, max_size=12), st.text(min_size=1), st.integers(1_600, 3_000))
def test_whatever_is_shown_stands_in_the_contract_in_reading_order(texts: list[str], asked: str, room: int) -> None:
    contract = document(*texts)
    places = [
        (clause["start"], clause["end"], clause["text"])
        for clause in question_about(contract, asked, ModelLimits(room, 500)).variables["contract"]["clauses"]
    ]
    assert places == sorted(places)
    assert all(contract.text[start:end] == text for start, end, text in places)


def test_words_of_one_stem_are_one_and_scripts_without_spaces_are_read_in_pairs() -> None:
    assert words_of("Governing, GOVERNS") == ["govern", "govern"]
    assert words_of("Gew\u00e4hrleistung") == words_of("gewahrleistet")
    assert words_of("\u9069\u7528\u6cd5") == ["\u9069\u7528", "\u7528\u6cd5"]


def test_other_languages_are_ranked_too() -> None:
    japanese = [
        "\u672c\u5951\u7d04\u306f\u65e5\u672c\u6cd5\u306b\u6e96\u62e0\u3059\u308b\u3002",
        "\u6599\u91d1\u306f\u6708\u672b\u6255\u3044\u3068\u3059\u308b\u3002",
    ]
    assert rank(japanese, "\u6599\u91d1\u306f\u3044\u304f\u3089\u3067\u3059\u304b") == [1, 0]
    assert rank(["Es gilt deutsches Recht.", "Die Haftung ist begrenzt."], "Wie ist die Haftung begrenzt?") == [1, 0]


def test_without_a_common_word_the_order_stays() -> None:
    assert rank(["alpha", "", "beta"], "gamma") == [0, 1, 2]
    assert rank(["", "...", "beta"], "beta?") == [2, 0, 1]


@pytest.mark.parametrize("seed", ["1", "2"])
def test_the_ranking_is_the_same_in_every_process(seed: str) -> None:
    program = (
        "from jobs.contract_query.ranking import rank; print(rank(['a b c', 'b c d', 'c d e', 'd e f'], 'e b c d'))"
    )
    ran = subprocess.run(  # noqa: S603 - the interpreter itself, with fixed arguments
        [sys.executable, "-c", program],
        env={"PYTHONHASHSEED": seed},
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    assert ran.stdout.strip() == "[1, 2, 0, 3]"


def test_the_library_is_not_loaded_before_it_is_needed() -> None:
    program = "import sys, api.application, jobs.registry; sys.exit('numpy' in sys.modules)"
    ran = subprocess.run([sys.executable, "-c", program], cwd=ROOT, check=False)  # noqa: S603 - the same
    assert ran.returncode == 0


def test_ranking_tells_the_log_nothing_of_the_contract(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG):
        rank(["the secret price is 4711"], "price")
    assert "secret" not in caplog.text
    assert "price" not in caplog.text
