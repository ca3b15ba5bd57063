"""What a job costs beside its model calls: 250, 500 and 1,000 contracts of 0.2 s each, 50 at a time.

`python -m benchmarks.fan_out` prints, for each size, the wall time as a ratio to the ideal (items / 50 * 0.2 s)
and the CPU time of the whole host process, everything in it: HTTP, orchestration, storage, progress.
"""

import argparse
import asyncio
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

import httpx

from benchmarks.hosted import ROOT, Hosted, hosted

MODEL_SECONDS = 0.2
WIDTH = 50
_LIFTED = {"STARTS_PER_MINUTE": "0", "DAILY_JOBS": "0", "DAILY_COST": "0"}
"""What keeps users from doing what is measured here."""

_TEXT = "1. Payment. Fees are due within 30 days.\n\n2. Law. English law governs this agreement.\n"


@dataclass(frozen=True, slots=True)
class Figures:
    """One run."""

    items: int
    wall: float
    cpu: float
    polls: int

    @property
    def ratio(self) -> float:
        """Wall time over the ideal."""
        return self.wall / ideal_seconds(self.items)


def ideal_seconds(items: int) -> float:
    """The time of a job that costs nothing beside its model calls, seconds."""
    return items / WIDTH * MODEL_SECONDS


async def run(host: Hosted, items: int) -> Figures:
    """Upload contracts, then measure one job over them from its POST to its stored result."""
    async with httpx.AsyncClient(base_url=host.base_url, timeout=60) as client:
        ids = await upload(client, items + 1)
        cpu, started = host.cpu_seconds(), time.perf_counter()
        polls = await compare(client, ids)
        return Figures(items, time.perf_counter() - started, host.cpu_seconds() - cpu, polls)


async def upload(client: httpx.AsyncClient, count: int) -> list[str]:
    """Store so many small contracts; their ids."""
    ids = []
    for number in range(count):
        body = {"text": _TEXT + f"\n3. Parties. Supplier {number}.\n", "title": f"Contract {number}"}
        answer = (await client.post("/api/contracts", json=body)).raise_for_status()
        ids.append(answer.json()["contracts"][0]["id"])
    return ids


async def compare(client: httpx.AsyncClient, ids: list[str]) -> int:
    """Compare all with the first and wait for the end; how often the progress was read."""
    request = {
        "standardContractId": ids[0],
        "compareContractIds": ids[1:],
        "comparisonMode": "clauses",
        "selectedClauses": "all",
        "modelSelection": "primary",
    }
    body = {"request": request, "options": {"maxConcurrent": WIDTH}}
    accepted = (await client.post("/api/jobs/comparison", json=body)).raise_for_status().json()
    return await _wait(client, accepted["poll_url"], len(ids) - 1)


async def _wait(client: httpx.AsyncClient, url: str, items: int) -> int:
    polls, soon = 0, time.perf_counter() + 0.95 * ideal_seconds(items)
    while True:
        job = (await client.get(url)).raise_for_status().json()
        polls += 1
        if job["status"] not in ("queued", "processing"):
            if (job["status"], job["items_completed"]) != ("completed", items):
                raise RuntimeError(f"The job ended as {job['status']} with {job['items_completed']} of {items}.")
            return polls
        # As often as a workbench would look, and towards the end as often as the wall time needs.
        await asyncio.sleep(0.25 if time.perf_counter() < soon else 0.02)


def app_environment(folder: Path, spread: float = 0.0) -> dict[str, str]:
    """The settings of the measured app."""
    return {
        "SQLITE_PATH": str(folder / "b.sqlite3"),
        "MODEL_SECONDS": str(MODEL_SECONDS),
        "MODEL_SPREAD": str(spread),
        "MODEL_CONCURRENCY": str(WIDTH),
    } | _LIFTED


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--spread", type=float, default=0.0, help="0.5: answers take 0.1 to 0.3 s, unknown beforehand")
    parser.add_argument("sizes", type=int, nargs="*", default=[250, 500, 1000])
    given = parser.parse_args()
    print("| items | wall, s | of the ideal | CPU, s | CPU per 1,000 items, s | progress reads |")
    print("|---|---|---|---|---|---|")
    for items in given.sizes:
        for _ in range(given.runs):
            with tempfile.TemporaryDirectory() as folder:
                environment = app_environment(Path(folder), given.spread)
                with hosted(ROOT / "benchmarks" / "fan_out_app", environment) as host:
                    f = asyncio.run(run(host, items))
            print(
                f"| {f.items} | {f.wall:.2f} | {f.ratio:.3f} | {f.cpu:.2f} | {f.cpu / items * 1000:.2f} | {f.polls} |"
            )


if __name__ == "__main__":
    main()
