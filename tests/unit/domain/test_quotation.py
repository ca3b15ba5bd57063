import re

from hypothesis import given
from hypothesis import strategies as st

from shared.domain.clauses import Clause, ClauseType
from shared.domain.quotation import Quotable, clause_at, find_quote

TEXT = "1. Fees.\nThe Customer\u2019s fees \u2014 \u201cthe Fees\u201d \u2014 are\n\n  due.\n2. Law. The fees are due."
ALPHABET = st.sampled_from("abAB1 \t\n\u00a0'\u2019\"\u201c\u201d-\u2013\u2014.\u00e9\u6cd5")
TEXTS = st.text(ALPHABET, max_size=60)
LETTERS = st.sampled_from("abAB1\u00e9\u6cd5")


def plain(text: str) -> str:
    """Written anew, as the module's description says it: the test's own idea of what is equal."""
    for fancy, simple in (("\u2019", "'"), ("\u201c", '"'), ("\u201d", '"'), ("\u2013", "-"), ("\u2014", "-")):
        text = text.replace(fancy, simple)
    return re.sub(r"\s+", " ", text).strip()


def clause(clause_id: str, start: int, end: int) -> Clause:
    kind = ClauseType.OTHER
    return Clause(clause_id=clause_id, clause_type=kind, text=TEXT[start:end], start=start, end=end)


CLAUSES = [clause("c001", 0, TEXT.index("2.")), clause("c002", TEXT.index("2."), len(TEXT))]


@given(TEXTS, TEXTS)
def test_a_quote_that_is_found_says_what_the_text_says_at_its_place(text: str, quote: str) -> None:
    found = Quotable(text).find(quote)
    if found:
        start, end = found
        assert plain(text[start:end]) == plain(quote)
        assert text[start:end].strip() == text[start:end]


@given(TEXTS, LETTERS, TEXTS, st.data())
def test_every_piece_of_a_text_is_found_however_its_spaces_quotes_and_dashes_were_changed(
    before: str, letter: str, after: str, data: st.DataObject
) -> None:
    text = before + letter + after
    start = data.draw(st.integers(0, len(before)))
    piece = text[start : data.draw(st.integers(len(before) + 1, len(text)))]
    changed = plain(piece).replace(" ", data.draw(st.sampled_from([" ", "\n  ", "\u00a0"])))
    found = Quotable(text).find(changed.replace("'", "\u2018").replace("-", "\u2212"))
    assert found is not None
    assert plain(text[found[0] : found[1]]) == plain(piece)
    assert found[0] <= start + len(piece) - len(piece.lstrip())


@given(TEXTS, st.builds("{}{}{}".format, st.text(ALPHABET, max_size=3), LETTERS, st.text(ALPHABET, max_size=3)))
def test_a_quote_that_is_not_found_is_not_there(text: str, quote: str) -> None:
    wanted = plain(quote)
    assert (Quotable(text).find(quote) is not None) == (wanted in plain(f".{text}."))


def test_typography_does_not_matter_and_capitals_do() -> None:
    text = Quotable(TEXT)
    place = text.find('Customer\'s fees - "the Fees" - are due.')
    assert place is not None
    assert TEXT[slice(*place)] == "Customer\u2019s fees \u2014 \u201cthe Fees\u201d \u2014 are\n\n  due."
    assert text.find("customer's fees") is None


def test_a_quote_without_a_letter_stands_nowhere() -> None:
    assert [Quotable(TEXT).find(quote) for quote in ("", " ", ".", "\u2014 \u201c")] == [None] * 4


def test_a_quote_is_looked_for_in_its_clause_first_and_then_everywhere() -> None:
    text = Quotable(TEXT)
    second = TEXT.index("due", CLAUSES[1].start)
    assert find_quote(text, CLAUSES, "c002", "due.") == (second, len(TEXT))
    assert find_quote(text, CLAUSES, "c002", "Customer's") == (TEXT.index("Customer"), TEXT.index(" fees"))
    assert find_quote(text, CLAUSES, "c009", "due.") == (TEXT.index("due"), TEXT.index("\n2."))


def test_a_place_belongs_to_the_clause_that_it_is_in() -> None:
    assert [clause_at(CLAUSES, place) for place in (0, CLAUSES[1].start)] == CLAUSES
    assert clause_at(CLAUSES[1:], 0) is None
