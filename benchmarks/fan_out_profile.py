"""Where the CPU goes: one job of 1,000 contracts with the host in this process, under cProfile.

`python -m benchmarks.fan_out_profile` prints the share of each part in the Python time of the event loop's thread,
waiting left out. A profiler slows calls down, so shares are to be compared with each other and not with a clock.
"""

import asyncio
import cProfile
import os
import pstats
import tempfile
from collections import Counter
from pathlib import Path

import httpx

from benchmarks.fan_out import app_environment, compare, upload
from benchmarks.hosted import ROOT
from devhost import Host

ITEMS = 1_000
_PARTS = (
    ("azure/durable_functions", "durable SDK: replaying orchestrators"),
    ("azure/functions", "Functions SDK: encoding and decoding payloads"),
    ("/devhost/", "local host: events, ids, dispatch"),
    ("/orchestrators/", "our orchestrators"),
    ("/adapters/sqlite/", "SQLite adapter, on this thread"),
    ("/adapters/documents/", "SQLite adapter, on this thread"),
    ("/sqlite3", "SQLite adapter, on this thread"),
    ("sqlite3.", "SQLite adapter, on this thread"),
    ("pydantic", "pydantic: documents and requests"),
    ("/shared/", "our services and domain"),
    ("/jobs/", "our services and domain"),
    ("/api/", "our services and domain"),
    ("/activities/", "our services and domain"),
    ("httpx", "the measuring client"),
    ("httpcore", "the measuring client"),
    ("uvicorn", "HTTP server"),
    ("starlette", "HTTP server"),
    ("fastapi", "HTTP server"),
    ("h11", "HTTP server"),
    ("json", "JSON"),
    ("asyncio", "event loop"),
)


async def profiled() -> pstats.Stats:
    """The profile of one job, uploads left out."""
    profile = cProfile.Profile()
    async with (
        Host(ROOT / "benchmarks" / "fan_out_app") as host,
        httpx.AsyncClient(base_url=host.base_url, timeout=60) as client,
    ):
        ids = await upload(client, ITEMS + 1)
        profile.enable()
        await compare(client, ids)
        profile.disable()
    return pstats.Stats(profile)


def shares(stats: pstats.Stats) -> Counter[str]:
    """Seconds by part."""
    seconds: Counter[str] = Counter()
    for (file, _, name), (_, _, own, _, _) in stats.stats.items():  # type: ignore[attr-defined]
        if "poll" in name and "select" in name:
            continue
        place = f"{file} {name}".replace("\\", "/")
        seconds[next((part for mark, part in _PARTS if mark in place), "Python's own, unassigned")] += own
    return seconds


def main() -> None:
    """Profile and print."""
    with tempfile.TemporaryDirectory() as folder:
        os.environ |= app_environment(Path(folder))
        seconds = shares(asyncio.run(profiled()))
    total = seconds.total()
    print("| part | share |\n|---|---|")
    for part, spent in seconds.most_common():
        print(f"| {part} | {spent / total:.0%} |")


if __name__ == "__main__":
    main()
