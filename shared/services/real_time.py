"""Calls in real time: the same request, questions and answer as those of a job, while the caller waits."""

from shared.domain.caller import Caller
from shared.domain.job import JobReference
from shared.job_types import capabilities
from shared.job_types.core import JobType
from shared.ports.clock import Clock, IdSource
from shared.services.answerer import Answerer
from shared.services.estimates import Estimates
from shared.services.quotas import Quotas
from shared.services.real_time_call import LIFE_SECONDS, RealTimeCall
from shared.services.request_checks import RequestChecks


class RealTime:
    """Lets calls in."""

    def __init__(
        self,
        checks: RequestChecks,
        estimates: Estimates,
        quotas: Quotas,
        ids: IdSource,
        answerer: Answerer,
        clock: Clock,
    ) -> None:
        self._checks = checks
        self._estimates = estimates
        self._quotas = quotas
        self._ids = ids
        self._answerer = answerer
        self._clock = clock

    async def admit(
        self,
        job_type: JobType,
        real_time: capabilities.RealTime,
        body: object,
        caller: Caller,
        seconds: float = LIFE_SECONDS,
    ) -> RealTimeCall:
        """A call that may begin and take so many seconds; it counts as a job of its user's day.

        Raises:
            ForbiddenError: the request names another user than the caller, who is no administrator.
            InvalidRequestError: the request has faults; all of them are named.
            OverBudgetError: its inputs are longer than a call in real time may read.
            LimitReachedError: the user's day does not allow another, or not one of this cost.
        """
        checked = await self._checks.check(job_type, body, caller)
        cost = self._estimates.within_budget(job_type, checked)
        user_id = job_type.user_of(checked.request)
        await self._quotas.take(user_id, cost)
        call_id = f"realtime_{self._ids.new_id()}"
        reference = JobReference(job_id=call_id, user_id=user_id, job_type=job_type.name)
        return RealTimeCall(job_type, real_time, checked, reference, self._answerer, self._clock, seconds)
