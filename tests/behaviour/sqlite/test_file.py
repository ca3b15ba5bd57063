"""The file: reopened, locked, full, damaged, in the wrong place; and the indexes in it."""

import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import pytest

from adapters.documents.rules import conditions
from adapters.sqlite.documents import SqliteDatabase
from adapters.sqlite.listings import Statement, counting, listing
from adapters.sqlite.schema import connect
from shared.errors import PermanentError, TemporaryError
from shared.ports.documents import Query
from tests.behaviour.documents.stores import job


@contextmanager
def locked(path: Path) -> Iterator[None]:
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        yield
        other.execute("ROLLBACK")


def write(path: Path, content: bytes) -> None:
    path.write_bytes(content)


def damage(path: Path) -> None:
    """Overwrite all but the first page."""
    content = path.read_bytes()
    path.write_bytes(content[:4096] + b"\xff" * (len(content) - 4096))


async def test_documents_and_etags_are_there_after_reopening(database: SqliteDatabase, path: Path) -> None:
    etag = await database.container("job_queue").create("ann", job("1", text="é😀"))
    await database.close()
    again = SqliteDatabase(path)
    read = await again.container("job_queue").read("ann", "1")
    await again.close()
    assert read is not None
    assert (read.body, read.etag) == (job("1", text="é😀"), etag)


async def test_a_closed_database_is_one_file(database: SqliteDatabase, path: Path) -> None:
    await database.container("job_queue").create("ann", job("1"))
    await database.close()
    assert [file.name for file in path.parent.iterdir()] == [path.name]


async def test_the_folder_is_made(tmp_path: Path) -> None:
    database = SqliteDatabase(tmp_path / "new" / "folder" / "documents.db")
    await database.open()
    await database.close()
    assert (tmp_path / "new" / "folder" / "documents.db").exists()


async def test_a_file_that_another_process_is_writing_is_a_temporary_error(
    database: SqliteDatabase, path: Path
) -> None:
    jobs = database.container("job_queue")
    await jobs.create("ann", job("1"))
    with locked(path):
        with pytest.raises(TemporaryError, match="another process"):
            await jobs.create("ann", job("2"))
        assert await jobs.read("ann", "1") is not None
    await jobs.create("ann", job("2"))


async def test_a_full_disk_is_a_temporary_error_after_which_it_goes_on(database: SqliteDatabase) -> None:
    jobs = database.container("job_queue")
    await jobs.create("ann", job("1"))
    await database.writer.submit(lambda connection: connection.execute("PRAGMA max_page_count=1").fetchall())
    with pytest.raises(TemporaryError, match="disk is full"):
        await jobs.create("ann", job("2", text="x" * 100_000))
    unlimited = "PRAGMA max_page_count=1000000"
    await database.writer.submit(lambda connection: connection.execute(unlimited).fetchall())
    await jobs.create("ann", job("2", text="x" * 100_000))
    assert await jobs.count({}, "ann") == 2


async def test_a_file_that_is_no_database_is_named(database: SqliteDatabase, path: Path) -> None:
    write(path, b"Dear Sir or Madam, " * 100)
    with pytest.raises(PermanentError, match="is not an SQLite database") as caught:
        await database.open()
    assert str(path) in str(caught.value)
    await database.close()


async def test_a_damaged_file_is_named(database: SqliteDatabase, path: Path) -> None:
    jobs = database.container("job_queue")
    for number in range(50):
        await jobs.create("ann", job(str(number), text="x" * 3000))
    await database.close()
    damage(path)
    with pytest.raises(PermanentError, match="damaged") as caught:
        await jobs.read("ann", "1")
    assert str(path) in str(caught.value)
    await database.close()


async def test_a_file_that_was_put_right_is_opened_by_the_next_call(database: SqliteDatabase, path: Path) -> None:
    write(path, b"no database")
    with pytest.raises(PermanentError):
        await database.open()
    write(path, b"")
    await database.container("job_queue").create("ann", job("1"))


async def test_a_place_where_no_file_can_be_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    for path in (tmp_path / "file" / "documents.db", tmp_path):
        database = SqliteDatabase(path)
        with pytest.raises(PermanentError, match="cannot be opened") as caught:
            await database.open()
        assert str(path) in str(caught.value)
        await database.close()


async def test_a_file_of_a_newer_version_is_left_alone(database: SqliteDatabase, path: Path) -> None:
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA user_version=99")
    with pytest.raises(PermanentError, match="newer version"):
        await database.open()


