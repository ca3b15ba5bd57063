"""What the host and its workers say to each other: JSON objects, each after its length."""

import asyncio
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

_LENGTH_BYTES = 8


@dataclass(frozen=True, slots=True)
class Duty:
    """How a worker calls functions.

    Attributes:
        folder: The app's.
        client_json: The durable client's binding.
        timeout: Seconds a function may run, or None for no limit.
        threads: For plain functions.
    """

    folder: str
    client_json: str
    timeout: float | None
    threads: int


@dataclass(frozen=True, slots=True)
class Assignment:
    """What a worker is told at its start: its duty, where the host is, and by what the host knows it."""

    duty: Duty
    port: int
    secret: str

    def as_json(self) -> bytes:
        """For the worker's standard input, which no other process can look into."""
        return json.dumps(asdict(self)).encode()

    @classmethod
    def from_json(cls, text: bytes) -> "Assignment":
        """What `as_json` wrote."""
        told = json.loads(text)
        return cls(**told | {"duty": Duty(**told["duty"])})


def send(writer: asyncio.StreamWriter, message: Mapping[str, Any]) -> None:
    """Send a message; nothing happens when nobody listens any more."""
    data = json.dumps(message).encode()
    writer.write(len(data).to_bytes(_LENGTH_BYTES) + data)


async def receive(reader: asyncio.StreamReader) -> dict[str, Any] | None:
    """The next message, or None when the other end is gone."""
    try:
        length = int.from_bytes(await reader.readexactly(_LENGTH_BYTES))
        message: dict[str, Any] = json.loads(await reader.readexactly(length))
    except (asyncio.IncompleteReadError, ConnectionError):
        return None
    return message
