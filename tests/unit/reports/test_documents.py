"""What holds for every kind of document."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from adapters.reports.docx import document as docx_document
from adapters.reports.pdf import document as pdf_document
from shared.domain.report import Fact, Finding, Level, Quote, Report, Section, Table, TableRow
from shared.domain.report.bounds import NOT_PRINTED
from tests.fakes.reports import MADE, comparison, finding, flat, saved
from tests.unit.jobs.test_comparison_report import report_of
from tests.unit.reports.files import DOCX, PDF, Format

FORMATS = pytest.mark.parametrize("kind", [PDF, DOCX], ids=["pdf", "docx"])
SCRIPTS = {
    "greek": "\u0394\u03b9\u03b1\u03c1\u03ba\u03b5\u03b9\u03b1",
    "cyrillic": "\u0414\u043e\u0433\u043e\u0432\u043e\u0440",
    "accents": "Größe čeština Łódź Vergütung",
    "chinese": "\u7532\u65b9\u5e94\u652f\u4ed8\u8d39\u7528",
    "japanese": "\u672c\u5951\u7d04\u306e\u671f\u9593\u306f\u4e00\u5e74\u3067\u3059",
    "korean": "\uacc4\uc57d\uae30\uac04",
    "money": "\u20ac 1,000 \u00a7 5 \u2013 \u201cFees\u201d",
}


@FORMATS
def test_every_part_of_every_finding_is_there(kind: Format) -> None:
    findings = [
        finding(
            f"Ours {n} stands here.",
            f"Theirs {n} stands here.",
            clause_label=f"Label {n}",
            summary=f"Summary {n}.",
            changes=[f"Change {n}a.", f"Change {n}b."],
            reason=f"Reason {n}.",
        )
        for n in range(30)
    ]
    text = kind.written(report_of(saved(comparison(1, *findings))))
    for n in range(30):
        parts = (
            f"Ours {n} stands",
            f"Theirs {n} stands",
            f"Label {n}",
            f"Summary {n}.",
            f"Change {n}b.",
            f"Reason {n}.",
        )
        assert [part for part in parts if flat(part) not in text] == []


@FORMATS
@pytest.mark.parametrize("script", SCRIPTS)
def test_every_script_can_be_read_back(kind: Format, script: str) -> None:
    words = SCRIPTS[script]
    result = saved(comparison(1, finding(words, f"{words} x", summary=f"s {words}"), contract_title=f"t {words}"))
    assert kind.written(report_of(result)).count(flat(words)) >= 4


@FORMATS
def test_a_clause_of_fifty_thousand_characters_is_there_to_its_last_word(kind: Format) -> None:
    text = " ".join(f"w{n}" for n in range(8_500)) + " end"
    written = kind.written(report_of(saved(comparison(1, finding(text, text.replace("w4000 ", ""))))))
    assert flat(text) in written or written.count("w8499end") == 2


@FORMATS
def test_a_word_longer_than_a_line_is_broken_and_not_lost(kind: Format) -> None:
    assert "x" * 400 in kind.written(report_of(saved(comparison(1, finding("x" * 400, None)))))


@FORMATS
def test_contracts_without_a_result_are_named(kind: Format) -> None:
    errors = [{"item_id": "1", "contract_id": "contract_9", "message": "The file was empty."}]
    text = kind.written(report_of(saved(comparison(1), errors=errors)))
    assert flat("Not compared: Supplier nine. The file was empty.") in text


@FORMATS
def test_a_result_without_a_single_contract_is_a_document_too(kind: Format) -> None:
    assert flat("Our standard") in kind.written(report_of(saved()))


@FORMATS
def test_the_same_report_and_time_give_the_same_bytes(kind: Format) -> None:
    report = report_of(saved(comparison(1, finding(), finding(None)), comparison(2, finding())))
    assert kind.writer.write(report, MADE) == kind.writer.write(report, MADE)
    assert kind.writer.write(report, MADE) != kind.writer.write(report, MADE.replace(year=2027))


@FORMATS
def test_clauses_for_which_there_is_no_room_are_left_out_and_that_is_said(
    kind: Format, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in (pdf_document, docx_document):
        monkeypatch.setattr(module, "ROOM", 60)
    findings = [finding("Ours first.", "Theirs first.", risk="high"), finding("Ours " * 30, "Theirs", risk="low")]
    text = kind.written(report_of(saved(comparison(1, *findings))))
    assert "Oursfirst." in text
    assert "OursOurs" not in text
    assert flat("the clauses of 1 findings of lower risk are not printed") in text
    assert flat(NOT_PRINTED) in text


@FORMATS
def test_answers_and_quotes_of_a_report_without_levels_are_there(kind: Format) -> None:
    quoted = Finding("Answer", "Stated", "The laws of England.", quotes=[Quote("governed by English law", "Clause 20")])
    report = Report(
        kind="Answers",
        title="Which law?",
        facts=[Fact("Question", "Which law governs?")],
        guidance=[],
        notices=[],
        overview=Table(["Answer"], [TableRow(["England"])]),
        sections=[Section("Supplier 1", "", findings=[quoted])],
        columns=["contract"],
        answer=["All of them name England."],
    )
    text = kind.written(report)
    for part in ("Which law governs?", "All of them name England.", "governed by English law", "Clause 20", "Stated"):
        assert flat(part) in text
    assert Level.HIGH.label not in text


SIGNS = st.characters(codec=None) | st.sampled_from(["<b>&", "\U0001f600", "\ud800", "\x0b", "\u202e", "]]>"])
ODD = st.text(max_size=40) | st.lists(SIGNS, max_size=40).map("".join)


@FORMATS
@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(ours=ODD, theirs=ODD, title=ODD)
def test_no_character_breaks_a_document(kind: Format, ours: str, theirs: str, title: str) -> None:
    found = finding(ours, theirs, summary=theirs, reason=ours, clause_label=title, changes=[ours])
    result = saved(comparison(1, found, contract_title=title, summary=ours), metadata={"title": title})
    assert flat("Contract comparison") in kind.written(report_of(result)).replace(
        "CONTRACTCOMPARISON", "Contractcomparison"
    )
