import pytest

from adapters.offline_model.language.prose import clean, sentences, shorten
from adapters.offline_model.language.roles import roles_of
from adapters.offline_model.language.tokens import TokenKind, tokenize


@pytest.mark.parametrize(
    ("text", "norm", "kind"),
    [
        ("thirty (30) days", "30 day", "duration"),
        ("one hundred and twenty days", "120 day", "duration"),
        ("two years", "24 month", "duration"),
        ("10 working days", "10 business day", "duration"),
        ("two hundred per cent (200%)", "200%", "percent"),
        ("5.50 percent", "5.5%", "percent"),
        ("US$50,000.00", "$50000", "money"),
        ("EUR 1,000,000", "EUR1000000", "money"),
        ("£5 million", "£5million", "money"),
        ("New York", "new york", "place"),
        ("England and Wales", "england and wales", "place"),
        ("Receiving Party", "recipient", "role"),
    ],
)
def test_a_fact_is_one_token_with_its_meaning(text: str, norm: str, kind: TokenKind) -> None:
    (token,) = tokenize(text)
    assert (token.norm, token.kind, text[token.start : token.end]) == (norm, kind, text)


@pytest.mark.parametrize(
    "text", ["clause 7", "Sections 5.2 and 9.1(a)", "paragraphs (a) and (d)", "Clauses 6 to 10, 12 to 16"]
)
def test_references_to_other_clauses_are_no_tokens(text: str) -> None:
    assert tokenize(text) == []


@pytest.mark.parametrize(
    ("one", "other"), [("licenses", "licensed"), ("parties", "party"), ("must", "shall"), ("Terminated", "terminating")]
)
def test_forms_of_one_word_mean_the_same(one: str, other: str) -> None:
    assert [token.norm for token in tokenize(one)] == [token.norm for token in tokenize(other)]


def test_company_is_the_side_that_the_other_is_not() -> None:
    assert roles_of("The Customer pays the Company. The Customer may cancel.")["company"] == "provider"
    assert roles_of("The Consultant serves the Company. The Consultant may cancel.")["company"] == "customer"


def test_a_name_beside_a_role_means_the_role() -> None:
    roles = roles_of('This agreement is between Gunston Advisory, LLC ("Consultant") and Medway REIT ("Client").')
    assert (roles["gunston"], roles["consultant"], roles["client"]) == ("provider", "provider", "customer")


def test_sentences_lose_markup_numbers_and_line_breaks_but_not_abbreviations() -> None:
    text = """1. **Payment** is due
to Acme Inc. in time.

   (a) [Fees](x.md) are net.
   (b) Taxes; (c) Costs.

By: ______"""
    assert sentences(clean(text)) == ["Payment is due to Acme Inc. in time.", "Fees are net.", "Taxes", "(c) Costs."]


def test_a_quote_is_cut_between_words_and_fits_between_quotation_marks() -> None:
    assert shorten('the "Effective Date" of this agreement', 24) == "the 'Effective Date'…"
