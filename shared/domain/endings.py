"""What a job becomes at its end: pure decisions over the job and its items' outcomes."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from shared.domain.job import ArtifactFacts, ItemError, ItemSummary, Job, JobStatus, Progress
from shared.domain.progress import message_of
from shared.domain.transitions import is_terminal, transition

SHOWN_ERRORS = 50
"""Errors of items that a job document shows."""


def result_id(job_id: str) -> str:
    """The id of a job's result: one result a job, however often it is finished."""
    return f"result_{job_id}"


def begun(job: Job, items: int, now: datetime) -> Job:
    """The job at work, or as it is when somebody began or ended it meanwhile."""
    if job.status is not JobStatus.QUEUED:
        return job
    moved = transition(job, JobStatus.PROCESSING, now)
    return moved.model_copy(update={"deadline": now + job.options.time_for(items)})


def stopped(job: Job, how: JobStatus, now: datetime) -> Job:
    """The job told to end so: one that waits ends at once, one at work when its items have; others stay as they are."""
    if job.status is JobStatus.QUEUED:
        progress = job.progress.model_copy(
            update={"current_step": str(how), "message": f"{_HOW[how]} before it began."}
        )
        return transition(job, how, now).model_copy(update={"progress": progress})
    if job.status is JobStatus.PROCESSING and job.stop is None:
        return job.model_copy(update={"stop": how})
    return job


@dataclass(frozen=True, slots=True)
class Tally:
    """How a job's items ended: how many are done, how many failed, and the first errors."""

    done: int = 0
    failed: int = 0
    errors: Sequence[ItemError] = ()

    @property
    def ended(self) -> int:
        """Items that have an outcome."""
        return self.done + self.failed


def finished(job: Job, tally: Tally, artifacts: Sequence[ArtifactFacts], reached: int, now: datetime) -> Job:
    """The job at its end, once nothing of it is at work: as it was told to stop, or by what became of its items.

    `reached` is the percentage that it was seen at: a job that was stopped shows no less.
    """
    if is_terminal(job.status):
        return job
    stop = job.stop
    if stop is JobStatus.TIMED_OUT and tally.ended >= job.progress.total_items:
        # Its time was over, and so was its work.
        stop = None
    status = stop or (JobStatus.COMPLETED if tally.done else JobStatus.FAILED)
    return transition(job, status, now).model_copy(
        update={
            "stop": stop,
            "stale": False,
            "result_id": result_id(job.id) if tally.done else None,
            "error_message": _reason(job, stop, tally),
            "items_completed": tally.done,
            "items_failed": tally.failed,
            "item_errors": list(tally.errors[:SHOWN_ERRORS]),
            "artifacts": list(artifacts),
            "progress": _last_progress(job, status, tally, reached),
        }
    )


def failed(job: Job, live: Job, reason: str, now: datetime) -> Job:
    """The job failed as a whole; `live` is the same job with how far it came."""
    if is_terminal(job.status):
        return job
    done = live.items_completed + live.items_failed
    message = message_of(job.words, live.progress.total_items, done, live.items_failed)
    reached = live.progress.model_copy(
        update={"current_step": "failed", "message": message, "estimated_time_remaining": None}
    )
    counted = {"items_completed": live.items_completed, "items_failed": live.items_failed}
    told = {"error_message": reason, "progress": reached, "stale": False}
    return transition(job, JobStatus.FAILED, now).model_copy(update=told | counted)


def error_of(outcome: ItemSummary) -> ItemError:
    """The error of an item that failed, with what is shown of the item."""
    told = {"item_id": outcome.item_id, "subject": outcome.subject, "message": outcome.error_message or ""}
    return ItemError.model_validate(outcome.labels | told)


_HOW = {JobStatus.CANCELLED: "Cancelled", JobStatus.TIMED_OUT: "Out of time"}


def _reason(job: Job, stop: JobStatus | None, tally: Tally) -> str | None:
    words = job.words
    if stop is JobStatus.TIMED_OUT:
        return (
            f"The job's time was over before all {words.items} were {words.done}. "
            "Retry it: what is done is not done again."
        )
    if stop is not None or tally.done:
        return None
    first = tally.errors[0].message if tally.errors else f"There was nothing to be {words.done}."
    return f"None of the {tally.failed} {words.items} could be {words.done}. The first error: {first}"


def _last_progress(job: Job, status: JobStatus, tally: Tally, reached: int) -> Progress:
    total = job.progress.total_items
    message = message_of(job.words, total, tally.ended, tally.failed)
    if status in _HOW:
        message = f"{_HOW[status]}. {message}"
    return Progress(
        current_step=str(status),
        current_item=tally.ended,
        total_items=total,
        percentage=100 if tally.ended >= total else max(reached, 100 * tally.ended // total),
        message=message,
        estimated_time_remaining=0,
    )
