"""The machine's clock, and random identifiers."""

import asyncio
import io
import os
import time
import uuid
from datetime import UTC, datetime

_ID_BYTES = 16


class SystemClock:
    """The `Clock` of a running app."""

    def now(self) -> datetime:
        """The time in UTC."""
        return datetime.now(UTC)

    def monotonic(self) -> float:
        """Seconds since some start."""
        return time.monotonic()

    async def sleep(self, seconds: float) -> None:
        """Wait without blocking the loop."""
        await asyncio.sleep(seconds)


class RandomIds:
    """The `IdSource` of a running app: version 4 UUIDs.

    The operating system's random bytes are asked for 256 ids at a time: the call costs as much as a small write.
    """

    def __init__(self) -> None:
        self._bytes = io.BytesIO()

    def new_id(self) -> str:
        """A fresh UUID."""
        drawn = self._bytes.read(_ID_BYTES)
        if not drawn:
            self._bytes = io.BytesIO(os.urandom(256 * _ID_BYTES))
            drawn = self._bytes.read(_ID_BYTES)
        return str(uuid.UUID(bytes=drawn, version=4))
