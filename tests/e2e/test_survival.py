"""What a job survives: the host killed in the middle of it."""

import asyncio
import json
import os
import signal
import sqlite3
import sys
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, closing
from pathlib import Path

import httpx

from tests.e2e.app_client import STANDARD_TEXT, AppClient, comparison

ROOT = Path(__file__).resolve().parents[2]
CONTRACTS = 50
WIDTH = 5


@asynccontextmanager
async def hosted(database: Path, book: Path) -> AsyncIterator[tuple[AppClient, asyncio.subprocess.Process]]:
    """The slow app in a process of its own."""
    environment = os.environ | {"PYTHONPATH": str(ROOT), "SQLITE_PATH": str(database), "MODEL_BOOK": str(book)}
    app = str(ROOT / "tests" / "e2e" / "slow_app")
    command = [sys.executable, "-m", "devhost", "--app", app, "--port", "0", "--log-level", "error"]
    process = await asyncio.create_subprocess_exec(*command, cwd=ROOT, env=environment, stdout=asyncio.subprocess.PIPE)
    try:
        async with httpx.AsyncClient(base_url=await _base_url(process), timeout=30) as http:
            yield AppClient(http), process
    finally:
        if process.returncode is None:
            process.send_signal(signal.SIGKILL)
        await process.communicate()


async def _base_url(process: asyncio.subprocess.Process) -> str:
    assert process.stdout is not None
    async with asyncio.timeout(30):
        while line := (await process.stdout.readline()).decode():
            if line.startswith("Listening on "):
                return line.removeprefix("Listening on ").strip()
    raise AssertionError("the host ended before it listened")


def analysed(database: Path) -> set[str]:
    """The contracts whose item results are stored, read past the app."""
    with closing(sqlite3.connect(database)) as connection:
        rows = connection.execute("SELECT body FROM analysis_results").fetchall()
    documents = [json.loads(row[0]) for row in rows]
    return {document["contract_id"] for document in documents if document["type"] == "item_result"}


async def test_a_killed_host_finishes_its_job_after_a_restart_and_analyses_nothing_twice(tmp_path: Path) -> None:
    database, book = tmp_path / "documents.sqlite3", tmp_path / "asked.txt"
    async with hosted(database, book) as (app, process):
        standard = await app.add_text()
        others = [await app.add_text(f"{STANDARD_TEXT}\n5. Note. Number {n}.\n") for n in range(CONTRACTS)]
        body = {"request": comparison(standard, *others), "options": {"maxConcurrent": WIDTH}}
        job_id = (await app.submit(body))["job_id"]
        async with asyncio.timeout(30):
            while (await app.job(job_id))["items_completed"] < CONTRACTS // 3:
                await asyncio.sleep(0.02)
        process.send_signal(signal.SIGKILL)
        await process.wait()
    done_before = analysed(database)
    assert CONTRACTS // 3 <= len(done_before) < CONTRACTS

    async with hosted(database, book) as (app, _):
        job = await app.finished(job_id)
        result = await app.result(job["result_id"])
    assert (job["status"], job["items_completed"], job["items_failed"]) == ("completed", CONTRACTS, 0)
    compared = [row["contract_id"] for row in result["results"]["results"]["comparisons"]]
    assert compared == others

    asked = Counter(book.read_text().split())
    assert {contract: asked[contract] for contract in done_before} == dict.fromkeys(done_before, 1)
    assert asked.total() <= CONTRACTS + WIDTH
