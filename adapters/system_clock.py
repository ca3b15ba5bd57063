"""The machine's clock, and random identifiers."""

import asyncio
import time
import uuid
from datetime import UTC, datetime


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
    """The `IdSource` of a running app: version 4 UUIDs."""

    def new_id(self) -> str:
        """A fresh UUID."""
        return str(uuid.uuid4())
