"""The states of a job as one pure function."""

from datetime import datetime

from shared.domain.job import Job, JobStatus
from shared.domain.retention import KEPT_AFTER_END
from shared.errors import IllegalTransitionError

_ALLOWED: dict[JobStatus, frozenset[JobStatus]] = {
    JobStatus.QUEUED: frozenset({JobStatus.PROCESSING, JobStatus.CANCELLED, JobStatus.FAILED}),
    JobStatus.PROCESSING: frozenset({JobStatus.COMPLETED, JobStatus.FAILED, JobStatus.CANCELLED, JobStatus.TIMED_OUT}),
}


def is_terminal(status: JobStatus) -> bool:
    """Whether nothing follows this state."""
    return status not in _ALLOWED


def transition(job: Job, to: JobStatus, now: datetime) -> Job:
    """The job in its next state, with the dates that belong to the move.

    Raises:
        IllegalTransitionError: the move is not one a job can make; the message names both states.
    """
    if to not in _ALLOWED.get(job.status, frozenset()):
        raise IllegalTransitionError(f"Job {job.id} is {job.status} and cannot become {to}.")
    moved = job.model_copy(update={"status": to})
    if to is JobStatus.PROCESSING:
        moved.started_date = now
    if is_terminal(to):
        moved.completed_date = now
        moved.ttl = KEPT_AFTER_END
        moved.stale = False
        moved.elapsed_time = round((now - (job.started_date or job.created_date)).total_seconds(), 3)
    return moved
