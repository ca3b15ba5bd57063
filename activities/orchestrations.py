"""The durable client as the application uses it."""

from azure.durable_functions import DurableOrchestrationClient

from shared.domain.job import JobReference


class DurableOrchestrations:
    """Starts and looks up the orchestrations of jobs; an orchestration has its job's id."""

    def __init__(self, client: DurableOrchestrationClient) -> None:
        self._client = client

    async def status(self, instance_id: str) -> str | None:
        """The runtime status by its name, or None when there is no such orchestration."""
        found = await self._client.get_status(instance_id, show_input=False)
        status = found.runtime_status if found else None
        return str(status.value) if status else None

    async def start(self, reference: JobReference) -> None:
        """Start the job's orchestration; nothing happens when it is running already."""
        try:
            await self._client.start_new(reference.job_type, reference.job_id, reference.model_dump())
        except Exception:
            # The SDK has one exception for everything: what counts is whether the orchestration is there.
            if await self.status(reference.job_id) is None:
                raise
