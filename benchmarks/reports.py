"""What a report takes: seconds of the processor and memory, for results of growing size, each in a process of its own.

`python -m benchmarks.reports [CONTRACTS ...]`
"""

import json
import resource
import subprocess
import sys
import time
from datetime import UTC, datetime
from typing import Any

from adapters.reports.writers import DocxWriter, PdfWriter
from jobs.contract_comparison.report import comparison_report
from shared.domain.report.comma_separated import csv_lines

CLAUSES = 40
WORDS = 160
SIZES = (10, 50, 100, 200, 500)
RISKS = ("high", "medium", "low", "none")
MADE = datetime(2026, 1, 1, tzinfo=UTC)
SENTENCE = "Supplier shall within {} days of receipt deliver what clause {} of this agreement asks for"


def result(contracts: int) -> dict[str, Any]:
    """A comparison of so many contracts, 40 clauses each, three of four of which differ."""
    names = [f"contract_{n}" for n in range(contracts)]
    comparisons = [_comparison(name) for name in names]
    return {
        "id": "result_benchmark",
        "created_date": "2026-01-01T00:00:00.000000Z",
        "standard_contract_id": "contract_standard",
        "compare_contract_ids": names,
        "comparison_mode": "clauses",
        "selected_clauses": "all",
        "metadata": {"title": "Benchmark"},
        "overview": [{"contract_id": name} for name in names],
        "errors": [],
        "results": {"results": {"comparisons": comparisons}},
    }


def _comparison(name: str) -> dict[str, Any]:
    findings = [_finding(n) for n in range(CLAUSES)]
    return {
        "contract_id": name,
        "contract_title": f"Contract {name}",
        "summary": "Three of four clauses differ.",
        "overall_risk": "high",
        "findings": findings,
        "model": "benchmark",
    }


def _finding(number: int) -> dict[str, Any]:
    risk = RISKS[number % 4]
    return {
        "clause_type": "services",
        "clause_label": f"Clause {number}",
        "status": "present" if risk == "none" else "changed",
        "risk": risk,
        "reason": "A period differs.",
        "summary": "Delivery is due later than in the standard.",
        "changes": ["Delivery is due later than in the standard.", "A clause is referred to by another number."],
        "standard_clauses": [_clause(number, 30)],
        "contract_clauses": [_clause(number, 60)],
    }


def _clause(number: int, days: int) -> dict[str, Any]:
    sentences = (SENTENCE.format(days + n % 2, number + n) for n in range(WORDS // 16))
    return {"clause_id": f"c{number}", "number": str(number), "heading": "Delivery", "text": ". ".join(sentences)}


def measure(contracts: int) -> None:
    """Print a row: seconds of the processor and MB, then the size of each file."""
    whole = result(contracts)
    before = _peak()
    cells = [f"{contracts}"]
    for writer in (PdfWriter(), DocxWriter()):
        begun = time.process_time()
        size = len(writer.write(comparison_report(whole, {}), MADE))
        cells += [f"{time.process_time() - begun:.1f}", f"{size / 1e6:.1f}", f"{_peak() - before:.0f}"]
    begun = time.process_time()
    rows = csv_lines(row for section in comparison_report(whole, {}).sections for row in section.rows)
    cells += [f"{time.process_time() - begun:.1f}", f"{len(rows) / 1e6:.1f}"]
    cells += [f"{len(json.dumps(whole)) / 1e6:.1f}"]
    print(f"| {' | '.join(cells)} |")


def _peak() -> float:
    """MB, the most that the process ever held."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000


if __name__ == "__main__":
    if sys.argv[1:2] == ["--one"]:
        measure(int(sys.argv[2]))
        sys.exit()
    print("| Contracts | PDF s | MB | memory MB | DOCX s | MB | memory MB | CSV s | MB | JSON MB |")
    print("|---|---|---|---|---|---|---|---|---|---|")
    sys.stdout.flush()
    for size in map(int, sys.argv[1:] or SIZES):
        subprocess.run([sys.executable, "-m", "benchmarks.reports", "--one", str(size)], check=True)
