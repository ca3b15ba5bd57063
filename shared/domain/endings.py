"""What a job becomes at its end: pure decisions over the job and its items' outcomes."""

from collections.abc import Sequence
from datetime import datetime

from shared.domain.job import ItemError, ItemOutcome, ItemSummary, Job, JobStatus, Progress, item_id
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


def finished(job: Job, outcomes: Sequence[ItemSummary], now: datetime) -> Job:
    """The job at its end, once nothing of it is at work: as it was told to stop, or by what became of its items."""
    if is_terminal(job.status):
        return job
    errors = errors_of(outcomes)
    done = len(outcomes) - len(errors)
    stop = job.stop
    if stop is JobStatus.TIMED_OUT and len(outcomes) >= job.progress.total_items:
        # Its time was over, and so was its work.
        stop = None
    status = stop or (JobStatus.COMPLETED if done else JobStatus.FAILED)
    return transition(job, status, now).model_copy(
        update={
            "stop": stop,
            "stale": False,
            "result_id": result_id(job.id) if done else None,
            "error_message": _reason(stop, done, errors),
            "items_completed": done,
            "items_failed": len(errors),
            "item_errors": errors[:SHOWN_ERRORS],
            "progress": _last_progress(job.progress.total_items, status, done, len(errors)),
        }
    )


def failed(job: Job, live: Job, reason: str, now: datetime) -> Job:
    """The job failed as a whole; `live` is the same job with how far it came."""
    if is_terminal(job.status):
        return job
    done = live.items_completed + live.items_failed
    message = message_of(live.progress.total_items, done, live.items_failed)
    reached = live.progress.model_copy(
        update={"current_step": "failed", "message": message, "estimated_time_remaining": None}
    )
    counted = {"items_completed": live.items_completed, "items_failed": live.items_failed}
    told = {"error_message": reason, "progress": reached, "stale": False}
    return transition(job, JobStatus.FAILED, now).model_copy(update=told | counted)


def errors_of(outcomes: Sequence[ItemSummary]) -> list[ItemError]:
    """The errors among the outcomes."""
    return [
        ItemError(item_id=outcome.item_id, contract_id=outcome.contract_id, message=outcome.error_message or "")
        for outcome in outcomes
        if outcome.outcome is ItemOutcome.FAILED
    ]


def without_outcome(contract_ids: Sequence[str], outcomes: Sequence[ItemSummary]) -> dict[str, str]:
    """The contracts of the items that have no outcome, by the items' ids."""
    missing = {item_id(n): contract for n, contract in enumerate(contract_ids)}
    for outcome in outcomes:
        missing.pop(outcome.item_id, None)
    return missing


_HOW = {JobStatus.CANCELLED: "Cancelled", JobStatus.TIMED_OUT: "Out of time"}


def _reason(stop: JobStatus | None, done: int, errors: list[ItemError]) -> str | None:
    if stop is JobStatus.TIMED_OUT:
        return "The job's time was over before all contracts were analysed. Retry it: what is done is not done again."
    if stop is not None or done:
        return None
    first = errors[0].message if errors else "There was nothing to analyse."
    return f"None of the {len(errors)} contracts could be analysed. The first error: {first}"


def _last_progress(total: int, status: JobStatus, done: int, failures: int) -> Progress:
    reached = done + failures
    message = message_of(total, reached, failures)
    if status in _HOW:
        message = f"{_HOW[status]}. {message}"
    return Progress(
        current_step=str(status),
        current_item=reached,
        total_items=total,
        percentage=100 if reached >= total else 100 * reached // total,
        message=message,
        estimated_time_remaining=0,
    )
