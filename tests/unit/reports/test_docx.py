"""What only a Word file has."""

import io
from typing import Any

from docx import Document
from docx.oxml.ns import qn

from adapters.reports.docx.document import docx
from tests.fakes.reports import MADE, comparison, finding, saved
from tests.unit.jobs.test_comparison_report import report_of


def read(*comparisons: dict[str, Any]) -> Any:
    return Document(io.BytesIO(docx(report_of(saved(*comparisons)), MADE)))


def test_what_differs_is_struck_through_or_underlined_on_a_colour() -> None:
    document = read(comparison(1, finding("Pay in thirty days.", "Pay in sixty days.")))
    left, right = document.tables[-1].rows[1].cells
    struck = [run.text for paragraph in left.paragraphs for run in paragraph.runs if run.font.strike]
    underlined = [run.text for paragraph in right.paragraphs for run in paragraph.runs if run.font.underline]
    assert (struck, underlined) == (["thirty"], ["sixty"])
    assert left.text.endswith("Pay in thirty days.")
    marked = next(run for paragraph in left.paragraphs for run in paragraph.runs if run.font.strike)
    assert marked._r.rPr.find(qn("w:shd")).get(qn("w:fill")) == "FBE3E1"


def test_the_heads_of_the_overview_and_of_clauses_are_repeated_on_every_page() -> None:
    document = read(comparison(1, finding()), comparison(2))
    for table in document.tables[1:]:
        heads = [row._tr.trPr is not None and row._tr.trPr.find(qn("w:tblHeader")) is not None for row in table.rows]
        assert heads == [True] + [False] * (len(heads) - 1)
    assert len(document.tables) == 3


def test_it_says_what_it_is_and_when_it_was_made() -> None:
    properties = read(comparison(1)).core_properties
    assert (properties.title, properties.language) == ("Comparison: Our standard vs them", "en")
    assert properties.created == MADE


def test_contracts_and_findings_are_headings_and_pages_are_numbered() -> None:
    document = read(comparison(1, finding()))
    headings = [(p.style.name, p.text) for p in document.paragraphs if p.style.name.startswith("Heading")]
    assert headings[-2:] == [("Heading 1", "Supplier 1"), ("Heading 2", "Payment Terms")]
    fields = document.sections[0].footer._element.iter(qn("w:fldSimple"))
    assert [field.get(qn("w:instr")) for field in fields] == ["PAGE", "NUMPAGES"]


def test_text_that_is_read_from_the_right_says_so() -> None:
    document = read(comparison(1, finding("\u05e9\u05dc\u05d5\u05dd", None)))
    paragraphs = document.tables[-1].rows[1].cells[0].paragraphs
    hebrew = next(paragraph for paragraph in paragraphs if "\u05e9" in paragraph.text)
    assert hebrew._p.pPr.find(qn("w:bidi")) is not None
    assert hebrew.runs[0]._r.rPr.find(qn("w:rtl")) is not None
