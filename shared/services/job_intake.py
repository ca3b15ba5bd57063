"""From a request body to a stored job, or to every fault of the request at once."""

from shared.domain.admission import turn_of
from shared.domain.caller import Caller
from shared.domain.job import Job, JobReference, Progress
from shared.errors import KeyUsedError, NotFoundError
from shared.job_types.core import JobType
from shared.ports.clock import Clock, IdSource
from shared.services.estimates import Estimates
from shared.services.job_feed import JobFeed
from shared.services.job_store import JobStore
from shared.services.quotas import Quotas
from shared.services.request_checks import CheckedRequest, Draft, RequestChecks, read_draft
from shared.settings import Settings


class JobIntake:
    """Accepts requests."""

    def __init__(
        self,
        jobs: JobStore,
        feed: JobFeed,
        checks: RequestChecks,
        quotas: Quotas,
        estimates: Estimates,
        clock: Clock,
        ids: IdSource,
        settings: Settings,
    ) -> None:
        self._jobs = jobs
        self._feed = feed
        self._checks = checks
        self._quotas = quotas
        self._estimates = estimates
        self._clock = clock
        self._ids = ids
        self._settings = settings

    async def accept(self, job_type: JobType, body: object, caller: Caller, idempotency_key: str | None = None) -> Job:
        """Store a new job, or return the one that the same user's same key made before.

        Raises:
            ForbiddenError: the request names another user than the caller, who is no administrator.
            InvalidRequestError: the request has faults; all of them are named and nothing was stored.
            KeyUsedError: the key was given with another request before.
            LimitReachedError: the user's day does not allow another job, or not one of this cost.
        """
        draft = read_draft(job_type, body, caller, idempotency_key)
        if draft.job_id is not None and draft.request is not None:
            earlier = await self._earlier(job_type, draft)
            if earlier is not None:
                return earlier
        checked = await self._checks.complete(job_type, draft, caller)
        job = self._job(job_type, checked, draft.job_id or self._ids.new_id())
        job.estimated_cost = self._estimates.cost_of(job_type, checked)
        if not await self._quotas.create_within(job, self._jobs.create):
            return await self._jobs.get(job.reference)
        self._feed.publish_job(job)
        return job

    async def _earlier(self, job_type: JobType, draft: Draft) -> Job | None:
        """The job that this key made before."""
        request = draft.request or {}
        user = job_type.user_of(request)
        reference = JobReference(job_id=draft.job_id or "", user_id=user, job_type=job_type.name)
        try:
            job = await self._jobs.get(reference)
        except NotFoundError:
            return None
        envelope = draft.envelope
        same = envelope is not None and (job.priority, job.options) == (envelope.priority, envelope.options)
        if job.request != request or not same:
            raise KeyUsedError(
                "This Idempotency-Key came with another request before. Use a new key for a new request."
            )
        return job

    def _job(self, job_type: JobType, checked: CheckedRequest, job_id: str) -> Job:
        envelope, request = checked.envelope, checked.request
        user, now = job_type.user_of(request), self._clock.now()
        return Job(
            id=job_id,
            user_id=user,
            partition_key=user,
            job_type=job_type.name,
            title=job_type.title_of(request, checked.inputs),
            priority=envelope.priority,
            options=envelope.options,
            turn=turn_of(now, envelope.priority, self._settings.ageing_seconds),
            request=request,
            words=job_type.words,
            progress=Progress(total_items=len(checked.items)),
            created_date=now,
        )
