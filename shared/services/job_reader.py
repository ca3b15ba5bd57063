"""Jobs as people see them: the stored job, with live progress while it runs."""

import asyncio
from typing import Any

from shared.domain.caller import Caller
from shared.domain.job import Job, JobReference
from shared.domain.request_summary import summary_of
from shared.errors import NotFoundError
from shared.services.job_store import JobStore
from shared.services.snapshots import Snapshots

INTERNAL = frozenset({"announced", "letters_sent", "restarted_at", "restarts", "reuses", "ttl", "turn", "words"})
"""Fields of a job that are nobody's business outside."""


class JobReader:
    """Reads jobs for callers."""

    def __init__(self, jobs: JobStore, snapshots: Snapshots) -> None:
        self._jobs = jobs
        self._snapshots = snapshots

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
        live, usage = await asyncio.gather(self._snapshots.live(job), self._jobs.read_usage(job.reference))
        shown = live.model_dump(mode="json", exclude=set(INTERNAL)) | {"usage": usage.model_dump(mode="json")}
        return shown | {"request": summary_of(job.request)}

    async def request(self, job_id: str, caller: Caller) -> dict[str, Any]:
        """The whole request of a job, as it was normalised.

        Raises:
            NotFoundError: there is no such job for this caller.
        """
        return (await self.find(job_id, caller)).request

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
        cards = await self._snapshots.rows(user_id, page.documents)
        jobs = [card.model_dump(mode="json") for card in cards]
        return {"jobs": jobs, "total": total, "continuation": page.continuation}


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
