"""The gate: which of the accepted jobs are processed now.

A job that waits is a document and nothing else; with its place it gets its orchestration. All places are in one
document, and every decision ends in its replacement under its etag: whoever decided on what is no longer so decides
again. What a process has to decide at the same time it decides at once, so that a thousand submissions take some
dozens of replacements.

A place is taken first and the orchestration started second; a job ends first and its place is given back second. What
dies in between the watchdog finds: `reconcile`.
"""

import asyncio
import logging
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from shared.domain.admission import Limits, Place, Room, admit
from shared.domain.job import Job, JobReference, JobStatus, OpenJob
from shared.domain.transitions import is_terminal
from shared.errors import ConflictError, NotFoundError
from shared.ports.clock import Clock
from shared.ports.orchestrations import Orchestrations
from shared.services.job_store import JobStore
from shared.services.place_book import Page, PlaceBook

_ATTEMPTS = 20
_PAUSE_SECONDS = 0.02
_STARTS_AT_ONCE = 16

_log = logging.getLogger(__name__)


@dataclass(slots=True)
class _News:
    """What happened since the last decision."""

    arrived: dict[str, tuple[str, JobReference]] = field(default_factory=dict)
    """Jobs that were accepted, by id, with their turns."""
    left: dict[str, JobReference] = field(default_factory=dict)
    adopted: dict[str, JobReference] = field(default_factory=dict)
    """Jobs that are processed without a place."""
    search: bool = False
    """Whether to look through all that wait, whoever left."""

    @property
    def is_empty(self) -> bool:
        return not (self.arrived or self.left or self.adopted or self.search)


