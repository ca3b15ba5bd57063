"""An answer that is asked for anew only when it is old."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Generic, TypeVar

from shared.ports.clock import Clock

KEPT_SECONDS = 5.0

_Answer = TypeVar("_Answer")


class Kept(Generic[_Answer]):
    """Asks once for all who want to know within five seconds."""

    def __init__(self, ask: Callable[[], Awaitable[_Answer]], clock: Clock) -> None:
        self._ask = ask
        self._clock = clock
        self._asking = asyncio.Lock()
        self._answer: _Answer
        self._until = float("-inf")

    async def get(self) -> _Answer:
        """The answer, at most five seconds old."""
        async with self._asking:
            if self._clock.monotonic() >= self._until:
                self._answer = await self._ask()
                self._until = self._clock.monotonic() + KEPT_SECONDS
            return self._answer
