"""One item: look, load, ask, parse, store."""

import asyncio
import logging
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from shared.domain.job import (
    Item,
    ItemOutcome,
    ItemResult,
    JobReference,
    Options,
    Receipt,
    item_result_id,
)
from shared.domain.progress import Stage
from shared.errors import ContractBatchError, NotFoundError, PermanentError, TemporaryError
from shared.job_type import JobType
from shared.ports.clock import Clock
from shared.ports.metering import metered
from shared.ports.model import Model, ModelCall
from shared.ports.telemetry import Telemetry
from shared.services.accounting import Accounting, charged
from shared.services.analyst import Analyst, input_hash, unforeseen
from shared.services.contract_store import ContractStore
from shared.services.job_store import JobStore
from shared.services.orders import Order, Orders
from shared.services.progress_board import ItemProgress, ProgressBoard
from shared.services.questioning import Subject
from shared.services.result_store import ResultStore
from shared.services.usage_store import UsageStore
from shared.services.usage_tally import UsageTally

_log = logging.getLogger(__name__)
_ERROR_CHARACTERS = 300
_STORED_ERROR_CHARACTERS = 1_000
"""Of a failed item's error: a job shows fifty of them beside a request of up to ten thousand contracts."""


@dataclass(frozen=True, slots=True)
class Attempt:
    """Which attempt at an item this is, counted from 1, and after which one it is given up."""

    number: int
    last: int

    @property
    def is_last(self) -> bool:
        """Whether a temporary fault now is final."""
        return self.number >= self.last


@dataclass(frozen=True, slots=True)
class _Work:
    """An attempt in the making; `calls` are those made to the model so far."""

    reference: JobReference
    item: Item
    attempt: Attempt
    line: ItemProgress
    started: float
    calls: list[ModelCall]


class _StoppedError(Exception):
    """The job was stopped while its item was at work."""


