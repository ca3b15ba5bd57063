"""Runs the demo: start the host, upload, compare, show, ask."""

import argparse
import json
import os
import sys
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.text import Text

from demo.client import Client, Refused
from demo.hosting import FOLDER, ROOT, HostFailedError, local_host
from demo.screen import findings_table, follow, plain_console, risk_counts, usage_line
from demo.surroundings import DATABASE, surroundings
from emulators import EmulatorError

_ENDINGS = (".txt", ".md", ".pdf", ".docx")
_RESULT_FILE = FOLDER / "comparison.json"


def main() -> int:
    """Run; 0 when every contract was compared."""
    given = _parser().parse_args()
    console = plain_console()
    files = sorted(file for file in given.contracts.glob("*") if file.suffix.lower() in _ENDINGS)
    if not given.standard.is_file():
        console.print(f"There is no file {given.standard} to compare with. Name one with STANDARD=FILE.")
        return 1
    if not files:
        kinds = ", ".join(_ENDINGS)
        console.print(f"There are no contracts ({kinds}) in {given.contracts}. Name a folder with CONTRACTS=DIR.")
        return 1
    try:
        with surroundings(os.environ) as around, local_host(around.settings) as base_url:
            console.print(f"The app is running at {base_url} ({around.description}).")
            client = Client(base_url)
            try:
                return _run(console, client, given, files)
            finally:
                client.close()
    except (Refused, HostFailedError, EmulatorError) as error:
        console.print(str(error), style="red")
        return 1


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="demo", description="Compares contracts with a standard and asks them a question, on this machine."
    )
    samples = ROOT / "samples"
    standard = next((samples / "standard").glob("*.md"))
    parser.add_argument("--contracts", type=Path, default=samples / "contracts", help="a folder of contracts")
    parser.add_argument("--standard", type=Path, default=standard, help="the file to compare them with")
    parser.add_argument("--question", default="Which law governs the agreement?", help="what to ask the contracts then")
    parser.add_argument("--all", action="store_true", help="print every finding, not only the gravest")
    return parser


def _run(console: Console, client: Client, given: argparse.Namespace, files: list[Path]) -> int:
    standard_id = client.upload(given.standard)["id"]
    ids, unreadable = _upload(console, client, files)
    uploaded = f". Uploaded {len(ids)} of {len(files)} contracts."
    console.print(Text.assemble("Standard: ", (given.standard.stem, "bold"), uploaded))
    if not ids:
        return 1
    failed = unreadable + _compare(console, client, standard_id, ids, everything=given.all)
    return 1 if failed + _ask(console, client, given.question, ids) else 0


def _compare(console: Console, client: Client, standard_id: str, ids: list[str], *, everything: bool) -> int:
    """The contracts that could not be compared; all of them when the job failed."""
    accepted = client.compare(standard_id, ids)
    console.print(f"Job {accepted['job_id']} was accepted as {accepted['status']}.")
    console.print(f"Its status: {accepted['statusQueryGetUri']}", soft_wrap=True)
    job = follow(console, client.watch(accepted["poll_url"]))
    if job["result_id"] is None:
        console.print(f"The job {job['status']}: {job['error_message']}", style="red")
        return len(ids)
    _show(console, client, job, everything=everything)
    return int(job["items_failed"])


def _ask(console: Console, client: Client, question: str, ids: list[str]) -> int:
    """The contracts that could not be asked; all of them when the job failed."""
    console.print(Text.assemble("\nQuestion: ", (question, "bold")))
    job = follow(console, client.watch(client.ask(question, ids)["poll_url"]))
    if job["result_id"] is None:
        console.print(f"The job {job['status']}: {job['error_message']}", style="red")
        return len(ids)
    console.print(client.result(job["result_id"])["results"]["answer_summary"])
    return int(job["items_failed"])


def _upload(console: Console, client: Client, files: list[Path]) -> tuple[list[str], int]:
    ids, unreadable = [], 0
    with console.status("Uploading and reading the contracts"):
        for file in files:
            try:
                ids.append(client.upload(file)["id"])
            except Refused as reason:
                unreadable += 1
                console.print(f"Left out: {reason}", style="yellow")
    return ids, unreadable


def _show(console: Console, client: Client, job: dict[str, Any], *, everything: bool) -> None:
    result = client.result(job["result_id"])
    comparisons = result["results"]["results"]["comparisons"]
    console.print(findings_table(comparisons, everything=everything))
    console.print(risk_counts(comparisons))
    for error in job["item_errors"]:
        console.print(f"{error['contract_id']}: {error['message']}", style="red")
    _RESULT_FILE.write_text(json.dumps(result, ensure_ascii=False, indent=2), encoding="utf-8")
    console.print(usage_line(job["usage"]))
    console.print(f"\nThe result is stored. As a file: {_RESULT_FILE.relative_to(ROOT)}")
    if DATABASE.exists():
        path = client.result_path(job["result_id"])
        console.print(f"From the app: SQLITE_PATH={DATABASE.relative_to(ROOT)} make run, then", soft_wrap=True)
        console.print(f"  curl http://127.0.0.1:7071{path}", soft_wrap=True)


if __name__ == "__main__":
    sys.exit(main())
