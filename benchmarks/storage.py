"""What the SQLite store costs: the storage work of a job of 1,000 items, fifty callers at a time.

`python -m benchmarks.storage` prints the CPU seconds of 1,000 x (1 read, 2 creates, 0.2 patch) through the
store, and their ratio to the same statements on a bare `sqlite3` connection in one thread, which blocks its
caller and commits each write by itself. Then the cost of one operation after another by a single caller, where
every one pays for its own commit and its own way to the thread and back. Medians of five runs.
"""

import asyncio
import json
import sqlite3
import time
from collections.abc import Awaitable, Callable
from contextlib import closing
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import Any

from adapters.sqlite.documents import SqliteDatabase
from adapters.sqlite.schema import connect

ITEMS = 1000
CALLERS = 50
RUNS = 5
USER = "benchmark"


def document(number: int) -> dict[str, Any]:
    """A document of about 1 KB."""
    return {
        "id": str(number),
        "user_id": USER,
        "type": "item_result",
        "job_id": "job",
        "created_date": "2025-01-01T00:00:00Z",
        "findings": [{"clause": "payment", "text": "Fees are due within 30 days."}] * 15,
        "done": 0,
    }


def bare(path: Path) -> float:
    """CPU seconds of the job's storage work without the store."""
    with closing(connect(path, 5)) as connection:
        _insert(connection, "contracts", 0)
        started = time.process_time()
        for number in range(ITEMS):
            _select(connection, "contracts")
            _insert(connection, "analysis_results", number)
            _insert(connection, "model_usage", number)
            if number % 5 == 0:
                _patch(connection, "contracts")
        return time.process_time() - started


async def through_the_store(path: Path) -> float:
    """CPU seconds of the same through the store."""
    database = SqliteDatabase(path)
    contracts, results, usage = map(database.container, ("contracts", "analysis_results", "model_usage"))
    await contracts.create("0", document(0))
    numbers = iter(range(ITEMS))

    async def caller() -> None:
        for number in numbers:
            await contracts.read("0", "0")
            await results.create(USER, document(number))
            await usage.create(USER, document(number))
            if number % 5 == 0:
                await contracts.patch("0", "0", increment={"done": 1})

    started = time.process_time()
    await asyncio.gather(*(caller() for _ in range(CALLERS)))
    spent = time.process_time() - started
    await database.close()
    return spent


async def one_after_another(path: Path) -> dict[str, float]:
    """CPU microseconds of an operation of a single caller, by its name."""
    database = SqliteDatabase(path)
    jobs = database.container("job_queue")
    await database.open()
    figures = {
        "create": await _each(lambda number: jobs.create(USER, document(number))),
        "read": await _each(lambda number: jobs.read(USER, str(number))),
        "patch": await _each(lambda number: jobs.patch(USER, str(number), increment={"done": 1})),
        "way to the thread and back": await _each(lambda _: database.reader.submit(lambda _: None)),
    }
    await database.close()
    return figures


async def _each(operation: Callable[[int], Awaitable[object]]) -> float:
    started = time.process_time()
    for number in range(ITEMS):
        await operation(number)
    return (time.process_time() - started) / ITEMS * 1e6


def _insert(connection: sqlite3.Connection, table: str, number: int) -> None:
    row = (USER, str(number), str(number), json.dumps(document(number)))
    connection.execute(f"INSERT INTO {table} (partition, id, etag, body) VALUES (?, ?, ?, ?)", row)  # noqa: S608  named above


def _select(connection: sqlite3.Connection, table: str) -> dict[str, Any]:
    statement = f"SELECT body FROM {table} WHERE partition = ? AND id = '0'"  # noqa: S608  named above
    body: dict[str, Any] = json.loads(connection.execute(statement, (USER,)).fetchone()[0])
    return body


def _patch(connection: sqlite3.Connection, table: str) -> None:
    body = _select(connection, table)
    body["done"] += 1
    statement = f"UPDATE {table} SET body = ? WHERE partition = ? AND id = '0'"  # noqa: S608  named above
    connection.execute(statement, (json.dumps(body), USER))


def main() -> None:
    """Measure and print."""
    with TemporaryDirectory() as folder:
        files = (Path(folder) / f"{number}.db" for number in range(3 * RUNS))
        alone = [bare(next(files)) for _ in range(RUNS)]
        stored = [asyncio.run(through_the_store(next(files))) for _ in range(RUNS)]
        single = [asyncio.run(one_after_another(next(files))) for _ in range(RUNS)]
    ratio = median(stored) / median(alone)
    print(f"{ITEMS} items, {CALLERS} callers: {median(stored):.3f} s CPU, {ratio:.2f} x bare sqlite3")
    for name in single[0]:
        print(f"single caller, {name}: {median(run[name] for run in single):.0f} us CPU")


if __name__ == "__main__":
    main()
