"""The adapters under test; a further one is a further line of STORES."""

import json
import uuid
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any, Literal, Protocol

import pytest

from adapters.cosmos.documents import CosmosDatabase
from adapters.cosmos.schema import CONTAINERS, CompositeIndex, ContainerDefinition
from adapters.memory.documents import MemoryDatabase
from adapters.sqlite.documents import SqliteDatabase
from emulators import CosmosServer
from shared.ports.documents import Container, JsonDocument, Query


class Database(Protocol):
    """What a document adapter offers to the composition root."""

    def container(self, name: str) -> Container: ...

    async def open(self) -> None: ...

    async def close(self) -> None: ...


STORES: Mapping[str, Callable[[pytest.FixtureRequest, Path], Database]] = {
    "memory": lambda _request, _folder: MemoryDatabase(),
    "sqlite": lambda _request, folder: SqliteDatabase(folder / "documents.db"),
    "cosmos": lambda request, _folder: cosmos_database(request.getfixturevalue("cosmos")),
}

_ORDERED_BY = ("created_date", "day", "job_id", "n", "name", "status", "type")
_DIRECTIONS: tuple[Literal["ascending", "descending"], ...] = ("ascending", "descending")


def cosmos_database(server: CosmosServer, definitions: tuple[ContainerDefinition, ...] | None = None) -> CosmosDatabase:
    """A database of its own on a server that other tests use too; with an index for each order that tests ask for."""
    if definitions is None:
        definitions = tuple(replace(definition, composite_indexes=tuple(_indexes())) for definition in CONTAINERS)
    return CosmosDatabase(
        server.endpoint, server.key, f"test-{uuid.uuid4().hex}", verify_tls=False, definitions=definitions
    )


def _indexes() -> Iterator[CompositeIndex]:
    for direction in _DIRECTIONS:
        yield ("id", direction), ("user_id", direction)
        yield ("user_id", direction), ("id", direction)
        for name in _ORDERED_BY:
            yield (name, direction), ("id", direction)
            yield (name, direction), ("id", direction), ("user_id", direction)


def keeps_doubles(database: Database) -> bool:
    """Whether every number is kept as a double, so that 1.0 comes back as 1, and 2**53 + 1 as 2**53."""
    return isinstance(database, CosmosDatabase)


def orders_whole_texts(database: Database) -> bool:
    """Whether texts are ordered by what follows a NUL in them, too."""
    return isinstance(database, CosmosDatabase)


def as_doubles(value: Any) -> Any:
    """JSON with every number as a double, and -0.0 as 0.0."""
    return json.loads(json.dumps(value), parse_int=float, parse_float=lambda text: float(text) + 0.0)


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
        query = replace(query, continuation=page.continuation)
