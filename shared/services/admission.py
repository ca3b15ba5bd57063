"""Gives jobs their places: at most so many of a user, and so many overall, are at work at once."""

import asyncio
import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta

from shared.domain.admission import Limits, OpenJob, Place, Places, admit, next_users
from shared.domain.job import Job, JobReference, JobStatus
from shared.domain.transitions import is_terminal
from shared.errors import ConflictError, ContractBatchError, NotFoundError
from shared.ports.clock import Clock
from shared.ports.orchestrations import Orchestrations
from shared.services.job_store import JobStore
from shared.services.places_store import PlacesStore, Seen

_ATTEMPTS = 20
_SURELY_STORED = timedelta(seconds=60)
"""After which a job that holds a place and cannot be found is gone, and not just not seen here yet."""

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class _Change:
    """What one caller wants; `done` says which jobs are the caller's to start."""

    done: "asyncio.Future[list[JobReference]]"
    arrived: OpenJob | None = None
    released: frozenset[str] = frozenset()
    adopted: tuple[JobReference, ...] = ()
    waiting: Mapping[str, str] = field(default_factory=dict)


class Admission:
    """One document, changed by one writer a process: what many ask for at once is one change."""

    def __init__(self, store: PlacesStore, jobs: JobStore, clock: Clock, limits: Limits) -> None:
        self._store = store
        self._jobs = jobs
        self._clock = clock
        self._limits = limits
        self._seen: Seen | None = None
        self._held: frozenset[str] = frozenset()
        self._asked: list[_Change] = []
        self._writer: asyncio.Task[None] | None = None

    async def arrived(self, job: Job, orchestrations: Orchestrations) -> None:
        """Start a stored job, or let it wait; what cannot be done now the watchdog does."""
        await self._carry_out(orchestrations, job.id, arrived=OpenJob(job.reference, job.status, job.turn))

    async def left(self, reference: JobReference, orchestrations: Orchestrations) -> None:
        """Give back the place of a job at its end, and start who is next; what fails now the watchdog does."""
        await self._carry_out(orchestrations, reference.job_id, released=frozenset({reference.job_id}))

    async def reconcile(self, open_jobs: Sequence[OpenJob], orchestrations: Orchestrations) -> int:
        """Make the places agree with all jobs that are not at their end, and start who is next: how many.

        Raises:
            TemporaryError: the store cannot be reached.
        """
        held = (await self.places()).held
        listed = {job.reference.job_id for job in open_jobs}
        ended = [job_id for job_id in held if job_id not in listed and await self._is_over(job_id, held[job_id])]
        running = [
            j.reference for j in open_jobs if j.status is JobStatus.PROCESSING and j.reference.job_id not in held
        ]
        adopted = [reference for reference in running if await self._runs(reference)]
        waiting: dict[str, str] = {}
        for job in open_jobs:
            if job.status is JobStatus.QUEUED and job.reference.job_id not in held:
                user = job.reference.user_id
                waiting[user] = min(job.turn, waiting.get(user, job.turn))
        for count, what in ((len(ended), "given back"), (len(adopted), "adopted")):
            if count:
                _log.warning("Admission: %d places of jobs were %s.", count, what)
        change = self._ask(released=frozenset(ended), adopted=tuple(adopted), waiting=waiting)
        to_start = await change
        await _start(to_start, orchestrations)
        return len(to_start)

    async def places(self) -> Places:
        """Who is at work now, and who waits."""
        return (await self._store.read()).places

    def holds_place(self, reference: JobReference) -> bool:
        """Whether the job is at work, or about to be, as far as this process knows; `reconcile` reads it anew."""
        return reference.job_id in self._held

    async def _is_over(self, job_id: str, place: Place) -> bool:
        # A listing may be older than the place: the job itself knows.
        try:
            job = await self._jobs.get(JobReference(job_id=job_id, user_id=place.user_id, job_type=place.job_type))
        except NotFoundError:
            return self._clock.now() - place.since > _SURELY_STORED
        return is_terminal(job.status)

    async def _runs(self, reference: JobReference) -> bool:
        try:
            return (await self._jobs.get(reference)).status is JobStatus.PROCESSING
        except NotFoundError:
            return False

    async def _carry_out(
        self,
        orchestrations: Orchestrations,
        job_id: str,
        *,
        arrived: OpenJob | None = None,
        released: frozenset[str] = frozenset(),
    ) -> None:
        try:
            to_start = await self._ask(arrived=arrived, released=released)
        except ContractBatchError as error:
            _log.warning("The places could not be changed for job %s, the watchdog will: %s", job_id, error)
            return
        await _start(to_start, orchestrations)

    def _ask(
        self,
        *,
        arrived: OpenJob | None = None,
        released: frozenset[str] = frozenset(),
        adopted: tuple[JobReference, ...] = (),
        waiting: Mapping[str, str] | None = None,
    ) -> "asyncio.Future[list[JobReference]]":
        done: asyncio.Future[list[JobReference]] = asyncio.get_running_loop().create_future()
        self._asked.append(_Change(done, arrived, released, adopted, waiting or {}))
        if self._writer is None or self._writer.done():
            self._writer = asyncio.create_task(self._write())
        return done

    async def _write(self) -> None:
        """Carry out what was asked for, all of it at once, until nothing is left."""
        while self._asked:
            changes, self._asked = self._asked, []
            try:
                admitted = await self._apply(changes)
            except Exception as error:  # noqa: BLE001 - whoever waits is told, and the next change is tried anew
                self._seen = None
                for change in changes:
                    if not change.done.done():
                        change.done.set_exception(error)
                continue
            _tell(changes, admitted)

    async def _apply(self, changes: list[_Change]) -> dict[str, JobReference]:
        for _ in range(_ATTEMPTS):
            fresh = self._seen is None
            seen = self._seen or await self._store.read()
            places = Places(held=dict(seen.places.held), waiting=dict(seen.places.waiting))
            self._note(changes, places)
            admitted = self._straight_in(changes, places) | await self._next(places)
            if places == seen.places and fresh:
                self._remember(seen)
                return admitted
            if places == seen.places:
                # Nothing to do by what this process remembers, which another one may have changed since.
                self._seen = None
                continue
            try:
                self._remember(await self._store.replace(places, seen.etag))
            except (ConflictError, NotFoundError):
                self._seen = None
                continue
            return admitted
        raise ConflictError("The places are being changed by others all the time.")

    def _remember(self, seen: Seen) -> None:
        self._seen = seen
        self._held = frozenset(seen.places.held)

    def _note(self, changes: list[_Change], places: Places) -> None:
        for change in changes:
            for job_id in change.released:
                places.held.pop(job_id, None)
            for reference in change.adopted:
                places.held.setdefault(reference.job_id, self._place(reference))
            for user, turn in change.waiting.items():
                _let_wait(places, user, turn)

    def _straight_in(self, changes: list[_Change], places: Places) -> dict[str, JobReference]:
        """Admit arrivals of users who have nobody waiting, while places are free: then nobody comes before them."""
        arrivals = [change.arrived for change in changes if change.arrived and not change.done.cancelled()]
        admitted: dict[str, JobReference] = {}
        nobody_else = not next_users(places, self._limits)
        for job in sorted(arrivals, key=lambda arrival: arrival.turn):
            reference = job.reference
            if reference.job_id in places.held:
                continue
            if (
                nobody_else
                and reference.user_id not in places.waiting
                and admit(places.held, [reference], self._limits)
            ):
                places.held[reference.job_id] = self._place(reference)
                admitted[reference.job_id] = reference
            else:
                _let_wait(places, reference.user_id, job.turn)
        return admitted

    async def _next(self, places: Places) -> dict[str, JobReference]:
        """Fill the free places with those whose turn it is."""
        admitted: dict[str, JobReference] = {}
        while users := next_users(places, self._limits):
            # Of a user's queued jobs some may have a place already: as many more are asked for, and one to wait.
            most = 2 * self._limits.per_user + 1
            queues = await asyncio.gather(*(self._store.queued(user, most) for user in users))
            rows = sorted((job for queue in queues for job in queue), key=lambda job: (job.turn, job.reference.job_id))
            for reference in admit(places.held, [job.reference for job in rows], self._limits):
                places.held[reference.job_id] = self._place(reference)
                admitted[reference.job_id] = reference
            for user, queue in zip(users, queues, strict=True):
                left = [job.turn for job in queue if job.reference.job_id not in places.held]
                places.waiting.pop(user)
                if left:
                    places.waiting[user] = left[0]
        return admitted

    def _place(self, reference: JobReference) -> Place:
        return Place(user_id=reference.user_id, job_type=reference.job_type, since=self._clock.now())


def _let_wait(places: Places, user: str, turn: str) -> None:
    places.waiting[user] = min(turn, places.waiting.get(user, turn))


def _tell(changes: list[_Change], admitted: dict[str, JobReference]) -> None:
    """Each arrival starts its own job; who came in their wake is the first caller's to start."""
    todo = dict(admitted)
    shares = [
        [todo.pop(c.arrived.reference.job_id)] if c.arrived and c.arrived.reference.job_id in todo else []
        for c in changes
    ]
    for change, share in zip(changes, shares, strict=True):
        if not change.done.done():
            change.done.set_result([*share, *todo.values()])
            todo = {}


async def _start(references: list[JobReference], orchestrations: Orchestrations) -> None:
    await asyncio.gather(*(_try_to_start(reference, orchestrations) for reference in references))


async def _try_to_start(reference: JobReference, orchestrations: Orchestrations) -> None:
    try:
        await orchestrations.start(reference)
    except Exception as error:  # noqa: BLE001 - it keeps its place, and the watchdog starts it
        _log.warning("Job %s could not be started at once: %s", reference.job_id, type(error).__name__)
