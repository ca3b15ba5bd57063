"""The turns in a job's life: planned, finished, failed."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from shared.domain.job import (
    Item,
    ItemError,
    ItemOutcome,
    ItemResult,
    Job,
    JobReference,
    JobStatus,
    Progress,
    item_id,
)
from shared.domain.progress import Counters, Stage, message_of
from shared.domain.timestamps import iso
from shared.domain.transitions import is_terminal, transition
from shared.domain.windows import Windows, windows_of
from shared.job_type import JobType
from shared.ports.clock import Clock
from shared.services.job_store import JobStore
from shared.services.progress_board import ProgressBoard
from shared.services.result_store import ResultStore

_SHOWN_ERRORS = 50


@dataclass(frozen=True, slots=True)
class Plan:
    """What the orchestration needs to know of a job: how many pages of items, and how wide to work."""

    items: int
    pages: int
    windows: Windows


@dataclass(frozen=True, slots=True)
class Pending:
    """The items of a page that are still to do, and how many were done or failed before."""

    items: list[Item]
    completed: int
    failed: int


class JobLifecycle:
    """Moves a job from one state to the next. Every step may run twice and does its work once."""

    def __init__(
        self,
        job_types: Mapping[str, JobType],
        jobs: JobStore,
        results: ResultStore,
        board: ProgressBoard,
        clock: Clock,
    ) -> None:
        self._job_types = job_types
        self._jobs = jobs
        self._results = results
        self._board = board
        self._clock = clock

    async def plan(self, reference: JobReference) -> Plan | None:
        """Write the job's items and start it; None when the job is at its end already.

        Raises:
            NotFoundError: there is no such job.
        """
        job = await self._jobs.get(reference)
        if is_terminal(job.status):
            return None
        ids = self._job_types[job.job_type].item_contracts(job.request)
        items = [Item(item_id=item_id(n), index=n, contract_id=contract) for n, contract in enumerate(ids)]
        windows = windows_of(len(items), job.max_concurrent)
        pages = [items[at : at + windows.page_size] for at in range(0, len(items), windows.page_size)]
        await self._jobs.write_pages(reference, pages)
        await self._start_counters(reference, len(items), pages)
        if job.status is JobStatus.QUEUED:
            await self._jobs.change(reference, self._begun)
        return Plan(len(items), len(pages), windows)

    async def pending(self, reference: JobReference, page: int) -> Pending:
        """The items of a page that have no stored outcome yet."""
        items = await self._jobs.read_page(reference, page)
        stored = await self._results.summaries(reference, [item.item_id for item in items])
        known = {result.item_id for result in stored}
        failed = sum(result.outcome is ItemOutcome.FAILED for result in stored)
        todo = [item for item in items if item.item_id not in known]
        return Pending(todo, len(stored) - failed, failed)

    async def finish(self, reference: JobReference) -> JobStatus:
        """Store the result, then complete the job; fail it when not one item could be done."""
        job = await self._jobs.get(reference)
        if is_terminal(job.status):
            return job.status
        job_type = self._job_types[job.job_type]
        overview, errors, completed, failed = [], [], 0, 0
        async for result in self._results.items(reference.user_id, reference.job_id):
            if result.outcome is ItemOutcome.DONE:
                completed += 1
                overview.append(job_type.overview(result.content or {}))
            else:
                failed += 1
                errors.append(_error_of(result))
        if completed:
            await self._results.write_header(self._header(job, job_type, overview, errors))
        job = await self._jobs.change(reference, lambda current: self._ended(current, completed, errors))
        await self._board.settle(reference)
        return job.status

    async def fail(self, reference: JobReference, reason: str) -> JobStatus:
        """End the job with a reason people can read; a job at its end stays as it is."""

        def failed(job: Job) -> Job:
            if is_terminal(job.status):
                return job
            ended = transition(job, JobStatus.FAILED, self._clock.now())
            return ended.model_copy(update={"error_message": reason})

        job = await self._jobs.change(reference, failed)
        await self._board.settle(reference)
        return job.status

    async def _start_counters(self, reference: JobReference, total: int, pages: list[list[Item]]) -> None:
        """Count what an earlier run of the job left, so that progress is true after a restart."""
        completed = failed = 0
        for number in range(len(pages)):
            before = await self.pending(reference, number)
            completed, failed = completed + before.completed, failed + before.failed
        counters = Counters(
            total_items=total,
            points=int(Stage.STORED) * (completed + failed),
            completed=completed,
            failed=failed,
            current_item=completed + failed,
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

    def _header(
        self, job: Job, job_type: JobType, overview: list[dict[str, Any]], errors: list[ItemError]
    ) -> dict[str, Any]:
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


def _error_of(result: ItemResult) -> ItemError:
    return ItemError(item_id=result.item_id, contract_id=result.contract_id, message=result.error_message or "")


def _nothing_done(errors: list[ItemError]) -> str:
    first = errors[0].message if errors else "There was nothing to analyse."
    return f"None of the {len(errors)} contracts could be analysed. The first error: {first}"


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
