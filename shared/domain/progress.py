"""Progress as arithmetic: percentages of items and of a job, time to go."""

from datetime import datetime

from pydantic import BaseModel, Field

from shared.domain.job import Progress
from shared.domain.timestamps import Timestamp, iso
from shared.domain.words import Words

STARTED = 10
STORED = 100
"""Percent of an item that was just begun, and of one whose outcome is stored. In between its job type says."""

MOST_UNFINISHED = 99
BEGUN_STEP = "retrieving_data"
STORED_STEP = "processing_results"
MERGING_STEP = "merging_results"


class AtWork(BaseModel):
    """What a process had at work when it last wrote: by item, its percentage and which attempt at it this is."""

    written_date: Timestamp
    items: dict[str, tuple[int, int]]


class Counters(BaseModel):
    """A job's live counters, the fields of its progress document.

    `points` is the sum over all items of percentage times weight; a failed item counts 100. `done_weight` is the
    weight of the items whose outcome is stored.
    """

    total_items: int
    total_weight: float | None = Field(default=None, description="Of all items; null: each counts 1.")
    points: float = 0
    done_weight: float = 0
    completed: int = 0
    failed: int = 0
    current_item: int = 0
    current_step: str = BEGUN_STEP
    words: Words = Words()
    started_date: Timestamp
    heartbeat_date: Timestamp
    ended: bool = Field(default=False, description="The job is at its end: no item may cost anything any more.")
    at_work: dict[str, AtWork] = Field(default_factory=dict, exclude=True, description="By process.")

    @property
    def done(self) -> int:
        """Items whose outcome is stored."""
        return self.completed + self.failed

    @property
    def share(self) -> float:
        """How much of the work is done, from 0 to 1.

        An attempt that died with its process left its points behind: they must not pass for stored items.
        """
        total = self.total_items if self.total_weight is None else self.total_weight
        if total <= 0:
            return 0.0
        done = self.done if self.total_weight is None else self.done_weight
        most = STORED * done + MOST_UNFINISHED * max(0.0, total - done)
        return max(0.0, min(1.0, min(self.points, most) / (STORED * total)))


def _unfinished(share: float) -> int:
    """Below 100 until every item has its outcome, however little is missing."""
    return min(MOST_UNFINISHED, percentage(share))


def percentage(share: float) -> int:
    """Whole and rounded down."""
    # A share is a quotient of sums: 57 % must not come out as 56.999999.
    return int(100 * share + _ROUNDING)


_ROUNDING = 1e-9
_SMALLEST_SHARE = 1e-9
"""Of a job: less says nothing about its pace."""


def estimated_seconds(share: float, elapsed: float) -> float | None:
    """Time to go at the pace so far, in seconds; None before there is a pace."""
    if share < _SMALLEST_SHARE:
        return None
    return round(elapsed * (1 - share) / share, 1)


def progress_of(counters: Counters, now: datetime) -> Progress:
    """What people read, from the counters."""
    elapsed = (now - counters.started_date).total_seconds()
    return Progress(
        current_step=counters.current_step,
        current_item=counters.current_item,
        total_items=counters.total_items,
        percentage=percentage(counters.share) if counters.done >= counters.total_items else _unfinished(counters.share),
        message=message_of(counters.words, counters.total_items, counters.done, counters.failed),
        estimated_time_remaining=estimated_seconds(counters.share, elapsed),
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


def message_of(words: Words, total: int, done: int, failed: int) -> str:
    """One sentence about how far a job is."""
    trouble = f" {failed} could not be {words.done}." if failed else ""
    return f"{done - failed} of {total} {words.items} {words.done}.{trouble}"
