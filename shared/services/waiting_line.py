"""How far from their turn the waiting jobs are, for people."""

import asyncio

from shared.ports.clock import Clock
from shared.services.job_store import JobStore
from shared.services.places_store import PlacesStore

MOST_COUNTED = 1_000
"""Waiting jobs that are counted; to one behind them this much is said."""

_KEPT_SECONDS = 1.0


class WaitingLine:
    """Counts the queue at most once a second, whoever asks for which job."""

    def __init__(self, jobs: JobStore, places: PlacesStore, clock: Clock) -> None:
        self._jobs = jobs
        self._places = places
        self._held: frozenset[str] = frozenset()
        self._clock = clock
        self._positions: dict[str, int] = {}
        self._counted = float("-inf")
        self._counting = asyncio.Lock()

    async def message(self, job_id: str) -> str:
        """What a waiting job says of itself."""
        async with self._counting:
            if self._clock.monotonic() - self._counted >= _KEPT_SECONDS:
                self._positions = await self._count()
                self._counted = self._clock.monotonic()
        position = self._positions.get(job_id)
        if position is not None:
            return f"Waiting for its turn: number {position} in the queue."
        if job_id in self._held or len(self._positions) < MOST_COUNTED:
            return "Starting."
        return f"Waiting for its turn: more than {MOST_COUNTED:,} jobs are before it."

    async def _count(self) -> dict[str, int]:
        self._held = frozenset((await self._places.read()).places.held)
        positions: dict[str, int] = {}
        continuation: str | None = None
        while len(positions) < MOST_COUNTED:
            page, continuation = await self._jobs.list_waiting(None, continuation)
            for reference in page:
                if reference.job_id not in self._held:
                    positions[reference.job_id] = len(positions) + 1
            if continuation is None:
                break
        return positions
