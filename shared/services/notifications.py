"""Notifications in the `job_queue` container: that a job has ended, for people who were not looking.

One document a job, made from the event in the queue `job-events`: an event that comes twice changes nothing.
"""

from typing import Literal

from pydantic import BaseModel, ConfigDict

from shared.domain.job import Job, JobReference
from shared.domain.retention import KEPT_AFTER_END
from shared.domain.timestamps import Timestamp, iso
from shared.domain.transitions import is_terminal
from shared.errors import AlreadyExistsError, NotFoundError, TemporaryError
from shared.ports.clock import Clock
from shared.ports.documents import Container, JsonDocument
from shared.services.job_store import JobStore


class JobEvent(BaseModel):
    """A message of the queue `job-events`."""

    model_config = ConfigDict(extra="ignore")

    event: Literal["completed", "failed", "cancelled", "timed_out"]
    job_id: str
    user_id: str
    job_type: str
    time: Timestamp


class Notifications:
    """Writes notifications."""

    def __init__(self, container: Container, jobs: JobStore, clock: Clock) -> None:
        self._container = container
        self._jobs = jobs
        self._clock = clock

    async def record(self, event: JobEvent) -> bool:
        """Store the notification of an event; False when it is there already, or its job is not there any more.

        Raises:
            TemporaryError: this process does not see the job's end yet, or the store cannot be reached.
        """
        reference = JobReference(job_id=event.job_id, user_id=event.user_id, job_type=event.job_type)
        try:
            job = await self._jobs.get(reference)
            if not is_terminal(job.status):
                raise TemporaryError(f"Job {event.job_id} is still {job.status} here: look again in a moment.")
            await self._container.create(event.user_id, self._document(event, job))
        except (NotFoundError, AlreadyExistsError):
            return False
        return True

    def _document(self, event: JobEvent, job: Job) -> JsonDocument:
        return {
            "id": notification_id(event.job_id),
            "type": "notification",
            "user_id": event.user_id,
            "job_id": event.job_id,
            "job_type": event.job_type,
            "event": event.event,
            "title": job.title,
            "result_id": job.result_id,
            "error_message": job.error_message,
            "items_completed": job.items_completed,
            "items_failed": job.items_failed,
            "created_date": iso(self._clock.now()),
            "read": False,
            "ttl": KEPT_AFTER_END,
        }


def notification_id(job_id: str) -> str:
    """The id of a job's notification: a job has one end."""
    return f"{job_id}:notification"
