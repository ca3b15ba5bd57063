"""The orchestrations of jobs, as far as the services deal with them: each has its job's id."""

from typing import Protocol

from shared.domain.job import JobReference


class Orchestrations(Protocol):
    """Starts and looks up orchestrations."""

    async def status(self, instance_id: str) -> str | None:
        """The runtime status of an orchestration, or None when there is none of this id."""
        ...

    async def start(self, reference: JobReference) -> None:
        """Start the job's orchestration under the job's id; nothing happens when it is there already."""
        ...
