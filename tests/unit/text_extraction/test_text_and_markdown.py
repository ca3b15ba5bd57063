import pytest

from adapters.text_extraction import FileTextExtractor

EXTRACT = FileTextExtractor().extract


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_a_text_file_is_read_in_the_encodings_people_have(encoding: str) -> None:
    assert EXTRACT("terms.TXT", "Fee: 5 € “due”".encode(encoding)) == "Fee: 5 € “due”"


def test_newlines_spaces_and_control_characters_are_put_in_order() -> None:
    content = "a\r\nb\rc\x0cd\xa0e \t\n\n\n\n\n\nﬁnal\xad ﬂow\x00\u200b".encode() + b" word" * 200
    text = EXTRACT("a.txt", content)
    assert text.startswith("a\nb\nc\nd e\n\n\nfinal flow word")
    assert "\x00" not in text


def test_halves_of_characters_which_utf_8_cannot_hold_are_left_out() -> None:
    assert FileTextExtractor().clean("Fee\ud800s \U0001f600\udfff") == "Fees \U0001f600"


def test_joiners_inside_a_word_stay() -> None:
    assert FileTextExtractor().clean("Auf\u200clage") == "Auf\u200clage"


def test_tags_links_emphasis_and_comments_of_markdown_are_taken_off() -> None:
    content = b"<!-- note -->\n1. <i>Fees.</i> See [the list](https://a.test/x) and **pay** _now_ &amp; here.\n"
    assert EXTRACT("a.md", content) == "1. Fees. See the list and pay now & here."


def test_items_of_nested_lists_get_the_number_a_reader_sees() -> None:
    content = b"1. Service\n    1. Access. One.\n    2. Use. Two.\n2. Fees\n    1. Amount. Three.\n"
    assert EXTRACT("a.md", content) == "1. Service\n1.1 Access. One.\n1.2 Use. Two.\n2. Fees\n2.1 Amount. Three."


def test_headings_of_markdown_keep_their_mark_in_either_form() -> None:
    content = b"Agreement\n=========\n\n## **Fees**\n\nText.\n\nTerm\n----\n\nText.\n\n---\n"
    assert EXTRACT("a.md", content) == "## Agreement\n\n## Fees\n\nText.\n\n## Term\n\nText."


def test_a_table_of_contents_of_links_is_left_out() -> None:
    assert EXTRACT("a.md", b"- [Fees](#fees)\n- [Term](#term)\n\n# Fees\n\nText.") == "# Fees\n\nText."


def test_the_bold_beginning_of_a_paragraph_stays_marked_and_other_bold_does_not() -> None:
    content = b"**Read this.** It is **important**.\n\n**7. Our staff.** You keep off.\n"
    assert EXTRACT("a.md", content) == "**Read this.** It is important.\n\n7. Our staff. You keep off."


def test_underscores_in_blanks_and_names_are_no_emphasis() -> None:
    assert EXTRACT("a.md", b"By: ________ for snake_case_name and 2 * 3 * 4") == (
        "By: ________ for snake_case_name and 2 * 3 * 4"
    )
