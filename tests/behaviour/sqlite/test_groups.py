"""Group commit: what is asked for together is stored together, and fails alone."""

import asyncio
import sqlite3
from pathlib import Path
from threading import Event

import pytest

from adapters.sqlite.documents import SqliteDatabase
from shared.errors import AlreadyExistsError, ConflictError, ContractBatchError, NotFoundError, PermanentError
from shared.ports.documents import Container, Query
from tests.behaviour.documents.stores import job

DEADLINE_S = 10


class Gate:
    """Work that keeps its thread busy inside a transaction until it is opened."""

    def __init__(self) -> None:
        self._entered = Event()
        self._open = Event()

    def __call__(self, _: sqlite3.Connection) -> None:
        self._entered.set()
        assert self._open.wait(DEADLINE_S)

    def open(self) -> None:
        self._open.set()

    async def entered(self) -> None:
        assert await asyncio.to_thread(self._entered.wait, DEADLINE_S)


def refuse_to_commit(connection: sqlite3.Connection) -> None:
    """Make this connection's next commit fail."""

    def decide(action: int, what: str | None, *_: str | None) -> int:
        refused = action == sqlite3.SQLITE_TRANSACTION and what == "COMMIT"
        return sqlite3.SQLITE_DENY if refused else sqlite3.SQLITE_OK

    connection.set_authorizer(decide)


def committed(path: Path) -> int:
    connection = sqlite3.connect(path)
    try:
        return int(connection.execute("SELECT count(*) FROM job_queue").fetchone()[0])
    finally:
        connection.close()


async def test_writes_asked_for_while_another_runs_share_one_commit(database: SqliteDatabase) -> None:
    statements: list[str] = []
    gate = Gate()
    await database.writer.submit(lambda connection: connection.set_trace_callback(statements.append))
    blocked = database.writer.submit(gate)
    await gate.entered()
    statements.clear()
    jobs = database.container("job_queue")
    writes = asyncio.gather(*(jobs.create("ann", job(str(number))) for number in range(100)))
    await asyncio.sleep(0)
    gate.open()
    await asyncio.gather(blocked, writes)
    assert statements.count("COMMIT") == 2
    assert sum(statement.startswith("INSERT") for statement in statements) == 100


async def test_no_write_is_reported_before_it_is_committed(database: SqliteDatabase, path: Path) -> None:
    before, within = Gate(), Gate()
    first = database.writer.submit(before)
    await before.entered()
    creating = asyncio.ensure_future(database.container("job_queue").create("ann", job("1")))
    await asyncio.sleep(0)
    second = database.writer.submit(within)
    before.open()
    await first
    await within.entered()
    assert not creating.done()
    assert committed(path) == 0
    within.open()
    await asyncio.gather(second, creating)
    assert committed(path) == 1


async def test_a_failing_write_leaves_the_others_of_its_group_alone(database: SqliteDatabase, path: Path) -> None:
    jobs, gate = database.container("job_queue"), Gate()
    etag = await jobs.create("ann", job("there", n="no number"))
    blocked = database.writer.submit(gate)
    await gate.entered()
    group = asyncio.gather(
        jobs.create("ann", job("1")),
        jobs.create("ann", job("there")),
        jobs.create("ann", job("2")),
        jobs.replace("ann", job("there"), "stale"),
        jobs.patch("ann", "nothing", increment={"n": 1}),
        jobs.patch("ann", "there", increment={"n": 1}),
        database.writer.submit(lambda connection: connection.execute("INSERT INTO job_queue VALUES (1)")),
        jobs.create("ann", job("3")),
        return_exceptions=True,
    )
    await asyncio.sleep(0)
    gate.open()
    await blocked
    outcomes = await group
    errors = [type(outcome) for outcome in outcomes if not isinstance(outcome, str)]
    assert errors[:3] == [AlreadyExistsError, ConflictError, NotFoundError]
    assert all(issubclass(error, ContractBatchError) for error in errors)
    assert committed(path) == 4
    there = await jobs.read("ann", "there")
    assert there is not None
    assert there.etag == etag


