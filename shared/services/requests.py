"""The requests of running jobs, read once a process: a request never changes after its job was accepted."""

from collections import OrderedDict

from shared.domain.job import JobReference
from shared.job_type import Request
from shared.services.job_store import JobStore

_KEPT = 32


class Requests:
    """Finds the request of a job, the last 32 of them in memory.

    A request names up to 10,000 contracts; reading it anew for every item would cost the square of that.
    """

    def __init__(self, jobs: JobStore) -> None:
        self._jobs = jobs
        self._kept: OrderedDict[str, Request] = OrderedDict()

    async def get(self, reference: JobReference) -> Request:
        """The request as it was normalised.

        Raises:
            NotFoundError: there is no such job.
        """
        kept = self._kept.get(reference.job_id)
        if kept is None:
            kept = (await self._jobs.get(reference)).request
            self._kept[reference.job_id] = kept
            if len(self._kept) > _KEPT:
                self._kept.popitem(last=False)
        return kept
