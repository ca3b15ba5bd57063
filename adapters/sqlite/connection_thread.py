"""A thread that owns one connection and serves coroutines in groups.

Why not aiosqlite: it takes one trip to its thread and back, and one transaction, per statement. Here whatever was
asked while the last group was at work becomes the next group: one transaction (a group commit), one wake-up of
the event loop. Fifty callers together pay for about one commit.
"""

import asyncio
import sqlite3
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from queue import SimpleQueue
from threading import Thread
from typing import Any, TypeVar

from adapters.sqlite.errors import translated

T = TypeVar("T")

MAX_GROUP = 256
"""Calls in one transaction: bounds the wait of its first."""


@dataclass(slots=True, eq=False)
class _Call:
    """One piece of work and the future of its caller; without work it ends the thread."""

    work: Callable[[sqlite3.Connection], Any] | None
    loop: asyncio.AbstractEventLoop
    future: asyncio.Future[Any]
    result: Any = None
    error: Exception | None = None


class ConnectionThread:
    """Runs work on a connection of its own, opened at the first call (again at the next one if that failed).

    Each piece of work may contain at most one statement that changes anything: SQLite undoes a failed statement
    by itself, so that the rest of its group is untouched without a savepoint for each. The thread is a daemon:
    what it was still doing when the process ends was not yet reported as done.
    """

    def __init__(self, path: Path, connect: Callable[[], sqlite3.Connection], begin: str) -> None:
        self._path = path
        self._connect = connect
        self._begin = begin
        self._calls: SimpleQueue[_Call] = SimpleQueue()
        Thread(target=self._serve, name=f"sqlite {begin.lower()}", daemon=True).start()

    def submit(self, work: Callable[[sqlite3.Connection], T]) -> asyncio.Future[T]:
        """What the work returns, once the transaction that contains it is committed.

        A caller that is cancelled while it waits does not stop the work.
        """
        return self._put(work)

    def stop(self) -> asyncio.Future[None]:
        """End the thread after all that was submitted before; nothing may be submitted afterwards."""
        return self._put(None)

    def _put(self, work: Callable[[sqlite3.Connection], Any] | None) -> asyncio.Future[Any]:
        loop = asyncio.get_running_loop()
        call = _Call(work, loop, loop.create_future())
        self._calls.put(call)
        return call.future

    def _serve(self) -> None:
        connection: sqlite3.Connection | None = None
        last = False
        while not last:
            group = self._next_group()
            last = group[-1].work is None
            if group[0].work is not None:
                connection = self._serve_group(connection, group)
            if last and connection is not None:
                connection.close()
            _report(group)

    def _next_group(self) -> list[_Call]:
        group = [self._calls.get()]
        while len(group) < MAX_GROUP and group[-1].work is not None and not self._calls.empty():
            group.append(self._calls.get_nowait())
        return group

    def _serve_group(self, connection: sqlite3.Connection | None, group: Sequence[_Call]) -> sqlite3.Connection | None:
        """The connection to go on with; None after a failure of the whole group, which may be the file's."""
        try:
            connection = connection or self._connect()
            self._run(connection, group)
        except Exception as error:  # noqa: BLE001  every caller of the group gets it
            for call in group:
                call.error = translated(error, self._path) if call.work else None
            if connection is not None:
                connection.close()
            return None
        return connection

    def _run(self, connection: sqlite3.Connection, group: Sequence[_Call]) -> None:
        connection.execute(self._begin)
        for call in group:
            try:
                call.result = call.work(connection) if call.work else None
            except Exception as error:
                if not connection.in_transaction:
                    raise
                call.error = translated(error, self._path)
        connection.execute("COMMIT")


def _report(group: Sequence[_Call]) -> None:
    """Wake each loop once; a loop that was closed meanwhile has nobody left to tell."""
    for loop in {call.loop: None for call in group}:
        try:
            loop.call_soon_threadsafe(_settle, [call for call in group if call.loop is loop])
        except RuntimeError:
            continue


def _settle(calls: Iterable[_Call]) -> None:
    for call in calls:
        if call.future.done():
            continue
        if call.error is not None:
            call.future.set_exception(call.error)
        else:
            call.future.set_result(call.result)
