from docx import Document
from docx.oxml import parse_xml

from adapters.text_extraction import FileTextExtractor
from tests.unit.text_extraction.files import add_item, docx, numbered_document

EXTRACT = FileTextExtractor().extract
W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
LEGAL = [("decimal", "%1."), ("decimal", "%1.%2"), ("lowerLetter", "(%3)"), ("lowerRoman", "(%4)")]


def test_paragraphs_and_tables_come_in_the_order_of_the_document() -> None:
    document = Document()
    document.add_heading("Fees", 1)
    document.add_paragraph("As follows:")
    table = document.add_table(rows=2, cols=2)
    for row, texts in zip(table.rows, [("Hour", "10"), ("Day", "70")], strict=True):
        for cell, text in zip(row.cells, texts, strict=True):
            cell.text = text
    document.add_paragraph("That is all.")
    assert EXTRACT("a.docx", docx(document)) == "Fees\n\nAs follows:\n\nHour | 10\n\nDay | 70\n\nThat is all."


def test_the_numbers_that_word_computes_are_in_the_text() -> None:
    document = numbered_document(LEGAL)
    for text, level in [
        ("Fees", 0),
        ("Amount", 1),
        ("net", 2),
        ("gross", 2),
        ("both", 3),
        ("Tax", 1),
        ("Term", 0),
        ("One", 1),
    ]:
        add_item(document, text, level)
    assert EXTRACT("a.docx", docx(document)).split("\n\n") == [
        "1. Fees",
        "1.1 Amount",
        "(a) net",
        "(b) gross",
        "(i) both",
        "1.2 Tax",
        "2. Term",
        "2.1 One",
    ]


def test_a_number_that_comes_with_the_style_is_in_the_text() -> None:
    document = numbered_document(LEGAL)
    style = document.styles["Heading 1"].element
    style.get_or_add_pPr().append(parse_xml(f'<w:numPr {W}><w:numId w:val="90"/></w:numPr>'))
    document.add_heading("Fees", 1)
    document.add_heading("Term", 1)
    assert EXTRACT("a.docx", docx(document)) == "1. Fees\n\n2. Term"


def test_a_list_that_starts_anew_counts_from_its_start() -> None:
    document = numbered_document([("upperRoman", "%1.")])
    document.part.numbering_part.element.append(
        parse_xml(
            f'<w:num {W} w:numId="91"><w:abstractNumId w:val="90"/><w:lvlOverride w:ilvl="0">'
            '<w:startOverride w:val="4"/></w:lvlOverride></w:num>'
        )
    )
    add_item(document, "Fees", 0)
    add_item(document, "Term", 0, list_id=91)
    assert EXTRACT("a.docx", docx(document)) == "I. Fees\n\nIV. Term"


def test_bullets_are_shown_and_a_list_switched_off_is_not() -> None:
    document = numbered_document([("bullet", "x")])
    add_item(document, "one", 0)
    add_item(document, "none", 0, list_id=0)
    assert EXTRACT("a.docx", docx(document)) == "• one\n\nnone"


def test_inserted_text_and_text_of_form_fields_count_and_deleted_text_does_not() -> None:
    document = Document()
    paragraph = document.add_paragraph("The fee is ")._p
    paragraph.append(parse_xml(f"<w:ins {W}><w:r><w:t>ten</w:t></w:r></w:ins>"))
    paragraph.append(parse_xml(f"<w:del {W}><w:r><w:delText>nine</w:delText></w:r></w:del>"))
    paragraph.append(parse_xml(f"<w:sdt {W}><w:sdtContent><w:r><w:t> euros</w:t></w:r></w:sdtContent></w:sdt>"))
    assert EXTRACT("a.docx", docx(document)) == "The fee is ten euros"
