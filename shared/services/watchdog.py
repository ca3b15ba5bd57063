"""Looks after jobs that are not at their end, after ends that nobody was told of, and after what is left of them."""

import asyncio
import contextlib
import logging
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from shared.domain.admission import OpenJob
from shared.domain.job import Job, JobReference, JobStatus
from shared.domain.staleness import Act, Verdict
from shared.errors import NotFoundError
from shared.ports.documents import JsonDocument, Page
from shared.ports.orchestrations import Orchestrations, Upkeep
from shared.services.announcer import Announcer
from shared.services.history_purge import HistoryPurge
from shared.services.job_lifecycle import JobLifecycle
from shared.services.job_reader import reference_of
from shared.services.job_store import JobStore
from shared.services.vital_signs import VitalSigns

_PAGE = 100
_AT_ONCE = 10
_PATIENCE_SECONDS = 60.0

_log = logging.getLogger(__name__)


class Places(Protocol):
    """Who may run: what the watchdog needs of admission."""

    async def reconcile(self, open_jobs: Sequence[OpenJob], orchestrations: Orchestrations) -> int:
        """Take back places whose jobs are gone, give places to jobs that run without one; start others: how many."""
        ...

    async def left(self, reference: JobReference, orchestrations: Orchestrations) -> None:
        """Give back the place of a job at its end."""
        ...

    def holds_place(self, reference: JobReference) -> bool:
        """Whether a job may run, as far as `reconcile` saw."""
        ...


@dataclass(slots=True)
class Healed:
    """What a round of the watchdog did: jobs, and at last orchestrations that were forgotten."""

    started: int = 0
    restarted: int = 0
    failed: int = 0
    stale: int = 0
    announced: int = 0
    purged: int = 0


