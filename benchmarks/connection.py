"""A light HTTP/1.1 client: what a client costs is taken from the two cores that the host is measured on."""

import asyncio
import json
from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Any, Self
from urllib.parse import urlsplit


@dataclass(frozen=True, slots=True)
class Answer:
    """A status and a JSON body."""

    status: int
    body: Any

    def expect(self, status: int) -> Any:
        """The body.

        Raises:
            RuntimeError: the status is another one.
        """
        if self.status != status:
            raise RuntimeError(f"The host answered {self.status} in place of {status}: {self.body}")
        return self.body


class Connection:
    """One kept-alive connection: one request at a time."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._reader = reader
        self._writer = writer

    @classmethod
    async def open(cls, base_url: str) -> Self:
        """Connect to the host of an address."""
        place = urlsplit(base_url)
        return cls(*await asyncio.open_connection(place.hostname, place.port))

    async def get(self, path: str) -> Answer:
        """Read."""
        return await self._exchange(_request("GET", path))

    async def post(self, path: str, body: Any) -> Answer:
        """Send JSON."""
        return await self._exchange(_request("POST", path, json.dumps(body).encode()))

    async def events(self, path: str) -> AsyncIterator[str]:
        """The names of the events of a stream, as they come, until it ends.

        Raises:
            RuntimeError: there is no such stream.
        """
        self._writer.write(_request("GET", path))
        status, headers = await self._head()
        if status != 200 or headers.get("transfer-encoding") != "chunked":
            raise RuntimeError(f"The host has no stream at {path}: it answered {status}.")
        async for line in self._lines():
            if line.startswith(b"event:"):
                yield line.removeprefix(b"event:").strip().decode()

    def close(self) -> None:
        """Hang up."""
        self._writer.close()

    async def _exchange(self, request: bytes) -> Answer:
        self._writer.write(request)
        status, headers = await self._head()
        raw = await self._reader.readexactly(int(headers.get("content-length", 0)))
        return Answer(status, json.loads(raw) if raw else None)

    async def _head(self) -> tuple[int, dict[str, str]]:
        head = (await self._reader.readuntil(b"\r\n\r\n")).decode("latin-1")
        first, *lines = head.rstrip().split("\r\n")
        pairs = (line.partition(":") for line in lines)
        return int(first.split(" ", 2)[1]), {name.lower(): value.strip() for name, _, value in pairs}

    async def _lines(self) -> AsyncIterator[bytes]:
        rest = b""
        while size := int(await self._reader.readline(), 16):
            *lines, rest = (rest + (await self._reader.readexactly(size + 2))[:-2]).split(b"\n")
            for line in lines:
                yield line


def _request(method: str, path: str, body: bytes = b"") -> bytes:
    kind = f"Content-Type: application/json\r\nContent-Length: {len(body)}\r\n" if body else ""
    return f"{method} {path} HTTP/1.1\r\nHost: localhost\r\n{kind}\r\n".encode() + body
