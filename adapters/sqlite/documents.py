"""The database in one SQLite file, behind the port of documents."""

import sqlite3
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

from adapters.documents import rules
from adapters.documents.containers import partition_field
from adapters.documents.continuation import Paging
from adapters.documents.encoding import encode
from adapters.documents.patching import make_patch
from adapters.sqlite import listings
from adapters.sqlite.connection_thread import ConnectionThread
from adapters.sqlite.operations import Table
from adapters.sqlite.schema import connect
from shared.errors import NotFoundError
from shared.ports.documents import JsonDocument, Page, Query, Scalar, Versioned

T = TypeVar("T")
_FEW = 20
_DIGEST = "input_hash"
"""Few documents share one, and an index leads to them in the order in which they are asked for."""


class SqliteDatabase:
    """Opens itself at the first use, in whichever event loop that is, and after `close` at the next.

    Writes share one thread and connection, queries another, so that a read never waits for a write and always sees
    those that were awaited before it. A document is read by its key on the caller's own thread, and so are a few by
    their ids and one by its digest: that takes about 25 us each, where the trip to another thread and back takes
    a millisecond when the app is busy, and has all that made it together go on together.
    `busy_timeout_s` is how long another process may hold the write lock.
    """

    def __init__(self, path: Path, busy_timeout_s: float = 5.0) -> None:
        self._path = path
        self._busy_timeout_s = busy_timeout_s
        self._writer: ConnectionThread | None = None
        self._reader: ConnectionThread | None = None
        self._here: sqlite3.Connection | None = None

    def container(self, name: str) -> "SqliteContainer":
        """The container of this name.

        Raises:
            ValueError: there is none.
        """
        return SqliteContainer(self, name, partition_field(name))

    async def open(self) -> None:
        """Open the file now, so that what is wrong with it shows now.

        Raises:
            PermanentError: it cannot be opened or is no database of ours.
            TemporaryError: another process is in the way.
        """
        await self.writer.submit(_nothing)
        await self.reader.submit(_nothing)

    async def close(self) -> None:
        """Finish what was asked for and let go of the file."""
        self._leave_here()
        threads = [thread for thread in (self._reader, self._writer) if thread is not None]
        self._reader = self._writer = None
        for stopped in [thread.stop() for thread in threads]:
            await stopped

    async def at_once(self, work: Callable[[sqlite3.Connection], T]) -> T:
        """What a short piece of reading returns, done on this thread unless something is in its way.

        Then the reading thread does it: it may wait, opens the file anew after a failure, and has words for it.
        """
        try:
            if self._here is None:
                await self.reader.submit(_nothing)
            # Another caller may have connected during the wait.
            self._here = self._here or connect(self._path, busy_timeout_s=0, any_thread=True)
            return work(self._here)
        except sqlite3.Error:
            self._leave_here()
            return await self.reader.submit(work)

    def _leave_here(self) -> None:
        if self._here is not None:
            self._here.close()
            self._here = None

    @property
    def writer(self) -> ConnectionThread:
        """The thread that writes."""
        if self._writer is None:
            self._writer = self._thread("BEGIN IMMEDIATE")
        return self._writer

    @property
    def reader(self) -> ConnectionThread:
        """The thread that reads."""
        if self._reader is None:
            self._reader = self._thread("BEGIN")
        return self._reader

    def _thread(self, begin: str) -> ConnectionThread:
        return ConnectionThread(self._path, partial(connect, self._path, self._busy_timeout_s), begin)


class SqliteContainer:
    """One container: checks and encodes in the caller's coroutine, has the database do the work."""

    def __init__(self, database: SqliteDatabase, name: str, partition_field: str) -> None:
        self._database = database
        self._name = name
        self._partition_field = partition_field
        self._table = Table(name)

    async def create(self, partition: str, body: JsonDocument) -> str:
        """See Container.create."""
        document_id, text = self._checked(partition, body)
        return await self._database.writer.submit(
            lambda connection: self._table.create(connection, partition, document_id, text)
        )

    async def upsert(self, partition: str, body: JsonDocument) -> str:
        """See Container.upsert."""
        document_id, text = self._checked(partition, body)
        return await self._database.writer.submit(
            lambda connection: self._table.upsert(connection, partition, document_id, text)
        )

    async def replace(self, partition: str, body: JsonDocument, etag: str) -> str:
        """See Container.replace."""
        document_id, text = self._checked(partition, body)
        return await self._database.writer.submit(
            lambda connection: self._table.replace(connection, partition, document_id, text, etag)
        )

    async def read(self, partition: str, document_id: str) -> Versioned | None:
        """See Container.read."""
        if not rules.can_exist(partition, document_id):
            return None
        return await self._database.at_once(lambda connection: self._table.read(connection, partition, document_id))

    async def delete(self, partition: str, document_id: str) -> bool:
        """See Container.delete."""
        if not rules.can_exist(partition, document_id):
            return False
        return await self._database.writer.submit(
            lambda connection: self._table.delete(connection, partition, document_id)
        )

    async def patch(
        self,
        partition: str,
        document_id: str,
        *,
        increment: Mapping[str, float] | None = None,
        assign: Mapping[str, Any] | None = None,
    ) -> JsonDocument:
        """See Container.patch."""
        patch = make_patch(self._partition_field, increment, assign)
        if not rules.can_exist(partition, document_id):
            raise NotFoundError(f"{self._name} has no document {document_id!r} in {partition!r}.")
        return await self._database.writer.submit(
            lambda connection: self._table.patch(connection, partition, document_id, patch)
        )

    async def query(self, query: Query, partition: str | None = None) -> Page:
        """See Container.query."""
        rules.check_query(query, partition)
        conditions = rules.conditions(query.where)
        paging = Paging(self._name, query, partition)
        after = paging.position(query.continuation) if query.continuation is not None else None
        statement = listings.listing(self._name, query, conditions, partition, after)
        look = self._database.at_once if _is_short(query) else self._database.reader.submit
        found = await look(lambda connection: listings.find(connection, statement, query))
        more = len(found) > query.limit
        return Page(
            [document for _, document in found[: query.limit]],
            paging.token(found[query.limit - 1][0]) if more else None,
        )

    async def count(
        self,
        where: Mapping[str, Scalar | Sequence[Scalar]],
        partition: str | None,
        contains: Mapping[str, str] | None = None,
    ) -> int:
        """See Container.count."""
        rules.check_partition(partition)
        statement = listings.counting(self._name, rules.conditions(where), partition, rules.fragments(contains or {}))
        return await self._database.reader.submit(lambda connection: listings.number(connection, statement))

    def _checked(self, partition: str, body: JsonDocument) -> tuple[str, str]:
        return rules.document_id(body, self._partition_field, partition), encode(body)


def _is_short(query: Query) -> bool:
    """Whether a query looks few documents up, which is hardly more than reading those by their keys."""
    if query.limit == 1 and _DIGEST in query.where:
        return True
    ids = query.where.get("id")
    return ids is not None and (isinstance(ids, str) or (isinstance(ids, Sequence) and len(ids) <= _FEW))


def _nothing(_: sqlite3.Connection) -> None:
    """Enough to have the connection opened."""
