"""Orchestrations by their status, and a record of what was done to them."""

from collections.abc import Mapping
from datetime import datetime

from shared.domain.job import JobReference


class FakeOrchestrations:
    """The port `Upkeep`; a status that is an exception is raised. What is started is Pending from then on."""

    def __init__(self, statuses: Mapping[str, str | Exception | None] | None = None) -> None:
        self.statuses = dict(statuses or {})
        self.asked: list[str] = []
        self.started: list[str] = []
        self.replaced: list[str] = []
        self.slices: list[tuple[datetime, datetime]] = []
        self.began: list[datetime] = []
        """When orchestrations that are over began, for `purge_ended`."""

    async def status(self, instance_id: str) -> str | None:
        self.asked.append(instance_id)
        found = self.statuses.get(instance_id)
        if isinstance(found, Exception):
            raise found
        return found

    async def start(self, reference: JobReference) -> None:
        self.started.append(reference.job_id)
        self.statuses[reference.job_id] = "Pending"

    async def replace(self, reference: JobReference) -> None:
        self.replaced.append(reference.job_id)
        self.statuses[reference.job_id] = "Pending"

    async def purge_ended(self, created_from: datetime, created_to: datetime) -> int:
        self.slices.append((created_from, created_to))
        kept = [began for began in self.began if not created_from <= began <= created_to]
        gone = len(self.began) - len(kept)
        self.began = kept
        return gone
