import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

from shared.domain.titles import MAX_TITLE_CHARACTERS, Title, folded

TITLE: TypeAdapter[str] = TypeAdapter(Title)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Lease", "LEASE"),
        ("Straße", "STRASSE"),
        ("Café", "cafe\u0301"),
        ("ﬁle", "FILE"),
        ("ΣΑΣ", "σας"),
        ("№ 5", "no 5"),
    ],
)
def test_case_and_ways_of_writing_a_letter_do_not_matter(one: str, other: str) -> None:
    assert folded(one) == folded(other)


@given(st.text())
def test_a_folded_text_is_folded_already(text: str) -> None:
    assert folded(folded(text)) == folded(text)


@given(st.text())
def test_the_same_text_in_other_normal_forms_is_folded_alike(text: str) -> None:
    assert folded(unicodedata.normalize("NFD", text)) == folded(unicodedata.normalize("NFC", text)) == folded(text)


@given(st.text("abcÄÖü '%_", max_size=10), st.text("abcÄÖü '%_", max_size=5), st.text("abcÄÖü '%_", max_size=5))
def test_a_part_of_a_title_is_found_in_it(before: str, part: str, after: str) -> None:
    assert folded(part.upper()) in folded(before + part + after)


def test_accents_matter() -> None:
    assert folded("résumé") != folded("resume")


def test_a_title_is_one_line_of_at_most_200_characters() -> None:
    assert (
        TITLE.validate_python("  Lease of 2026, 50% \u2013 \N{GRINNING FACE} ")
        == "Lease of 2026, 50% \u2013 \N{GRINNING FACE}"
    )
    assert TITLE.validate_python("x" * MAX_TITLE_CHARACTERS)
    for wrong in ("", "   ", "a\nb", "a\tb", "a\x00b", "a\x85b", "x" * (MAX_TITLE_CHARACTERS + 1), 5, None):
        with pytest.raises(ValidationError):
            TITLE.validate_python(wrong)
