"""The adapters under test; a further one is a further line of STORES."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, Protocol

from adapters.memory.documents import MemoryDatabase
from adapters.sqlite.documents import SqliteDatabase
from shared.ports.documents import Container, JsonDocument, Query


class Database(Protocol):
    """What a document adapter offers to the composition root."""

    def container(self, name: str) -> Container: ...

    async def open(self) -> None: ...

    async def close(self) -> None: ...


STORES: Mapping[str, Callable[[Path], Database]] = {
    "memory": lambda _: MemoryDatabase(),
    "sqlite": lambda folder: SqliteDatabase(folder / "documents.db"),
}


def job(document_id: str, user_id: str = "ann", **fields: Any) -> JsonDocument:
    """A small document of `job_queue`."""
    return {"id": document_id, "user_id": user_id, **fields}


async def ids(container: Container, query: Query, partition: str | None = "ann") -> list[str]:
    """The ids of all pages of a query, in order."""
    found: list[str] = []
    while True:
        page = await container.query(query, partition)
        found += [document["id"] for document in page.documents]
        if page.continuation is None:
            return found
        query = Query(query.where, query.order_by, query.direction, query.limit, page.continuation, query.fields)
