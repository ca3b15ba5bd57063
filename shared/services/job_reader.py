"""Jobs as people see them: the stored job, with live progress while it runs."""

import asyncio
from typing import Any

from shared.domain.caller import Caller
from shared.domain.job import Job, JobReference, JobStatus
from shared.domain.progress import progress_of
from shared.domain.staleness import silence
from shared.domain.transitions import is_terminal
from shared.errors import NotFoundError
from shared.ports.clock import Clock
from shared.services.job_store import JobStore
from shared.services.waiting_line import WaitingLine

INTERNAL = frozenset({"announced", "letters_sent", "restarted_at", "restarts", "reuses", "ttl", "turn"})
"""Fields of a job that are nobody's business outside."""


class JobReader:
    """Reads jobs for callers."""

    def __init__(self, jobs: JobStore, line: WaitingLine, clock: Clock) -> None:
        self._jobs = jobs
        self._line = line
        self._clock = clock

    async def find(self, job_id: str, caller: Caller) -> Job:
        """The job as it is stored.

        Raises:
            NotFoundError: there is no such job, or the caller may not see it: nobody learns which.
        """
        # Who may see the jobs of one user is asked about theirs only, so that others' cannot even be timed.
        job = await self._jobs.find(job_id, caller.confined_to)
        if job is None or not caller.may_see(job.user_id):
            raise NotFoundError(f"There is no job {job_id}.")
        return job

    async def view(self, job_id: str, caller: Caller) -> dict[str, Any]:
        """The job with its progress as it is now, and what it took so far.

        Raises:
            NotFoundError: there is no such job for this caller.
        """
        job = await self.find(job_id, caller)
        live, usage = await asyncio.gather(self.live(job), self._jobs.read_usage(job.reference))
        return live.model_dump(mode="json", exclude=set(INTERNAL)) | {"usage": usage.model_dump(mode="json")}

    async def views_of_user(
        self,
        user_id: str,
        caller: Caller,
        statuses: list[str],
        job_types: list[str],
        limit: int,
        continuation: str | None,
    ) -> dict[str, Any]:
        """A page of a user's jobs, newest first: `jobs`, `total` that match, `continuation` or null.

        Raises:
            NotFoundError: the user is another one, whether or not there is such a user.
        """
        check_user(user_id, caller)
        page, total = await self._jobs.list_of_user(
            user_id, statuses=statuses, job_types=job_types, limit=limit, continuation=continuation
        )
        jobs = [await self._live_row(body) for body in page.documents]
        return {"jobs": jobs, "total": total, "continuation": page.continuation}

    async def live(self, job: Job) -> Job:
        """The job with its progress as it is now; one that is at its end stays as it is."""
        if job.status is JobStatus.QUEUED:
            message = await self._line.message(job.id)
            return job.model_copy(update={"progress": job.progress.model_copy(update={"message": message})})
        if job.status is not JobStatus.PROCESSING:
            return job
        counters = await self._jobs.read_counters(job.reference)
        if counters is None:
            return job
        progress = progress_of(counters, self._clock.now())
        if job.stop is not None:
            progress.message = f"Stopping: what is at work is finished first. {progress.message}"
        if job.stale:
            progress.message = silence(counters.heartbeat_date)
        done = {"items_completed": counters.completed, "items_failed": counters.failed}
        return job.model_copy(update={"progress": progress} | done)

    async def _live_row(self, body: dict[str, Any]) -> dict[str, Any]:
        if is_terminal(JobStatus(body["status"])):
            return body
        job = Job.model_validate(body | {"partition_key": body["user_id"], "request": {}})
        live = (await self.live(job)).model_dump(mode="json")
        return {name: live[name] for name in body if name in live}


def check_user(user_id: str, caller: Caller) -> None:
    """Let a caller through to what belongs to a user.

    Raises:
        NotFoundError: it is not theirs to see, whether or not there is such a user.
    """
    if not caller.may_see(user_id):
        raise NotFoundError(f"There is no user {user_id} whose jobs you may see.")


def reference_of(body: dict[str, Any]) -> JobReference:
    """The reference of a job as a listing returned it."""
    return JobReference(job_id=body["id"], user_id=body["user_id"], job_type=body["job_type"])
