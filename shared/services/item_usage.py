"""What the work on items takes: told to the metrics, added to the job's sums, kept on record."""

import asyncio
import logging
from collections.abc import Awaitable, Sequence

from shared.domain.job import ItemResult, JobReference
from shared.domain.usage import Usage
from shared.errors import ContractBatchError
from shared.ports.model import ModelCall
from shared.ports.telemetry import Telemetry
from shared.services.accounting import Accounting
from shared.services.item_attempt import Work
from shared.services.usage_store import Saved, UsageStore
from shared.services.usage_tally import UsageTally

_log = logging.getLogger(__name__)


class ItemUsage:
    """Takes note of calls, and of answers that were used again."""

    def __init__(self, store: UsageStore, accounting: Accounting, tally: UsageTally, telemetry: Telemetry) -> None:
        self._store = store
        self._accounting = accounting
        self._tally = tally
        self._telemetry = telemetry

    def called(self, work: Work, call: ModelCall) -> None:
        """The model was called. Counted at once: an attempt that is broken off has cost what it has cost."""
        work.calls.append(call)
        self._telemetry.model_called(call, self._accounting.cost_of(call))

    def spent(self, reference: JobReference, calls: Sequence[ModelCall]) -> None:
        """An attempt is over: what its calls took is the job's."""
        self._tally.spend(reference, self._accounting.usage_of(calls))

    async def record_calls(self, work: Work) -> None:
        """Keep each call of the attempt on record.

        The item comes first: what cannot be recorded now would not be made up for by doing the item again.
        """
        await asyncio.gather(*(self._recorded(self._call(work, call)) for call in work.calls))

    async def ended(self, reference: JobReference, result: ItemResult) -> None:
        """The outcome of an item was stored, for the first time."""
        if not result.cached:
            self._telemetry.item_ended(result.job_type, "reused" if result.reused_from else str(result.outcome))
            return
        self._telemetry.item_ended(result.job_type, "cached")
        self._telemetry.answer_saved(result.job_type, result.saved_tokens, result.saved_cost)
        saved = Usage(cached_items=1, saved_tokens=result.saved_tokens, saved_cost=result.saved_cost or 0.0)
        self._tally.spend(reference, saved)
        copied = Saved(result.model, result.saved_tokens, result.saved_cost, result.elapsed_time)
        await self._recorded(self._store.record_saved(reference, result.item_id, copied))

    async def _call(self, work: Work, call: ModelCall) -> None:
        await self._store.record(work.reference, work.item.item_id, call)

    async def _recorded(self, record: Awaitable[None]) -> None:
        try:
            await record
        except ContractBatchError as error:
            _log.warning("Usage was not recorded: %s", error)
