"""The turns in a job's life: planned, finished, failed."""

import functools
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from shared.domain.job import (
    Item,
    ItemError,
    ItemOutcome,
    ItemResult,
    ItemSummary,
    Job,
    JobReference,
    JobStatus,
    Progress,
    item_id,
    item_result_id,
)
from shared.domain.lanes import deal
from shared.domain.progress import Counters, Stage, message_of, progress_of
from shared.domain.timestamps import iso
from shared.domain.transitions import is_terminal, transition
from shared.job_type import JobType
from shared.ports.clock import Clock
from shared.ports.metering import metered
from shared.services.accounting import charged
from shared.services.announcer import Announcer
from shared.services.contract_store import ContractStore
from shared.services.job_feed import JobFeed
from shared.services.job_reader import JobReader
from shared.services.job_store import JobStore
from shared.services.progress_board import ProgressBoard
from shared.services.result_store import ResultStore
from shared.services.usage_tally import UsageTally
from shared.settings import Settings

_SHOWN_ERRORS = 50

RAMP_SECONDS = 0.0005
"""Between the starts of two lanes: 25 ms for the fiftieth."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What the orchestration needs to know of a job: how many pages of items each lane has."""

    items: int
    pages: list[int]
    attempts: int


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

    async def plan(self, reference: JobReference) -> Plan | None:
        """Deal the job's items to lanes and start it; None when the job is at its end already.

        Raises:
            NotFoundError: there is no such job.
        """
        with self._charged_to(reference):
            return await self._plan(reference)

    async def _plan(self, reference: JobReference) -> Plan | None:
        job = await self._jobs.get(reference)
        if is_terminal(job.status):
            return None
        contract_ids = list(self._job_types[job.job_type].item_contracts(job.request))
        items = [Item(item_id=item_id(n), index=n, contract_id=c) for n, c in enumerate(contract_ids)]
        lengths = await self._contracts.find(contract_ids, ["text_tokens"])
        weights = [lengths[c]["text_tokens"] if c in lengths else 0 for c in contract_ids]
        lanes = deal(items, weights, job.options.max_concurrent)
        await self._jobs.write_lanes(reference, lanes)
        await self._start_counters(reference, len(items))
        if job.status is JobStatus.QUEUED:
            self._feed.publish_job(await self._jobs.change(reference, self._begun))
        retries = job.options.retry_attempts
        attempts = self._settings.item_attempts if retries is None else retries + 1
        return Plan(len(items), [len(lane) for lane in lanes], attempts)

    async def pending(self, reference: JobReference, lane: int, page: int) -> list[Item]:
        """The items of a lane's page that have no stored outcome yet; a job's lanes start one shortly after another.

        Lanes that started in the same instant would ask the model in the same instant, again and again: a provider
        answers such bursts with 429, and answers that come together wait for each other.
        """
        if page == 0 and lane > 0:
            await self._clock.sleep(lane * RAMP_SECONDS)
        with self._charged_to(reference):
            if await self._jobs.has_ended(reference):
                return []
            items = await self._jobs.read_page(reference, lane, page)
            known = await self._results.stored(reference, [item.item_id for item in items])
        return [item for item in items if item.item_id not in known]

    async def progress(self, reference: JobReference) -> Progress:
        """How far the job is; while it runs from its counters alone, which are small."""
        counters = await self._jobs.read_counters(reference)
        if counters is None or counters.ended:
            return (await self._jobs.get(reference)).progress
        return progress_of(counters, self._clock.now())

    async def finish(self, reference: JobReference) -> JobStatus:
        """Store the result, then complete the job, then announce it; fail it when not one item could be done."""
        with self._charged_to(reference):
            job = await self._jobs.get(reference)
            if is_terminal(job.status):
                await self._announcer.announce(job)
                return job.status
            done, failed = await self._outcomes(job)
            if done:
                await self._results.write_header(self._header(job, done, failed))
        return await self._end(reference, functools.partial(self._ended, completed=len(done), errors=failed))

    async def _outcomes(self, job: Job) -> tuple[list[dict[str, Any]], list[ItemError]]:
        """The overview of what was done, and the errors of the rest.

        An item without a stored outcome was given up between two attempts: that becomes its outcome.
        """
        missing = {item_id(n): c for n, c in enumerate(self._job_types[job.job_type].item_contracts(job.request))}
        summaries = [summary async for summary in self._results.summaries(job.reference)]
        for summary in summaries:
            missing.pop(summary.item_id, None)
        if missing:
            for lost, contract_id in missing.items():
                await self._results.add_item(self._given_up(job, lost, contract_id))
            summaries = [summary async for summary in self._results.summaries(job.reference)]
        done = [summary.overview or {} for summary in summaries if summary.outcome is ItemOutcome.DONE]
        return done, [_error_of(summary) for summary in summaries if summary.outcome is ItemOutcome.FAILED]

    def _given_up(self, job: Job, lost: str, contract_id: str) -> ItemResult:
        return ItemResult(
            id=item_result_id(job.id, lost),
            user_id=job.user_id,
            job_id=job.id,
            job_type=job.job_type,
            item_id=lost,
            contract_id=contract_id,
            outcome=ItemOutcome.FAILED,
            error_message="The analysis was interrupted and not taken up again. Submit this contract again.",
            input_hash="",
            created_date=self._clock.now(),
        )

    async def fail(self, reference: JobReference, reason: str) -> JobStatus:
        """End the job with a reason people can read; a job at its end stays as it is."""
        live = await self._reader.live(await self._jobs.get(reference))
        reached = _progress_at_failure(live)

        def failed(job: Job) -> Job:
            if is_terminal(job.status):
                return job
            ended = transition(job, JobStatus.FAILED, self._clock.now())
            counted = {"items_completed": live.items_completed, "items_failed": live.items_failed}
            return ended.model_copy(update={"error_message": reason, "progress": reached} | counted)

        return await self._end(reference, failed)

    async def _end(self, reference: JobReference, decide: Callable[[Job], Job]) -> JobStatus:
        # Whoever sees the job at its end sees what its items took.
        await self._tally.flush(reference)
        with self._charged_to(reference):
            job = await self._jobs.change(reference, decide)
            self._feed.publish_job(job)
            await self._jobs.mark_ended(reference)
            await self._announcer.announce(job)
        await self._board.settle(reference)
        await self._tally.flush(reference)
        return job.status

    @contextmanager
    def _charged_to(self, reference: JobReference) -> Iterator[None]:
        """What the store charges for the work inside is the job's."""
        with metered() as charges:
            try:
                yield
            finally:
                self._tally.spend(reference, charged(charges))

    async def _start_counters(self, reference: JobReference, total: int) -> None:
        """Count what an earlier run of the job left, so that progress is true after a restart."""
        outcomes: Counter[str] = Counter()
        async for result in self._results.summaries(reference):
            outcomes[result.outcome] += 1
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
        await self._jobs.write_counters(reference, counters)

    def _begun(self, job: Job) -> Job:
        # Somebody may have started or ended the job since it was read: then it stays as it is.
        if job.status is not JobStatus.QUEUED:
            return job
        return transition(job, JobStatus.PROCESSING, self._clock.now())

    def _ended(self, job: Job, completed: int, errors: list[ItemError]) -> Job:
        if is_terminal(job.status):
            return job
        failed = len(errors)
        status = JobStatus.COMPLETED if completed else JobStatus.FAILED
        ended = transition(job, status, self._clock.now())
        return ended.model_copy(
            update={
                "result_id": result_id(job.id) if completed else None,
                "error_message": None if completed else _nothing_done(errors),
                "items_completed": completed,
                "items_failed": failed,
                "item_errors": errors[:_SHOWN_ERRORS],
                "progress": _final_progress(completed, failed),
            }
        )

    def _header(self, job: Job, overview: list[dict[str, Any]], errors: list[ItemError]) -> dict[str, Any]:
        job_type = self._job_types[job.job_type]
        now = iso(self._clock.now())
        return {
            "id": result_id(job.id),
            "type": job_type.result_type,
            "record": "result",
            "user_id": job.user_id,
            "job_id": job.id,
            "created_date": now,
            "modified_date": now,
            "overview": overview,
            "errors": [error.model_dump() for error in errors],
            **job_type.header(job, overview),
        }


def result_id(job_id: str) -> str:
    """The id of a job's result: one result a job, however often it is finished."""
    return f"result_{job_id}"


def _error_of(result: ItemSummary) -> ItemError:
    return ItemError(item_id=result.item_id, contract_id=result.contract_id, message=result.error_message or "")


def _nothing_done(errors: list[ItemError]) -> str:
    first = errors[0].message if errors else "There was nothing to analyse."
    return f"None of the {len(errors)} contracts could be analysed. The first error: {first}"


def _progress_at_failure(live: Job) -> Progress:
    """How far the job came, without the promise of more."""
    done = live.items_completed + live.items_failed
    message = message_of(live.progress.total_items, done, live.items_failed)
    return live.progress.model_copy(
        update={"current_step": "failed", "message": message, "estimated_time_remaining": None}
    )


def _final_progress(completed: int, failed: int) -> Progress:
    total = completed + failed
    return Progress(
        current_step="completed" if completed else "failed",
        current_item=total,
        total_items=total,
        percentage=100,
        message=message_of(total, total, failed),
        estimated_time_remaining=0,
    )
