"""What a comparison will take of the model, told by the lengths of the contracts."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.tokens import O200kTokenCounter
from jobs.contract_comparison.estimate import estimate_comparison
from jobs.contract_comparison.prompt import MAX_TOKENS, comparison_questions
from shared.domain.clauses import Clause, ClauseType
from shared.ports.inputs import InputHeader
from shared.ports.model import ModelLimits
from tests.fakes.builders import STANDARD, contract, other, request_body

COUNTER = O200kTokenCounter()


def estimated(standard: int, *others: int) -> tuple[int, int]:
    tokens = {STANDARD: standard} | {other(n): length for n, length in enumerate(others)}
    inputs = {name: InputHeader(name, length) for name, length in tokens.items()}
    estimate = estimate_comparison(request_body(len(others)), inputs)
    return estimate.prompt_tokens, estimate.completion_tokens


def test_every_contract_is_a_question_with_the_standard_and_instructions() -> None:
    assert estimated(2_000, 1_000) == (1_000 + 1_450 + 2_900, 20 * 150)


def test_contracts_add_up() -> None:
    one, two, both = estimated(2_000, 1_000), estimated(2_000, 5_000), estimated(2_000, 1_000, 5_000)
    assert both == (one[0] + two[0], one[1] + two[1])


def test_an_answer_grows_with_the_longer_text_and_is_bounded() -> None:
    answers = [estimated(1_000, length)[1] for length in (500, 2_000, 3_000, 100_000)]
    assert answers == [1_500, 3_000, 4_500, MAX_TOKENS]


def test_a_long_standard_is_asked_about_in_parts_each_with_the_whole_contract() -> None:
    assert estimated(8_000, 1_000) == (2 * (1_000 + 1_450) + 11_600, 2 * MAX_TOKENS)


def test_an_empty_text_still_takes_a_question_and_a_finding() -> None:
    assert estimated(0, 0) == (1_000, 150)


def test_the_model_is_the_one_that_was_chosen() -> None:
    request = request_body(1, modelSelection="secondary")
    assert (
        estimate_comparison(request, {name: InputHeader(name) for name in (STANDARD, other(0))}).selection
        == "secondary"
    )


@given(st.integers(0, 200_000), st.lists(st.integers(0, 200_000), min_size=1, max_size=5), st.integers(1, 50_000))
def test_a_longer_contract_never_takes_less(standard: int, others: list[int], more: int) -> None:
    longer = [others[0] + more, *others[1:]]
    for before, after in zip(estimated(standard, *others), estimated(standard, *longer), strict=True):
        assert after >= before


@pytest.mark.parametrize("clauses", [1, 10, 40])
def test_the_real_question_is_met_within_a_third(clauses: int) -> None:
    sentence = "The supplier shall deliver the goods named in the order within thirty days of its receipt. "
    text = f"{sentence * 6}\n" * clauses
    length = len(text) // clauses
    bounds = [(n * length, (n + 1) * length) for n in range(clauses)]
    parts = [
        Clause(clause_id=f"c{n:03d}", clause_type=ClauseType.DELIVERY, text=text[start:end], start=start, end=end)
        for n, (start, end) in enumerate(bounds)
    ]
    whole = contract(STANDARD, text, tokens=COUNTER.count(text)).model_copy(update={"clauses": parts})
    [question] = comparison_questions(request_body(1), whole, whole, ModelLimits(100_000, MAX_TOKENS))
    shown = [message.content for message in question.messages] + [json.dumps(question.answer_schema)]
    prompt, _ = estimated(whole.text_tokens, whole.text_tokens)
    assert prompt == pytest.approx(sum(COUNTER.count(text) for text in shown), rel=1 / 3)
