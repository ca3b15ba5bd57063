"""A job's items as people see them: what became of each, and what is being done about the rest."""

from collections.abc import Mapping, Sequence
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from shared.domain.job import Item, ItemOutcome, ItemSummary, Job, item_id
from shared.domain.transitions import is_terminal
from shared.errors import Fault, InvalidRequestError, NotFoundError
from shared.job_types.core import JobType
from shared.job_types.values import JsonObject
from shared.ports.clock import Clock
from shared.services.planned_items import PlannedItems
from shared.services.result_store import ResultStore
from shared.services.snapshots import Snapshots

_DIGITS = 9

_Unfinished = Literal["waiting", "not_analysed", "deleted"]


class ItemView(BaseModel):
    """One item of a job; its labels stand beside these fields."""

    model_config = ConfigDict(extra="allow")

    item_id: str
    index: int
    subject: str = Field(description="What the item is about, for people.")
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
    """A page of a job's items in the order of its request."""

    items: list[ItemView]
    total: int
    continuation: str | None = None


class JobItems:
    """Reads the items of jobs."""

    def __init__(
        self,
        job_types: Mapping[str, JobType],
        items: PlannedItems,
        results: ResultStore,
        snapshots: Snapshots,
        clock: Clock,
    ) -> None:
        self._job_types = job_types
        self._items = items
        self._results = results
        self._snapshots = snapshots
        self._clock = clock

    async def page(self, job: Job, limit: int, continuation: str | None) -> ItemPage:
        """At most `limit` (up to 200) items, from where the page before ended.

        Raises:
            InvalidRequestError: the continuation is not one that a page ended with.
        """
        total = job.progress.total_items
        start = _place(continuation, total)
        end = min(start + limit, total)
        names = [item_id(n) for n in range(start, end)]
        stored = await self._results.summaries_of(job.reference, names)
        views = {name: _finished(start + n, stored[name]) for n, name in enumerate(names) if name in stored}
        if len(views) < len(names):
            views |= await self._open_views(job, [name for name in names if name not in views])
        items = [views[name] for name in names if name in views]
        return ItemPage(items=items, total=total, continuation=str(end) if end < total else None)

    async def _open_views(self, job: Job, names: Sequence[str]) -> dict[str, ItemView]:
        """What is to be said of items that have no outcome."""
        at_work = (await self._snapshots.of(job)).at_work(self._clock.now())
        unfinished = await self._unfinished(job)
        labels = self._job_types[job.job_type].labels
        items = {item.item_id: item for item in await self._items.of(job)}
        known = [items[name] for name in names if name in items]
        return {item.item_id: _open(unfinished, item, item.labels(labels), at_work.get(item.item_id)) for item in known}

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
        subject=outcome.subject,
        status="completed" if done else "failed",
        progress=100,
        attempts=outcome.attempts,
        error=outcome.error_message,
        seconds=outcome.elapsed_time,
        tokens=outcome.prompt_tokens + outcome.completion_tokens,
        reused=outcome.reused_from is not None and not outcome.cached,
        cached=outcome.cached,
        **outcome.labels,
    )


def _open(unfinished: _Unfinished, item: Item, labels: JsonObject, at_work: tuple[int, int] | None) -> ItemView:
    view = ItemView(item_id=item.item_id, index=item.index, subject=item.subject, status=unfinished, **labels)
    if unfinished != "waiting" or at_work is None:
        return view
    percent, attempt = at_work
    return view.model_copy(update={"status": "processing", "progress": percent, "attempts": attempt})