class Watchdog:
    """Compares the jobs that are not at their end with their signs of life and the orchestrations that carry them."""

    def __init__(
        self,
        jobs: JobStore,
        lifecycle: JobLifecycle,
        announcer: Announcer,
        *,
        places: Places,
        signs: VitalSigns,
        history: HistoryPurge,
    ) -> None:
        self._jobs = jobs
        self._lifecycle = lifecycle
        self._announcer = announcer
        self._places = places
        self._signs = signs
        self._history = history
        self._busy = False

    async def heal(self, orchestrations: Upkeep) -> Healed:
        """One round. It does nothing while another is under way in this process."""
        healed = Healed()
        if self._busy:
            return healed
        self._busy = True
        try:
            await self._round(orchestrations, healed)
        finally:
            self._busy = False
        return healed

    async def _round(self, orchestrations: Upkeep, healed: Healed) -> None:
        open_jobs, ended = await self._unannounced()
        await _guarded(self._give_turns(open_jobs), "Jobs of an earlier version were given no turn")
        await _guarded(self._reconcile(open_jobs, orchestrations, healed), "The places of jobs were not looked after")
        await self._look_after_all(open_jobs, orchestrations, healed)
        await self._announce(ended, healed)
        await _guarded(self._purge(orchestrations, healed), "Ended orchestrations were not purged")

    async def _reconcile(self, open_jobs: list[OpenJob], orchestrations: Upkeep, healed: Healed) -> None:
        let_in = await self._places.reconcile(open_jobs, orchestrations)
        if let_in:
            _log.warning("%d jobs that waited are started by the watchdog.", let_in)
        healed.started += let_in

    async def _give_turns(self, open_jobs: list[OpenJob]) -> None:
        """Let the jobs wait their turn that an earlier version stored without one."""
        for job in open_jobs:
            if job.status is JobStatus.QUEUED and not job.turn:
                await self._jobs.give_turn(job.reference)

    async def _unannounced(self) -> tuple[list[OpenJob], list[JobReference]]:
        """The jobs that are not at their end, and those whose end was not announced; the oldest first."""
        # In this order a job that ends between the two listings is in both, and the second one is true.
        listed = [body async for body in _all(self._jobs.list_open)]
        ended = [reference_of(body) async for body in _all(self._jobs.list_unannounced)]
        over = {reference.job_id for reference in ended}
        open_jobs = [
            OpenJob(reference_of(body), JobStatus(body["status"]), body.get("turn", ""))
            for body in listed
            if body["id"] not in over
        ]
        return open_jobs, ended

    async def _look_after_all(self, open_jobs: list[OpenJob], orchestrations: Upkeep, healed: Healed) -> None:
        """Look after each, a few at once; one that has trouble, or takes long, does not keep the others waiting."""
        at_once = asyncio.Semaphore(_AT_ONCE)

        async def look_after(job: OpenJob) -> None:
            trouble = f"Job {job.reference.job_id} could not be looked after"
            async with at_once:
                await _guarded(self._look_after(job, orchestrations, healed), trouble)

        self._signs.keep_only({job.reference.job_id for job in open_jobs})
        await asyncio.gather(*(look_after(job) for job in open_jobs))

    async def _look_after(self, listed: OpenJob, orchestrations: Upkeep, healed: Healed) -> None:
        has_place = listed.status is JobStatus.PROCESSING or self._places.holds_place(listed.reference)
        if not has_place:
            return
        # First the orchestration and then the job: if both end between, the job is seen to be at its end.
        orchestration = await orchestrations.status(listed.reference.job_id)
        job = await self._jobs.get(listed.reference)
        if job.stop is not None:
            # Whoever stopped it may have died before its items were told.
            await self._jobs.mark_ended(job.reference)
        verdict = await self._signs.judge(job, orchestration, has_place=has_place)
        if verdict.act is Act.FAIL:
            await self._fail(job, verdict, orchestrations, healed)
        elif verdict.act is Act.NOTHING:
            await self._show_stale(job, verdict, healed)
        else:
            await self._take_up(job, verdict, orchestrations, healed)

    async def _show_stale(self, job: Job, verdict: Verdict, healed: Healed) -> None:
        if verdict.stale == job.stale or not await self._signs.show(job, stale=verdict.stale):
            return
        if verdict.stale:
            _log.warning("Job %s is stale: nothing was heard of it for a while.", job.id)
            healed.stale += 1
        else:
            _log.warning("Job %s is not stale any more.", job.id)

    async def _fail(self, job: Job, verdict: Verdict, orchestrations: Upkeep, healed: Healed) -> None:
        # The orchestration may have ended the job since it was read.
        reason = f"{verdict.why}. Retry it, or submit it again."
        if await self._lifecycle.fail(job.reference, reason) is JobStatus.FAILED:
            _log.error("Job %s is failed: %s", job.id, reason)
            healed.failed += 1
        await self._places.left(job.reference, orchestrations)

    async def _take_up(self, job: Job, verdict: Verdict, orchestrations: Upkeep, healed: Healed) -> None:
        """Give the job an orchestration; that this is tried is noted before, so that it is not tried for ever."""
        if not await self._signs.restarting(job, verdict.act):
            return
        if verdict.act is Act.REPLACE:
            await orchestrations.replace(job.reference)
        else:
            await orchestrations.start(job.reference)
        if verdict.act is Act.START and job.status is JobStatus.QUEUED:
            _log.warning("Job %s is started: %s.", job.id, verdict.why)
            healed.started += 1
        else:
            _log.warning("Job %s is started again: %s.", job.id, verdict.why)
            healed.restarted += 1

    async def _announce(self, ended: list[JobReference], healed: Healed) -> None:
        """Announce ends that nobody was told of, until one cannot be: to try an unreachable queue takes long."""
        for reference in ended:
            try:
                job = await self._jobs.get(reference)
                # Whoever ended it may have died before its items were told.
                await self._jobs.mark_ended(reference)
                if not job.announced and not await self._announcer.announce(job):
                    return
            except Exception as error:  # noqa: BLE001 - one job's trouble must not keep the watchdog from the others
                _log.warning("The end of job %s could not be announced: %s", reference.job_id, type(error).__name__)
                continue
            if not job.announced:
                _log.warning("The end of job %s is announced late.", job.id)
                healed.announced += 1

    async def _purge(self, orchestrations: Upkeep, healed: Healed) -> None:
        healed.purged = await self._history.sweep(orchestrations)
        if healed.purged:
            _log.info("%d orchestrations of ended jobs are forgotten.", healed.purged)


async def _all(listing: Callable[[int, str | None], Awaitable[Page]]) -> AsyncIterator[JsonDocument]:
    continuation: str | None = None
    while True:
        page = await listing(_PAGE, continuation)
        for body in page.documents:
            yield body
        if page.continuation is None:
            return
        continuation = page.continuation


async def _guarded(work: Coroutine[Any, Any, None], trouble: str) -> None:
    """Do the work within a minute; its trouble is told and goes no further."""
    try:
        with contextlib.suppress(NotFoundError):
            async with asyncio.timeout(_PATIENCE_SECONDS):
                await work
    except Exception as error:  # noqa: BLE001 - one job's trouble must not keep the watchdog from the others
        _log.warning("%s: %s", trouble, type(error).__name__)
