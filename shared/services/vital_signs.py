"""The signs of life of open jobs: read, judged, and noted where they are to be seen."""

import contextlib
from collections.abc import Set as AbstractSet
from datetime import datetime

from shared.domain.job import Job, JobReference, JobStatus
from shared.domain.progress import Counters
from shared.domain.staleness import Act, Patience, Signs, Verdict, is_restart, judge
from shared.domain.timestamps import iso
from shared.domain.transitions import is_terminal
from shared.errors import NotFoundError
from shared.ports.clock import Clock
from shared.services.job_store import JobStore


class VitalSigns:
    """Knows when something was last heard of a job.

    Of a job that runs its counters say so. Of one that has a place and does not run yet nothing is stored: this process
    remembers since when it has been so, and a new process begins to be patient anew.
    """

    def __init__(self, jobs: JobStore, clock: Clock, patience: Patience) -> None:
        self._jobs = jobs
        self._clock = clock
        self._patience = patience
        self._placed: dict[str, datetime] = {}

    def keep_only(self, job_ids: AbstractSet[str]) -> None:
        """Forget all other jobs."""
        self._placed = {job_id: since for job_id, since in self._placed.items() if job_id in job_ids}

    async def judge(self, job: Job, orchestration: str | None, *, has_place: bool) -> Verdict:
        """What is to be done with a job whose orchestration has this runtime status."""
        if is_terminal(job.status):
            return Verdict(Act.NOTHING)
        counters = await self._jobs.read_counters(job.reference)
        signs = Signs(
            status=job.status,
            has_place=has_place,
            heard=self._heard(job, counters),
            orchestration=orchestration,
            restarts=job.restarts if _done(counters) <= job.restarted_at else 0,
            stopping=job.stop is not None,
            deadline=job.deadline,
        )
        return judge(signs, self._patience, self._clock.now())

    def _heard(self, job: Job, counters: Counters | None) -> datetime:
        if job.status is JobStatus.QUEUED:
            return self._placed.setdefault(job.id, self._clock.now())
        began = job.started_date or job.created_date
        return max(began, counters.heartbeat_date) if counters else began

    async def show(self, job: Job, *, stale: bool) -> bool:
        """Make the job seen as stale, or not any more; False when it is at its end, where nothing is."""

        def marked(now: Job) -> Job:
            return now if is_terminal(now.status) else now.model_copy(update={"stale": stale})

        return not is_terminal((await self._jobs.change(job.reference, marked)).status)

    async def restarting(self, job: Job, act: Act) -> bool:
        """Note that a job is given an orchestration, and be patient anew; False when it is at its end meanwhile."""
        counters = await self._jobs.read_counters(job.reference)
        done = _done(counters)

        def noted(now: Job) -> Job:
            if is_terminal(now.status):
                return now
            before = now.restarts if done <= now.restarted_at else 0
            again = {"restarts": before + 1, "restarted_at": done} if is_restart(now.status, act) else {}
            return now.model_copy(update={"stale": False} | again)

        if is_terminal((await self._jobs.change(job.reference, noted)).status):
            return False
        self._placed[job.id] = self._clock.now()
        await self._touch(job.reference)
        return True

    async def _touch(self, reference: JobReference) -> None:
        # A job that died before it was planned has no counters.
        with contextlib.suppress(NotFoundError):
            await self._jobs.add_to_counters(reference, {}, {"heartbeat_date": iso(self._clock.now())})


def _done(counters: Counters | None) -> int:
    return counters.completed + counters.failed if counters else 0