async def test_a_commit_that_fails_fails_its_whole_group_and_no_later_one(database: SqliteDatabase, path: Path) -> None:
    jobs, gate = database.container("job_queue"), Gate()
    blocked = database.writer.submit(gate)
    await gate.entered()
    group = asyncio.gather(
        jobs.create("ann", job("1")),
        database.writer.submit(refuse_to_commit),
        jobs.create("ann", job("2")),
        return_exceptions=True,
    )
    await asyncio.sleep(0)
    gate.open()
    await blocked
    assert [type(outcome) for outcome in await group] == [PermanentError] * 3
    assert committed(path) == 0
    await jobs.create("ann", job("1"))
    assert committed(path) == 1


async def test_closing_succeeds_though_the_last_commit_fails(database: SqliteDatabase) -> None:
    gate = Gate()
    blocked = database.writer.submit(gate)
    await gate.entered()
    refused = database.writer.submit(refuse_to_commit)
    closing = asyncio.ensure_future(database.close())
    await asyncio.sleep(0)
    gate.open()
    await asyncio.gather(blocked, closing)
    with pytest.raises(PermanentError):
        await refused


async def test_a_read_and_the_loop_do_not_wait_for_a_writer(database: SqliteDatabase) -> None:
    jobs, gate = database.container("job_queue"), Gate()
    await jobs.create("ann", job("1"))
    blocked = database.writer.submit(gate)
    await gate.entered()
    async with asyncio.timeout(DEADLINE_S / 2):
        assert await jobs.read("ann", "1") is not None
        assert await jobs.count({}, "ann") == 1
    assert not blocked.done()
    gate.open()
    await blocked


async def test_a_cancelled_caller_takes_nobody_with_it(database: SqliteDatabase) -> None:
    jobs, gate = database.container("job_queue"), Gate()
    blocked = database.writer.submit(gate)
    await gate.entered()
    cancelled = asyncio.ensure_future(jobs.create("ann", job("1")))
    kept = asyncio.ensure_future(jobs.create("ann", job("2")))
    await asyncio.sleep(0)
    cancelled.cancel()
    with pytest.raises(asyncio.CancelledError):
        await cancelled
    gate.open()
    await asyncio.gather(blocked, kept)
    assert await jobs.read("ann", "2") is not None


async def test_closing_waits_for_what_was_asked_for(database: SqliteDatabase, path: Path) -> None:
    jobs = database.container("job_queue")
    writes = [asyncio.ensure_future(jobs.create("ann", job(str(number)))) for number in range(600)]
    await asyncio.sleep(0)
    await database.close()
    assert committed(path) == 600
    await asyncio.gather(*writes)


def test_one_database_serves_several_event_loops_one_after_another(path: Path) -> None:
    database = SqliteDatabase(path)
    jobs = database.container("job_queue")
    for number in range(3):
        asyncio.run(_create(jobs, str(number)))
    assert asyncio.run(jobs.count({}, "ann")) == 3
    asyncio.run(database.close())


def test_a_loop_that_ended_with_work_under_way_harms_no_later_one(path: Path) -> None:
    database, gate = SqliteDatabase(path), Gate()

    async def abandon() -> None:
        database.writer.submit(gate)
        await gate.entered()

    asyncio.run(abandon())
    gate.open()
    asyncio.run(_create(database.container("job_queue"), "1"))
    asyncio.run(database.close())
    assert committed(path) == 1


async def _create(jobs: Container, document_id: str) -> None:
    await jobs.create("ann", job(document_id))


async def test_who_looks_a_document_up_does_not_wait_for_a_listing(database: SqliteDatabase) -> None:
    jobs, results = database.container("job_queue"), database.container("analysis_results")
    await jobs.create("ann", job("1"))
    answer = {"id": "1", "user_id": "ann", "input_hash": "abc", "answered_date": "2026-01-31T08:30:00Z"}
    await results.create("ann", answer)
    # The first look-up opens the file.
    assert await jobs.read("ann", "2") is None
    gate = Gate()
    blocked = database.reader.submit(gate)
    await gate.entered()
    listing = asyncio.ensure_future(jobs.query(Query({}, limit=10), "ann"))
    async with asyncio.timeout(DEADLINE_S):
        assert await jobs.read("ann", "1") is not None
        assert len((await jobs.query(Query({"id": ["1", "2"]}, limit=2), "ann")).documents) == 1
        newest = Query({"input_hash": "abc"}, "answered_date", "desc", 1)
        assert len((await results.query(newest, "ann")).documents) == 1
    assert not listing.done()
    gate.open()
    await blocked
    assert len((await listing).documents) == 1
