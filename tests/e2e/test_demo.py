"""The demo as a newcomer runs it."""

import io
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

from rich.console import Console

from demo.screen import findings_table, follow, risk_counts
from shared.settings import Settings, variable

VARIABLES = {variable(field) for field in Settings.model_fields}
ROOT = Path(__file__).resolve().parents[2]


def run_demo(*arguments: str, **settings: str) -> "subprocess.CompletedProcess[str]":
    """The demo's exit code and what it printed."""
    command = [sys.executable, "-m", "demo", *arguments]
    # Whatever accounts the developer's own settings name are none of the test's business.
    kept = {name: value for name, value in os.environ.items() if name not in VARIABLES}
    wide = kept | {"COLUMNS": "200"} | settings
    return subprocess.run(  # noqa: S603
        command, cwd=ROOT, env=wide, capture_output=True, encoding="utf-8", timeout=100, check=False
    )


def test_the_demo_compares_the_samples_and_shows_findings_for_each() -> None:
    ran = run_demo()
    assert ran.returncode == 0, ran.stdout + ran.stderr
    samples = [file for file in (ROOT / "samples" / "contracts").iterdir() if file.suffix != ".json"]
    assert len(samples) >= 12
    assert f"findings in {len(samples)} contracts" in ran.stdout
    assert f"{len(samples)} of {len(samples)} contracts analysed." in ran.stdout
    assert "/api/analysis-results/result_" in ran.stdout
    assert "Question: Which law governs the agreement?" in ran.stdout
    assert f"All {len(samples)} contracts state it." in ran.stdout


def test_the_demo_runs_on_what_the_app_is_deployed_on(tmp_path: Path) -> None:
    (tmp_path / "Supplier.txt").write_text("1. Payment. The fees are paid within 60 days.\n\n2. Law. France.\n")
    (tmp_path / "Partner.txt").write_text("1. Payment. The fees are paid within 30 days.\n\n2. Law. England.\n")
    asked = "When are the fees paid?"
    ran = run_demo("--contracts", str(tmp_path), "--question", asked, STORE="cosmos", MODEL="openai")
    assert ran.returncode == 0, ran.stdout + ran.stderr
    assert "(a Cosmos DB server and Azurite, a scripted OpenAI server)" in ran.stdout
    assert "2 of 2 contracts analysed." in ran.stdout
    assert re.search(r"It took \d+ calls of the model, .* tokens, .* US dollars, .* request units", ran.stdout)
    assert "within 60 days" in ran.stdout
    assert "make run" not in ran.stdout, "what the servers kept is gone with them"


def test_the_demo_says_which_of_a_users_files_cannot_be_read(tmp_path: Path) -> None:
    (tmp_path / "good.txt").write_text("1. Term. One year.\n\n2. Payment. Within 30 days.\n")
    (tmp_path / "bad.pdf").write_bytes(b"no pdf")
    ran = run_demo("--contracts", str(tmp_path))
    assert ran.returncode == 1
    assert "bad.pdf" in ran.stdout
    assert "findings in 1 contracts" in ran.stdout


def test_names_and_texts_that_look_like_markup_are_shown_as_they_are(tmp_path: Path) -> None:
    text = "1. Fees [/]. The Customer pays [red] EUR 500 :star: within 90 days [/bold].\n\n2. Term. One year.\n"
    (tmp_path / "Acme [signed] v2 :star:.txt").write_text(text, encoding="utf-8")
    (tmp_path / "Scan [blue].pdf").write_bytes(b"no pdf")
    standard = tmp_path / "standard"
    standard.mkdir()
    (standard / "House [bold].txt").write_text("1. Fees. 30 days.\n\n2. Term. Two years.\n", encoding="utf-8")
    ran = run_demo("--contracts", str(tmp_path), "--standard", str(standard / "House [bold].txt"), "--all")
    assert "Traceback" not in ran.stderr
    for shown in ("Standard: House [bold].", "Acme [signed] v2 :star:", "Scan [blue].pdf", "findings in 1 contracts"):
        assert shown in ran.stdout


def test_a_folder_without_contracts_is_named_as_it_is(tmp_path: Path) -> None:
    folder = tmp_path / "old [red] [" / "]"
    folder.mkdir(parents=True)
    ran = run_demo("--contracts", str(folder))
    assert ran.returncode == 1
    assert "old [red] [/]" in ran.stdout


def drawn(*parts: Any) -> str:
    """What a console with markup turned on makes of parts of the screen."""
    console = Console(file=io.StringIO(), width=200)
    console.print(*parts)
    return str(console.file.getvalue())  # type: ignore[attr-defined]


def test_findings_are_drawn_as_text_whatever_is_in_them() -> None:
    finding = {"clause_label": "Fees [i]", "risk": "high", "status": "changed", "summary": "Says [/] [red] :star: \\"}
    comparisons = [{"contract_title": "Acme [signed]", "findings": [finding]}]
    table = drawn(findings_table(comparisons, everything=False))
    for shown in ("Acme [signed]", "Fees [i]", "high", "Says [/] [red] :star: \\"):
        assert shown in table
    assert drawn(risk_counts(comparisons)).strip() == ("1 findings in 1 contracts: 1 high, 0 medium, 0 low, 0 none.")


def test_progress_is_drawn_as_text_whatever_its_message_holds() -> None:
    progress = {"percentage": 100, "message": "Acme [/] [red] {0} done.", "estimated_time_remaining": None}
    console = Console(file=io.StringIO(), width=200)
    job = {"status": "completed", "progress": progress}
    assert follow(console, [job]) == job
    assert "completed  Acme [/] [red] {0} done." in console.file.getvalue()  # type: ignore[attr-defined]
