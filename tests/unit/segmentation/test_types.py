import pytest

from shared.domain.classification import classify, classify_text, type_of_heading, types_of_heading
from shared.domain.clauses import ClauseType
from shared.domain.clauses.cuad import CUAD_CATEGORIES, NARROWER
from shared.domain.clauses.vocabulary import LABELS, SYNONYMS, parse_clause_type
from shared.domain.segmentation import segment


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("payment_terms", ClauseType.PAYMENT_TERMS),
        ("Payment Terms", ClauseType.PAYMENT_TERMS),
        ("INDEMNIFICATION", ClauseType.INDEMNITY),
        ("Indemnity", ClauseType.INDEMNITY),
        ("limitation-of-liability clause", ClauseType.LIMITATION_OF_LIABILITY),
        ("Cap on Liability", ClauseType.LIMITATION_OF_LIABILITY),
        ("  Non Compete ", ClauseType.NON_COMPETE),
        ("Warranty & guarantee of moonlight", None),
        ("", None),
    ],
)
def test_people_name_a_type_by_wire_name_label_or_synonym(name: str, kind: ClauseType | None) -> None:
    assert parse_clause_type(name) is kind


@pytest.mark.parametrize("kind", ClauseType)
def test_every_label_and_wire_name_leads_back_to_its_type(kind: ClauseType) -> None:
    assert parse_clause_type(kind.value) is kind
    assert parse_clause_type(LABELS[kind].upper()) is kind


def test_no_two_types_share_a_synonym() -> None:
    names = [name for synonyms in SYNONYMS.values() for name in synonyms]
    assert len(names) == len(set(names))
    assert all(parse_clause_type(name) is kind for kind, synonyms in SYNONYMS.items() for name in synonyms)


@pytest.mark.parametrize(
    ("heading", "kind"),
    [
        ("GOVERNING LAW; JURISDICTION", ClauseType.GOVERNING_LAW),
        ("Limitation of Supplier's Liability", ClauseType.LIMITATION_OF_LIABILITY),
        ("No Implied Waivers", ClauseType.WAIVER),
        ("Return of Materials at Termination", ClauseType.TERMINATION),
        ("Rights of Parties upon Termination", ClauseType.EFFECT_OF_TERMINATION),
        ("Force Majeur", None),
        ("Required by Law", ClauseType.CONFIDENTIALITY),
        ("Job Title", None),
        ("Market Penetration", None),
    ],
)
def test_a_heading_announces_the_type_its_words_are_usual_for(heading: str, kind: ClauseType | None) -> None:
    assert type_of_heading(heading) is kind


def test_a_heading_of_two_subjects_announces_both() -> None:
    assert set(types_of_heading("Term and Termination")) == {ClauseType.TERM, ClauseType.TERMINATION}


def test_the_heading_decides_before_the_words() -> None:
    main, also = classify("Insurance", "The supplier shall indemnify the customer and maintain insurance.")
    assert main is ClauseType.INSURANCE
    assert also == (ClauseType.INDEMNITY,)


def test_without_a_heading_the_words_decide() -> None:
    assert classify("", "This agreement is governed by the laws of Ruritania.")[0] is ClauseType.GOVERNING_LAW


def test_without_either_the_clause_it_stands_in_decides() -> None:
    assert classify("", "Each shall tell the other at once.", ClauseType.INDEMNITY)[0] is ClauseType.INDEMNITY
    assert classify("", "Each shall tell the other at once.")[0] is ClauseType.OTHER


def test_a_cap_on_liability_in_a_long_unheaded_section_is_found() -> None:
    text = (
        "1. GENERAL\n\n"
        + "The parties shall cooperate in good faith. " * 60
        + "The liability of either party shall not exceed the fees paid.\n\n2. TERM\n\nOne year."
    )
    general = next(clause for clause in segment(text) if clause.number == "1")
    assert ClauseType.LIMITATION_OF_LIABILITY in general.types


@pytest.mark.parametrize(
    ("words", "kind", "present"),
    [
        ("either party may terminate this agreement without cause", "termination_for_convenience", True),
        ("on termination for any reason the supplier shall return data", "termination_for_convenience", False),
        ("a non-exclusive right to use the software", "exclusivity", False),
        ("the exclusive right to distribute the products", "exclusivity", True),
        ("he will not: 1. divert any customer or 2. hire any employee", "non_solicitation", True),
        ("during the term of this agreement the supplier shall be careful", "term", False),
        ("the term of this agreement shall be two years", "term", True),
        ("under penalty of perjury", "liquidated_damages", False),
    ],
)  # fmt: skip
def test_words_show_a_type_only_in_the_sense_that_makes_the_clause(words: str, kind: str, *, present: bool) -> None:
    assert (ClauseType(kind) in classify_text(words)) is present


def test_curly_and_straight_quotes_and_line_breaks_read_alike() -> None:
    assert classify_text("on thirty\n   (30) days\u2019 notice, party may  terminate") == classify_text(
        "on thirty (30) days' notice, party may terminate"
    )


def test_the_narrower_types_are_types_of_cuad() -> None:
    assert set(CUAD_CATEGORIES.values()) >= NARROWER
