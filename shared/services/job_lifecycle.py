"""The turns in a job's life: planned, finished, failed."""

import asyncio
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from shared.domain.endings import begun, errors_of, failed, finished, result_id, stopped, without_outcome
from shared.domain.job import (
    Item,
    ItemOutcome,
    ItemResult,
    ItemSummary,
    Job,
    JobReference,
    JobStatus,
    Progress,
    StopReason,
    item_id,
    item_result_id,
)
from shared.domain.lanes import PAGE_ITEMS, Lane, deal
from shared.domain.progress import Counters, Stage, progress_of
from shared.domain.timestamps import iso
from shared.domain.transitions import is_terminal
from shared.job_type import JobType
from shared.ports.clock import Clock
from shared.ports.documents import JsonDocument
from shared.ports.telemetry import Telemetry
from shared.services.announcer import Announcer
from contracts.store import ContractStore
from shared.services.job_feed import JobFeed
from shared.services.job_reader import JobReader
from shared.services.job_store import JobStore
from shared.services.progress_board import ProgressBoard
from shared.services.result_making import header_of
from shared.services.result_store import ResultStore
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
        contracts: ContractStore,
        results: ResultStore,
        *,
        board: ProgressBoard,
        feed: JobFeed,
        tally: UsageTally,
        reader: JobReader,
        announcer: Announcer,
        clock: Clock,
        settings: Settings,
        telemetry: Telemetry,
    ) -> None:
        self._job_types = job_types
        self._jobs = jobs
        self._contracts = contracts
        self._results = results
        self._board = board
        self._feed = feed
        self._tally = tally
        self._reader = reader
        self._announcer = announcer
        self._clock = clock
        self._settings = settings
        self._telemetry = telemetry

    async def plan(self, reference: JobReference) -> Plan | None:
        """Deal the job's items to lanes and start it; None when the job is at its end already.

        Raises:
            NotFoundError: there is no such job.
        """
        with self._tally.charged_to(reference):
            return await self._plan(reference)

    async def _plan(self, reference: JobReference) -> Plan | None:
        job = await self._jobs.get(reference)
        if is_terminal(job.status):
            return None
        contract_ids = list(self._job_types[job.job_type].item_contracts(job.request))
        # Pages of a job that is being stopped just now are read by nobody.
        counting = asyncio.create_task(self._start_counters(job, len(contract_ids)))
        try:
            lanes = await self._dealt(job, contract_ids)
        finally:
            # Late they would undo what lanes have counted that a repetition of this step has started.
            await counting
        job = await self._begin(reference, len(contract_ids))
        if is_terminal(job.status):
            return None
        return self._plan_of(job, len(contract_ids), [] if job.stop else lanes)

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

    async def _dealt(self, job: Job, contract_ids: list[str]) -> list[Lane]:
        items = [Item(item_id=item_id(n), index=n, contract_id=c) for n, c in enumerate(contract_ids)]
        lengths = await self._contracts.find(contract_ids, ["text_tokens"])
        weights = [lengths[c]["text_tokens"] if c in lengths else 0 for c in contract_ids]
        lanes = deal(items, weights, job.options.max_concurrent)
        await self._jobs.write_lanes(job.reference, lanes)
        return lanes

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

    async def progress(self, reference: JobReference) -> Progress:
        """How far the job is; while it runs from its counters alone, which are small."""
        counters = await self._jobs.read_counters(reference)
        if counters is None or counters.ended:
            return (await self._reader.live(await self._jobs.get(reference))).progress
        return progress_of(counters, self._clock.now())

    async def stop(self, reference: JobReference, how: StopReason) -> Job:
        """Tell the job to end so; the job as it is then. One that waits is at its end at once.

        One at work begins nothing any more, and finishing it moves it to its end.
        """
        with self._tally.charged_to(reference):
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
        with self._tally.charged_to(reference):
            job = await self._jobs.get(reference)
            if is_terminal(job.status):
                await self._jobs.mark_ended(reference)
                if catch_up:
                    await self._announcer.announce(job)
                return job
            outcomes = await self._outcomes(job)
            if any(outcome.outcome is ItemOutcome.DONE for outcome in outcomes):
                await self._results.write_header(self._header(job, outcomes))
        return await self._end(reference, lambda stored: finished(stored, outcomes, self._clock.now()))

    async def _outcomes(self, job: Job) -> list[ItemSummary]:
        """What became of the items.

        An item without a stored outcome was given up between two attempts: that becomes its outcome, unless the job
        was stopped before its turn came.
        """
        outcomes = [summary async for summary in self._results.summaries(job.reference)]
        contract_ids = self._job_types[job.job_type].item_contracts(job.request)
        missing = {} if job.stop else without_outcome(contract_ids, outcomes)
        if not missing:
            return outcomes
        for lost, contract_id in missing.items():
            if await self._results.add_item(self._given_up(job, lost, contract_id)):
                self._telemetry.item_ended(job.job_type, str(ItemOutcome.FAILED))
        return [summary async for summary in self._results.summaries(job.reference)]

    def _given_up(self, job: Job, lost: str, contract_id: str) -> ItemResult:
        return ItemResult(
            id=item_result_id(job.id, lost),
            user_id=job.user_id,
            job_id=job.id,
            job_type=job.job_type,
            item_id=lost,
            contract_id=contract_id,
            outcome=ItemOutcome.FAILED,
            error_message="The analysis was interrupted and not taken up again. Retry the job.",
            input_hash="",
            created_date=self._clock.now(),
        )

    async def fail(self, reference: JobReference, reason: str) -> JobStatus:
        """End the job with a reason people can read; a job at its end stays as it is."""
        live = await self._reader.live(await self._jobs.get(reference))
        return (await self._end(reference, lambda stored: failed(stored, live, reason, self._clock.now()))).status

    async def _end(self, reference: JobReference, decide: Callable[[Job], Job]) -> Job:
        # Whoever sees the job at its end sees what its items took.
        await self._tally.flush(reference)
        with self._tally.charged_to(reference):
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
            with self._tally.charged_to(job.reference):
                await self._announcer.announce(job)
        await self._board.settle(job.reference)
        await self._tally.flush(job.reference)

    async def _start_counters(self, job: Job, total: int) -> None:
        """Count what an earlier run of the job left, so that progress is true after a restart."""
        outcomes: Counter[str] = Counter()
        if job.status is not JobStatus.QUEUED:
            outcomes.update([result.outcome async for result in self._results.summaries(job.reference)])
        completed, failed = outcomes[ItemOutcome.DONE], outcomes[ItemOutcome.FAILED]
        counters = Counters(
            total_items=total,
            points=int(Stage.STORED) * (completed + failed),
            completed=completed,
            failed=failed,
            current_item=completed + failed,
            started_date=self._clock.now(),
            heartbeat_date=self._clock.now(),
        )
        await self._jobs.write_counters(job.reference, counters)

    def _header(self, job: Job, outcomes: list[ItemSummary]) -> JsonDocument:
        job_type = self._job_types[job.job_type]
        overview = [outcome.overview or {} for outcome in outcomes if outcome.outcome is ItemOutcome.DONE]
        return header_of(job_type, job, result_id(job.id), overview, errors_of(outcomes), self._clock.now())
