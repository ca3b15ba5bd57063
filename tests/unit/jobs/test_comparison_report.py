from jobs.contract_comparison.report import comparison_report, ids_without_title
from shared.domain.report import Level, Report
from tests.fakes.reports import STANDARD_ID, comparison, finding, saved

TITLES = {STANDARD_ID: "Our standard", "contract_9": "Supplier nine"}


def report_of(result: dict[str, object]) -> Report:
    return comparison_report(result, TITLES)


def test_the_first_page_says_what_was_compared_when_and_by_whom() -> None:
    facts = {fact.label: fact.value for fact in report_of(saved(comparison(1), comparison(2))).facts}
    assert facts["Standard"] == "Our standard"
    assert facts["Contracts"] == "2 of 2 compared"
    assert facts["Compared on"] == "2026-02-28 17:45 UTC"
    assert facts["Answered by"] == "offline-extractive"


def test_a_standard_that_is_gone_is_named_by_its_id() -> None:
    assert comparison_report(saved(comparison(1)), {}).facts[0].value == STANDARD_ID


def test_selected_clauses_are_named_in_words() -> None:
    result = saved(comparison(1), selected_clauses=["payment_terms", "governing_law"])
    assert {fact.value for fact in report_of(result).facts} >= {"Payment Terms, Governing Law"}


def test_findings_come_with_the_highest_risk_first_and_in_their_order_within_a_risk() -> None:
    risks = ("low", "high", "medium", "high")
    findings = [finding(risk=risk, clause_label=f"{n}") for n, risk in enumerate(risks)]
    (section,) = report_of(saved(comparison(1, *findings))).sections
    assert [found.heading for found in section.findings] == ["1", "3", "2", "0"]


def test_clauses_as_in_the_standard_are_named_in_one_line_and_are_no_findings() -> None:
    same = [finding(status="present", risk="none", clause_label=name) for name in ("Term", "Notices")]
    (section,) = report_of(saved(comparison(1, finding(), *same))).sections
    assert section.unremarkable == "As in the standard (2): Term, Notices."
    assert len(section.findings) == 1


def test_a_clause_that_is_there_and_worries_is_a_finding() -> None:
    (section,) = report_of(saved(comparison(1, finding(status="present", risk="low")))).sections
    assert [found.level for found in section.findings] == [Level.LOW]
    assert section.unremarkable == ""


def test_what_repeats_the_summary_is_not_said_twice() -> None:
    told = finding(summary="Sixty days.", changes=["Sixty  days.", "No interest."])
    (section,) = report_of(saved(comparison(1, told))).sections
    assert section.findings[0].details == ["No interest."]


def test_the_overview_counts_what_became_of_the_clauses() -> None:
    findings = [finding(), finding(theirs=None), finding(None), finding(status="present", risk="none")]
    (row,) = report_of(saved(comparison(1, *findings))).overview.rows
    assert row.cells == ["1", "1", "1", "1"]
    assert row.level is Level.MEDIUM


def test_contracts_that_failed_and_those_whose_turn_did_not_come_are_named_with_the_reason() -> None:
    errors = [{"item_id": "00001", "contract_id": "contract_9", "message": "The model answered nothing."}]
    asked = ["contract_1", "contract_9", "contract_8"]
    result = saved(comparison(1), compare_contract_ids=asked, errors=errors, not_analysed=1)
    report = report_of(result)
    assert report.notices == [
        "Not compared: Supplier nine. The model answered nothing.",
        "Not compared: contract_8. Its turn did not come before the job was ended.",
    ]
    assert [(row[0], row[4]) for row in report.rows] == [("contract_9", "failed"), ("contract_8", "not_analysed")]
    assert ids_without_title(result) == [STANDARD_ID, "contract_9", "contract_8"]


def test_every_finding_is_a_row_also_of_what_is_as_in_the_standard() -> None:
    findings = [finding(), finding(status="present", risk="none"), finding(None)]
    report = report_of(saved(comparison(1, *findings)))
    (section,) = report.sections
    assert [row[4] for row in section.rows] == ["changed", "present", "extra"]
    assert {len(row) for row in section.rows} == {len(report.columns)}
