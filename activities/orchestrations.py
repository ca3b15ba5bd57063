"""The durable client as the application uses it."""

import asyncio
from datetime import datetime

from azure.durable_functions import DurableOrchestrationClient, OrchestrationRuntimeStatus

from shared.domain.job import JobReference
from shared.errors import TemporaryError

_REPLACED = "Replaced: it did nothing any more."
_TERMINATED = OrchestrationRuntimeStatus.Terminated
_OVER = [
    OrchestrationRuntimeStatus.Completed,
    OrchestrationRuntimeStatus.Failed,
    _TERMINATED,
    OrchestrationRuntimeStatus.Canceled,
]
_OPEN = [
    OrchestrationRuntimeStatus.Running,
    OrchestrationRuntimeStatus.Pending,
    OrchestrationRuntimeStatus.ContinuedAsNew,
    OrchestrationRuntimeStatus.Suspended,
]
_LOOKS = 40
_LOOK_SECONDS = 0.25
_AT_ONCE = 10


class DurableOrchestrations:
    """Starts, looks up, replaces and forgets the orchestrations of jobs; an orchestration has its job's id."""

    def __init__(self, client: DurableOrchestrationClient) -> None:
        self._client = client

    async def status(self, instance_id: str) -> str | None:
        """The runtime status by its name, or None when there is no such orchestration, or only one to replace."""
        found = await self._client.get_status(instance_id, show_input=False)
        status = found.runtime_status if found else None
        # Who died between ending an orchestration and starting another has not failed the job.
        if status is None or (status is _TERMINATED and found.output == _REPLACED):
            return None
        return str(status.value)

    async def start(self, reference: JobReference) -> None:
        """Start the job's orchestration; nothing happens when it is running already."""
        try:
            await self._client.start_new(reference.job_type, reference.job_id, reference.model_dump())
        except Exception:
            # The SDK has one exception for everything: what counts is whether the orchestration is there.
            if await self.status(reference.job_id) is None:
                raise

    async def replace(self, reference: JobReference) -> None:
        """End the job's orchestration, then its lanes, which would go on without it; then start another.

        Raises:
            TemporaryError: it is not over after ten seconds; when it is, `status` is None.
        """
        await self._client.terminate(reference.job_id, _REPLACED)
        lanes = await self._client.get_status_by(runtime_status=_OPEN, instance_id_prefix=f"{reference.job_id}:")
        places = asyncio.Semaphore(_AT_ONCE)
        await asyncio.gather(*(self._terminate(lane.instance_id, places) for lane in lanes))
        await self._over(reference.job_id)
        await self._client.purge_instance_history(reference.job_id)
        await self.start(reference)

    async def purge_ended(self, created_from: datetime, created_to: datetime) -> int:
        """Forget the orchestrations (of jobs and of lanes) that began in this time and are over; how many."""
        purged = await self._client.purge_instance_history_by(created_from, created_to, _OVER)
        return int(purged.instances_deleted)

    async def _terminate(self, instance_id: str, places: asyncio.Semaphore) -> None:
        async with places:
            await self._client.terminate(instance_id, _REPLACED)

    async def _over(self, instance_id: str) -> None:
        """Wait: the host takes a termination up when it comes to it."""
        for _ in range(_LOOKS):
            found = await self._client.get_status(instance_id, show_input=False)
            if not found or found.runtime_status in (None, *_OVER):
                return
            await asyncio.sleep(_LOOK_SECONDS)
        raise TemporaryError("The orchestration was told to end and has not yet. It is looked at again.")
