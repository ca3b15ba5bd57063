"""A job at one moment: what is stored of it, its counters, and its turn while it waits."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from shared.domain.job import Job, JobStatus
from shared.domain.job_card import JobCard
from shared.domain.progress import Counters

_SILENT = timedelta(seconds=30)
"""What a process had at work says nothing any more when it has not written for so long."""


@dataclass(frozen=True, slots=True)
class JobSnapshot:
    """All that is known of a job at one moment. `waiting` is what to say of a job that waits for its turn."""

    stored: JobCard
    counters: Counters | None = None
    waiting: str | None = None

    def card(self, now: datetime) -> JobCard:
        """The job in short, as it is now."""
        if self.stored.status is JobStatus.PROCESSING and self.counters is not None:
            return self.stored.counted(self.counters, now)
        if self.waiting is None:
            return self.stored
        progress = self.stored.progress.model_copy(update={"message": self.waiting})
        return self.stored.model_copy(update={"progress": progress})

    def live(self, job: Job, now: datetime) -> Job:
        """The whole job, as it is now."""
        card = self.card(now)
        done = {"items_completed": card.items_completed, "items_failed": card.items_failed}
        return job.model_copy(update={"progress": card.progress} | done)

    @property
    def done(self) -> int:
        """Items whose outcome was stored, as far as was counted."""
        return self.counters.done if self.counters else 0

    @property
    def heard(self) -> datetime:
        """When something was last heard of a job that was started."""
        began = self.stored.started_date or self.stored.created_date
        return max(began, self.counters.heartbeat_date) if self.counters else began

    def at_work(self, now: datetime) -> dict[str, tuple[int, int]]:
        """Percentage and attempt of the items at work, by item, in all processes that were heard of lately."""
        if self.stored.status is not JobStatus.PROCESSING or self.counters is None:
            return {}
        lately = [part for part in self.counters.at_work.values() if part.written_date >= now - _SILENT]
        return {name: state for part in lately for name, state in part.items.items()}
