from shared.domain.segmentation import segment
from tests.unit.segmentation.outlines import clause_numbered, numbers

FOOT = "\n\n                    7\n\nSource: ALDER INC., 10-K, 12/2/2019\n\n\n\n\n\n"


def test_page_numbers_and_filing_notes_begin_no_clause() -> None:
    text = f"Between Alder and Birch.\n\n1. FEES\n\nBirch pays.{FOOT}2. TERM\n\nOne year.{FOOT}"
    assert numbers(text) == ["1", "2"]


def test_furniture_at_the_end_of_a_clause_is_left_out_of_it() -> None:
    text = f"Between Alder and Birch.\n\n1. FEES\n\nBirch pays.{FOOT}2. TERM\n\nOne year.{FOOT}"
    assert clause_numbered(text, "1").text == "1. FEES\n\nBirch pays."
    assert segment(text)[-1].text == "2. TERM\n\nOne year."


def test_a_sentence_that_goes_on_over_the_page_stays_in_one_clause() -> None:
    text = (
        f"Between Alder and Birch.\n\n1. FEES\n\nBirch pays within thirty{FOOT}days of the invoice.\n\n"
        f"2. TERM\n\nOne year.\n"
    )
    assert clause_numbered(text, "1").text.endswith("days of the invoice.")


def test_a_running_header_begins_no_clause() -> None:
    page = "\n\n\n\n\nCONFIDENTIAL TREATMENT REQUESTED\n\n"
    text = f"Between Alder and Birch.{page}1. FEES\n\nBirch pays.{page}2. TERM\n\nOne year.{page}3. LAW\n\nRuritania.\n"
    assert [clause.heading for clause in segment(text)] == ["", "FEES", "TERM", "LAW"]


def test_a_table_of_contents_is_in_no_clause() -> None:
    contents = "TABLE OF CONTENTS\n\n1. FEES . . . . . . . 3\n\n2. TERM . . . . . . . 4\n\n"
    text = (
        f"SUPPLY AGREEMENT\n\n{contents}Between Alder Ltd and Birch Ltd.\n\n1. FEES\n\nBirch pays.\n\n"
        f"2. TERM\n\nOne year.\n"
    )
    clauses = segment(text)
    assert numbers(text) == ["1", "2"]
    assert not any("CONTENTS" in clause.text or ". . ." in clause.text for clause in clauses)
    assert clauses[0].text == "SUPPLY AGREEMENT"


def test_a_table_of_contents_that_flowed_into_one_line_is_in_no_clause() -> None:
    contents = "I. FEES. . . . . . . .1 II. TERM . . . . . . . . 3 III. LAW . . . . . . . . .4\n\n"
    text = (
        f"TABLE OF CONTENTS\n\n{contents}Between Alder and Birch.\n\nI. FEES\n\nBirch pays.\n\nII. TERM\n\nOne year.\n"
    )
    assert numbers(text) == ["I", "II"]
