"""What the demo draws in the terminal."""

from collections.abc import Iterable, Iterator
from typing import Any

from rich.console import Console
from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeElapsedColumn
from rich.table import Table
from rich.text import Text

_COLOURS = {"high": "bold red", "medium": "yellow", "low": "cyan", "none": "green"}
_ORDER = {"high": 0, "medium": 1, "low": 2, "none": 3}
_ROWS_PER_CONTRACT = 5


def plain_console() -> Console:
    """A console that shows every text as it is: names and contracts may hold what looks like rich's own markup."""
    return Console(markup=False, emoji=False, highlight=False)


def follow(console: Console, jobs: Iterable[dict[str, Any]]) -> dict[str, Any]:
    """Draw a job's progress until it ends; the job as it was last."""
    columns = (
        TextColumn("{task.description:<10}", style="bold", markup=False),
        TextColumn("{task.fields[message]}", markup=False),
        BarColumn(),
        TaskProgressColumn(),
        TimeElapsedColumn(),
    )
    job: dict[str, Any] = {}
    with Progress(*columns, console=console) as progress:
        bar = progress.add_task("queued", total=100, message="")
        for job in jobs:
            shown = {"description": job["status"], "message": _message(job)}
            progress.update(bar, completed=job["progress"]["percentage"], **shown)
    return job


def _message(job: dict[str, Any]) -> str:
    left = job["progress"]["estimated_time_remaining"]
    estimate = f" About {left:.0f} s to go." if left and job["status"] == "processing" else ""
    return f"{job['progress']['message']}{estimate}"


def findings_table(comparisons: list[dict[str, Any]], *, everything: bool) -> Table:
    """Contract, clause, risk and one line: of each contract the gravest few, or all."""
    table = Table(title="Findings", title_justify="left", header_style="bold", show_lines=False, expand=True)
    table.add_column("Contract", ratio=3, overflow="fold")
    table.add_column("Clause", ratio=2, overflow="fold")
    table.add_column("Risk", width=6)
    table.add_column("Finding", ratio=7, overflow="fold")
    for comparison in comparisons:
        for row in _rows(comparison, everything=everything):
            table.add_row(*row)
        table.add_section()
    return table


def _rows(comparison: dict[str, Any], *, everything: bool) -> Iterator[tuple[Text, ...]]:
    ranked = sorted(comparison["findings"], key=lambda finding: _ORDER[finding["risk"]])
    notable = [finding for finding in ranked if everything or finding["status"] != "present"]
    shown = notable if everything else notable[:_ROWS_PER_CONTRACT]
    title = Text(comparison["contract_title"])
    for finding in shown:
        yield title, Text(finding["clause_label"]), _coloured(finding["risk"]), Text(finding["summary"])
        title = Text()
    if not notable:
        yield title, Text("all"), _coloured("none"), Text("Every compared clause says the same as the standard.")
    if len(notable) > len(shown):
        yield Text(), Text(), Text(), Text(f"and {len(notable) - len(shown)} more", style="dim")


def _coloured(risk: str) -> Text:
    return Text(risk, style=_COLOURS[risk])


def risk_counts(comparisons: list[dict[str, Any]]) -> Text:
    """How many findings there are of each risk, in a line."""
    findings = [finding for comparison in comparisons for finding in comparison["findings"]]
    counts = {risk: sum(finding["risk"] == risk for finding in findings) for risk in _ORDER}
    parts = Text(", ").join(Text.assemble(f"{count} ", _coloured(risk)) for risk, count in counts.items())
    return Text.assemble(f"{len(findings)} findings in {len(comparisons)} contracts: ", parts, ".")


def usage_line(usage: dict[str, Any]) -> str:
    """What the job took, in a line; nothing of what it did not need."""
    parts = [f"{usage['model_calls']} calls of the model"]
    if usage["failed_calls"]:
        parts.append(f"{usage['failed_calls']} of them made again or in vain")
    if usage["total_tokens"]:
        parts.append(f"{usage['total_tokens']:,} tokens, {usage['cached_tokens']:,} of them cached")
    if usage["estimated_cost"]:
        parts.append(f"about {usage['estimated_cost']:.2f} US dollars")
    if usage["request_units"]:
        parts.append(f"{usage['request_units']:,.0f} request units of the database")
    return f"It took {', '.join(parts)}."
