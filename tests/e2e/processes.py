"""The slow app in processes of its own, which can be killed, and what it left: read past it."""

import asyncio
import json
import os
import signal
import sqlite3
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx

from tests.e2e.app_client import AppClient

ROOT = Path(__file__).resolve().parents[2]
STARTING_SECONDS = 30


@dataclass(frozen=True)
class Hosted:
    """A host in a process of its own, and a client of it."""

    app: AppClient
    process: asyncio.subprocess.Process

    async def kill(self) -> None:
        """End it in the middle of whatever it does."""
        self.process.send_signal(signal.SIGKILL)
        await self.process.wait()

    def kill_workers(self) -> int:
        """End the processes that it has for activities in the middle of whatever they do; how many."""
        workers = [int(pid) for file in _tasks_of(self.process) for pid in file.read_text().split()]
        for worker in workers:
            os.kill(worker, signal.SIGKILL)
        return len(workers)


@dataclass(frozen=True)
class Disk:
    """What outlives the processes: the database, and the book of what the model was asked."""

    folder: Path

    @property
    def database(self) -> Path:
        """The SQLite file."""
        return self.folder / "documents.sqlite3"

    @property
    def asked(self) -> list[str]:
        """The contracts about which the model was asked, in the order of asking."""
        book = self.folder / "asked.txt"
        return book.read_text().split() if book.exists() else []

    def documents(self, container: str) -> list[dict[str, Any]]:
        """All that is stored in a container."""
        with closing(sqlite3.connect(self.database, timeout=30)) as connection:
            # The test names the container, and nobody else does.
            rows = connection.execute(f"SELECT body FROM {container}").fetchall()  # noqa: S608
        return [json.loads(row[0]) for row in rows]

    def analysed(self) -> list[str]:
        """The contracts whose item results are stored, one for each result."""
        return [body["contract_id"] for body in self.documents("analysis_results") if body["type"] == "item_result"]

    def held(self) -> list[str]:
        """The jobs that hold a place among those at work."""
        [places] = [body for body in self.documents("job_queue") if body["type"] == "admission"]
        return list(places["held"])

    @property
    def app(self) -> Path:
        """The folder that the host opens: the slow app."""
        return ROOT / "tests" / "e2e" / "slow_app"

    @property
    def environment(self) -> dict[str, str]:
        """What the app needs beside the database."""
        return {"MODEL_BOOK": str(self.folder / "asked.txt")}

    @asynccontextmanager
    async def hosted(self, **settings: str) -> AsyncIterator[Hosted]:
        """The app over this disk; it is killed at the end of the block if it lives still."""
        environment = os.environ | {"PYTHONPATH": str(ROOT), "SQLITE_PATH": str(self.database)} | self.environment
        command = [sys.executable, "-m", "devhost", "--app", str(self.app), "--port", "0", "--log-level", "error"]
        process = await asyncio.create_subprocess_exec(
            *command, cwd=ROOT, env=environment | settings, stdout=asyncio.subprocess.PIPE
        )
        try:
            async with httpx.AsyncClient(base_url=await _base_url(process), timeout=30) as http:
                yield Hosted(AppClient(http), process)
        finally:
            if process.returncode is None:
                process.send_signal(signal.SIGKILL)
            await process.communicate()


def _tasks_of(process: asyncio.subprocess.Process) -> list[Path]:
    return list(Path(f"/proc/{process.pid}/task").glob("*/children"))


async def _base_url(process: asyncio.subprocess.Process) -> str:
    assert process.stdout is not None
    async with asyncio.timeout(STARTING_SECONDS):
        while line := (await process.stdout.readline()).decode():
            if line.startswith("Listening on "):
                return line.removeprefix("Listening on ").strip()
    raise AssertionError("the host ended before it listened")
