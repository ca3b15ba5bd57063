from shared.domain.clauses import ClauseType
from shared.domain.segmentation import segment
from tests.unit.segmentation.outlines import outline

BODY = (
    "The supplier shall do what this clause says, with care, in time, and in the way that the customer asked for.\n\n"
)


def test_headings_in_capitals_on_lines_of_their_own_begin_clauses() -> None:
    text = (
        f"CONSULTANCY AGREEMENT\n\nThis agreement is between Alder and Birch.\n\nFEES AND EXPENSES\n\n"
        f"{BODY}CONFIDENTIALITY\n\n{BODY}"
    )
    assert outline(text) == [(1, "", ""), (1, "", "FEES AND EXPENSES"), (1, "", "CONFIDENTIALITY")]


def test_markdown_headings_begin_clauses_and_lose_their_marks() -> None:
    text = f"# Customer Agreement\n\nBetween Alder and Birch.\n\n## Fees\n\n{BODY}## Term\n\n{BODY}"
    assert outline(text)[1:] == [(1, "", "Fees"), (1, "", "Term")]


def test_a_bold_beginning_of_a_paragraph_is_its_heading() -> None:
    text = f"# Terms\n\nBetween Alder and Birch.\n\n**What is this?** {BODY}**Read this.** {BODY}"
    assert [heading for _, _, heading in outline(text)[1:]] == ["What is this?", "Read this"]


def test_a_letter_with_headings_in_ordinary_writing_is_split_at_them() -> None:
    text = f"Dear Ms Elm,\n\n{BODY}What we will do\n\n{BODY}Price and payment\n\n{BODY}How long this lasts\n\n{BODY}"
    headings = [heading for _, _, heading in outline(text)]
    assert headings == ["", "What we will do", "Price and payment", "How long this lasts"]


def test_a_text_without_any_heading_is_split_by_paragraphs() -> None:
    assert [clause.text for clause in segment("First thing.\n\nSecond thing.\n\n\nThird thing.\n")] == [
        "First thing.",
        "Second thing.",
        "Third thing.",
    ]


def test_the_preamble_is_about_the_parties_and_the_signatures_are_a_clause_of_their_own() -> None:
    text = (
        "SUPPLY AGREEMENT\n\nThis agreement is between Alder Ltd and Birch Ltd.\n\n1. FEES\n\n"
        "Birch pays.\n\n2. TERM\n\nOne year.\n\n"
        "IN WITNESS WHEREOF, the parties have signed.\n\nALDER LIMITED\n\nBy: ________\n\n"
        "BIRCH LIMITED\n\nBy: ________\n"
    )
    clauses = segment(text)
    assert clauses[0].clause_type is ClauseType.PARTIES
    assert clauses[-1].clause_type is ClauseType.OTHER
    assert clauses[-1].text.startswith("IN WITNESS WHEREOF")
    assert clauses[-1].text.endswith("By: ________")
    assert len(clauses) == 4


def test_terms_below_a_signed_page_are_read_as_clauses() -> None:
    text = (
        "COVER PAGE\n\nBetween Alder Ltd and Birch Ltd.\n\n1. Purpose. To test.\n\n2. Date. Today.\n\n"
        "IN WITNESS WHEREOF the parties sign.\n\nName: ______\n\n1. Confidentiality. Keep it secret.\n\n"
        "2. Term. One year.\n"
    )
    assert [number for _, number, _ in outline(text)] == ["", "1", "2", "", "1", "2"]


def test_a_contract_divided_by_letters_has_its_numbers_under_them() -> None:
    text = (
        "NDA\n\nBetween Alder and Birch.\n\nA. DEFINITIONS\n\n1. Data. All data.\n\n2. Site. The site.\n\n"
        "B. TERMS OF USE\n\n1. Sharing. Birch may share.\n\n2. Return. Birch returns.\n"
    )
    assert [(level, number) for level, number, _ in outline(text)[1:]] == [
        (1, "A"),
        (2, "1"),
        (2, "2"),
        (1, "B"),
        (2, "1"),
        (2, "2"),
    ]
