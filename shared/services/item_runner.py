"""One item of a job: look, do or find what was found out before, store."""

import asyncio
from collections.abc import Mapping

from shared.domain.job import Item, ItemOutcome, ItemResult, JobReference, Receipt, item_result_id
from shared.errors import PermanentError, StoppedError, TemporaryError
from shared.job_types.context import Files
from shared.job_types.core import JobType
from shared.job_types.values import Continue
from shared.ports.clock import Clock
from shared.ports.model import Model
from shared.services.artifacts import ArtifactStore
from shared.services.cursors import CursorStore
from shared.services.inputs import InputSources
from shared.services.item_attempt import Attempt, Outcomes, Work, receipt_of, short
from shared.services.item_context import Listeners, Metered, WorkContext
from shared.services.item_path import Again, Fresh, ItemPath, Task
from shared.services.item_usage import ItemUsage
from shared.services.job_store import JobStore
from shared.services.orders import Order, Orders
from shared.services.progress_board import ProgressBoard
from shared.services.result_store import ResultStore
from shared.services.unforeseen import unforeseen


class Contexts:
    """Makes the contexts of attempts."""

    def __init__(self, sources: InputSources, files: Files, artifacts: ArtifactStore, model: Model) -> None:
        self._sources = sources
        self._files = files
        self._artifacts = artifacts
        self._model = model

    def of(self, reference: JobReference, listeners: Listeners) -> WorkContext:
        """The context of an attempt at an item of a job."""
        model = Metered(self._model, listeners)
        return WorkContext(reference, self._sources, self._files, self._artifacts, listeners, model)


class ItemRunner:
    """Does one item of a job, at least once and with one stored outcome."""

    def __init__(
        self,
        job_types: Mapping[str, JobType],
        jobs: JobStore,
        results: ResultStore,
        *,
        contexts: Contexts,
        path: ItemPath,
        cursors: CursorStore,
        usage: ItemUsage,
        outcomes: Outcomes,
        board: ProgressBoard,
        clock: Clock,
    ) -> None:
        self._job_types = job_types
        self._jobs = jobs
        self._orders = Orders(jobs)
        self._results = results
        self._contexts = contexts
        self._path = path
        self._cursors = cursors
        self._usage = usage
        self._outcomes = outcomes
        self._board = board
        self._clock = clock

    async def run(self, reference: JobReference, item: Item, attempt: Attempt) -> Receipt:
        """Do the item unless it is done; never raises for what is wrong with the item itself.

        Raises:
            TemporaryError: the store could not be reached, so that nothing could be kept.
        """
        stored = await self._results.get_item(reference, item.item_id)
        if stored:
            return receipt_of(stored, reused=True)
        if await self._jobs.has_ended(reference):
            return Receipt(item_id=item.item_id, outcome=ItemOutcome.STOPPED)
        job_type = self._job_types[reference.job_type]
        weight = 1 if job_type.even_progress else max(1, item.weight)
        async with self._board.item(reference, item, attempt.number, weight=weight, percent=attempt.percent) as line:
            work = Work(reference, item, item.labels(job_type.labels), attempt, line, self._clock.monotonic())
            try:
                async with work.until_kept:
                    return await self._done(work, job_type)
            finally:
                self._usage.spent(reference, work.calls)

    async def _done(self, work: Work, job_type: JobType) -> Receipt:
        result = await self._outcome(work, job_type)
        if isinstance(result, Receipt):
            await self._usage.record_calls(work)
            return result
        recording = asyncio.create_task(self._usage.record_calls(work))
        try:
            kept, added = await self._keep(work, result)
        finally:
            await recording
        if added:
            work.line.end(completed=kept.outcome is ItemOutcome.DONE)
            await self._usage.ended(work.reference, kept)
        if work.attempt.cursor is not None:
            await self._cursors.remove(work.reference, work.item)
        return receipt_of(kept, reused=not added)

    async def _keep(self, work: Work, result: ItemResult) -> tuple[ItemResult, bool]:
        """Store the outcome: what was stored, and whether it is new.

        If the store will never take it, that is the outcome: to do the item again would cost again.
        """
        try:
            return result, await self._results.add_item(result)
        except PermanentError as error:
            failed = self._outcomes.failed(work, error)
            return failed, await self._results.add_item(failed)

    async def _outcome(self, work: Work, job_type: JobType) -> ItemResult | Receipt:
        """The result to store, or the receipt of an attempt that has none."""
        item_id = work.item.item_id
        try:
            return await self._attempted(work, job_type)
        except StoppedError:
            return Receipt(item_id=item_id, outcome=ItemOutcome.STOPPED)
        except TemporaryError as error:
            if not work.attempt.is_last:
                return Receipt(item_id=item_id, outcome=ItemOutcome.RETRY, error=short(str(error)))
            return self._outcomes.failed(work, error)
        except PermanentError as error:
            return self._outcomes.failed(work, error)
        except Exception as error:  # noqa: BLE001 - a defect of ours in one item must not stop the others
            return self._outcomes.failed(work, unforeseen(error, f"Item {item_id} of job {work.reference.job_id}"))

    async def _attempted(self, work: Work, job_type: JobType) -> ItemResult | Receipt:
        order = await self._orders.get(work.reference)
        task = self._task(work, job_type, order)
        try:
            found = await self._path.take(task)
        finally:
            work.staged = work.attempt.staged or task.context.staged
        if isinstance(found, Fresh):
            return self._outcomes.done(work, found)
        if isinstance(found, Again):
            return self._outcomes.again(work, found)
        return await self._stopped_at(work, found)

    def _task(self, work: Work, job_type: JobType, order: Order) -> Task:
        reference, item = work.reference, work.item
        listeners = Listeners(
            called=lambda call: self._usage.called(work, call),
            has_ended=lambda: self._jobs.has_ended(reference),
            moved=work.line.reach,
        )
        return Task(
            job_type,
            item,
            order.request,
            order.options,
            reference.user_id,
            self._contexts.of(reference, listeners),
            cursor=work.attempt.cursor,
            reuses=[item_result_id(job_id, item.item_id) for job_id in order.reuses],
            until_kept=work.until_kept,
        )

    async def _stopped_at(self, work: Work, found: Continue) -> Receipt:
        """The item goes on from a cursor.

        Raises:
            PermanentError: it is where it began, so that it would never end; or the cursor is too large.
        """
        if found.cursor == work.attempt.cursor:
            raise PermanentError("The work on this item did not get any further: it stopped where it had begun.")
        percent = work.line.percent
        await self._cursors.write(work.reference, work.item, found.cursor, percent, staged=work.staged)
        work.line.park()
        return Receipt(
            item_id=work.item.item_id,
            outcome=ItemOutcome.CONTINUE,
            cursor=found.cursor,
            percent=percent,
            staged=work.staged,
        )
