"""A job's items, as its type plans them: made from the request, for those who look at items without working on them."""

from collections import OrderedDict
from collections.abc import Mapping, Sequence

from shared.domain.job import Item, Job
from shared.job_types.core import JobType
from shared.job_types.values import Inputs, Request
from shared.services.inputs import InputSources

_KEPT = 8
"""Jobs whose items are in memory: of the largest they take some megabytes."""


class PlannedItems:
    """Plans the items of requests, the last few jobs' from memory."""

    def __init__(self, job_types: Mapping[str, JobType], sources: InputSources) -> None:
        self._job_types = job_types
        self._sources = sources
        self._kept: OrderedDict[str, Sequence[Item]] = OrderedDict()

    async def of(self, job: Job) -> Sequence[Item]:
        """The items of a job, in order."""
        kept = self._kept.get(job.id)
        if kept is None:
            job_type = self._job_types[job.job_type]
            inputs = await self._sources.find(list(job_type.work.inputs(job.request)))
            kept = self._kept[job.id] = planned(job_type, job.request, inputs)
            if len(self._kept) > _KEPT:
                self._kept.popitem(last=False)
        self._kept.move_to_end(job.id)
        return kept


def planned(job_type: JobType, request: Request, inputs: Inputs) -> Sequence[Item]:
    """The items of a request, in order."""
    return list(job_type.work.plan(request, inputs))