@pytest.mark.parametrize(
    ("table", "where", "order_by", "partition"),
    [
        ("job_queue", {"id": "1", "type": "batch_job"}, "id", None),
        ("job_queue", {"type": "batch_job"}, "created_date", "ann"),
        ("job_queue", {"type": "batch_job", "status": "queued"}, "created_date", "ann"),
        ("job_queue", {"type": "batch_job", "status": ["queued", "failed"]}, "created_date", "ann"),
        ("job_queue", {"type": "batch_job", "announced": False}, "created_date", None),
        ("job_queue", {"type": "batch_job", "job_type": "x", "status": "queued"}, "created_date", None),
        ("job_queue", {"type": "batch_job", "status": "queued"}, "turn", None),
        ("job_queue", {"type": "dead_letter"}, "time", None),
        ("job_queue", {"type": "dead_letter", "job_id": "1"}, "time", None),
        ("job_queue", {"type": "dead_letter", "job_id": "1"}, "created_date", "ann"),
        ("job_queue", {"type": "batch_job"}, "completed_date", "ann"),
        ("job_queue", {"type": "batch_job", "id": "1"}, "id", "ann"),
        ("job_queue", {"id": ["1:counters", "2:counters"]}, "id", "ann"),
        ("analysis_results", {"type": "item_result", "job_id": "1"}, "id", "ann"),
        ("analysis_results", {"type": "item_result", "id": ["1", "2"]}, "id", "ann"),
        ("analysis_results", {"record": ["result", "deleted"], "id": "1"}, "id", None),
        ("analysis_results", {"record": "result"}, "created_date", "ann"),
        ("analysis_results", {"record": "result", "type": "a"}, "created_date", "ann"),
        ("analysis_results", {"record": "result", "type": ["a", "b"]}, "created_date", "ann"),
        (
            "analysis_results",
            {"type": ["item_result", "cached_answer"], "input_hash": "x", "outcome": "done"},
            "answered_date",
            "ann",
        ),
        ("model_usage", {}, "timestamp", "ann"),
        ("model_usage", {"type": "model_usage"}, "timestamp", "ann"),
        ("model_usage", {"type": "model_usage", "day": "2026-01-31"}, "id", "ann"),
        ("model_usage", {"id": ["1", "2"]}, "id", "ann"),
        ("contracts", {"type": "contract", "id": ["1", "2"]}, "id", None),
        ("contracts", {"type": "contract"}, "created_date", None),
        ("contracts", {"type": "contract", "visible_to": ["ann", "*"]}, "created_date", None),
        ("contracts", {"type": "contract", "id": ["1", "2"], "visible_to": ["ann", "*"]}, "id", None),
        ("contracts", {"id": "1"}, "id", "1"),
        ("files", {"type": "file", "id": ["1", "2"], "visible_to": ["ann", "*"]}, "id", None),
        ("files", {"type": "file"}, "created_date", None),
        ("files", {"type": "file", "visible_to": ["ann", "*"]}, "created_date", None),
        ("files", {"state": "checking"}, "touched", None),
        ("job_queue", {"id": "1", "type": "batch_job"}, "id", "ann"),
        ("analysis_results", {"record": ["result", "deleted"], "id": "1"}, "id", "ann"),
    ],
)
@pytest.mark.parametrize("continued", [False, True])
def test_the_listings_are_served_by_an_index_without_sorting(
    path: Path, table: str, where: dict[str, Any], order_by: str, partition: str | None, continued: bool
) -> None:
    query = Query(where=where, order_by=order_by, direction="desc")
    after = ("2025", "1", "ann") if continued else None
    plan = explain(path, listing(table, query, conditions(query.where), partition, after))
    assert plan.startswith(f"SEARCH {table} USING INDEX")
    assert "TEMP B-TREE" not in plan


@pytest.mark.parametrize(
    ("table", "where", "index"),
    [
        ("job_queue", {"type": "batch_job"}, "job_queue_1"),
        ("job_queue", {"type": "batch_job", "status": ["queued", "processing"]}, "job_queue_[24]"),
        ("analysis_results", {"type": "item_result", "job_id": "1"}, "analysis_results_1"),
        ("analysis_results", {"record": "result"}, "analysis_results_3"),
        ("analysis_results", {"record": "result", "type": ["a", "b"]}, "analysis_results_3"),
    ],
)
def test_documents_are_counted_by_an_index(path: Path, table: str, where: dict[str, Any], index: str) -> None:
    assert re.search(f"USING INDEX {index}", explain(path, counting(table, conditions(where), "ann")))


def test_the_jobs_of_all_users_are_counted_by_an_index(path: Path) -> None:
    where = {"type": "batch_job", "job_type": "x", "status": "queued"}
    assert "USING INDEX job_queue_7" in explain(path, counting("job_queue", conditions(where), None))


def explain(path: Path, statement: Statement) -> str:
    with closing(connect(path, 1)) as connection:
        plan = connection.execute(f"EXPLAIN QUERY PLAN {statement.sql}", statement.values)
        return "\n".join(row[3] for row in plan)
