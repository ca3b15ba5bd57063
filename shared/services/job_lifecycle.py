"""The turns in a job's life: planned, finished, failed."""

import asyncio
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from shared.domain.endings import begun, failed, finished, stopped
from shared.domain.job import ArtifactFacts, Item, ItemOutcome, Job, JobReference, JobStatus, StopReason
from shared.domain.lanes import PAGE_ITEMS, Lane, deal
from shared.domain.progress import STORED, Counters
from shared.domain.timestamps import iso
from shared.domain.transitions import is_terminal
from shared.errors import PermanentError
from shared.job_types.core import JobType
from shared.ports.clock import Clock
from shared.ports.telemetry import Telemetry
from shared.services.announcer import Announcer
from shared.services.artifacts import ArtifactStore
from shared.services.cursors import CursorStore
from shared.services.job_feed import JobFeed
from shared.services.job_merger import JobMerger, MergedJob
from shared.services.job_store import JobStore
from shared.services.planned_items import PlannedItems
from shared.services.progress_board import ProgressBoard
from shared.services.result_store import ResultStore
from shared.services.snapshots import Snapshots
from shared.services.usage_tally import UsageTally
from shared.settings import Settings


@dataclass(frozen=True, slots=True)
class Plan:
    """What the orchestration needs to know of a job."""

    items: int
    lanes: list[int]
    """How many items each lane has."""
    page_items: int
    """On every page of a lane but its last."""
    attempts: int
    """At one item."""
    delay: int
    """Milliseconds before the second attempt."""
    deadline: str
    """ISO time after which nothing new begins."""