class Admission:
    """Gives places to jobs and takes them back."""

    def __init__(self, book: PlaceBook, jobs: JobStore, clock: Clock, limits: Limits) -> None:
        self._book = book
        self._jobs = jobs
        self._clock = clock
        self._limits = limits
        self._news = _News()
        self._deciding = asyncio.Lock()

    async def arrived(self, job: Job, orchestrations: Orchestrations) -> None:
        """A job was accepted and stored: it gets a place and its orchestration, or waits for its turn.

        Never raises for what can be made up for: the watchdog does.
        """
        self._news.arrived[job.id] = (job.turn, job.reference)
        await self._decide(orchestrations)

    async def left(self, reference: JobReference, orchestrations: Orchestrations) -> None:
        """A job is at its end: its place goes to whose turn it is. Nothing happens when it holds none."""
        self._news.left[reference.job_id] = reference
        await self._decide(orchestrations)

    async def reconcile(self, open_jobs: Sequence[OpenJob], orchestrations: Orchestrations) -> None:
        """Take back the places of jobs that are at their end or gone, and give the free ones to whose turn it is.

        A job that is processed without a place gets one, over the limits if need be: it is running.
        """
        page = await self._book.read()
        known = {job.reference.job_id for job in open_jobs}
        for job_id, place in page.places.items():
            reference = JobReference(job_id=job_id, user_id=place.user_id, job_type=place.job_type)
            if job_id not in known and await self._is_over(reference):
                _log.warning("Job %s is over and still had a place: it is given back.", job_id)
                self._news.left[job_id] = reference
        for job in open_jobs:
            if job.status is JobStatus.PROCESSING and job.reference.job_id not in page.places:
                self._news.adopted[job.reference.job_id] = job.reference
        self._news.search = page.waiting or any(job.status is JobStatus.QUEUED for job in open_jobs)
        await self._decide(orchestrations)

    async def holds_place(self, reference: JobReference) -> bool:
        """Whether the job held a place when this process last looked."""
        return reference.job_id in self._book.seen.places

    async def _is_over(self, reference: JobReference) -> bool:
        # A listing may be older than the place.
        try:
            return is_terminal((await self._jobs.get(reference)).status)
        except NotFoundError:
            return True

    async def _decide(self, orchestrations: Orchestrations) -> None:
        """Decide on all that is new, unless somebody else does so meanwhile."""
        admitted: list[JobReference] = []
        try:
            async with self._deciding:
                if not self._news.is_empty:
                    news, self._news = self._news, _News()
                    admitted = await self._decided(news)
        except Exception as error:  # noqa: BLE001 - the jobs are stored: the watchdog decides again, nothing is lost
            _log.warning("Places could not be given, which will be made up for: %s", type(error).__name__)
        await self._start(admitted, orchestrations)

    async def _decided(self, news: _News) -> list[JobReference]:
        """The jobs that got a place.

        Raises:
            ConflictError: others were faster again and again.
        """
        for attempt in range(_ATTEMPTS):
            before = await self._book.current()
            leaving = news.left.keys() & before.places.keys()
            if not (leaving or news.arrived or news.adopted or news.search):
                return []
            after, admitted = await self._next(before, news)
            if await self._book.write(after):
                return admitted
            await self._clock.sleep(_PAUSE_SECONDS * attempt)
        raise ConflictError("The places of jobs are being changed by others all the time.")

    async def _next(self, before: Page, news: _News) -> tuple[Page, list[JobReference]]:
        since = self._clock.now()
        places = {job_id: place for job_id, place in before.places.items() if job_id not in news.left}
        places |= {job_id: _place(reference, since) for job_id, reference in news.adopted.items()}
        room = Room(places, self._limits)
        admitted, waiting = await self._admitted(before, news, room)
        places |= {reference.job_id: _place(reference, since) for reference in admitted}
        return Page(places, waiting), admitted

    async def _admitted(self, before: Page, news: _News, room: Room) -> tuple[list[JobReference], bool]:
        """The jobs that may run now, and whether others have to wait.

        While not all places are taken, whoever waits does so because of their own limit. So an arriving job that finds
        a place for its user passes nobody, and a job that leaves makes room for its own user's only.
        """
        arrivals = [reference for _, reference in sorted(news.arrived.values(), key=lambda arrival: arrival[0])]
        was_full = len(before.places) >= self._limits.overall
        if not (before.waiting or news.search):
            admitted = admit(room, arrivals)
            return admitted, len(admitted) < len(arrivals)
        if news.search or (was_full and news.left):
            return await self._search(room, before, None)
        admitted = []
        for user_id in dict.fromkeys(reference.user_id for reference in news.left.values()):
            admitted += (await self._search(room, before, user_id))[0]
        known = {reference.job_id for reference in admitted}
        admitted += admit(room, [one for one in arrivals if one.job_id not in known])
        return admitted, True

    async def _search(self, room: Room, before: Page, user_id: str | None) -> tuple[list[JobReference], bool]:
        """Go through those that wait, of one user or of all, in the order of their turns until all places are taken."""
        admitted: list[JobReference] = []
        left_waiting = False
        continuation: str | None = None
        while not room.is_full:
            page, continuation = await self._jobs.list_waiting(user_id, continuation)
            without_place = [one for one in page if one.job_id not in before.places]
            let_in = admit(room, without_place)
            admitted += let_in
            left_waiting = left_waiting or len(let_in) < len(without_place)
            if continuation is None:
                return admitted, left_waiting
        return admitted, True

    async def _start(self, admitted: Iterable[JobReference], orchestrations: Orchestrations) -> None:
        at_once = asyncio.Semaphore(_STARTS_AT_ONCE)

        async def start(reference: JobReference) -> None:
            async with at_once:
                try:
                    await orchestrations.start(reference)
                except Exception as error:  # noqa: BLE001 - it has its place: the watchdog starts it, nothing is lost
                    kind = type(error).__name__
                    _log.warning("Job %s could not be started at once: %s", reference.job_id, kind)

        await asyncio.gather(*(start(reference) for reference in admitted))


def _place(reference: JobReference, since: datetime) -> Place:
    return Place(user_id=reference.user_id, job_type=reference.job_type, since=since)
