"""The host under many jobs: a hundred at once, watched by two hundred streams, a thousand in a burst, one by one.

`python -m benchmarks.load [PART ...]` prints a table for each part: `concurrent`, `streams`, `burst`, `single`;
without a name all of them. A host of its own runs each row; the client is this process, and shares the machine with it.
"""

import argparse
import asyncio
import tempfile
import time
from collections.abc import Callable, Coroutine, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import quantiles
from typing import Any

from benchmarks.audience import audience
from benchmarks.connection import Connection
from benchmarks.crowd import (
    USERS,
    Submission,
    all_ended,
    completed,
    connections,
    request_of,
    submit,
    submit_all,
    upload,
)
from benchmarks.fan_out import WIDTH, app_environment, ideal_seconds
from benchmarks.hosted import ROOT, Hosted, hosted

_JOBS, _ITEMS = 100, 10
_BURST = 1_000
_SINGLE = 200
_POOL = 32
_QUICK_MODEL = {"MODEL_SECONDS": "0.01"}

Measurement = Callable[[Hosted], Coroutine[Any, Any, str]]


@dataclass(slots=True)
class Meter:
    """Times from here on, in seconds: on the clock, of the host's process and of this one."""

    host: Hosted
    began: float
    host_began: float
    own_began: float

    @classmethod
    def start(cls, host: Hosted) -> "Meter":
        """Begin to measure."""
        return cls(host, time.perf_counter(), host.cpu_seconds(), time.process_time())

    @property
    def wall(self) -> float:
        """Since the start."""
        return time.perf_counter() - self.began

    @property
    def host_cpu(self) -> float:
        """User and system time of the host."""
        return self.host.cpu_seconds() - self.host_began

    @property
    def own_cpu(self) -> float:
        """Of this process, the client."""
        return time.process_time() - self.own_began


@dataclass(frozen=True, slots=True)
class Part:
    """A table of the report: its head, its row's measurement, and settings of its own."""

    title: str
    head: str
    rows: Sequence[Measurement]
    settings: dict[str, str]


async def concurrent(host: Hosted) -> str:
    """A hundred jobs of ten contracts each, ten of each user."""
    async with connections(host.base_url, len(USERS)) as lines:
        bodies = await _bodies(lines, _JOBS, _ITEMS)
        meter = Meter.start(host)
        await _run(lines, bodies, meter)
        wall, cpu, own = meter.wall, meter.host_cpu, meter.own_cpu
        await _check(lines[0], _JOBS, _ITEMS)
    ratio = wall / ideal_seconds(_JOBS * _ITEMS)
    return _row(f"{wall:.2f}", f"{ratio:.3f}", f"{cpu:.2f}", f"{cpu / _JOBS * 1000:.1f}", f"{own:.2f}")


async def concurrent_with_streams(host: Hosted) -> str:
    """The same, while a hundred streams of the jobs are open and a hundred of their users."""
    async with connections(host.base_url, len(USERS)) as lines, audience(host.base_url, 2 * _JOBS) as readers:
        bodies = await _bodies(lines, _JOBS, _ITEMS)
        readers.follow_users([USERS[number % len(USERS)] for number in range(_JOBS)])
        await asyncio.sleep(1)
        meter = Meter.start(host)
        submitted = await submit_all(lines, bodies)
        readers.follow_jobs(submitted)
        await all_ended(lines[0], not_before=_soon(meter))
        wall, cpu, own = meter.wall, meter.host_cpu, meter.own_cpu
        told, streams = await readers.told(_ends_of(submitted))
        await _check(lines[0], _JOBS, _ITEMS)
        if told < streams:
            raise RuntimeError(f"{streams - told} of {streams} streams were not told every end.")
    ratio = wall / ideal_seconds(_JOBS * _ITEMS)
    return _row(f"{wall:.2f}", f"{ratio:.3f}", f"{cpu:.2f}", f"{told}", f"{readers.events}", f"{own:.2f}")


def _ends_of(submitted: Sequence[Submission]) -> dict[str, set[str]]:
    """The jobs whose end each stream is to tell, by the user or the job that it is about."""
    expected: dict[str, set[str]] = {submission.job_id: {submission.job_id} for submission in submitted}
    for submission in submitted:
        expected.setdefault(submission.user, set()).add(submission.job_id)
    return expected


def burst(count: int) -> Measurement:
    """A thousand jobs of one contract, as fast as so many connections take them."""

    async def measure(host: Hosted) -> str:
        async with connections(host.base_url, count) as lines:
            bodies = await _bodies(lines[:_POOL], _BURST, 1)
            meter = Meter.start(host)
            submitted = await submit_all(lines, bodies)
            accepted = meter.wall
            await all_ended(lines[0])
            wall, cpu, own = meter.wall, meter.host_cpu, meter.own_cpu
            await _check(lines[0], _BURST, 1)
        latencies = _latencies([submission.seconds for submission in submitted])
        per_job = f"{cpu / _BURST * 1000:.1f}"
        return _row(
            str(count), str(len(submitted)), *latencies, f"{accepted:.2f}", f"{wall:.2f}", per_job, f"{own:.2f}"
        )

    return measure


