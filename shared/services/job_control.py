"""What people do to a job that is there: cancel it, take it up again."""

import uuid

from shared.domain.admission import turn_of
from shared.domain.job import Job, JobReference, JobStatus, Progress
from shared.domain.quotas import cost_of_rest
from shared.domain.transitions import is_terminal
from shared.errors import IllegalTransitionError, NotFoundError
from shared.ports.clock import Clock
from shared.services.job_feed import JobFeed
from shared.services.job_lifecycle import JobLifecycle
from shared.services.job_store import JobStore
from shared.services.quotas import Quotas
from shared.services.result_store import ResultStore
from shared.settings import Settings

_RETRIES = uuid.UUID("0b0e4a3e-51f7-4e0e-9a57-6a3f0f7f2f6d")
_MOST_REUSED = 20
"""Earlier jobs whose results are looked at: a job that was retried more often asks the oldest anew."""


class JobControl:
    """Cancels and retries."""

    def __init__(
        self,
        jobs: JobStore,
        results: ResultStore,
        feed: JobFeed,
        lifecycle: JobLifecycle,
        quotas: Quotas,
        clock: Clock,
        settings: Settings,
    ) -> None:
        self._jobs = jobs
        self._results = results
        self._feed = feed
        self._lifecycle = lifecycle
        self._quotas = quotas
        self._clock = clock
        self._settings = settings

    async def cancel(self, job: Job) -> Job:
        """The job cancelled, or on its way there: what is at work is finished first and kept.

        Raises:
            IllegalTransitionError: it has ended already, or is to end already; the message says how.
        """
        told = job if is_terminal(job.status) else await self._lifecycle.stop(job.reference, JobStatus.CANCELLED)
        if is_terminal(job.status) or (is_terminal(told.status) and told.status is not JobStatus.CANCELLED):
            raise IllegalTransitionError(f"Job {job.id} is {told.status}: there is nothing to cancel.")
        if job.stop is not None or told.stop is JobStatus.TIMED_OUT:
            raise IllegalTransitionError(f"Job {job.id} is being stopped already: it will be {told.stop}.")
        return told

    async def retry(self, job: Job) -> Job:
        """The new job that does what this one left undone; the same one however often it is asked for.

        Raises:
            IllegalTransitionError: there is nothing to do again, or it still runs.
            LimitReachedError: the user's day does not allow another job, or not one of this cost.
        """
        if not is_terminal(job.status):
            raise IllegalTransitionError(f"Job {job.id} is {job.status}: it can be retried when it has ended.")
        if job.status is JobStatus.COMPLETED and not job.items_failed:
            raise IllegalTransitionError(
                f"Job {job.id} is completed with every {job.words.item}: there is nothing to retry."
            )
        again = self._again(job)
        earlier = await self._found(again.reference)
        if earlier is not None:
            return earlier
        if await self._results.is_deleted(job.reference):
            raise IllegalTransitionError(
                f"The result of job {job.id} was deleted, and with it all that it found out. Submit the request again."
            )
        again.estimated_cost = await self._cost_of_rest(job)
        if not await self._quotas.create_within(again, self._jobs.create):
            return await self._jobs.get(again.reference)
        self._feed.publish_job(again)
        return again

    async def _found(self, reference: JobReference) -> Job | None:
        try:
            return await self._jobs.get(reference)
        except NotFoundError:
            return None

    async def _cost_of_rest(self, job: Job) -> float | None:
        if not job.reuses:
            return cost_of_rest(job, job)
        first = await self._found(job.reference.model_copy(update={"job_id": job.reuses[-1]}))
        return cost_of_rest(job, first or job)

    def _again(self, job: Job) -> Job:
        now = self._clock.now()
        # One id for all retries of a job: a second click finds what the first one made.
        return Job(
            id=str(uuid.uuid5(_RETRIES, job.id)),
            user_id=job.user_id,
            partition_key=job.partition_key,
            job_type=job.job_type,
            title=job.title,
            words=job.words,
            priority=job.priority,
            options=job.options,
            request=job.request,
            progress=Progress(total_items=job.progress.total_items),
            retry_of=job.id,
            reuses=[job.id, *job.reuses][:_MOST_REUSED],
            turn=turn_of(now, job.priority, self._settings.ageing_seconds),
            created_date=now,
        )
