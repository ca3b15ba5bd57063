"""One item: look, load, find an earlier answer or ask, store."""

import asyncio
from collections.abc import Mapping
from typing import Any

from shared.domain.job import Item, ItemOutcome, ItemResult, JobReference, Options, Receipt, item_result_id
from shared.domain.progress import Stage
from shared.errors import NotFoundError, PermanentError, TemporaryError
from shared.job_type import JobType
from shared.ports.clock import Clock
from shared.ports.metering import metered
from shared.ports.model import ModelCall
from shared.services.accounting import charged
from shared.services.analyst import Analyst, unforeseen
from shared.services.answer_cache import AnswerCache, EarlierAnswer
from shared.services.item_attempt import Attempt, Outcomes, Work, receipt_of, short
from shared.services.item_usage import ItemUsage
from shared.services.job_store import JobStore
from shared.services.orders import Order, Orders
from shared.services.progress_board import ProgressBoard
from shared.services.questioning import Subject
from shared.services.result_store import ResultStore
from shared.services.turns import Turns

_WAITING = 0.25
"""Of the time for an attempt: how long it waits while somebody else in this process asks the same."""


class _StoppedError(Exception):
    """The job was stopped while its item was at work."""


class ItemRunner:
    """Does one item of a job, at least once and with one stored outcome."""

    def __init__(
        self,
        job_types: Mapping[str, JobType],
        jobs: JobStore,
        results: ResultStore,
        *,
        analyst: Analyst,
        answers: AnswerCache,
        usage: ItemUsage,
        outcomes: Outcomes,
        board: ProgressBoard,
        clock: Clock,
        item_timeout: float,
    ) -> None:
        self._job_types = job_types
        self._jobs = jobs
        self._orders = Orders(jobs)
        self._results = results
        self._analyst = analyst
        self._answers = answers
        self._turns = Turns()
        self._usage = usage
        self._outcomes = outcomes
        self._board = board
        self._clock = clock
        self._item_timeout = item_timeout

    async def run(self, reference: JobReference, item: Item, attempt: Attempt) -> Receipt:
        """Do the item unless it is done; never raises for what is wrong with the item itself.

        Raises:
            TemporaryError: the store could not be reached, so that nothing could be kept.
        """
        with metered() as charges:
            calls: list[ModelCall] = []
            try:
                return await self._run(reference, item, attempt, calls)
            finally:
                self._usage.spent(reference, calls, charged(charges))

    async def _run(self, reference: JobReference, item: Item, attempt: Attempt, calls: list[ModelCall]) -> Receipt:
        stored = await self._results.get_item(reference, item.item_id)
        if stored:
            return receipt_of(stored, reused=True)
        if await self._jobs.has_ended(reference):
            return Receipt(item_id=item.item_id, outcome=ItemOutcome.STOPPED)
        async with self._board.item(reference, item, attempt.number) as line:
            work = Work(reference, item, attempt, line, self._clock.monotonic(), calls)
            async with work.until_kept:
                return await self._done(work)

    async def _done(self, work: Work) -> Receipt:
        result = await self._outcome(work)
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
        return receipt_of(kept, reused=not added)

    async def _keep(self, work: Work, result: ItemResult) -> tuple[ItemResult, bool]:
        """Store the outcome: what was stored, and whether it is new.

        If the store will never take it, that is the outcome: to ask the model again would cost again.
        """
        try:
            return result, await self._results.add_item(result)
        except PermanentError as error:
            failed = self._outcomes.failed(work, error)
            return failed, await self._results.add_item(failed)

    async def _outcome(self, work: Work) -> ItemResult | Receipt:
        """The result to store, or the receipt of an attempt that is to be repeated."""
        try:
            return await self._analyse(work)
        except _StoppedError:
            return Receipt(item_id=work.item.item_id, outcome=ItemOutcome.STOPPED)
        except TemporaryError as error:
            if not work.attempt.is_last:
                return Receipt(item_id=work.item.item_id, outcome=ItemOutcome.RETRY, error=short(str(error)))
            return self._outcomes.failed(work, error)
        except PermanentError as error:
            return self._outcomes.failed(work, error)
        except Exception as error:  # noqa: BLE001 - a defect of ours in one item must not stop the others
            about = f"Item {work.item.item_id} of job {work.reference.job_id}"
            return self._outcomes.failed(work, unforeseen(error, about))

    async def _analyse(self, work: Work) -> ItemResult:
        job_type = self._job_types[work.reference.job_type]
        order = await self._orders.get(work.reference)
        try:
            subject = await self._analyst.load(job_type, order.request, work.item.contract_id)
        except NotFoundError:
            # A contract never changes: what was found out before it was deleted is still so.
            earlier = await self._earlier(work, order, None)
            if earlier is None:
                raise
            return self._outcomes.reused(work, earlier)
        work.line.reach(Stage.LOADED)
        asked = self._analyst.input_hash(subject)
        earlier = await self._earlier(work, order, asked)
        if earlier is not None:
            return self._outcomes.reused(work, earlier)
        return await self._answered(work, subject, asked, order.options)

    async def _earlier(self, work: Work, order: Order, input_hash: str | None) -> ItemResult | None:
        """The good result that a job before this one, which this one takes up again, has of the item."""
        if not order.reuses:
            return None
        ids = [item_result_id(job_id, work.item.item_id) for job_id in order.reuses]
        return await self._results.find_done(work.reference.user_id, ids, input_hash)

    async def _answered(self, work: Work, subject: Subject, asked: str, options: Options) -> ItemResult:
        """The result out of what the model has answered before, or answers now."""
        deadline = self._clock.monotonic() + options.seconds_for_item(self._item_timeout)
        if not options.refresh:
            known = await self._known(work, asked, options.seconds_for_item(self._item_timeout) * _WAITING)
            if known is not None:
                return self._outcomes.cached(work, subject, known)
        content = await self._content(work, subject, deadline - self._clock.monotonic())
        work.line.reach(Stage.ANSWERED)
        return self._outcomes.done(work, subject, asked, content)

    async def _known(self, work: Work, asked: str, patience: float) -> EarlierAnswer | None:
        """What the user was answered to this before, or is being answered right now; None: it is this item's to ask."""
        user_id = work.reference.user_id
        known = await self._answers.find(user_id, asked)
        if known is not None:
            return known
        has_waited = await work.until_kept.enter_async_context(self._turns.turn((user_id, asked), patience))
        if not has_waited:
            return None
        if await self._jobs.has_ended(work.reference):
            raise _StoppedError
        return await self._answers.find(user_id, asked)

    async def _content(self, work: Work, subject: Subject, seconds: float) -> dict[str, Any]:
        return await self._analyst.analyse(
            subject, seconds, lambda call: self._usage.called(work, call), lambda: self._before_call(work)
        )

    async def _before_call(self, work: Work) -> None:
        """Ask nothing more in a job that has been stopped since the item began."""
        if work.calls and await self._jobs.has_ended(work.reference):
            raise _StoppedError
        work.line.reach(Stage.ASKED)
