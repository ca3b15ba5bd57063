"""A process of its own that writes to a database until it is killed. Usage: child.py MODE PATH."""

import asyncio
import sqlite3
import sys
from contextlib import suppress
from itertools import count
from pathlib import Path
from threading import Event

from adapters.sqlite.documents import SqliteDatabase
from shared.errors import AlreadyExistsError


def say(line: str) -> None:
    """Tell the parent, at once."""
    print(line, flush=True)  # noqa: T201  the parent reads it


async def report_writes(database: SqliteDatabase) -> None:
    """Name each document as soon as it is stored."""
    jobs = database.container("job_queue")
    numbers = count()

    async def caller() -> None:
        for number in numbers:
            await jobs.create("ann", {"id": str(number), "user_id": "ann", "text": "x" * 2000})
            await jobs.patch("ann", str(number), assign={"patched": number})
            say(str(number))

    await asyncio.gather(*(caller() for _ in range(8)))


async def stop_inside(database: SqliteDatabase) -> None:
    """Store one document, then stand still in a transaction that has stored a hundred more."""
    jobs = database.container("job_queue")
    await jobs.create("ann", {"id": "before", "user_id": "ann"})
    entered, opened = Event(), Event()

    def hold(_: sqlite3.Connection) -> None:
        entered.set()
        opened.wait()

    def stand_still(connection: sqlite3.Connection) -> None:
        say(str(connection.execute("SELECT count(*) FROM job_queue").fetchone()[0]))
        Event().wait()

    database.writer.submit(hold)
    await asyncio.to_thread(entered.wait)
    writes = [jobs.create("ann", {"id": str(n), "user_id": "ann", "text": "x" * 9000}) for n in range(100)]
    group = asyncio.gather(*writes)
    await asyncio.sleep(0)
    last = database.writer.submit(stand_still)
    opened.set()
    await asyncio.gather(group, last)


async def increment(database: SqliteDatabase) -> None:
    """Add 1 to a counter two hundred times, from the moment that the parent writes a line."""
    say("ready")
    sys.stdin.readline()
    counters = database.container("contracts")
    with suppress(AlreadyExistsError):
        await counters.create("counter", {"id": "counter"})
    for _ in range(200):
        await counters.patch("counter", "counter", increment={"n": 1})
    await database.close()


MODES = {"report_writes": report_writes, "stop_inside": stop_inside, "increment": increment}

if __name__ == "__main__":
    asyncio.run(MODES[sys.argv[1]](SqliteDatabase(Path(sys.argv[2]))))
