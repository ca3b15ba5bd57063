"""Progress as arithmetic: stages of an item, percentages of a job, time to go."""

from datetime import datetime
from enum import IntEnum

from pydantic import BaseModel, Field

from shared.domain.job import Progress
from shared.domain.timestamps import Timestamp, iso


class Stage(IntEnum):
    """How far an item is, in percent."""

    WAITING = 0
    STARTED = 10
    LOADED = 30
    ASKED = 60
    ANSWERED = 90
    STORED = 100


_STEPS = {
    Stage.WAITING: "retrieving_data",
    Stage.STARTED: "retrieving_data",
    Stage.LOADED: "generating_prompt",
    Stage.ASKED: "calling_llm",
    Stage.ANSWERED: "processing_results",
    Stage.STORED: "processing_results",
}


class AtWork(BaseModel):
    """What a process had at work when it last wrote: by item, its stage and which attempt at it this is."""

    written_date: Timestamp
    items: dict[str, tuple[int, int]]


class Counters(BaseModel):
    """A job's live counters, the fields of its progress document.

    `points` is the sum over all items of their stages in percent; a failed item counts 100.
    """

    total_items: int
    points: float = 0
    completed: int = 0
    failed: int = 0
    current_item: int = 0
    current_stage: int = 0
    started_date: Timestamp
    heartbeat_date: Timestamp
    ended: bool = Field(default=False, description="The job is at its end: no item may cost anything any more.")
    at_work: dict[str, AtWork] = Field(default_factory=dict, exclude=True, description="By process.")


def step_of(stage: int) -> str:
    """The wire name of the step that follows this stage."""
    return _STEPS[Stage(stage)]


def percentage(points: float, total_items: int) -> int:
    """The mean over the items, whole and rounded down: 100 only when everything is stored."""
    if total_items == 0:
        return 0
    return max(0, min(100, int(points / total_items)))


_SMALLEST_SHARE = 1e-9
"""Of a job: less says nothing about its pace."""


def estimated_seconds(points: float, total_items: int, elapsed: float) -> float | None:
    """Time to go at the pace so far, in seconds; None before there is a pace."""
    share = min(1.0, points / (100 * total_items)) if total_items else 0.0
    if share < _SMALLEST_SHARE:
        return None
    return round(elapsed * (1 - share) / share, 1)


def progress_of(counters: Counters, now: datetime) -> Progress:
    """What people read, from the counters."""
    elapsed = (now - counters.started_date).total_seconds()
    done = counters.completed + counters.failed
    # An attempt that died with its process left its points behind: they must not pass for stored items.
    points = min(counters.points, _most_points(counters.total_items, done))
    return Progress(
        current_step=step_of(counters.current_stage),
        current_item=counters.current_item,
        total_items=counters.total_items,
        percentage=percentage(points, counters.total_items),
        message=message_of(counters.total_items, done, counters.failed),
        estimated_time_remaining=estimated_seconds(points, counters.total_items, elapsed),
    )


def progress_told(counters: Counters, now: datetime, *, stop: bool, stale: bool) -> Progress:
    """The same, with what else there is to say of a job that is to stop, or of which nothing is heard."""
    progress = progress_of(counters, now)
    if stop:
        progress.message = f"Stopping: what is at work is finished first. {progress.message}"
    if stale:
        heard = iso(counters.heartbeat_date)[:19]
        progress.message = f"Nothing was heard of this job since {heard}Z. It is looked after."
    return progress


def _most_points(total: int, done: int) -> int:
    """What a job can have when all items that are not done are as far as an item at work can be."""
    return int(Stage.STORED) * done + int(Stage.ANSWERED) * max(0, total - done)


def message_of(total: int, done: int, failed: int) -> str:
    """One sentence about how far a job is."""
    trouble = f" {failed} could not be analysed." if failed else ""
    return f"{done - failed} of {total} contracts analysed.{trouble}"
