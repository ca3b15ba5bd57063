"""What a table of answers comes to, in a few lines."""

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from jobs.contract_query.summary import answer_summary


def row(title: str, answer: str, *, stated: bool = True) -> dict[str, Any]:
    status = "stated" if stated else "not_stated"
    return {"contract_title": title, "answer": answer, "status": status}


def silent(title: str) -> dict[str, Any]:
    return row(title, "Nothing is said about it.", stated=False)


ALDER = row("Alder", "The agreement is governed by the law of New York.")
BIRCH = row("Birch", "This agreement is governed by the laws of New York.")
CEDAR = row("Cedar", "The agreement is governed by the law of Florida.")


def test_of_one_contract_the_answer_is_the_summary() -> None:
    assert answer_summary([ALDER], 1) == "Alder: The agreement is governed by the law of New York."
    assert answer_summary([silent("Elm")], 1) == "Elm does not state it. Nothing is said about it."


def test_like_answers_are_told_once_and_the_commonest_first() -> None:
    lines = answer_summary([CEDAR, ALDER, BIRCH, silent("Elm")], 4).splitlines()
    assert lines == [
        "3 contracts of 4 state it, 1 does not.",
        "- 2 contracts (Alder and Birch): The agreement is governed by the law of New York.",
        "- Cedar: The agreement is governed by the law of Florida.",
        "Not stated: Elm.",
    ]


def test_answers_that_differ_in_a_figure_or_a_negation_are_never_one() -> None:
    rows = [row("A", "Liability is capped at 100 dollars."), row("B", "Liability is capped at 200 dollars.")]
    rows += [row("C", "Liability is not capped."), row("D", "Liability is capped.")]
    assert len(answer_summary(rows, 4).splitlines()) == 5


def test_two_contracts_that_agree() -> None:
    assert answer_summary([ALDER, BIRCH], 2).startswith("All 2 contracts state it.\n- 2 contracts (Alder and Birch): ")


def test_when_nobody_states_it_that_is_all() -> None:
    assert answer_summary([silent("A"), silent("B")], 2) == "None of 2 contracts states it."


def test_contracts_that_were_not_read_are_counted() -> None:
    assert answer_summary([ALDER], 3).startswith("1 contract states it. 2 contracts could not be read or had no turn.")
    assert answer_summary([], 2) == "None of the 2 contracts could be read."


def test_eighteen_different_answers_show_six_and_name_the_rest() -> None:
    rows = [row(f"Contract {n}", f"It ends after {n} months.") for n in range(18)]
    lines = answer_summary(rows, 18).splitlines()
    assert lines[0] == "All 18 contracts state it."
    assert lines[-1] == "- Other answers: Contract 6, Contract 7, Contract 8 and 9 more."
    assert len(lines) == 8


def test_a_thousand_contracts_stay_a_few_lines() -> None:
    rows = [row(f"Contract {n}", f"The law of Land{n % 9} governs.") for n in range(997)] + [silent("X")] * 3
    text = answer_summary(rows, 1_000)
    assert text.startswith("997 contracts of 1,000 state it, 3 do not.\n- 111 contracts (Contract 0, Contract 9, ")
    assert len(text) < 1_500


@given(st.lists(st.tuples(st.text(max_size=8), st.text(max_size=400), st.booleans()), max_size=30), st.integers(0, 9))
def test_any_answers_have_a_short_summary_without_an_empty_line(rows: list[tuple[str, str, bool]], more: int) -> None:
    made = [row(title or "T", answer or "A", stated=stated) for title, answer, stated in rows]
    asked = len(made) + more or 1
    text = answer_summary(made, asked)
    assert text
    if asked > 1:
        assert len(text) < 4_000
