"""What running jobs were asked for, read once a process: it never changes after a job was accepted."""

from collections import OrderedDict
from dataclasses import dataclass

from shared.domain.job import JobReference, Options
from shared.job_types.values import Request
from shared.services.job_store import JobStore

_KEPT = 128


@dataclass(frozen=True, slots=True)
class Order:
    """A job's request, how it is to run, and the jobs whose good results count for it, newest first."""

    request: Request
    options: Options
    reuses: tuple[str, ...]


class Orders:
    """Finds what a job was asked for, those asked for last in memory.

    A request names up to 10,000 inputs; reading it anew for every item would cost the square of that.
    """

    def __init__(self, jobs: JobStore) -> None:
        self._jobs = jobs
        self._kept: OrderedDict[str, Order] = OrderedDict()

    async def get(self, reference: JobReference) -> Order:
        """The order, with the request as it was normalised.

        Raises:
            NotFoundError: there is no such job.
        """
        kept = self._kept.get(reference.job_id)
        if kept is not None:
            self._kept.move_to_end(reference.job_id)
        else:
            job = await self._jobs.get(reference)
            kept = Order(job.request, job.options, tuple(job.reuses))
            self._kept[reference.job_id] = kept
            if len(self._kept) > _KEPT:
                self._kept.popitem(last=False)
        return kept
