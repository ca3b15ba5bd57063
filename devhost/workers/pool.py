"""The host's worker processes: starts them, gives them activities, replaces those that die."""

import asyncio
import itertools
import logging
import os
import secrets
import sys
import time
from dataclasses import dataclass, field
from typing import Any

from devhost.activities import ActivityFailure, ActivityOutcome, outcome_of
from devhost.background import Background
from devhost.workers.wire import Assignment, Duty, receive, send

_ADDRESS = "127.0.0.1"
_LEAST_SECONDS = 2.0
"""Between two starts in the same place: one that dies at once is not started all the time."""

_END_SECONDS = 2.0
_LOST = ActivityFailure("The worker process ended while the activity ran.", "")

_log = logging.getLogger(__name__)


@dataclass(eq=False, slots=True)
class _Worker:
    """A connected worker, and the calls that it has not answered yet."""

    writer: asyncio.StreamWriter
    calls: dict[int, "asyncio.Future[ActivityOutcome]"] = field(default_factory=dict)


class WorkerPool:
    """So many processes, or none, that load the app as the host does."""

    def __init__(self, count: int, duty: Duty) -> None:
        self._count = count
        self._duty = duty
        self._secret = secrets.token_hex(16)
        self._workers: set[_Worker] = set()
        self._ready = asyncio.Event()
        self._numbers = itertools.count()
        self._background = Background()
        self._processes: set[asyncio.subprocess.Process] = set()
        self._server: asyncio.Server | None = None
        self.port = 0
        """Where workers report, from the start on."""

    async def start(self) -> None:
        """Start the processes; calls wait for the first that is ready."""
        if not self._count:
            return
        self._server = await asyncio.start_server(self._serve, _ADDRESS, 0)
        self.port = self._server.sockets[0].getsockname()[1]
        assignment = Assignment(self._duty, self.port, self._secret)
        for _ in range(self._count):
            self._background.spawn(self._keep_running(assignment))

    async def run(self, name: str, input_text: str | None) -> ActivityOutcome:
        """What the activity came to in the worker that has least to do."""
        while not self._workers:
            await self._ready.wait()
        worker = min(self._workers, key=lambda candidate: len(candidate.calls))
        number = next(self._numbers)
        answer: asyncio.Future[ActivityOutcome] = asyncio.get_running_loop().create_future()
        worker.calls[number] = answer
        send(worker.writer, {"id": number, "name": name, "input": input_text})
        try:
            return await answer
        finally:
            worker.calls.pop(number, None)

    async def stop(self) -> None:
        """End the processes; whatever they have at work has had its time."""
        await self._background.stop(0)
        if self._server is not None:
            self._server.close()
        await asyncio.gather(*(_ended(process) for process in self._processes))

    async def _keep_running(self, assignment: Assignment) -> None:
        while True:
            began = time.monotonic()
            process = await _started(assignment)
            self._processes.add(process)
            code = await process.wait()
            self._processes.discard(process)
            _log.warning("A worker process ended (exit code %s) and is replaced.", code)
            await asyncio.sleep(began + _LEAST_SECONDS - time.monotonic())

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        hello = await receive(reader)
        if hello is None or not secrets.compare_digest(str(hello.get("secret")), self._secret):
            writer.close()
            return
        worker = _Worker(writer)
        self._workers.add(worker)
        self._ready.set()
        while (answer := await receive(reader)) is not None:
            _settle(worker, answer)
        self._lose(worker)
        writer.close()

    def _lose(self, worker: _Worker) -> None:
        self._workers.discard(worker)
        if not self._workers:
            self._ready.clear()
        for call in worker.calls.values():
            if not call.done():
                call.set_result(_LOST)


def _settle(worker: _Worker, answer: dict[str, Any]) -> None:
    call = worker.calls.get(answer["id"])
    if call is not None and not call.done():
        call.set_result(outcome_of(answer))


async def _started(assignment: Assignment) -> asyncio.subprocess.Process:
    """A process that finds the same modules as this one, and has been told what to do."""
    level = logging.getLevelName(logging.getLogger().level)
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "devhost.workers", level),
        cwd=assignment.duty.folder,
        env=os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)},
        stdin=asyncio.subprocess.PIPE,
    )
    assert process.stdin is not None  # noqa: S101 - it was asked for
    process.stdin.write(assignment.as_json())
    process.stdin.close()
    return process


async def _ended(process: asyncio.subprocess.Process) -> None:
    if process.returncode is not None:
        return
    process.terminate()
    try:
        async with asyncio.timeout(_END_SECONDS):
            await process.wait()
    except TimeoutError:
        process.kill()
        await process.wait()