class ItemRunner:
    """Does one item of a job, at least once and with one stored outcome."""

    def __init__(
        self,
        job_types: Mapping[str, JobType],
        jobs: JobStore,
        contracts: ContractStore,
        results: ResultStore,
        *,
        usage: UsageStore,
        accounting: Accounting,
        board: ProgressBoard,
        tally: UsageTally,
        model: Model,
        clock: Clock,
        item_timeout: float,
        telemetry: Telemetry,
    ) -> None:
        self._job_types = job_types
        self._jobs = jobs
        self._orders = Orders(jobs)
        self._results = results
        self._usage = usage
        self._accounting = accounting
        self._board = board
        self._tally = tally
        self._analyst = Analyst(contracts, model)
        self._clock = clock
        self._item_timeout = item_timeout
        self._telemetry = telemetry

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
                self._tally.spend(reference, self._accounting.usage_of(calls).plus(charged(charges)))

    async def _run(self, reference: JobReference, item: Item, attempt: Attempt, calls: list[ModelCall]) -> Receipt:
        stored = await self._results.get_item(reference, item.item_id)
        if stored:
            return _receipt(stored, reused=True)
        if await self._jobs.has_ended(reference):
            return Receipt(item_id=item.item_id, outcome=ItemOutcome.STOPPED)
        async with self._board.item(reference, item, attempt.number) as line:
            work = _Work(reference, item, attempt, line, self._clock.monotonic(), calls)
            result = await self._outcome(work)
            if isinstance(result, Receipt):
                await self._record_usage(work)
                return result
            recording = asyncio.create_task(self._record_usage(work))
            try:
                kept, added = await self._keep(work, result)
            finally:
                await recording
            if added:
                line.end(completed=kept.outcome is ItemOutcome.DONE)
                self._telemetry.item_ended(kept.job_type, "reused" if kept.reused_from else str(kept.outcome))
            return _receipt(kept, reused=not added)

    async def _keep(self, work: _Work, result: ItemResult) -> tuple[ItemResult, bool]:
        """Store the outcome: what was stored, and whether it is new.

        If the store will never take it, that is the outcome: to ask the model again would cost again.
        """
        try:
            return result, await self._results.add_item(result)
        except PermanentError as error:
            failed = self._failed(work, error)
            return failed, await self._results.add_item(failed)

    async def _outcome(self, work: _Work) -> ItemResult | Receipt:
        """The result to store, or the receipt of an attempt that is to be repeated."""
        try:
            return await self._analyse(work)
        except _StoppedError:
            return Receipt(item_id=work.item.item_id, outcome=ItemOutcome.STOPPED)
        except TemporaryError as error:
            if not work.attempt.is_last:
                return Receipt(item_id=work.item.item_id, outcome=ItemOutcome.RETRY, error=_short(str(error)))
            return self._failed(work, error)
        except PermanentError as error:
            return self._failed(work, error)
        except Exception as error:  # noqa: BLE001 - a defect of ours in one item must not stop the others
            about = f"Item {work.item.item_id} of job {work.reference.job_id}"
            return self._failed(work, unforeseen(error, about))

    async def _analyse(self, work: _Work) -> ItemResult:
        job_type = self._job_types[work.reference.job_type]
        order = await self._orders.get(work.reference)
        try:
            subject = await self._analyst.load(job_type, order.request, work.item.contract_id)
        except NotFoundError:
            # A contract never changes: what was found out before it was deleted is still so.
            earlier = await self._earlier(work, order, None)
            if earlier is None:
                raise
            return self._copy(work, earlier)
        work.line.reach(Stage.LOADED)
        asked = input_hash(subject)
        earlier = await self._earlier(work, order, asked)
        if earlier is not None:
            return self._copy(work, earlier)
        content = await self._content(work, subject, order.options)
        work.line.reach(Stage.ANSWERED)
        row = job_type.overview(content)
        return self._result(work, ItemOutcome.DONE, input_hash=asked, content=content, overview=row)

    async def _earlier(self, work: _Work, order: Order, input_hash: str | None) -> ItemResult | None:
        """The good result that a job before this one, which this one takes up again, has of the item."""
        if not order.reuses:
            return None
        ids = [item_result_id(job_id, work.item.item_id) for job_id in order.reuses]
        return await self._results.find_done(work.reference.user_id, ids, input_hash)

    def _copy(self, work: _Work, earlier: ItemResult) -> ItemResult:
        kept = {"input_hash": earlier.input_hash, "content": earlier.content, "overview": earlier.overview}
        copy = self._result(work, ItemOutcome.DONE, reused_from=earlier.id, **kept)
        return copy.model_copy(update={"model": earlier.model, "estimated_cost": 0.0})

    async def _content(self, work: _Work, subject: Subject, options: Options) -> dict[str, Any]:
        seconds = self._item_timeout
        if options.item_timeout is not None:
            seconds = min(seconds, options.item_timeout / 1_000)
        return await self._analyst.analyse(
            subject, seconds, lambda call: self._called(work, call), lambda: self._before_call(work)
        )

    def _called(self, work: _Work, call: ModelCall) -> None:
        # Counted at once: an attempt that is broken off has cost what it has cost.
        work.calls.append(call)
        self._telemetry.model_called(call, self._accounting.cost_of(call))

    async def _before_call(self, work: _Work) -> None:
        """Ask nothing more in a job that has been stopped since the item began."""
        if work.calls and await self._jobs.has_ended(work.reference):
            raise _StoppedError
        work.line.reach(Stage.ASKED)

    async def _record_usage(self, work: _Work) -> None:
        # The item comes first: what cannot be recorded now would not be made up for by doing the item again.
        await asyncio.gather(*(self._record_call(work, call) for call in work.calls))

    async def _record_call(self, work: _Work, call: ModelCall) -> None:
        try:
            await self._usage.record(work.reference, work.item.item_id, call)
        except ContractBatchError as error:
            _log.warning("Usage of job %s was not recorded: %s", work.reference.job_id, error)

    def _failed(self, work: _Work, error: ContractBatchError) -> ItemResult:
        message = str(error)[:_STORED_ERROR_CHARACTERS]
        return self._result(work, ItemOutcome.FAILED, input_hash="", error_message=message)

    def _result(self, work: _Work, outcome: Literal[ItemOutcome.DONE, ItemOutcome.FAILED], **fields: Any) -> ItemResult:
        reference, item = work.reference, work.item
        usage = self._accounting.usage_of(work.calls)
        return ItemResult(
            id=item_result_id(reference.job_id, item.item_id),
            user_id=reference.user_id,
            job_id=reference.job_id,
            job_type=reference.job_type,
            item_id=item.item_id,
            contract_id=item.contract_id,
            outcome=outcome,
            attempts=work.attempt.number,
            model=work.calls[-1].model if work.calls else None,
            model_calls=usage.model_calls,
            failed_calls=usage.failed_calls,
            prompt_tokens=usage.prompt_tokens,
            completion_tokens=usage.completion_tokens,
            estimated_cost=None if usage.unpriced_calls else usage.estimated_cost,
            elapsed_time=round(self._clock.monotonic() - work.started, 3),
            created_date=self._clock.now(),
            **fields,
        )


def _receipt(result: ItemResult, *, reused: bool) -> Receipt:
    return Receipt(
        item_id=result.item_id,
        outcome=result.outcome,
        reused=reused or result.reused_from is not None,
        tokens=result.prompt_tokens + result.completion_tokens,
        seconds=result.elapsed_time,
        error=_short(result.error_message) if result.error_message else None,
    )


def _short(message: str) -> str:
    # Any other character than ASCII's takes up to twelve bytes in an orchestration's history.
    return message[:_ERROR_CHARACTERS].encode("ascii", "replace").decode()
