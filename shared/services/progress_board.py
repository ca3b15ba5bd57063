"""Live progress: what the items of this process report, written to the store at most once a second a job."""

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from shared.domain.job import Item, JobReference
from shared.domain.progress import BEGUN_STEP, MERGING_STEP, STARTED, STORED, STORED_STEP
from shared.domain.timestamps import iso
from shared.errors import PermanentError, TemporaryError
from shared.ports.clock import Clock
from shared.services.job_feed import JobFeed
from shared.services.job_store import AT_WORK, JobStore

FLUSH_SECONDS = 1.0
HEARTBEAT_SECONDS = 5.0

_log = logging.getLogger(__name__)


@dataclass(slots=True)
class _Ledger:
    """What has happened in one job since the last write."""

    reference: JobReference
    points: float = 0
    done_weight: float = 0
    completed: int = 0
    failed: int = 0
    current_item: int = 0
    step: str = BEGUN_STEP
    active: int = 0
    dirty: bool = False
    at_work: dict[str, tuple[int, int]] = field(default_factory=dict)
    written: float = field(default=float("-inf"))

    def increments(self) -> dict[str, float]:
        """The counters to add to, and an empty ledger again."""
        changed = {
            "points": self.points,
            "done_weight": self.done_weight,
            "completed": self.completed,
            "failed": self.failed,
        }
        self.points, self.done_weight, self.completed, self.failed, self.dirty = 0, 0, 0, 0, False
        return {name: value for name, value in changed.items() if value}


class ItemProgress:
    """An item's line to the board."""

    def __init__(self, ledger: _Ledger, item: Item, attempt: int, *, weight: int, percent: int) -> None:
        self._ledger = ledger
        self._item = item
        self._attempt = attempt
        self._weight = weight
        self._parked = False
        self.percent = percent

    def reach(self, percent: int, step: str) -> None:
        """The item is this far, and does this next."""
        ledger = self._ledger
        ledger.points += (percent - self.percent) * self._weight
        self.percent = percent
        ledger.at_work[self._item.item_id] = (percent, self._attempt)
        ledger.current_item, ledger.step, ledger.dirty = self._item.index + 1, step, True

    def end(self, *, completed: bool) -> None:
        """The item's outcome is stored: its result, or the error for which nothing more comes of it."""
        self.reach(STORED, STORED_STEP)
        self._ledger.done_weight += self._weight
        self._ledger.completed += completed
        self._ledger.failed += not completed

    def park(self) -> None:
        """The item stopped at a cursor: what it reached stays counted."""
        self._parked = True

    def leave(self) -> None:
        """The attempt is over; without a stored outcome or a cursor the item is back where it began."""
        if self.percent < STORED and not self._parked:
            self.reach(0, BEGUN_STEP)
        self._ledger.at_work.pop(self._item.item_id, None)


class ProgressBoard:
    """Collects what items report and writes it, under a name of this process where several write the same job.

    The first news is written at once, the rest once a second, and a heartbeat every five seconds while
    nothing moves. A job's writer ends when the job has had no item for a second. Progress is for people: when
    it cannot be written the work goes on, and the next write carries all of it.
    """

    def __init__(self, jobs: JobStore, feed: JobFeed, clock: Clock, process: str) -> None:
        self._jobs = jobs
        self._feed = feed
        self._clock = clock
        self._at_work = f"{AT_WORK}{process}"
        self._ledgers: dict[str, _Ledger] = {}
        self._writers: dict[str, asyncio.Task[None]] = {}

    @asynccontextmanager
    async def item(
        self, reference: JobReference, item: Item, attempt: int = 1, *, weight: int = 1, percent: int = 0
    ) -> AsyncIterator[ItemProgress]:
        """An item at work, for the first time or again.

        `weight` is its share of the job; `percent` is what was counted of it when it stopped at a cursor.
        """
        ledger = self._ledgers.setdefault(reference.job_id, _Ledger(reference))
        ledger.active += 1
        line = ItemProgress(ledger, item, attempt, weight=weight, percent=percent)
        # An item that goes on from a cursor is in the middle of its last step.
        line.reach(max(STARTED, percent), ledger.step if percent else BEGUN_STEP)
        if reference.job_id not in self._writers:
            self._writers[reference.job_id] = asyncio.create_task(self._write_while_active(ledger))
        try:
            yield line
        finally:
            line.leave()
            ledger.active -= 1

    @asynccontextmanager
    async def merging(self, reference: JobReference) -> AsyncIterator[None]:
        """The job's result is being made: that shows in its step, and in its heartbeat."""
        ledger = self._ledgers.setdefault(reference.job_id, _Ledger(reference))
        ledger.active += 1
        ledger.step, ledger.dirty = MERGING_STEP, True
        if reference.job_id not in self._writers:
            self._writers[reference.job_id] = asyncio.create_task(self._write_while_active(ledger))
        try:
            yield
        finally:
            ledger.active -= 1

    def is_at_work(self, reference: JobReference) -> bool:
        """Whether an item of the job is at work in this process."""
        ledger = self._ledgers.get(reference.job_id)
        return ledger is not None and ledger.active > 0

    async def settle(self, reference: JobReference) -> None:
        """Forget a job that is at its end: nobody reads its counters any more."""
        writer = self._writers.pop(reference.job_id, None)
        if writer is not None:
            writer.cancel()
        self._ledgers.pop(reference.job_id, None)

    async def _write_while_active(self, ledger: _Ledger) -> None:
        try:
            while ledger.active or ledger.dirty:
                if ledger.dirty or self._clock.monotonic() - ledger.written >= HEARTBEAT_SECONDS:
                    await self._write(ledger)
                await self._clock.sleep(FLUSH_SECONDS)
        finally:
            self._drop(ledger)

    def _drop(self, ledger: _Ledger) -> None:
        """Forget the ledger, unless another has taken its place."""
        job_id = ledger.reference.job_id
        if self._ledgers.get(job_id) is ledger:
            self._writers.pop(job_id, None)
            self._ledgers.pop(job_id, None)

    async def _write(self, ledger: _Ledger) -> None:
        increments = ledger.increments()
        now = iso(self._clock.now())
        news = {
            "current_item": ledger.current_item,
            "current_step": ledger.step,
            "heartbeat_date": now,
            self._at_work: {"written_date": now, "items": dict(ledger.at_work)},
        }
        try:
            counters = await self._jobs.add_to_counters(ledger.reference, increments, news)
            self._feed.publish_progress(ledger.reference, counters)
        except TemporaryError as error:
            _log.warning("Progress of job %s was not written: %s", ledger.reference.job_id, error)
            self._put_back(ledger, increments)
        except PermanentError as error:
            # Carried over it would be tried every second for ever.
            _log.warning("Progress of job %s is given up: %s", ledger.reference.job_id, error)
        ledger.written = self._clock.monotonic()

    @staticmethod
    def _put_back(ledger: _Ledger, increments: dict[str, float]) -> None:
        ledger.points += increments.get("points", 0)
        ledger.done_weight += increments.get("done_weight", 0)
        ledger.completed += int(increments.get("completed", 0))
        ledger.failed += int(increments.get("failed", 0))
        ledger.dirty = True
