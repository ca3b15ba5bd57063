"""A job's items as people see them: what became of each contract, and what is being done about the rest."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any, Literal

from pydantic import BaseModel, Field

from shared.domain.job import ItemOutcome, ItemSummary, Job, JobStatus, item_id
from shared.domain.progress import Counters
from shared.domain.transitions import is_terminal
from shared.errors import Fault, InvalidRequestError, NotFoundError
from shared.job_type import JobType
from shared.ports.clock import Clock
from shared.services.job_store import JobStore
from shared.services.result_store import ResultStore

_DIGITS = 9

_Unfinished = Literal["waiting", "not_analysed", "deleted"]

_SILENT = timedelta(seconds=30)
"""What a process had at work says nothing any more when it has not written for so long."""


class ItemView(BaseModel):
    """One contract of a job."""

    item_id: str
    index: int
    contract_id: str
    status: Literal["waiting", "processing", "completed", "failed", "not_analysed", "deleted"] = Field(
        description="not_analysed: the job ended before its turn came; deleted: with the result of the job."
    )
    progress: int = Field(default=0, ge=0, le=100, description="Percent.")
    attempts: int = Field(default=0, description="Begun so far, as far as is known.")
    error: str | None = None
    seconds: float = Field(default=0.0, description="That the last attempt took.")
    tokens: int = Field(default=0, description="That it took, prompt and completion.")
    reused: bool = Field(default=False, description="Copied from the job that this one takes up again.")
    cached: bool = Field(default=False, description="The model had answered the same question before.")


class ItemPage(BaseModel):
    """A page of a job's contracts in the order of its request."""

    items: list[ItemView]
    total: int
    continuation: str | None = None


class JobItems:
    """Reads the items of jobs."""

    def __init__(self, job_types: Mapping[str, JobType], jobs: JobStore, results: ResultStore, clock: Clock) -> None:
        self._job_types = job_types
        self._jobs = jobs
        self._results = results
        self._clock = clock

    async def page(self, job: Job, limit: int, continuation: str | None) -> ItemPage:
        """At most `limit` (up to 200) items, from where the page before ended.

        Raises:
            InvalidRequestError: the continuation is not one that a page ended with.
        """
        contract_ids = self._job_types[job.job_type].item_contracts(job.request)
        start = _place(continuation, len(contract_ids))
        end = min(start + limit, len(contract_ids))
        wanted = {item_id(n): (n, contract_ids[n]) for n in range(start, end)}
        stored = await self._results.summaries_of(job.reference, list(wanted))
        at_work = await self._at_work(job)
        unfinished = await self._unfinished(job) if len(stored) < len(wanted) else "waiting"
        items = [
            _finished(n, stored[name]) if name in stored else _open(unfinished, n, contract, at_work.get(name))
            for name, (n, contract) in wanted.items()
        ]
        return ItemPage(
            items=items, total=len(contract_ids), continuation=str(end) if end < len(contract_ids) else None
        )

    async def result(self, job: Job, name: str) -> dict[str, Any]:
        """The whole outcome of one item, as soon as it is stored, while the job runs too.

        Raises:
            NotFoundError: the item has none yet, or the job has no such item.
        """
        found = await self._results.get_item(job.reference, name)
        if found is None and await self._results.is_deleted(job.reference):
            raise NotFoundError(f"Item {name} of job {job.id} was deleted with the job's result.")
        if found is None:
            raise NotFoundError(f"Item {name} of job {job.id} has no result, or not yet.")
        return found.model_dump(mode="json")

    async def _unfinished(self, job: Job) -> _Unfinished:
        """What is to be said of an item that has no stored outcome and is not at work."""
        if not is_terminal(job.status):
            return "waiting"
        return "deleted" if await self._results.is_deleted(job.reference) else "not_analysed"

    async def _at_work(self, job: Job) -> dict[str, tuple[int, int]]:
        """Stage and attempt of what is at work, in all processes that were heard of lately."""
        if job.status is not JobStatus.PROCESSING:
            return {}
        counters: Counters | None = await self._jobs.read_counters(job.reference)
        heard = self._clock.now() - _SILENT
        processes = counters.at_work.values() if counters else ()
        return {
            name: state for lately in processes if lately.written_date >= heard for name, state in lately.items.items()
        }


def _place(continuation: str | None, total: int) -> int:
    if continuation is None:
        return 0
    if (
        len(continuation) <= _DIGITS
        and continuation.isascii()
        and continuation.isdigit()
        and 0 < int(continuation) < total
    ):
        return int(continuation)
    raise InvalidRequestError([Fault("/continuation", "Give the continuation of a page before this one.")])


def _finished(index: int, outcome: ItemSummary) -> ItemView:
    done = outcome.outcome is ItemOutcome.DONE
    return ItemView(
        item_id=outcome.item_id,
        index=index,
        contract_id=outcome.contract_id,
        status="completed" if done else "failed",
        progress=100,
        attempts=outcome.attempts,
        error=outcome.error_message,
        seconds=outcome.elapsed_time,
        tokens=outcome.prompt_tokens + outcome.completion_tokens,
        reused=outcome.reused_from is not None and not outcome.cached,
        cached=outcome.cached,
    )


def _open(unfinished: _Unfinished, index: int, contract_id: str, at_work: tuple[int, int] | None) -> ItemView:
    view = ItemView(item_id=item_id(index), index=index, contract_id=contract_id, status=unfinished)
    if unfinished != "waiting" or at_work is None:
        return view
    stage, attempt = at_work
    return view.model_copy(update={"status": "processing", "progress": stage, "attempts": attempt})
