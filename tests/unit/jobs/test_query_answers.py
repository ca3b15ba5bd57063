"""From the model's answer to what people read."""

import json
from collections.abc import AsyncIterator, Sequence
from typing import Any

import pytest

from jobs.contract_query.models import ContractAnswer
from jobs.contract_query.result import QueryResponse, SavedQuery
from shared.domain.endings import Tally
from shared.errors import InvalidAnswerError
from shared.job_types.values import Row
from shared.ports.inputs import InputHeader
from shared.ports.model import Completion
from shared.services.job_merger import header_of
from tests.fakes.builders import job
from tests.fakes.clock import START
from tests.unit.jobs.queries import (
    ITEM,
    NAME,
    QUERY,
    QUESTIONS,
    answer_text,
    answered,
    document,
    question_about,
    request,
)

CONTRACT = document("1. Fees are due.", "2. The law of\nEngland governs \u201cthis\u201d agreement.")


def test_a_quote_gets_its_place_and_the_contracts_own_words() -> None:
    answer = answered(CONTRACT, answer_text([("c002", 'law of England governs "this" agreement')]))
    (quote,) = answer["quotes"]
    assert quote["text"] == CONTRACT.text[quote["start"] : quote["end"]]
    assert quote["text"] == "law of\nEngland governs \u201cthis\u201d agreement"
    assert (quote["clause_id"], answer["dropped_quotes"], answer["confidence"]) == ("c002", 0, 0.8)
    assert ContractAnswer.model_validate(answer).contract_title == CONTRACT.title


def test_what_is_not_in_the_text_is_dropped_counted_and_costs_confidence() -> None:
    answer = answered(CONTRACT, answer_text([("c002", "The law of"), ("c002", "The law of France")]))
    assert [quote["text"] for quote in answer["quotes"]] == ["The law of"]
    assert (answer["dropped_quotes"], answer["confidence"]) == (1, 0.4)


@pytest.mark.parametrize("quotes", [[], [("c001", "made up")]])
def test_what_is_stated_without_a_passage_has_no_confidence(quotes: list[tuple[str, str]]) -> None:
    answer = answered(CONTRACT, answer_text(quotes))
    assert (answer["status"], answer["confidence"], answer["quotes"]) == ("stated", 0.0, [])


@pytest.mark.parametrize("quote", ["E", "of", "\u201c .\u201d", "T."])
def test_a_letter_or_two_are_no_passage(quote: str) -> None:
    answer = answered(CONTRACT, answer_text([("c002", "The law of"), ("c002", quote)]))
    assert ([kept["text"] for kept in answer["quotes"]], answer["dropped_quotes"]) == (["The law of"], 1)


def test_two_characters_are_a_passage_where_they_are_a_word() -> None:
    contract = document("本合同适用香港法律。")
    answer = answered(contract, answer_text([("c001", "香港"), ("c001", "法")]))
    assert ([kept["text"] for kept in answer["quotes"]], answer["dropped_quotes"]) == (["香港"], 1)


def test_a_quote_that_names_the_wrong_clause_gets_the_right_one() -> None:
    answer = answered(
        CONTRACT, answer_text([("c999", "The law of"), ("c002", "Fees are due."), ("c002", "The law of")])
    )
    assert [quote["clause_id"] for quote in answer["quotes"]] == ["c001", "c002"]


def test_that_it_is_not_stated_is_an_answer_and_keeps_its_confidence() -> None:
    answer = answered(CONTRACT, answer_text(status="not_stated", answer="It says nothing.", confidence=0.9))
    assert (answer["status"], answer["answer"], answer["confidence"]) == ("not_stated", "It says nothing.", 0.9)


def test_what_is_not_stated_is_not_shown_by_a_passage_and_who_quotes_one_is_not_trusted() -> None:
    quotes = [("c002", "The law of")]
    answer = answered(CONTRACT, answer_text(quotes, status="not_stated", answer="It says nothing.", confidence=0.9))
    assert (answer["quotes"], answer["dropped_quotes"], answer["confidence"]) == ([], 1, 0.0)


def test_an_answer_about_the_whole_contract_lists_no_clauses() -> None:
    assert answered(CONTRACT, answer_text())["read"] == {"complete": True, "clauses": 2, "of": 2}


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("no json", "Invalid JSON"),
        (answer_text(confidence=2), "confidence"),
        (answer_text(status="perhaps"), "status"),
        (answer_text(answer=" \n "), "answer: .*It says nothing"),
        (answer_text(answer="...", status="not_stated"), "answer: .*It says nothing"),
        ('{"the secret price": 1}', r"\?: Extra"),
    ],
)
def test_a_broken_answer_is_refused_and_nothing_of_it_is_told(text: str, fault: str) -> None:
    with pytest.raises(InvalidAnswerError, match=fault) as refused:
        QUESTIONS.parse(Completion(text, "scripted"), question_about(CONTRACT, "Which law governs?"))
    assert "secret" not in str(refused.value)


def test_the_answers_first_field_is_the_answer_so_that_it_can_be_told_while_it_comes() -> None:
    schema = question_about(CONTRACT, "Which law governs?").answer_schema
    assert list(schema["properties"]) == ["answer", "status", "confidence", "quotes"]


async def passing(rows: Sequence[Row]) -> AsyncIterator[Row]:
    for row in rows:
        yield row


def test_a_row_is_small_whatever_the_answer_is() -> None:
    row = QUESTIONS.row(answered(CONTRACT, answer_text([("c001", "Fees")], answer="long " * 200)))
    assert set(row) == {"contract_id", "contract_title", "status", "answer", "confidence", "model", "quotes"}
    assert (len(row["answer"]), row["quotes"]) == (300, 1)


async def test_a_saved_query_is_the_header_with_the_response() -> None:
    answer = answered(CONTRACT, answer_text([("c002", "The law of")]))
    asked = job(request=request(), title=QUERY.title_of(request(), {NAME: InputHeader("Alder")}), job_type="query")
    overview = [QUESTIONS.row(answer)]
    fields = await QUESTIONS.merge(request(), passing(overview))
    made = header_of(QUERY, asked, "result-1", fields, {"stated": 1}, Tally(done=1), START)
    header = {name: value for name, value in made.items() if name != "row"}
    header |= {"overview": overview, "errors": []}
    saved = QUERY.assemble(header, [answer])
    SavedQuery.model_validate_json(json.dumps(saved), strict=True, extra="forbid")
    response = QueryResponse.model_validate(saved["results"])
    assert response.answer_summary == f"{CONTRACT.title}: England."
    assert saved["metadata"]["title"] == "Query: Which law governs? (Alder)"
    assert saved["metadata"]["description"] == "A question to 1 contract"


def test_the_title_of_a_long_question_to_many_stays_a_line() -> None:
    title = QUERY.title_of(request("why " * 400, contract_ids=["contract_a", "contract_b"]), {})
    assert len(title) < 150
    assert title.endswith("\u2026 (2 contracts)")


def test_the_fingerprint_has_all_that_an_answer_depends_on() -> None:
    def of(**fields: Any) -> list[str]:
        return list(QUESTIONS.fingerprint(ITEM, request(**fields), {NAME: CONTRACT}))

    assert of() == of(userEmail="bob")
    assert of() != of(question="Which court?")
    assert of() != of(modelSelection="secondary")
    assert of() != list(QUESTIONS.fingerprint(ITEM, request(), {NAME: document("Another text.")}))
