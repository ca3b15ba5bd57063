from typing import Any

from jobs.contract_query.report import ids_without_title, query_report

QUOTE = {
    "clause_id": "c9",
    "clause_number": "20",
    "clause_heading": "Law",
    "text": "English law",
    "start": 0,
    "end": 11,
}


def answer(number: int, **fields: Any) -> dict[str, Any]:
    return {
        "contract_id": f"contract_{number}",
        "contract_title": f"Supplier {number}",
        "status": "stated",
        "answer": "English law governs it.",
        "confidence": 0.875,
        "quotes": [QUOTE],
        "dropped_quotes": 0,
        "read": {"complete": True, "clauses": 30, "of": 30},
        "model": "offline-extractive",
    } | fields


def saved(*answers: dict[str, Any], **fields: Any) -> dict[str, Any]:
    ids = [one["contract_id"] for one in answers]
    return {
        "id": "result_1",
        "created_date": "2026-02-28T17:45:00.000000Z",
        "query_text": "Which law governs?",
        "metadata": {"title": "Laws of all suppliers"},
        "contract_ids": ids,
        "overview": [{"contract_id": contract} for contract in ids],
        "errors": [],
        "results": {"answer_summary": "All state it.\nEnglish law.", "answers": list(answers)},
    } | fields


def test_the_report_is_called_what_the_result_is_and_tells_the_question() -> None:
    report = query_report(saved(answer(1)), {})
    assert report.title == "Laws of all suppliers"
    assert {fact.label: fact.value for fact in report.facts}["Question"] == "Which law governs?"


def test_the_answer_over_all_stands_in_front() -> None:
    report = query_report(saved(answer(1), answer(2)), {})
    assert report.answer == ["All state it.", "English law."]
    assert {fact.label: fact.value for fact in report.facts}["Contracts"] == "2 of 2 read"


def test_each_contract_has_its_answer_with_the_passages_and_their_places() -> None:
    (section,) = query_report(saved(answer(1)), {}).sections
    assert (section.title, section.summary) == ("Supplier 1", "English law governs it.")
    (found,) = section.findings
    assert [(quote.text, quote.place) for quote in found.quotes] == [("English law", "Clause 20 Law")]
    assert (found.heading, found.status, found.reason) == ("Stated", "Confidence 88%", "")


def test_what_was_not_read_and_what_was_dropped_is_said() -> None:
    part = {"complete": False, "clauses": 4, "of": 90, "clause_ids": []}
    (section,) = query_report(
        saved(answer(1, status="not_stated", quotes=[], read=part, dropped_quotes=2)), {}
    ).sections
    assert section.findings[0].heading == "Not stated"
    assert "4 of 90 clauses" in section.findings[0].reason
    assert "left out: 2" in section.findings[0].reason


def test_every_contract_is_a_row_those_without_an_answer_too() -> None:
    errors = [{"item_id": "1", "contract_id": "contract_9", "message": "The file was empty."}]
    asked = ["contract_1", "contract_9"]
    result = saved(answer(1), errors=errors, contract_ids=asked)
    report = query_report(result, {"contract_9": "Supplier nine"})
    rows = [*report.sections[0].rows, *report.rows]
    assert [dict(zip(report.columns, row, strict=True))["status"] for row in rows] == ["stated", "failed"]
    assert report.notices == ["Not read: Supplier nine. The file was empty."]
    assert ids_without_title(result) == ["contract_9"]
