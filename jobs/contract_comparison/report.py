"""A saved comparison as a report."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from jobs.contract_comparison.models import FindingStatus
from shared.domain.clauses.vocabulary import LABELS
from shared.domain.report import Fact, Finding, Level, Pair, Passage, Report, Row, Section, Table, TableRow
from shared.domain.report.facts import closing_facts
from shared.domain.report.left_out import LeftOut, left_out, not_told, noticed
from shared.domain.report.text import one_line
from shared.job_types.capabilities import Titles

_COLUMNS = (
    *("contract_id", "contract_title", "overall_risk", "clause", "status", "risk", "summary", "changes", "reason"),
    *("standard_clauses", "standard_text", "contract_clauses", "contract_text", "model"),
)
_STATUS = {"present": "As in the standard", "changed": "Changed", "missing": "Missing", "extra": "Not in the standard"}
_GAPS = {"missing": "The contract has no such clause.", "extra": "The standard has no such clause."}
_MODES = {"clauses": "Clause by clause", "full": "In full"}
_GUIDANCE = (
    "For every contract the report tells where it departs from the standard, the highest risk first, with the clauses "
    "of both beside each other.\n"
    "Clauses that have the same effect as the standard's are named in one line at the head of each contract and are "
    "not printed."
)
_OVERVIEW = ("Changed", "Missing", "Extra", "As in standard")
_COUNTED = ("changed", "missing", "extra", "present")


def ids_without_title(header: Mapping[str, Any]) -> list[str]:
    """The contracts that the header of a saved comparison names only by their ids."""
    return [header["standard_contract_id"], *not_told(header, header["compare_contract_ids"])]


def comparison_report(result: Mapping[str, Any], titles: Titles) -> Report:
    """The report of a saved comparison; `titles` are those of contracts that it names only by their ids."""
    comparisons = result["results"]["results"]["comparisons"]
    unread = left_out(result, result["compare_contract_ids"], titles)
    standard = titles.get(result["standard_contract_id"], result["standard_contract_id"])
    return Report(
        kind="Contract comparison",
        title=result["metadata"]["title"],
        facts=_facts(result, comparisons, standard),
        guidance=_GUIDANCE.splitlines(),
        notices=noticed(unread, "compared"),
        overview=Table(_OVERVIEW, [_overview_row(comparison) for comparison in comparisons]),
        sections=[_section(comparison) for comparison in comparisons],
        columns=_COLUMNS,
        rows=[_unread(contract) for contract in unread],
        sides=("Standard", "Contract"),
    )


def _facts(result: Mapping[str, Any], comparisons: Sequence[Mapping[str, Any]], standard: str) -> list[Fact]:
    clauses = result["selected_clauses"]
    return [
        Fact("Standard", standard),
        Fact("Contracts", f"{len(comparisons)} of {len(result['compare_contract_ids'])} compared"),
        Fact("Compared", _MODES[result["comparison_mode"]]),
        Fact("Clauses", "All" if clauses == "all" else ", ".join(LABELS[clause] for clause in clauses)),
        *closing_facts(result, (comparison["model"] for comparison in comparisons), "Compared on"),
    ]


def _counts(comparison: Mapping[str, Any]) -> list[int]:
    statuses = [finding["status"] for finding in comparison["findings"]]
    return [statuses.count(status) for status in _COUNTED]


def _overview_row(comparison: Mapping[str, Any]) -> TableRow:
    return TableRow([str(count) for count in _counts(comparison)], Level(comparison["overall_risk"]))


def _section(comparison: Mapping[str, Any]) -> Section:
    findings = comparison["findings"]
    remarkable = [finding for finding in findings if finding["status"] != FindingStatus.PRESENT or _worries(finding)]
    remarkable.sort(key=lambda finding: Level(finding["risk"]).rank)
    return Section(
        title=comparison["contract_title"],
        level=Level(comparison["overall_risk"]),
        summary=comparison["summary"],
        findings=[_finding(finding) for finding in remarkable],
        unremarkable=_unremarkable([finding for finding in findings if finding not in remarkable]),
        rows=list(_rows(comparison)),
    )


def _worries(finding: Mapping[str, Any]) -> bool:
    return bool(finding["risk"] != Level.NONE)


def _finding(finding: Mapping[str, Any]) -> Finding:
    summary = finding["summary"]
    return Finding(
        heading=finding["clause_label"],
        level=Level(finding["risk"]),
        status=_STATUS[finding["status"]],
        summary=summary,
        details=[change for change in finding["changes"] if one_line(change) != one_line(summary)],
        reason=finding["reason"],
        pair=Pair(
            _passages(finding["standard_clauses"]),
            _passages(finding["contract_clauses"]),
            _GAPS.get(finding["status"], ""),
        ),
    )


def _passages(clauses: Sequence[Mapping[str, Any]]) -> list[Passage]:
    return [Passage(_place(clause), clause["text"]) for clause in clauses]


def _place(clause: Mapping[str, Any]) -> str:
    return one_line(f"{clause['number']} {clause['heading']}") or "Without a number"


def _unremarkable(findings: Sequence[Mapping[str, Any]]) -> str:
    if not findings:
        return ""
    return f"As in the standard ({len(findings)}): {', '.join(finding['clause_label'] for finding in findings)}."


def _rows(comparison: Mapping[str, Any]) -> Iterator[Row]:
    first = [comparison["contract_id"], comparison["contract_title"], comparison["overall_risk"]]
    for finding in comparison["findings"]:
        ours, theirs = finding["standard_clauses"], finding["contract_clauses"]
        yield [
            *first,
            *(finding[name] for name in ("clause_label", "status", "risk", "summary")),
            "\n".join(finding["changes"]),
            finding["reason"],
            *(_joined(ours)),
            *(_joined(theirs)),
            comparison["model"],
        ]


def _unread(contract: LeftOut) -> Row:
    return contract.row(["contract_id", "contract_title", "status", "summary"], _COLUMNS)


def _joined(clauses: Sequence[Mapping[str, Any]]) -> tuple[str, str]:
    return "; ".join(map(_place, clauses)), "\n\n".join(clause["text"] for clause in clauses)
