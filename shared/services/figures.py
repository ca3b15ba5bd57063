"""How much there is of what the app works at, asked for when somebody wants to know."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Iterable, Mapping
from datetime import datetime

from shared.domain.job import JobStatus
from shared.ports.clock import Clock
from shared.ports.queue import Queue
from shared.ports.telemetry import Figure, Telemetry
from shared.services.admission import Admission
from shared.services.job_feed import JobFeed
from shared.services.job_store import JobStore
from shared.services.kept import Kept

Source = Callable[[], Awaitable[list[Figure]]]
"""What one part shows now."""

PATIENCE_SECONDS = 5.0

_log = logging.getLogger(__name__)


class Figures:
    """Asks all parts side by side and tells the telemetry; one that cannot be asked keeps back no other."""

    def __init__(
        self, sources: Mapping[str, Source], telemetry: Telemetry, clock: Clock, patience: float = PATIENCE_SECONDS
    ) -> None:
        self._sources = sources
        self._telemetry = telemetry
        self._patience = patience
        self._told = Kept(self._ask, clock)

    async def tell(self) -> None:
        """See that the telemetry has figures that are at most five seconds old."""
        await self._told.get()

    async def _ask(self) -> None:
        await asyncio.gather(*(self._ask_one(part, source) for part, source in self._sources.items()))

    async def _ask_one(self, part: str, source: Source) -> None:
        figures = None
        try:
            async with asyncio.timeout(self._patience):
                figures = await source()
        except Exception as error:  # noqa: BLE001 - whatever is wrong with a part, the others are to be seen
            _log.warning("The figures of the %s could not be asked for: %s", part, type(error).__name__)
        self._telemetry.seen(part, figures)


class Sources:
    """The parts that there are."""

    def __init__(self, jobs: JobStore, admission: Admission, feed: JobFeed, clock: Clock) -> None:
        self._jobs = jobs
        self._admission = admission
        self._feed = feed
        self._clock = clock

    def of(self, job_types: Iterable[str], queues: Mapping[str, Queue], places: int) -> dict[str, Source]:
        """What each part shows, by the part's name; `places` is how many jobs may be at work."""
        types = list(job_types)
        asked = {f"queue {name}": _depth_of(name, queue) for name, queue in queues.items()}
        stored = {"jobs": lambda: self._by_state(types), "waiting jobs": lambda: self._waiting(types)}
        return {**stored, "places": lambda: self._places(places), "streams": self._streams, **asked}

    async def _by_state(self, types: list[str]) -> list[Figure]:
        kinds = [(job_type, status) for job_type in types for status in JobStatus]
        numbers = await asyncio.gather(*(self._jobs.number_of(*kind) for kind in kinds))
        return [
            Figure("jobs", number, {"job_type": job_type, "status": str(status)})
            for (job_type, status), number in zip(kinds, numbers, strict=True)
        ]

    async def _waiting(self, types: list[str]) -> list[Figure]:
        oldest = await asyncio.gather(*map(self._jobs.waiting_since, types))
        return [
            Figure("jobs_waiting_oldest_seconds", self._age(moment), {"job_type": job_type})
            for job_type, moment in zip(types, oldest, strict=True)
            if moment is not None
        ]

    def _age(self, moment: str) -> float:
        return max(0.0, (self._clock.now() - datetime.fromisoformat(moment)).total_seconds())

    async def _places(self, places: int) -> list[Figure]:
        held = (await self._admission.places()).held
        return [Figure("places_taken", len(held)), Figure("places", places)]

    async def _streams(self) -> list[Figure]:
        return [Figure("streams_open", self._feed.open_streams)]


def _depth_of(name: str, queue: Queue) -> Source:
    async def depth() -> list[Figure]:
        found, label = await queue.depth(), {"queue": name}
        shown = [Figure("queue_messages", found.messages, label)]
        if found.oldest_seconds is not None:
            shown.append(Figure("queue_oldest_seconds", found.oldest_seconds, label))
        return shown

    return depth
