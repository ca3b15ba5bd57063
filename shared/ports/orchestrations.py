"""The orchestrations of jobs, as far as the services deal with them: each has its job's id."""

from datetime import datetime
from typing import Protocol

from shared.domain.job import JobReference


class Orchestrations(Protocol):
    """Starts and looks up orchestrations."""

    async def status(self, instance_id: str) -> str | None:
        """The runtime status of an orchestration, or None when there is none that could still do anything.

        There is none of this id, or it was ended only to be replaced.
        """
        ...

    async def start(self, reference: JobReference) -> None:
        """Start the job's orchestration under the job's id; nothing happens when it is there already."""
        ...


class Upkeep(Orchestrations, Protocol):
    """What else the watchdog does with orchestrations."""

    async def replace(self, reference: JobReference) -> None:
        """End the job's orchestration with its lanes, forget it, and start another.

        Raises:
            TemporaryError: it takes its time to end; when it has, `status` is None.
        """
        ...

    async def purge_ended(self, created_from: datetime, created_to: datetime) -> int:
        """Forget the orchestrations (of jobs and of lanes) that began in this time and are over; how many."""
        ...
