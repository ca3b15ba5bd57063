"""Many users of one host: uploads, submissions over several connections, and the wait until all jobs have ended."""

import asyncio
import time
from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from benchmarks.connection import Connection

USERS = tuple(f"user{number}@example.com" for number in range(10))
_TEXT = "1. Payment. Fees are due within 30 days.\n\n2. Law. English law governs this agreement.\n"
_PAGE = 200


@dataclass(frozen=True, slots=True)
class Submission:
    """An accepted job, and how long its request took in seconds."""

    job_id: str
    user: str
    seconds: float


@asynccontextmanager
async def connections(base_url: str, count: int) -> AsyncIterator[list[Connection]]:
    """So many open connections."""
    opened = [await Connection.open(base_url) for _ in range(count)]
    try:
        yield opened
    finally:
        for connection in opened:
            connection.close()


async def upload(lines: Sequence[Connection], count: int) -> list[str]:
    """Store so many small contracts; their ids."""

    async def one(connection: Connection, number: int) -> str:
        body = {"text": _TEXT + f"\n3. Parties. Supplier {number}.\n", "title": f"Contract {number}"}
        stored = (await connection.post("/api/contracts", body)).expect(201)
        return str(stored["contracts"][0]["id"])

    return await shared_out(lines, range(count), one)


def request_of(user: str, standard: str, contracts: Sequence[str]) -> dict[str, Any]:
    """A comparison of a user's, to be done in five lanes."""
    request = {
        "standardContractId": standard,
        "compareContractIds": list(contracts),
        "comparisonMode": "clauses",
        "selectedClauses": "all",
        "modelSelection": "primary",
        "userEmail": user,
    }
    # Users ask the same again and again here, and each time it is to be work.
    return {"request": request, "options": {"maxConcurrent": 5, "refresh": True}}


async def submit(connection: Connection, body: dict[str, Any]) -> Submission:
    """Submit a job.

    Raises:
        RuntimeError: it was not accepted.
    """
    began = time.perf_counter()
    accepted = (await connection.post("/api/jobs/comparison", body)).expect(202)
    return Submission(accepted["job_id"], body["request"]["userEmail"], time.perf_counter() - began)


async def submit_all(lines: Sequence[Connection], bodies: Sequence[dict[str, Any]]) -> list[Submission]:
    """Submit jobs as fast as the connections take them."""
    return await shared_out(lines, bodies, submit)


async def shared_out(
    lines: Sequence[Connection], work: Sequence[Any], do: Callable[[Connection, Any], Any]
) -> list[Any]:
    """What the pieces of work come to, in their order; each connection takes the next one when it is free."""
    results: dict[int, Any] = {}
    pieces: Iterator[tuple[int, Any]] = iter(enumerate(work))

    async def worker(connection: Connection) -> None:
        for number, piece in pieces:
            results[number] = await do(connection, piece)

    await asyncio.gather(*(worker(connection) for connection in lines))
    return [results[number] for number in range(len(work))]


async def all_ended(connection: Connection, *, not_before: float = 0.0) -> None:
    """Return when no job of any user is open; `not_before` (of `perf_counter`) is when it is worth looking often."""
    for user in USERS:
        while (await _listed(connection, user, "queued,processing", 1))["total"]:  # noqa: ASYNC110 - over HTTP
            await asyncio.sleep(0.02 if time.perf_counter() > not_before else 0.25)


async def completed(connection: Connection) -> tuple[int, int]:
    """How many jobs of all users were completed, and how many items in them."""
    jobs = items = 0
    for user in USERS:
        found = (await _listed(connection, user, "completed", _PAGE))["jobs"]
        jobs += len(found)
        items += sum(job["items_completed"] for job in found)
    return jobs, items


async def _listed(connection: Connection, user: str, statuses: str, limit: int) -> dict[str, Any]:
    path = f"/api/jobs/user/{quote(user)}?status={statuses}&limit={limit}"
    listed: dict[str, Any] = (await connection.get(path)).expect(200)
    return listed
