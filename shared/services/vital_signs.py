"""The signs of life of open jobs: read, judged, and noted where they are to be seen."""

import contextlib
from collections.abc import Set as AbstractSet
from datetime import datetime

from shared.domain.job import Job, JobReference, JobStatus
from shared.domain.job_snapshot import JobSnapshot
from shared.domain.staleness import Act, Patience, Signs, Verdict, is_restart, judge
from shared.domain.timestamps import iso
from shared.domain.transitions import is_terminal
from shared.errors import NotFoundError
from shared.ports.clock import Clock
from shared.services.job_store import JobStore
from shared.services.snapshots import Snapshots


class VitalSigns:
    """Knows when something was last heard of a job.

    Of a job that runs its counters say so. Of one that has a place and does not run yet nothing is stored: this process
    remembers since when it has been so, and a new process begins to be patient anew.
    """

    def __init__(self, jobs: JobStore, snapshots: Snapshots, clock: Clock, patience: Patience) -> None:
        self._jobs = jobs
        self._snapshots = snapshots
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
        snapshot = await self._snapshots.of(job)
        signs = Signs(
            status=job.status,
            has_place=has_place,
            heard=self._heard(snapshot),
            orchestration=orchestration,
            restarts=job.restarts if snapshot.done <= job.restarted_at else 0,
            stopping=job.stop is not None,
            deadline=job.deadline,
        )
        return judge(signs, self._patience, self._clock.now())

    def _heard(self, snapshot: JobSnapshot) -> datetime:
        if snapshot.stored.status is JobStatus.QUEUED:
            return self._placed.setdefault(snapshot.stored.id, self._clock.now())
        return snapshot.heard

    async def show(self, job: Job, *, stale: bool) -> bool:
        """Make the job seen as stale, or not any more; False when it is at its end, where nothing is."""

        def marked(now: Job) -> Job:
            return now if is_terminal(now.status) else now.model_copy(update={"stale": stale})

        return not is_terminal((await self._jobs.change(job.reference, marked)).status)

    async def restarting(self, job: Job, act: Act) -> bool:
        """Note that a job is given an orchestration, and be patient anew; False when it is at its end meanwhile."""
        done = (await self._snapshots.of(job)).done

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
