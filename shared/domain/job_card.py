"""A job as a list shows it: what changes while somebody watches, and never the request."""

from datetime import datetime

from pydantic import BaseModel, ConfigDict

from shared.domain.job import Job, JobReference, JobStatus, Progress, StopReason
from shared.domain.progress import BEGUN_STEP, Counters, message_of, progress_told
from shared.domain.timestamps import Timestamp, iso
from shared.domain.transitions import is_terminal


class JobCard(BaseModel):
    """What streams tell of a job; the fields are those of the job."""

    model_config = ConfigDict(frozen=True)

    id: str
    user_id: str
    job_type: str
    title: str
    status: JobStatus
    priority: int
    progress: Progress
    items_completed: int
    items_failed: int
    stop: StopReason | None = None
    stale: bool = False
    result_id: str | None = None
    error_message: str | None = None
    created_date: Timestamp
    started_date: Timestamp | None = None
    completed_date: Timestamp | None = None
    elapsed_time: float | None = None

    @property
    def reference(self) -> JobReference:
        """The job's reference."""
        return JobReference(job_id=self.id, user_id=self.user_id, job_type=self.job_type)

    @property
    def is_final(self) -> bool:
        """Whether nothing follows."""
        return is_terminal(self.status)

    @property
    def end_id(self) -> str:
        """What tells this end of a job from every other moment of it."""
        return f"{self.status}-{iso(self.completed_date or self.created_date)}"

    def counted(self, counters: Counters, now: datetime) -> "JobCard":
        """The card of a running job with what its counters say."""
        done = {"items_completed": counters.completed, "items_failed": counters.failed}
        progress = progress_told(counters, now, stop=self.stop is not None, stale=self.stale)
        return self.model_copy(update={"progress": progress} | done)

    def differs_from(self, other: "JobCard | None") -> bool:
        """Whether there is something to tell; the guess of the time to go changes all the time and is no news."""
        return other is None or _without_guess(self) != _without_guess(other)


def card_of(job: Job, known: JobCard | None = None) -> JobCard:
    """The card of a job as it is stored; a running one keeps the progress that is known of it."""
    card = JobCard(**{name: getattr(job, name) for name in JobCard.model_fields})
    if job.status is not JobStatus.PROCESSING:
        return card
    if known is not None and known.status is JobStatus.PROCESSING:
        kept = ("progress", "items_completed", "items_failed")
        return card.model_copy(update={name: getattr(known, name) for name in kept})
    return card.model_copy(update={"progress": _begun(job)})


def _begun(job: Job) -> Progress:
    """The progress of a job that was just started, before its first item moves."""
    message = message_of(job.words, job.progress.total_items, 0, 0)
    return job.progress.model_copy(update={"current_step": BEGUN_STEP, "message": message})


def _without_guess(card: JobCard) -> JobCard:
    return card.model_copy(update={"progress": card.progress.model_copy(update={"estimated_time_remaining": None})})