async def single(host: Hosted) -> str:
    """Jobs of one contract, each submitted when the one before has ended."""
    async with connections(host.base_url, 1) as [line]:
        bodies = await _bodies([line], _SINGLE, 1)
        seconds = []
        meter = Meter.start(host)
        for body in bodies:
            submission = await submit(line, body)
            seconds.append(submission.seconds)
            await _ended(line, submission.job_id)
        cpu = meter.host_cpu
        await _check(line, _SINGLE, 1)
    return _row(str(_SINGLE), *_latencies(seconds), f"{cpu / _SINGLE * 1000:.1f}")


async def _bodies(lines: Sequence[Connection], jobs: int, items: int) -> list[dict[str, Any]]:
    """Requests of the users in turn, each about contracts of its own, which are stored for it."""
    standard, *contracts = await upload(lines, jobs * items + 1)
    parts = [contracts[first : first + items] for first in range(0, len(contracts), items)]
    return [request_of(USERS[number % len(USERS)], standard, part) for number, part in enumerate(parts)]


async def _run(lines: Sequence[Connection], bodies: Sequence[dict[str, Any]], meter: Meter) -> None:
    await submit_all(lines, bodies)
    await all_ended(lines[0], not_before=_soon(meter))


def _soon(meter: Meter) -> float:
    return meter.began + 0.95 * ideal_seconds(_JOBS * _ITEMS)


async def _ended(line: Connection, job_id: str) -> None:
    """Return a moment after the job's end, when nothing of it is at work any more."""
    while (await line.get(f"/api/jobs/{job_id}")).expect(200)["status"] in ("queued", "processing"):  # noqa: ASYNC110 - over HTTP
        await asyncio.sleep(0.02)
    await asyncio.sleep(0.1)


async def _check(line: Connection, jobs: int, items: int) -> None:
    found = await completed(line)
    if found != (jobs, jobs * items):
        raise RuntimeError(f"{found[0]} jobs with {found[1]} contracts were completed, of {jobs} with {items} each.")


def _latencies(seconds: Sequence[float]) -> list[str]:
    """Median, 95th percentile and maximum, ms."""
    cuts = quantiles(seconds, n=100)
    return [f"{value * 1000:.1f}" for value in (cuts[49], cuts[94], max(seconds))]


def _row(*cells: str) -> str:
    return f"| {' | '.join(cells)} |"


PARTS = {
    "concurrent": Part(
        f"{_JOBS} jobs of {_ITEMS} contracts at once",
        "| wall, s | of the ideal | host CPU, s | host CPU a job, ms | client CPU, s |",
        [concurrent],
        {},
    ),
    "streams": Part(
        f"{_JOBS} jobs of {_ITEMS} contracts at once, {2 * _JOBS} streams open",
        "| wall, s | of the ideal | host CPU, s | streams told every end | events | client CPU, s |",
        [concurrent_with_streams],
        {},
    ),
    "burst": Part(
        f"{_BURST} submissions in one burst",
        "| connections | accepted | p50, ms | p95, ms | max, ms | all accepted, s | all ended, s | host CPU a job, ms "
        "| client CPU, s |",
        [burst(_POOL), burst(_BURST)],
        {},
    ),
    "single": Part(
        "One submission after another",
        "| submissions | p50, ms | p95, ms | max, ms | host CPU a job, ms |",
        [single],
        _QUICK_MODEL,
    ),
}


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--processes", type=int, default=2, help="FUNCTIONS_WORKER_PROCESS_COUNT of the host")
    parser.add_argument("--runs", type=int, default=1, help="how often each row is measured")
    parser.add_argument("parts", nargs="*", choices=[*PARTS, []], help=f"of {', '.join(PARTS)}; default: all")
    given = parser.parse_args()
    for name in given.parts or PARTS:
        _measure(PARTS[name], given.runs, given.processes)


def _measure(part: Part, runs: int, processes: int) -> None:
    # Of several processes all but the host's own do activities, and each has its own limit of calls.
    calls = WIDTH // max(1, processes - 1)
    settings = {"FUNCTIONS_WORKER_PROCESS_COUNT": str(processes), "MODEL_CONCURRENCY": str(calls)} | part.settings
    print(f"### {part.title}, processes: {processes}\n\n{part.head}\n|{'---|' * (part.head.count('|') - 1)}")
    for measurement in part.rows:
        for _ in range(runs):
            with tempfile.TemporaryDirectory() as folder:
                environment = app_environment(Path(folder)) | settings
                with hosted(ROOT / "benchmarks" / "fan_out_app", environment) as host:
                    print(asyncio.run(measurement(host)), flush=True)
    print()


if __name__ == "__main__":
    main()
