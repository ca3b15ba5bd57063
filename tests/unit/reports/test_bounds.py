from shared.domain.report.bounds import printed
from tests.fakes.reports import comparison, finding, saved
from tests.unit.jobs.test_comparison_report import report_of

SMALL, LARGE = "x" * 10, "x" * 100


def test_all_clauses_are_printed_where_there_is_room_and_nothing_is_said() -> None:
    shown = printed(report_of(saved(comparison(1, finding(SMALL, SMALL)))), room=20)
    assert shown.places == {(0, 0)}
    assert shown.note == ""


def test_the_worst_findings_of_all_contracts_come_first_and_the_number_of_others_is_told() -> None:
    first = comparison(1, finding(SMALL, SMALL, risk="low"), finding(SMALL, SMALL, risk="medium"))
    second = comparison(2, finding(SMALL, SMALL, risk="high"), finding(LARGE, LARGE, risk="low"))
    shown = printed(report_of(saved(first, second)), room=45)
    assert shown.places == {(1, 0), (0, 0)}
    assert "the clauses of 2 findings" in shown.note
