"""Opening the file: its settings, its tables and the indexes that the listings need.

A document is JSON text beside its key. What a listing filters by is indexed as the field's JSON
(`body -> '$.status'`, where `true`, `1`, `"1"` and `null` are four values and an absent field is none), what it
is ordered by as the field's text (`body ->> '$.created_date'`). Queries must spell both the same way. The primary
key begins with the id, because documents are also looked for by their id in all partitions. A listing that few of many
documents match is served by an index that holds what it filters by, so that the others' documents are not read.

`synchronous=NORMAL` in WAL mode: what a caller was told is stored survives the death of the process. A power cut
or a crash of the operating system may take back the last commits before it (never a part of one, and never the
file's soundness), which is the price of not waiting for the disk at every commit.
"""

import sqlite3
import time
from contextlib import closing
from pathlib import Path

from adapters.documents.containers import PARTITION_FIELDS
from adapters.sqlite.errors import is_busy
from shared.errors import PermanentError

SCHEMA_VERSION = 4
_STATEMENTS_KEPT = 256
_RETRY_S = 0.01

_INDEXES = {
    "job_queue": (
        ("partition", "type.json", "created_date.text", "id"),
        ("partition", "status.json", "created_date.text", "id"),
        ("announced.json", "created_date.text", "id", "partition"),
        ("partition", "status.json", "turn.text", "id"),
        ("status.json", "turn.text", "id", "partition"),
        ("time.text", "id", "partition"),
        ("status.json", "job_type.json", "type.json", "created_date.text", "id", "partition"),
        # Without the type, which would make it as good as the second for what is filtered by type and status.
        ("partition", "completed_date.text", "id"),
    ),
    "analysis_results": (
        ("partition", "job_id.json", "id"),
        ("partition", "input_hash.json", "answered_date.text", "id"),
        ("partition", "record.json", "created_date.text", "id", "type.json", "search_title.json"),
    ),
    "model_usage": (("partition", "timestamp.text", "id"), ("partition", "day.json", "id")),
    "contracts": (
        ("created_date.text", "id", "partition"),
        ("created_date.text", "id", "partition", "visible_to.json", "type.json"),
    ),
    "files": (
        ("created_date.text", "id", "partition", "visible_to.json", "type.json"),
        ("state.json", "touched.text", "id", "partition"),
    ),
}


def json_of(field: str) -> str:
    """SQL for the JSON of a top-level field; NULL when it is absent. The name must be a checked one."""
    return f"(body -> '$.{field}')"


def text_of(field: str) -> str:
    """SQL for the text of a top-level field that holds a text. The name must be a checked one."""
    return f"(body ->> '$.{field}')"


def connect(path: Path, busy_timeout_s: float, *, any_thread: bool = False) -> sqlite3.Connection:
    """A connection to the file, which is made and given its tables when it is new.

    Several processes may do this at the same moment. `any_thread` lets threads use it in turn, not only this one.

    Raises:
        PermanentError: the file is of a newer version of the app.
        OSError: the folder cannot be made.
        sqlite3.Error: the file cannot be opened, or is no database.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    connection = sqlite3.connect(
        path,
        timeout=busy_timeout_s,
        isolation_level=None,
        check_same_thread=not any_thread,
        cached_statements=_STATEMENTS_KEPT,
    )
    try:
        _use_write_ahead_log(connection, time.monotonic() + busy_timeout_s)
        connection.execute("PRAGMA synchronous=NORMAL")
        _create_tables(connection, path)
    except BaseException:
        connection.close()
        raise
    return connection


def _use_write_ahead_log(connection: sqlite3.Connection, deadline: float) -> None:
    """SQLite does not wait for the lock that this change needs, so two first openings have to take turns here."""
    while True:
        try:
            connection.execute("PRAGMA journal_mode=WAL").fetchall()
        except sqlite3.OperationalError as error:
            if not is_busy(error) or time.monotonic() > deadline:
                raise
            time.sleep(_RETRY_S)
        else:
            return


def _create_tables(connection: sqlite3.Connection, path: Path) -> None:
    version = _version(connection)
    if version > SCHEMA_VERSION:
        raise PermanentError(
            f"The database {path} was written by a newer version of the app (schema {version}, this one knows "
            f"{SCHEMA_VERSION}): run that version, or name another file."
        )
    if version < SCHEMA_VERSION:
        connection.execute("BEGIN IMMEDIATE")
        for statement in _schema():
            connection.execute(statement)
        connection.execute(f"PRAGMA user_version={SCHEMA_VERSION}")
        connection.execute("COMMIT")


def _version(connection: sqlite3.Connection) -> int:
    with closing(connection.execute("PRAGMA user_version")) as cursor:
        return int(cursor.fetchone()[0])


def _schema() -> list[str]:
    tables = [
        f"CREATE TABLE IF NOT EXISTS {name} (partition TEXT NOT NULL, id TEXT NOT NULL, etag TEXT NOT NULL, "
        "body TEXT NOT NULL, PRIMARY KEY (id, partition)) STRICT"
        for name in PARTITION_FIELDS
    ]
    indexes = [
        f"CREATE INDEX IF NOT EXISTS {name}_{number} ON {name} ({', '.join(map(_indexed, terms))})"
        for name, listings in _INDEXES.items()
        for number, terms in enumerate(listings, start=1)
    ]
    return tables + indexes


def _indexed(term: str) -> str:
    field, _, kind = term.partition(".")
    return {"json": json_of, "text": text_of}[kind](field) if kind else field
