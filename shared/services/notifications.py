"""Notifications in the `job_queue` container, for people who were not looking: a job has ended, a day's money is short.

One document a job, and one a day for its cost, made from the events in the queue `job-events`: an event that comes
twice changes nothing.
"""

from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter

from shared.domain.job import Job, JobReference
from shared.domain.quotas import CostAlert
from shared.domain.retention import KEPT_AFTER_END
from shared.domain.timestamps import Timestamp, iso
from shared.domain.transitions import is_terminal
from shared.errors import AlreadyExistsError, NotFoundError, TemporaryError
from shared.ports.clock import Clock
from shared.ports.documents import Container, JsonDocument
from shared.services.job_store import JobStore


class JobEvent(BaseModel):
    """A message of the queue `job-events`: a job has ended."""

    model_config = ConfigDict(extra="ignore")

    event: Literal["completed", "failed", "cancelled", "timed_out"]
    job_id: str
    user_id: str
    job_type: str
    time: Timestamp


Event = JobEvent | CostAlert
_EVENTS: TypeAdapter[Event] = TypeAdapter(Annotated[Event, Field(discriminator="event")])


class Notifications:
    """Writes notifications."""

    def __init__(self, container: Container, jobs: JobStore, clock: Clock) -> None:
        self._container = container
        self._jobs = jobs
        self._clock = clock

    async def record(self, event: Event) -> bool:
        """Store the notification of an event; False when it is there already, or its job is not there any more.

        Raises:
            TemporaryError: this process does not see the job's end yet, or the store cannot be reached.
        """
        try:
            told = _of_cost(event) if isinstance(event, CostAlert) else _of_end(event, await self._ended(event))
            await self._container.create(event.user_id, told | self._document(event))
        except (NotFoundError, AlreadyExistsError):
            return False
        return True

    async def _ended(self, event: JobEvent) -> Job:
        job = await self._jobs.get(JobReference(job_id=event.job_id, user_id=event.user_id, job_type=event.job_type))
        if not is_terminal(job.status):
            raise TemporaryError(f"Job {event.job_id} is still {job.status} here: look again in a moment.")
        return job

    def _document(self, event: Event) -> JsonDocument:
        return {
            "type": "notification",
            "user_id": event.user_id,
            "event": event.event,
            "created_date": iso(self._clock.now()),
            "read": False,
            "ttl": KEPT_AFTER_END,
        }


def event_of(message: Any) -> Event:
    """The event that a message of the queue `job-events` is.

    Raises:
        ValidationError: it is none.
    """
    return _EVENTS.validate_python(message)


def _of_end(event: JobEvent, job: Job) -> JsonDocument:
    return {
        "id": notification_id(event.job_id),
        "job_id": event.job_id,
        "job_type": event.job_type,
        "title": job.title,
        "result_id": job.result_id,
        "error_message": job.error_message,
        "items_completed": job.items_completed,
        "items_failed": job.items_failed,
    }


def _of_cost(alert: CostAlert) -> JsonDocument:
    return {
        "id": cost_alert_id(alert.date),
        "title": f"{alert.estimated_cost:.2f} of {alert.limit:.2f} US dollars are used on {alert.date}, by estimate.",
        "date": alert.date,
        "estimated_cost": alert.estimated_cost,
        "limit": alert.limit,
    }


def notification_id(job_id: str) -> str:
    """The id of a job's notification: a job has one end."""
    return f"{job_id}:notification"


def cost_alert_id(date: str) -> str:
    """The id of the notification of a day's cost, `2026-01-31`: a user is told once a day."""
    return f"{date}:cost_alert"
