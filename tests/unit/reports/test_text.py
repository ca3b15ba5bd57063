import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.domain.report.text import cleaned, one_line, printable, reads_from_right


@given(st.text(st.characters(codec=None)))
def test_what_is_cleaned_can_be_written_to_any_file(text: str) -> None:
    for told in (cleaned(text), one_line(text), printable(text)):
        told.encode()
        assert not any(ord(sign) < 32 and sign not in "\n\t" for sign in told)


def test_what_no_page_can_hold_leaves_a_sign_behind() -> None:
    assert cleaned("a\x00b\ud800c\r\nd\u200be") == "a\ufffdb\ufffdc\nde"


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("# Heading\n\nText\n\n##", "Heading\n\nText"),
        ("**Renewal.** Not **automatic**", "Renewal. Not automatic"),
        ("a\n\n\n\nb", "a\n\nb"),
        ("(a) The parties may extend this agreement by two\nfurther periods.", None),
        ("Supplier shall do what follows in this order of things:\n(a) one\n(b) two", "same"),
        ("The Consultant is liable for no loss of profit and no\nloss. It pays within 30 days.", None),
        ("The first paragraph is about one thing and is numbered:\n4.2 the second\n(iv) the third", "same"),
        ("Halden & Row Ltd\n14 Tannery Wharf\nBristol", "same"),
    ],
)
def test_a_clause_is_printed_without_the_traces_of_another_page(text: str, shown: str | None) -> None:
    assert printable(text) == {None: text.replace("\n", " "), "same": text}.get(shown, shown)


@pytest.mark.parametrize(
    ("text", "turned"),
    [("(1) \u05e9\u05dc\u05d5\u05dd abc", True), ("abc \u05e9\u05dc\u05d5\u05dd", False), ("12", False), ("", False)],
)
def test_the_first_letter_says_where_a_text_begins(text: str, turned: bool) -> None:
    assert reads_from_right(text) is turned
