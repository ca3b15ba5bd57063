from adapters.text_extraction import FileTextExtractor
from adapters.text_extraction.paragraphs import join_lines
from tests.unit.text_extraction.files import encrypted, pdf

EXTRACT = FileTextExtractor().extract
LONG = "The supplier shall perform the services with the care of a prudent expert and in"
LONG_TOO = "good time, and shall tell the customer at once of everything that may delay the"


def test_wrapped_lines_are_put_together_into_paragraphs() -> None:
    text = EXTRACT("a.pdf", pdf(["1. SERVICES", "1.1 " + LONG, LONG_TOO, "work.", "1.2 The customer shall pay."]))
    assert text == f"1. SERVICES\n\n1.1 {LONG} {LONG_TOO} work.\n\n1.2 The customer shall pay."


def test_a_paragraph_goes_on_over_the_page_without_the_furniture_between() -> None:
    head, bodies = "Supply Agreement of Alder", [["1.1 " + LONG], [LONG_TOO], ["work of others.", "1.2 That is all."]]
    pages = [[head, *body, f"Page {number} of 3"] for number, body in enumerate(bodies, 1)]
    assert EXTRACT("a.pdf", pdf(*pages)) == f"1.1 {LONG} {LONG_TOO} work of others.\n\n1.2 That is all."


def test_old_page_numbers_in_the_middle_of_pages_are_dropped_when_they_count_up() -> None:
    filler = [LONG + " a place", LONG_TOO + " work", LONG + " a place", LONG_TOO + " work"]
    pages = [[*filler, f"-{n}-", *filler] for n in (1, 2, 3)]
    assert not any(f"-{n}-" in EXTRACT("a.pdf", pdf(*pages)) for n in (1, 2, 3))


def test_a_lone_number_that_counts_nothing_stays() -> None:
    filler = [LONG, LONG_TOO, LONG, LONG_TOO]
    assert "500" in EXTRACT("a.pdf", pdf([*filler, "500", *filler]))


def test_a_word_broken_at_the_end_of_a_line_is_mended_and_a_compound_is_not() -> None:
    lines = ["Any indemni-", "fication is owed under the non-", "exclusive licence, which is a non-exclusive one."]
    assert join_lines(lines) == (
        "Any indemnification is owed under the non-exclusive licence, which is a non-exclusive one."
    )


def test_a_reference_at_the_start_of_a_line_starts_no_paragraph() -> None:
    lines = [LONG + " the way of", "Section 2.2 The Rules as they stand on the day, and nothing else may be asked for."]
    assert "\n" not in join_lines(lines)


def test_a_line_of_a_table_of_contents_is_joined_to_nothing() -> None:
    lines = ["Exhibit A Fees ....................................................... 9", "This agreement is made."]
    assert join_lines(lines).split("\n\n") == lines


def test_a_pdf_that_only_restricts_printing_is_read() -> None:
    content = encrypted(pdf(["The supplier shall perform the services."]), user_password="")
    assert EXTRACT("a.pdf", content) == "The supplier shall perform the services."
