"""What survives a killed process, and two processes at one file."""

import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from threading import Barrier

from adapters.sqlite.documents import SqliteDatabase
from adapters.sqlite.schema import connect
from shared.ports.documents import Query
from tests.behaviour.documents.stores import ids

ROOT = Path(__file__).parents[3]
DEADLINE_S = 30


@contextmanager
def child(mode: str, path: Path) -> Iterator[subprocess.Popen[str]]:
    command = [sys.executable, "-m", "tests.behaviour.sqlite.child", mode, str(path)]
    with subprocess.Popen(  # noqa: S603  our own program
        command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        try:
            yield process
        finally:
            process.kill()


def go(process: subprocess.Popen[str]) -> None:
    assert process.stdin is not None
    process.stdin.write("go\n")
    process.stdin.flush()


def lines(process: subprocess.Popen[str], count: int) -> list[str]:
    assert process.stdout is not None
    read = [process.stdout.readline().strip() for _ in range(count)]
    assert all(read), "the child ended too early"
    return read


async def test_what_was_reported_as_stored_survives_the_kill_of_its_process(path: Path) -> None:
    with child("report_writes", path) as process:
        reported = lines(process, 300)
        process.kill()
        assert process.stdout is not None
        reported += [line.strip() for line in process.stdout if line.endswith("\n")]
    database = SqliteDatabase(path)
    jobs = database.container("job_queue")
    for document_id in reported:
        stored = await jobs.read("ann", document_id)
        assert stored is not None
        assert stored.body["patched"] == int(document_id)
    await database.close()


async def test_of_a_transaction_that_a_kill_interrupted_nothing_is_there(path: Path) -> None:
    with child("stop_inside", path) as process:
        assert lines(process, 1) == ["101"]
        process.kill()
    database = SqliteDatabase(path)
    assert await ids(database.container("job_queue"), Query(limit=1000)) == ["before"]
    await database.close()


async def test_two_processes_open_a_new_file_at_once_and_lose_no_increment(path: Path) -> None:
    with child("increment", path) as first, child("increment", path) as second:
        for process in (first, second):
            assert lines(process, 1) == ["ready"]
        for process in (first, second):
            go(process)
        for process in (first, second):
            process.wait(DEADLINE_S)
        assert [first.returncode, second.returncode] == [0, 0]
    database = SqliteDatabase(path)
    counter = await database.container("contracts").read("counter", "counter")
    assert counter is not None
    assert counter.body["n"] == 400
    await database.close()


def test_many_connections_open_a_new_file_at_once(tmp_path: Path) -> None:
    callers = 4
    barrier = Barrier(callers, timeout=DEADLINE_S)

    def open_at_once(path: Path) -> None:
        barrier.wait()
        connect(path, busy_timeout_s=DEADLINE_S).close()

    with ThreadPoolExecutor(callers) as pool:
        for attempt in range(40):
            path = tmp_path / f"{attempt}.db"
            for opened in [pool.submit(open_at_once, path) for _ in range(callers)]:
                opened.result()
