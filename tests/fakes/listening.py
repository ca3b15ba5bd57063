"""A client of streams: reads as EventSource does, and remembers."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

from tests.fakes.clock import settled


@dataclass(frozen=True)
class Told:
    """One event."""

    name: str
    id: str
    data: Any


@dataclass
class Reading:
    """What a stream's lines amount to."""

    events: list[Told] = field(default_factory=list)
    comments: int = 0
    last_id: str = ""
    retry_ms: int | None = None
    _name: str = "message"
    _data: list[str] = field(default_factory=list)

    def line(self, line: str) -> None:
        """Take the next line."""
        name, _, value = line.partition(":")
        value = value.removeprefix(" ")
        if line == "":
            if self._data:
                self.events.append(Told(self._name, self.last_id, json.loads("\n".join(self._data))))
            self._name, self._data = "message", []
        elif name == "":
            self.comments += 1
        elif name == "event":
            self._name = value
        elif name == "data":
            self._data.append(value)
        elif name == "id":
            self.last_id = value
        elif name == "retry":
            self.retry_ms = int(value)
        else:
            raise AssertionError(f"no line of an event stream: {line!r}")

    @property
    def names(self) -> list[str]:
        """The names of the events, in their order."""
        return [event.name for event in self.events]


class Listener:
    """Reads a stream in a task of its own, as far as it has come."""

    def __init__(self, stream: AsyncIterator[str]) -> None:
        self.reading = Reading()
        self._task = asyncio.create_task(self._read(stream))

    async def _read(self, stream: AsyncIterator[str]) -> None:
        async for chunk in stream:
            assert chunk.endswith("\n\n"), "a piece of an event is no event"
            for line in chunk.removesuffix("\n").split("\n"):
                self.reading.line(line)

    @property
    def ended(self) -> bool:
        """Whether the stream has ended by itself."""
        return self._task.done() and not self._task.cancelled()

    async def go_away(self) -> None:
        """Lose the connection, as the worker does it: the stream is cancelled."""
        self._task.cancel()
        with suppress(asyncio.CancelledError):
            await self._task
        await settled()


async def listen(stream: AsyncIterator[str] | None) -> Listener:
    """Begin to read, and come to rest."""
    assert stream is not None
    listener = Listener(stream)
    await settled()
    return listener
