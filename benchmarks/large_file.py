"""A large CSV file from its upload to its figures, and how much memory the host takes for it.

`python -m benchmarks.large_file [BYTES]` writes a file of 1 GB, sends it in blocks, breaks off in the middle with the
host killed, goes on with the blocks that are missing, completes the upload and analyses the file. It prints the
seconds of each step and the host's memory at its peak. The ideal is one read of the file for its SHA-256.
"""

import argparse
import hashlib
import os
import signal
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx

from benchmarks.big_csv import write_csv
from benchmarks.hosted import ROOT, Hosted, hosted

_GIGABYTE = 1_000_000_000
_ENDED = ("completed", "failed", "cancelled", "timed_out")


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("bytes", type=int, nargs="?", default=_GIGABYTE)
    size = parser.parse_args().bytes
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "large.csv"
        rows = write_csv(path, size)
        print(f"{path.stat().st_size:,} bytes, {rows:,} rows\n")
        print("| step | seconds | host at its peak, MB |\n|---|---|---|")
        _measure(path, rows, {"SQLITE_PATH": f"{folder}/b.sqlite3", "BLOBS_PATH": f"{folder}/blobs"})


def _measure(path: Path, rows: int, environment: dict[str, str]) -> None:
    with _timed("one read for its SHA-256, the ideal", None), path.open("rb") as file:
        sha256 = hashlib.file_digest(file, "sha256").hexdigest()
    with hosted(ROOT, environment) as host, httpx.Client(base_url=host.base_url, timeout=300) as http:
        size = path.stat().st_size
        announced = {"filename": path.name, "size": size, "sha256": sha256}
        upload = http.post("/api/files/uploads", json=announced).raise_for_status().json()
        blocks = list(range(-(-size // upload["block_size"])))
        with _timed("half of the blocks are sent", host):
            _send(http, path, upload, blocks[: len(blocks) // 2])
        os.kill(host.pid, signal.SIGKILL)
    with hosted(ROOT, environment) as host, httpx.Client(base_url=host.base_url, timeout=300) as http:
        with _timed("the host was killed; the others are sent", host):
            there = {block["number"] for block in http.get(upload["upload_path"]).raise_for_status().json()["blocks"]}
            _send(http, path, upload, [number for number in blocks if number not in there])
        with _timed("completed, its SHA-256 checked", host):
            file_id = _complete(http, upload, len(blocks))
        with _timed("analysed", host):
            analysis = _analysed(http, file_id)
    if (analysis["rows"], len(there)) != (rows, len(blocks) // 2):
        raise RuntimeError(f"{analysis['rows']} rows were found of {rows}, and {len(there)} blocks were kept.")
    print(f"\n{analysis['rows']:,} rows and {len(analysis['columns'])} columns found, as written.")


def _send(http: httpx.Client, path: Path, upload: dict[str, Any], numbers: list[int]) -> None:
    with path.open("rb") as file:
        for number in numbers:
            file.seek(number * upload["block_size"])
            content = file.read(upload["block_size"])
            http.put(f"{upload['blocks_path']}/{number}", content=content).raise_for_status()


def _complete(http: httpx.Client, upload: dict[str, Any], blocks: int) -> str:
    answer = http.post(upload["complete_path"], json={"blocks": blocks}).raise_for_status()
    shown = answer.json()
    while answer.status_code == httpx.codes.ACCEPTED and not shown["file_id"]:
        time.sleep(1)
        shown = http.get(upload["upload_path"]).raise_for_status().json()
    return str(shown.get("id") or shown["file_id"])


def _analysed(http: httpx.Client, file_id: str) -> dict[str, Any]:
    job_id = http.post("/api/jobs/analyze", json={"file_id": file_id}).raise_for_status().json()["job_id"]
    while (job := http.get(f"/api/jobs/{job_id}").raise_for_status().json())["status"] not in _ENDED:
        time.sleep(0.2)
    if job["status"] != "completed":
        raise RuntimeError(f"The analysis ended as {job['status']}: {job['error_message']}")
    whole = http.get(f"/api/analysis-results/{job['result_id']}").raise_for_status().json()
    return dict(whole["analysis"])


@contextmanager
def _timed(step: str, host: Hosted | None) -> Iterator[None]:
    begun = time.perf_counter()
    yield
    peak = f"{_peak_of(host):.0f}" if host else ""
    print(f"| {step} | {time.perf_counter() - begun:.1f} | {peak} |", flush=True)


def _peak_of(host: Hosted) -> float:
    """The most memory that the host's process had so far (Linux)."""
    status = Path(f"/proc/{host.pid}/status").read_text()
    [line] = [line for line in status.splitlines() if line.startswith("VmHWM:")]
    return int(line.split()[1]) / 1_000


if __name__ == "__main__":
    main()
