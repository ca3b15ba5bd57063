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


@pytest.mark.parametrize("end", ["\r\n", "\r", "\x0b", "\x0c", "\x85", "\u2028", "\u2029"])
def test_whatever_ends_a_line_in_a_file_ends_one_here(end: str) -> None:
    assert cleaned(f"a{end}b") == "a\nb"


SERVICES = (
    "The Supplier keeps to the tiers of service set out here:\n"
    "Platinum Tier for urgent matters within four hours of a call\n"
    "Gold Tier for all other matters within a day of a call\n"
    "Signed by the Supplier ______________________________________\n"
    "Signed by the Customer ______________________________________"
)
HALDEN = "This agreement is made in the year 2025 between Halden Ltd and Row Ltd, which pay\nnothing."


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
        (SERVICES, "same"),
        (
            "The Supplier shall answer within these times of all:\nthe night is not a time of work for anybody\nhere",
            "same",
        ),
        ("It pays what is due to the other party under this;\nand it keeps the books", "same"),
        ("| Tier | Hours in which a person answers the telephone |\n| Gold | 4 |", "same"),
        ("The Customer grants a licence to use the whole of the\nSupplier Materials for its business.", None),
        ("This agreement is made in the year 2025 between\nHalden Ltd and Row Ltd, which pay\nnothing.", HALDEN),
        (
            "Yarrow acts on its account and does so at its\nown cost and at own risk as set out in the Order\nForm.",
            None,
        ),
        ("# 3. Fees\n## **Term**\n### (a) What", "3. Fees\nTerm\n(a) What"),
        ("# of items\n#1 in rank\n#\n####### Seven", "same"),
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


@pytest.mark.timeout(30)
@pytest.mark.parametrize("signs", ["**a ", "**", "# ", "*", "\n \n", "#", " \t"])
def test_two_hundred_thousand_signs_of_markdown_are_looked_at_once(signs: str) -> None:
    assert len(printable("a" + signs * (200_000 // len(signs)))) <= 200_001
