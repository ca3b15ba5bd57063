"""What a job asks of Cosmos DB: requests by operation for jobs over 20, 100 and 500 contracts of 0.2 s each.

`python -m benchmarks.cosmos_requests [SIZE ...]` counts in front of the server from npm (`make emulators` installs it)
and prints a row a size, as requests a contract. Reading the job's state while it runs is among them.
"""

import argparse
import asyncio
import tempfile
from collections import Counter
from pathlib import Path

import httpx

from benchmarks.fan_out import app_environment, compare, upload
from benchmarks.hosted import ROOT, hosted
from emulators import WELL_KNOWN_COSMOS_KEY, cosmos_server
from tests.fakes.cosmos_faults import CosmosFaults

COLUMNS = ("read", "create", "upsert", "replace", "patch", "query")


async def measure(items: int) -> Counter[str]:
    """The requests of one job over so many contracts, by operation."""
    with cosmos_server(tls=False) as server, tempfile.TemporaryDirectory() as folder:
        async with CosmosFaults(server.endpoint).serve() as counting:
            environment = app_environment(Path(folder)) | {
                "STORE": "cosmos",
                "COSMOS_ENDPOINT": counting.endpoint,
                "COSMOS_KEY": WELL_KNOWN_COSMOS_KEY,
            }
            return await asyncio.to_thread(_run, environment, counting, items)


def _run(environment: dict[str, str], counting: CosmosFaults, items: int) -> Counter[str]:
    """In a thread of its own, so that the counting server goes on meanwhile."""
    with hosted(ROOT / "benchmarks" / "fan_out_app", environment) as host:
        return asyncio.run(_job(host.base_url, counting, items))


async def _job(base_url: str, counting: CosmosFaults, items: int) -> Counter[str]:
    async with httpx.AsyncClient(base_url=base_url, timeout=120) as client:
        ids = await upload(client, items + 1)
        before = len(counting.seen)
        await compare(client, ids)
    return Counter(request.operation for request in counting.seen[before:])


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("sizes", type=int, nargs="*", default=[20, 100, 500])
    print(f"| contracts | {' | '.join(COLUMNS)} | together | a contract |")
    print("|" + "---|" * (len(COLUMNS) + 3))
    for size in parser.parse_args().sizes:
        counted = asyncio.run(measure(size))
        cells = " | ".join(str(counted[name]) for name in COLUMNS)
        print(f"| {size} | {cells} | {counted.total()} | {counted.total() / size:.1f} |", flush=True)


if __name__ == "__main__":
    main()
