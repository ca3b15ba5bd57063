"""Forgets the orchestrations of ended jobs, a slice of their time of creation after the other.

What can be asked for is when an orchestration began, not when it ended. No job runs longer than a day, so what began a
day before HISTORY_HOURS ago ended before then, if it is over at all; what is not over stays.
"""

from datetime import datetime, timedelta

from shared.domain.job import MAX_TIMEOUT_MS
from shared.ports.clock import Clock
from shared.ports.orchestrations import Upkeep

SLICE = timedelta(minutes=10)
SLICES_A_ROUND = 6
LOOKED_BACK = timedelta(days=7)
"""How far before the newest that may go a process begins. It goes an hour a round, so it arrives within an hour."""

_LONGEST_JOB = timedelta(milliseconds=MAX_TIMEOUT_MS)


class HistoryPurge:
    """Walks forward in time and remembers, in this process, how far it came."""

    def __init__(self, clock: Clock, history_hours: float) -> None:
        self._clock = clock
        self._kept = timedelta(hours=history_hours) + _LONGEST_JOB
        self._reached: datetime | None = None

    async def sweep(self, orchestrations: Upkeep) -> int:
        """Purge the next slices, at most up to the first that held something; how many orchestrations are gone.

        A slice that could not be purged is tried again in the next round.
        """
        newest = self._clock.now() - self._kept
        for _ in range(SLICES_A_ROUND):
            start = self._reached or newest - LOOKED_BACK
            if start + SLICE > newest:
                return 0
            purged = await orchestrations.purge_ended(start, start + SLICE)
            self._reached = start + SLICE
            if purged:
                return purged
        return 0
