"""The demo as a newcomer runs it."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def run_demo(*arguments: str) -> "subprocess.CompletedProcess[str]":
    """The demo's exit code and what it printed."""
    command = [sys.executable, "-m", "demo", *arguments]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=100, check=False)  # noqa: S603


def test_the_demo_compares_the_samples_and_shows_findings_for_each() -> None:
    ran = run_demo()
    assert ran.returncode == 0, ran.stdout + ran.stderr
    samples = [file for file in (ROOT / "samples" / "contracts").iterdir() if file.suffix != ".json"]
    assert len(samples) >= 12
    assert f"findings in {len(samples)} contracts" in ran.stdout
    assert f"{len(samples)} of {len(samples)} contracts analysed." in ran.stdout
    assert "/api/analysis-results/result_" in ran.stdout


def test_the_demo_says_which_of_a_users_files_cannot_be_read(tmp_path: Path) -> None:
    (tmp_path / "good.txt").write_text("1. Term. One year.\n\n2. Payment. Within 30 days.\n")
    (tmp_path / "bad.pdf").write_bytes(b"no pdf")
    ran = run_demo("--contracts", str(tmp_path))
    assert ran.returncode == 1
    assert "bad.pdf" in ran.stdout
    assert "findings in 1 contracts" in ran.stdout
