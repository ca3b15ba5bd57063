"""The result of a job out of what became of its items, one row after another."""

from collections import Counter
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from shared.domain.endings import SHOWN_ERRORS, Tally, error_of, result_id
from shared.domain.job import ItemError, ItemOutcome, ItemResult, Job, item_result_id
from shared.domain.timestamps import iso
from shared.job_types.context import Files
from shared.job_types.core import JobType
from shared.job_types.values import JsonObject, Row
from shared.ports.clock import Clock
from shared.ports.documents import JsonDocument
from shared.ports.telemetry import Telemetry
from shared.services.artifacts import ArtifactStore, JobArtifacts
from shared.services.planned_items import PlannedItems
from shared.services.result_headers import RESULT, ROW
from shared.services.result_store import ResultStore

_INTERRUPTED = "The work on it was interrupted and not taken up again. Retry the job."


@dataclass(frozen=True, slots=True)
class MergedJob:
    """How the items ended, and the header of the result; None when not one is done.

    `has_blocks` says whether there may be blocks of artifacts: items of a stopped job may have made some unseen.
    """

    tally: Tally
    header: JsonDocument | None
    has_blocks: bool


@dataclass(frozen=True, slots=True)
class JobMergeContext:
    """Answers `MergeContext` for one job."""

    files: Files
    artifacts: JobArtifacts


class _Rows:
    """The rows of the items that are done, counted while they pass. Only errors are kept, the first of them."""

    def __init__(self, results: ResultStore, job: Job, count_by: str | None) -> None:
        self._results = results
        self._job = job
        self._count_by = count_by
        self._errors: list[ItemError] = []
        self.ended: set[str] = set()
        self.staged = False
        self.done = 0
        self.failed = 0
        self.counts: Counter[str] = Counter()

    async def __aiter__(self) -> AsyncIterator[Row]:
        async for summary in self._results.summaries(self._job.reference):
            self.ended.add(summary.item_id)
            self.staged = self.staged or summary.staged
            if summary.outcome is ItemOutcome.FAILED:
                self.failed += 1
                if len(self._errors) < SHOWN_ERRORS:
                    self._errors.append(error_of(summary))
                continue
            self.done += 1
            row = summary.overview or {}
            if self._count_by is not None:
                self.counts[str(row[self._count_by])] += 1
            yield row

    @property
    def tally(self) -> Tally:
        """How the items ended, as far as they passed."""
        return Tally(self.done, self.failed, self._errors)


class JobMerger:
    """Makes the headers of results. Every step may run twice."""

    def __init__(
        self,
        job_types: Mapping[str, JobType],
        results: ResultStore,
        items: PlannedItems,
        artifacts: ArtifactStore,
        files: Files,
        clock: Clock,
        telemetry: Telemetry,
    ) -> None:
        self._job_types = job_types
        self._results = results
        self._items = items
        self._artifacts = artifacts
        self._files = files
        self._clock = clock
        self._telemetry = telemetry

    async def merge(self, job: Job) -> MergedJob:
        """What became of the items.

        An item without a stored outcome was given up between two attempts: that becomes its outcome, unless the job
        was stopped before its turn came.

        Raises:
            PermanentError: the type cannot make a result of them.
        """
        merged, rows = await self._merged(job)
        if job.stop is None and len(rows.ended) < job.progress.total_items and await self._give_up(job, rows.ended):
            merged, rows = await self._merged(job)
        return merged

    async def _merged(self, job: Job) -> tuple[MergedJob, _Rows]:
        job_type = self._job_types[job.job_type]
        rows = _Rows(self._results, job, job_type.count_by)
        passing = aiter(rows)
        context = self.context(job)
        first = await anext(passing, None)
        if first is None:
            return MergedJob(rows.tally, None, job.stop is not None or rows.staged), rows
        fields = await job_type.work.merge(job.request, _again(first, passing), context)
        async for _ in passing:
            pass  # what the type did not look at is counted all the same
        header = header_of(job_type, job, result_id(job.id), fields, rows.counts, rows.tally, self._clock.now())
        has_blocks = job.stop is not None or rows.staged or context.artifacts.staged
        return MergedJob(rows.tally, header, has_blocks), rows

    def context(self, job: Job) -> JobMergeContext:
        """All that merging a job may use."""
        return JobMergeContext(self._files, self._artifacts.of(job.reference))

    async def _give_up(self, job: Job, ended: set[str]) -> bool:
        labels = self._job_types[job.job_type].labels
        missing = [item for item in await self._items.of(job) if item.item_id not in ended]
        for item in missing:
            lost = ItemResult(
                id=item_result_id(job.id, item.item_id),
                user_id=job.user_id,
                job_id=job.id,
                job_type=job.job_type,
                item_id=item.item_id,
                subject=item.subject,
                outcome=ItemOutcome.FAILED,
                error_message=_INTERRUPTED,
                input_hash="",
                created_date=self._clock.now(),
                **item.labels(labels),
            )
            if await self._results.add_item(lost):
                self._telemetry.item_ended(job.job_type, str(ItemOutcome.FAILED))
        return bool(missing)


async def _again(first: Row, others: AsyncIterator[Row]) -> AsyncIterator[Row]:
    yield first
    async for row in others:
        yield row


def header_of(
    job_type: JobType,
    job: Job,
    header_id: str,
    fields: JsonObject,
    counts: Mapping[str, int],
    tally: Tally,
    now: datetime,
) -> JsonDocument:
    """The header of a result, a job's or one that a person saves: the type's own fields and what a listing shows.

    The rows and the errors of items are not in it: they are read from the items, however many there are.
    """
    moment = iso(now)
    metadata = {"title": job.title, **fields.get("metadata", {}), "job_id": job.id}
    return {
        **fields,
        "id": header_id,
        "type": job_type.result_type,
        "record": RESULT,
        "user_id": job.user_id,
        "job_id": job.id,
        "created_date": moment,
        "modified_date": moment,
        ROW: {"items": tally.done, "counts": dict(counts)},
        "not_analysed": job.progress.total_items - tally.ended,
        "metadata": metadata,
    }
