"""Recorded documents: out of a SQLite file into lines of JSON, and from there into any store."""

import json
import shutil
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

from adapters.documents.containers import PARTITION_FIELDS
from shared.ports.documents import Container, JsonDocument

DATABASE = "documents.sqlite3"
BLOBS = "blobs"


def back_up(source: Path, target: Path) -> None:
    """Copy a database as it is now, while the app has it open: what a host that is killed now would leave."""
    with closing(sqlite3.connect(source)) as there, closing(sqlite3.connect(target)) as here:
        there.backup(here)


def strip(database: Path, removals: Sequence[tuple[str, str, Sequence[str]]]) -> None:
    """Take fields out of stored documents: container, the document's id, the fields. And make the file small."""
    with closing(sqlite3.connect(database, isolation_level=None)) as connection:
        for container, document_id, fields in removals:
            paths = [f"$.{field}" for field in fields]
            removed = f"json_remove(body, {', '.join('?' for _ in paths)})"
            statement = f"UPDATE {container} SET body = {removed} WHERE id = ?"  # noqa: S608 - a name of ours
            changed = connection.execute(statement, (*paths, document_id)).rowcount
            if changed != 1:
                raise LookupError(f"{container} has no document {document_id}, or several.")
        connection.execute("VACUUM")


def write_lines(database: Path, folder: Path) -> None:
    """Write each container's documents to a file of its own, a line a document."""
    with closing(sqlite3.connect(database)) as connection:
        tables = {name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
        for name in tables & set(PARTITION_FIELDS):
            rows = connection.execute(f"SELECT body FROM {name} ORDER BY id, partition")  # noqa: S608 - as above
            lines = [json.dumps(json.loads(body), ensure_ascii=False) + "\n" for (body,) in rows]
            (folder / f"{name}.jsonl").write_text("".join(lines), "utf-8")


def documents_of(folder: Path, container: str) -> Iterator[JsonDocument]:
    """The recorded documents of a container; none of one that the recorded version did not have."""
    lines = folder / f"{container}.jsonl"
    for line in lines.read_text("utf-8").splitlines() if lines.exists() else ():
        yield json.loads(line)


async def fill(containers: Mapping[str, Container], folder: Path) -> None:
    """Store all recorded documents in containers that are empty."""
    for name, container in containers.items():
        for document in documents_of(folder, name):
            await container.create(document[PARTITION_FIELDS[name]], document)


def copy_files(folder: Path, target: Path, *, database: bool) -> None:
    """Copy the recorded blobs and, if wanted, the database itself."""
    shutil.copytree(folder / BLOBS, target / BLOBS)
    if database:
        shutil.copyfile(folder / DATABASE, target / DATABASE)


def read_json(path: Path) -> dict[str, Any]:
    """A JSON file."""
    return dict(json.loads(path.read_text("utf-8")))
