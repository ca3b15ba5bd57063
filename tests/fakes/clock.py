"""A clock that stands still until the test moves it."""

import asyncio
import heapq
import itertools
from datetime import UTC, datetime, timedelta

START = datetime(2026, 1, 31, 8, 30, tzinfo=UTC)
_LOOP_PASSES = 60
"""More than any chain of calls to a container in memory takes: each gives way to the loop once."""


class SteerableClock:
    """The port `Clock`; sleepers wake inside `advance`, each at its own moment."""

    def __init__(self) -> None:
        self._elapsed = 0.0
        self._sleepers: list[tuple[float, int, asyncio.Future[None]]] = []
        self._order = itertools.count()

    def now(self) -> datetime:
        return START + timedelta(seconds=self._elapsed)

    def monotonic(self) -> float:
        return self._elapsed

    async def sleep(self, seconds: float) -> None:
        woken = asyncio.get_running_loop().create_future()
        heapq.heappush(self._sleepers, (self._elapsed + seconds, next(self._order), woken))
        await woken

    async def advance(self, seconds: float) -> None:
        """Move on, and let everything that wakes on the way run until it waits again."""
        await settled()
        goal = self._elapsed + seconds
        while self._sleepers and self._sleepers[0][0] <= goal:
            self._elapsed, _, woken = heapq.heappop(self._sleepers)
            if not woken.done():
                woken.set_result(None)
            await settled()
        self._elapsed = goal
        await settled()

    @property
    def sleepers(self) -> int:
        """How many are asleep."""
        return sum(not woken.done() for _, _, woken in self._sleepers)


async def settled() -> None:
    """Give way until every task has come to something that only the test can end."""
    for _ in range(_LOOP_PASSES):
        await asyncio.sleep(0)
