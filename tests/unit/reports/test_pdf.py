"""What only a PDF has."""

import io
from collections.abc import Iterator
from typing import Any

import pytest
from pypdf import PdfReader
from pypdf.generic import Destination

from adapters.reports.pdf.document import pdf
from adapters.reports.pdf.lines import Span, first_lines, wrapped
from adapters.reports.pdf.styles import CLAUSE
from tests.fakes.reports import MADE, comparison, finding, flat, pdf_pages, saved
from tests.unit.jobs.test_comparison_report import report_of


def read(*comparisons: dict[str, Any]) -> PdfReader:
    return PdfReader(io.BytesIO(pdf(report_of(saved(*comparisons)), MADE)))


def entries(outline: list[Any]) -> Iterator[Destination]:
    for entry in outline:
        yield from entries(entry) if isinstance(entry, list) else [entry]


def test_it_says_what_it_is_when_it_was_made_and_in_which_language() -> None:
    file = read(comparison(1, finding()))
    assert file.metadata is not None
    assert file.metadata.title == "Comparison: Our standard vs them"
    assert file.metadata.creation_date == MADE
    assert str(file.root_object["/Lang"]) == "en"


def test_every_page_tells_its_number_and_how_many_there_are() -> None:
    pages = read(comparison(1, finding("x " * 20_000, None)), comparison(2)).pages
    for number, page in enumerate(pages, start=1):
        assert f"Page{number}of{len(pages)}" in flat(page.extract_text())
    assert len(pages) > 5


def test_the_outline_and_the_overview_lead_to_each_contract_and_its_findings() -> None:
    file = read(comparison(1, finding()), comparison(2, finding(clause_label="Term")))
    places = {str(entry.title): file.get_destination_page_number(entry) for entry in entries(file.outline)}
    assert places == {
        "Contract comparison": 0,
        "Overview": 1,
        "Supplier 1": 2,
        "Payment Terms": 2,
        "Supplier 2": 3,
        "Term": 3,
    }
    assert len(file.pages[1].annotations or []) == 2


def test_the_names_of_the_columns_are_repeated_on_every_page_of_a_long_clause() -> None:
    text = "Supplier shall deliver. " * 2_000
    pages = pdf_pages(pdf(report_of(saved(comparison(1, finding(text, f"{text} And pay.")))), MADE))
    for page in pages[2:]:
        assert "Standard" in page
        assert "Supplier 1" in page
    assert len(pages) > 9


def test_the_overview_of_a_hundred_contracts_repeats_its_head_and_numbers_their_pages() -> None:
    pages = pdf_pages(pdf(report_of(saved(*(comparison(n, finding()) for n in range(100)))), MADE))
    first = next(n for n, page in enumerate(pages) if "Payment Terms" in page)
    assert all("Changed" in page and "Page" in page for page in pages[1:first])
    assert first > 3
    assert str(first + 1) in pages[1]
    assert len(pages) == first + 100


def test_marked_words_are_those_that_differ() -> None:
    content = pdf(report_of(saved(comparison(1, finding("Pay in thirty days.", "Pay in sixty days.")))), MADE)
    grounds = PdfReader(io.BytesIO(content)).pages[2].get_contents()
    assert grounds is not None
    assert grounds.get_data().count(b".984314 .890196 .882353 rg") == 1
    assert grounds.get_data().count(b".862745 .94902 .878431 rg") == 1


def test_hebrew_and_arabic_stand_from_right_to_left_and_letters_are_joined() -> None:
    (line,) = wrapped([Span("\u05e9\u05dc\u05d5\u05dd (12) abc", CLAUSE)], 300)
    assert "".join(chunk.text for chunk in line.chunks) == "abc (12) \u05dd\u05d5\u05dc\u05e9"
    assert line.right_to_left
    (line,) = wrapped([Span("\u0639\u0642\u062f", CLAUSE)], 300)
    assert "".join(chunk.text for chunk in line.chunks) == "\ufeaa\ufed8\ufecb"


@pytest.mark.parametrize(
    "sign", ["\u2066", "\u2067", "\u2068", "\u2069", "\u0378", "\U000e0fff", "\u202e\u2067", "\u202c"]
)
def test_no_sign_of_direction_or_without_one_breaks_a_line_that_is_read_from_the_right(sign: str) -> None:
    lines = wrapped([Span(f"\u05e9\u05dc {sign}12{sign} abc", CLAUSE)], 300)
    told = "".join(chunk.text for line in lines for chunk in line.chunks)
    assert {"\u05e9", "\u05dc", "1", "2", "a", "b", "c"} <= set(told)


def test_isolates_leave_no_sign_behind() -> None:
    found = finding("\u2067\u05e9\u05dc\u05d5\u05dd\u2069 abc", "\u2066abc\u2069", summary="\u2068abc\u2069")
    text = "".join(pdf_pages(pdf(report_of(saved(comparison(1, found))), MADE)))
    assert "\ufffd" not in text
    assert "have no sign" not in text


def test_characters_that_no_font_has_are_counted_on_the_first_page() -> None:
    text = flat(pdf_pages(pdf(report_of(saved(comparison(1, finding("\U0001f600\U0001f601")))), MADE))[0])
    assert flat("2 characters have no sign") in text


@pytest.mark.parametrize("width", [30.0, 80.0, 400.0])
def test_no_line_is_wider_than_its_column(width: float) -> None:
    text = (
        "Supplier shall pay "
        + "x" * 90
        + " \u7532\u65b9\u5e94\u652f\u4ed8\u8d39\u7528 at https://example.com/a-very/long-path. "
    )
    lines = wrapped([Span(text * 5, CLAUSE)], width)
    assert max(line.width for line in lines) <= width
    assert flat("".join(chunk.text for line in lines for chunk in line.chunks)) == flat(text * 5)


@pytest.mark.timeout(60)
@pytest.mark.parametrize("letters", ["x", "ab-", "\u05d0", "\u0639\u0642", "\u7532", "a\u0301"])
def test_a_word_of_two_hundred_thousand_letters_is_broken_in_the_time_of_as_many_words(letters: str) -> None:
    text = letters * (200_000 // len(letters))
    lines = wrapped([Span(text, CLAUSE)], 200)
    assert max(line.width for line in lines) <= 200
    assert sum(len(chunk.text) for line in lines for chunk in line.chunks) == len(text)


@pytest.mark.parametrize(
    "text",
    ["A supplier of many things " * 40, "x" * 500, "\u7532" * 500, "x" * 300 + " " + "y" * 300, "\u05e9\u05dc " * 90],
)
def test_a_text_too_long_for_its_lines_ends_with_dots(text: str) -> None:
    lines = first_lines(text, CLAUSE, 150, 2)
    shown = "".join(chunk.text for line in lines for chunk in line.chunks)
    assert len(lines) == 2
    assert "\u2026" in shown
    assert max(line.width for line in lines) <= 150
    assert len(shown) > 30


def test_a_text_that_fits_its_lines_is_there_whole() -> None:
    (line,) = first_lines("Supplier 1", CLAUSE, 150, 2)
    assert "".join(chunk.text for chunk in line.chunks) == "Supplier 1"


def test_nothing_in_the_overview_or_over_a_finding_runs_off_the_foot_of_its_page() -> None:
    name = "A supplier of many things " * 400
    content = pdf(report_of(saved(comparison(1, finding(clause_label=name), contract_title=name))), MADE)
    heights: list[float] = []
    for page in PdfReader(io.BytesIO(content)).pages:
        page.extract_text(visitor_text=lambda text, _, at, *__: heights.append(at[5]) if "many" in text else None)
    assert heights
    assert min(heights) > 0