class JobLifecycle:
    """Moves a job from one state to the next. Every step may run twice and does its work once."""

    def __init__(
        self,
        job_types: Mapping[str, JobType],
        jobs: JobStore,
        results: ResultStore,
        *,
        items: PlannedItems,
        cursors: CursorStore,
        merger: JobMerger,
        artifacts: ArtifactStore,
        snapshots: Snapshots,
        board: ProgressBoard,
        feed: JobFeed,
        tally: UsageTally,
        announcer: Announcer,
        clock: Clock,
        settings: Settings,
        telemetry: Telemetry,
    ) -> None:
        self._job_types = job_types
        self._jobs = jobs
        self._results = results
        self._items = items
        self._cursors = cursors
        self._merger = merger
        self._artifacts = artifacts
        self._snapshots = snapshots
        self._board = board
        self._feed = feed
        self._tally = tally
        self._announcer = announcer
        self._clock = clock
        self._settings = settings
        self._telemetry = telemetry

    async def plan(self, reference: JobReference) -> Plan | None:
        """Deal the job's items to lanes and start it; None when the job is at its end already.

        Raises:
            NotFoundError: there is no such job.
        """
        job = await self._jobs.get(reference)
        if is_terminal(job.status):
            return None
        job_type = self._job_types[job.job_type]
        items = await self._items.of(job)
        # Pages of a job that is being stopped just now are read by nobody.
        counting = asyncio.create_task(self._start_counters(job, job_type, items))
        try:
            lanes = deal(items, job.options.max_concurrent)
            await self._jobs.write_lanes(job.reference, lanes)
        finally:
            # Late they would undo what lanes have counted that a repetition of this step has started.
            await counting
        job = await self._begin(reference, len(items))
        if is_terminal(job.status):
            return None
        return self._plan_of(job, len(items), [] if job.stop else lanes)

    async def _begin(self, reference: JobReference, items: int) -> Job:
        """The job at work, read after its counters were written, which a stop may have marked before.

        One whose time is over before this orchestration began does nothing more.
        """
        now = self._clock.now()
        job, _ = await self._move(reference, lambda stored: begun(stored, items, now))
        if job.stop is None and job.deadline is not None and job.deadline <= now:
            job = await self.stop(reference, JobStatus.TIMED_OUT)
        elif job.stop is not None or is_terminal(job.status):
            await self._jobs.mark_ended(reference)
        return job

    def _plan_of(self, job: Job, items: int, lanes: list[Lane]) -> Plan:
        retries = job.options.retry_attempts
        return Plan(
            items=items,
            lanes=[sum(map(len, lane)) for lane in lanes],
            page_items=PAGE_ITEMS,
            attempts=self._settings.item_attempts if retries is None else retries + 1,
            delay=job.options.retry_delay,
            deadline=iso(job.deadline or self._clock.now()),
        )

    async def stop(self, reference: JobReference, how: StopReason) -> Job:
        """Tell the job to end so; the job as it is then. One that waits is at its end at once.

        One at work begins nothing any more, and finishing it moves it to its end.
        """
        job, changed = await self._move(reference, lambda stored: stopped(stored, how, self._clock.now()))
        # Also when it was told before: whoever told it may have died before this.
        await self._jobs.mark_ended(reference)
        if changed and is_terminal(job.status):
            await self._conclude(job, is_news=True)
        return job

    async def finish(self, reference: JobReference, *, catch_up: bool = True) -> Job:
        """Store the result, then move the job to its end, then announce it; the job as it is then.

        Failed when not one item could be done; as it was told to end when it was stopped. An end that is stored already
        is announced if it was not, unless whoever stored it may be about to: then without `catch_up`.
        """
        job = await self._jobs.get(reference)
        if is_terminal(job.status):
            await self._jobs.mark_ended(reference)
            if catch_up:
                await self._announcer.announce(job)
            return job
        try:
            merged = await self._merged(job)
        except PermanentError as error:
            reason = str(error)
            live = await self._snapshots.live(job)
            await self._artifacts.remove(job.user_id, job.id)
            return await self._end(reference, lambda stored: failed(stored, live, reason, self._clock.now()))
        artifacts = await self._settled(job, merged)
        if merged.header is not None:
            made = {"artifacts": [facts.model_dump() for facts in artifacts]} if artifacts else {}
            await self._results.write_header(merged.header | made)
        reached = (await self._snapshots.live(job)).progress.percentage if job.stop is not None else 0
        return await self._end(
            reference, lambda stored: finished(stored, merged.tally, artifacts, reached, self._clock.now())
        )

    async def _merged(self, job: Job) -> MergedJob:
        """What became of the items. A merge in a step of its own may take minutes, which its job's heartbeat shows."""
        if self._job_types[job.job_type].merges_with_last_item:
            return await self._merger.merge(job)
        async with self._board.merging(job.reference):
            return await self._merger.merge(job)

    async def _settled(self, job: Job, merged: MergedJob) -> list[ArtifactFacts]:
        """The artifacts that stay with the result. Blocks that belong to none are removed, and all without a result."""
        if not merged.has_blocks:
            return []
        if merged.header is None:
            await self._artifacts.remove(job.user_id, job.id)
            return []
        return await self._artifacts.committed(job.reference)

    async def fail(self, reference: JobReference, reason: str) -> JobStatus:
        """End the job with a reason people can read; a job at its end stays as it is."""
        live = await self._snapshots.live(await self._jobs.get(reference))
        return (await self._end(reference, lambda stored: failed(stored, live, reason, self._clock.now()))).status

    async def _end(self, reference: JobReference, decide: Callable[[Job], Job]) -> Job:
        # Whoever sees the job at its end sees what its items took.
        await self._tally.flush(reference)
        job, changed = await self._move(reference, decide)
        await self._jobs.mark_ended(reference)
        await self._conclude(job, is_news=changed)
        return job

    async def _move(self, reference: JobReference, decide: Callable[[Job], Job]) -> tuple[Job, bool]:
        """The job after the decision, and whether that changed it: what is no news is not told again."""
        seen: list[Job] = []

        def deciding(stored: Job) -> Job:
            seen.append(stored)
            return decide(stored)

        job = await self._jobs.change(reference, deciding)
        changed = job is not seen[-1]
        if changed:
            self._feed.publish_job(job)
        return job, changed

    async def _conclude(self, job: Job, *, is_news: bool) -> None:
        """What follows when a job's end is stored; it is announced by whoever stored it, or else by the watchdog."""
        if is_news:
            seconds = job.elapsed_time if job.started_date else None
            self._telemetry.job_ended(job.job_type, str(job.status), seconds)
            await self._announcer.announce(job)
        await self._board.settle(job.reference)
        await self._tally.flush(job.reference)

    async def _start_counters(self, job: Job, job_type: JobType, items: Sequence[Item]) -> None:
        """Count what an earlier run of the job left, so that progress is true after a restart."""
        even = job_type.even_progress
        weights = {} if even else {item.item_id: max(1, item.weight) for item in items}
        outcomes: Counter[str] = Counter()
        done_weight = reached = 0
        if job.status is not JobStatus.QUEUED:
            async for result in self._results.summaries(job.reference):
                outcomes[result.outcome] += 1
                done_weight += weights.get(result.item_id, 1)
            for item_id, percent in (await self._cursors.of_job(job.reference)).items():
                reached += percent * weights.get(item_id, 1)
        completed, failures = outcomes[ItemOutcome.DONE], outcomes[ItemOutcome.FAILED]
        counters = Counters(
            total_items=len(items),
            total_weight=None if even else sum(weights.values()),
            points=STORED * done_weight + reached,
            done_weight=done_weight,
            completed=completed,
            failed=failures,
            current_item=completed + failures,
            words=job.words,
            started_date=self._clock.now(),
            heartbeat_date=self._clock.now(),
        )
        await self._jobs.write_counters(job.reference, counters)
