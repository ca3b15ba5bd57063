"""What the offline model answers to questions."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from adapters.offline_model.query.answering import answer_question
from adapters.offline_model.query.variables import AskedContract, QueryVariables
from jobs.contract_query.models import QueryAnswer
from shared.domain.segmentation import segment

TEXT = """\
SERVICES AGREEMENT

This Services Agreement is made on May 3, 2019 between Alder Ltd and Birch Inc.

1. Fees. The Customer shall pay each invoice within thirty (30) days of receipt.

2. Governing Law. This Agreement shall be governed by the laws of the State of New York.

3. Limitation of Liability. In no event shall the Supplier's total liability exceed the fees paid in the past year.

4. Term. The initial term is two years. The Agreement shall automatically renew for successive terms of one year.

5. License. The Supplier grants the Customer a non-exclusive, non-transferable license to use the Software.
"""


def ask(question: str, text: str = TEXT) -> QueryAnswer:
    contract = AskedContract(contract_id="contract_a", title="A", clauses=segment(text))
    return answer_question(QueryVariables(question=question, contract=contract))


@pytest.mark.parametrize(
    ("question", "words"),
    [
        ("Which law governs the agreement?", "governed by the laws of the State of New York"),
        ("What is the governing law?", "governed by the laws of the State of New York"),
        ("Is there a cap on liability?", "total liability exceed the fees"),
        ("IS LIABILITY LIMITED?", "total liability exceed the fees"),
        ("Does the contract renew automatically?", "automatically renew"),
        ("Who are the parties to the contract?", "between Alder Ltd and Birch Inc"),
        ("What is the date of the agreement?", "May 3, 2019"),
        ("How long is the initial term of the agreement?", "two years"),
        ("Is the license non-transferable?", "non-transferable license"),
        ("When must an invoice be paid?", "within thirty (30) days"),
    ],
)
def test_a_question_is_answered_with_the_sentence_that_says_it(question: str, words: str) -> None:
    answer = ask(question)
    assert answer.status == "stated"
    assert words in answer.quotes[0].quote
    assert words in answer.answer


@pytest.mark.parametrize(
    "question",
    [
        "Is there a non-compete?",
        "Must a party maintain insurance?",
        "Is the license irrevocable or perpetual?",
        "Are exclusive rights granted?",
        "What colour is the moon?",
        "???",
        "\u6e96\u62e0\u6cd5\u306f\uff1f",
    ],
)
def test_what_the_contract_does_not_say_is_not_stated(question: str) -> None:
    answer = ask(question)
    assert (answer.status, answer.quotes) == ("not_stated", [])
    assert answer.answer


def test_a_heading_alone_answers_nothing() -> None:
    assert ask("Is there a cap on liability?", "1. Fees.\nNone are due here.\n\n2. Liability.\n").status == "not_stated"


def test_an_answer_leaves_out_the_marks_of_markdown_that_its_quote_keeps() -> None:
    answer = ask("Which law governs the agreement?", "**H.7 Law and court.** The law of the Netherlands applies.")
    assert answer.answer == "H.7 Law and court. The law of the Netherlands applies."
    assert answer.quotes[0].quote.startswith("**H.7")


def test_an_empty_contract_states_nothing() -> None:
    assert ask("Which law governs?", "").status == "not_stated"


@settings(max_examples=40, deadline=None)
@given(st.text(max_size=60), st.text(max_size=300))
def test_any_question_to_any_text_is_answered_the_same_twice_and_quotes_the_text(question: str, more: str) -> None:
    text = f"{TEXT}\n6. Other.\n{more}"
    answer = ask(question, text)
    assert answer == ask(question, text)
    assert all(quote.quote in text for quote in answer.quotes)
    assert (answer.status == "stated") == bool(answer.quotes)
