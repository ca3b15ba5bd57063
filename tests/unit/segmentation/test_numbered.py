from tests.unit.segmentation.outlines import clause_numbered, numbers, outline

PARTIES = "SERVICES AGREEMENT\n\nThis agreement is made between Alder Ltd and Birch Ltd.\n\n"


def test_numbered_headings_and_their_subsections_nest() -> None:
    text = (
        PARTIES
        + "1. FEES\n\n1.1 Amount. Birch shall pay the fee.\n\n1.2 Tax. Fees exclude tax.\n\n2. TERM\n\nOne year.\n"
    )
    assert outline(text) == [
        (1, "", ""),
        (1, "1", "FEES"),
        (2, "1.1", "Amount"),
        (2, "1.2", "Tax"),
        (1, "2", "TERM"),
    ]


def test_a_subsection_names_the_clause_it_stands_in() -> None:
    text = PARTIES + "1. FEES\n\n1.1 Amount. Birch shall pay the fee.\n\n2. TERM\n\nOne year.\n"
    assert clause_numbered(text, "1.1").parent_id == clause_numbered(text, "1").clause_id


def test_articles_and_sections_are_read_with_their_keywords() -> None:
    text = (
        PARTIES
        + "ARTICLE I\n\nGENERAL TERMS\n\nSection 1.1 Purpose. The parties agree.\n\n"
        + "ARTICLE II\n\nPAYMENT\n\nSection 2.1 Fees. Birch shall pay.\n"
    )
    assert outline(text)[1:] == [
        (1, "ARTICLE I", "GENERAL TERMS"),
        (2, "Section 1.1", "Purpose"),
        (1, "ARTICLE II", "PAYMENT"),
        (2, "Section 2.1", "Fees"),
    ]


def test_headings_in_the_middle_of_a_paragraph_begin_clauses() -> None:
    text = (
        PARTIES.replace("\n\n", " ") + "1. Services. Alder shall provide the services. 2. Restrictive Covenants. "
        "2.1 Solicitation of Employees. Birch shall not solicit staff. 2.2 Competition. Birch shall not compete. "
        "3. Governing Law. The law of Ruritania applies."
    )
    assert outline(text)[1:] == [
        (1, "1", "Services"),
        (1, "2", "Restrictive Covenants"),
        (2, "2.1", "Solicitation of Employees"),
        (2, "2.2", "Competition"),
        (1, "3", "Governing Law"),
    ]


def test_a_title_that_runs_into_its_sentence_ends_where_the_sentence_begins() -> None:
    text = (
        PARTIES + "1. TERMS OF AGREEMENT 1.1 Commencement This agreement commences today. "
        "1.2 Payment terms Unless agreed otherwise, 30 days. 1.3 The Customer shall pay."
    )
    assert outline(text)[1:] == [
        (1, "1", "TERMS OF AGREEMENT"),
        (2, "1.1", "Commencement"),
        (2, "1.2", "Payment terms"),
        (2, "1.3", ""),
    ]


def test_a_lettered_subclause_with_a_heading_is_a_clause_and_one_without_is_not() -> None:
    text = PARTIES + (
        "1. APPOINTMENT. (a) Exclusive Appointment. Subject to this agreement, Alder appoints Birch. "
        "(b) the right to sell, and (c) the right to market. (d) Territory. Ruritania.\n\n2. TERM. One year.\n"
    )
    assert numbers(text) == ["1", "(a)", "(d)", "2"]


def test_cross_references_begin_no_clause() -> None:
    text = PARTIES + (
        "1. FEES. Birch shall pay as set forth in Section 7.2 hereof and pursuant to Article IV. Under\n"
        "Section 2.1 The Fees are due; see also Section\n2.2 Late Payment. Exhibit A applies.\n\n2. TERM. One year.\n"
    )
    assert numbers(text) == ["1", "2"]


def test_amounts_and_dates_begin_no_clause() -> None:
    text = PARTIES + (
        "1. FEES. The fee is EUR 2.50 a unit from 3. March. Interest is 1.1 percent.\n\n"
        "2. TERM. One year, to 31.12.2026.\n"
    )
    assert numbers(text) == ["1", "2"]


def test_a_list_inside_a_clause_does_not_take_over_the_count() -> None:
    text = PARTIES + (
        "1. RIGHTS. The team is: 1. Dr Lily Elm 2. Dr Bern Oak 3. Mr Mark Ash. The list may grow.\n\n"
        "2. FEES. Birch shall pay.\n\n3. TERM. One year.\n"
    )
    assert outline(text)[1:] == [(1, "1", "RIGHTS"), (1, "2", "FEES"), (1, "3", "TERM")]


def test_paragraphs_numbered_without_headings_are_clauses() -> None:
    text = (
        PARTIES + "1. Alder keeps the information secret.\n\n2. Birch returns it.\n\n3. The law of Ruritania applies.\n"
    )
    assert numbers(text) == ["1", "2", "3"]


def test_numbers_without_a_dot_count_when_their_heading_stands_alone() -> None:
    text = (
        PARTIES
        + "1 Interpretation\n\n1.1 In this agreement words have meanings.\n\n2 Licence\n\n2.1 Alder grants a licence.\n"
    )
    assert outline(text)[1:] == [(1, "1", "Interpretation"), (2, "1.1", ""), (1, "2", "Licence"), (2, "2.1", "")]


def test_exhibits_begin_a_count_of_their_own() -> None:
    text = PARTIES + (
        "1. FEES\n\nBirch shall pay.\n\n2. TERM\n\nOne year.\n\nEXHIBIT A\n\nDATA TERMS\n\n1. SCOPE\n\n"
        "All data.\n\n2. PLACE\n\nRuritania.\n"
    )
    assert outline(text)[-3:] == [(1, "EXHIBIT A", "DATA TERMS"), (2, "1", "SCOPE"), (2, "2", "PLACE")]


def test_a_number_in_the_margin_of_a_clause_is_printed_as_it_stands() -> None:
    text = PARTIES + "1.01. Alder grants a licence.\n\n1.02. Birch pays for it.\n"
    assert numbers(text) == ["1.01", "1.02"]
