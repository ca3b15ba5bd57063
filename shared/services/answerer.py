"""The answer about one contract of a call in real time: an earlier one, or the model's now; and what it took."""

import asyncio
import logging
from collections.abc import Awaitable
from dataclasses import dataclass, field
from typing import Any

from shared.domain.job import Item, JobReference
from shared.domain.usage import Usage
from shared.errors import ContractBatchError
from shared.job_type import JobType
from shared.ports.clock import Clock
from shared.ports.model import ModelCall, Told
from shared.ports.telemetry import Telemetry
from shared.services.accounting import Accounting
from shared.services.analyst import Analyst, unforeseen
from shared.services.answer_cache import AnswerCache, CachedAnswer, EarlierAnswer, cached_answer_id
from shared.services.questioning import Subject
from shared.services.request_checks import CheckedRequest
from shared.services.usage_store import Saved, UsageStore

_log = logging.getLogger(__name__)
_WRITING_SECONDS = 10.0
"""That a caller waits for what is written down; it is written all the same when it takes longer."""


@dataclass(slots=True)
class Asking:
    """One contract of a call on its way to its answer."""

    job_type: JobType
    checked: CheckedRequest
    reference: JobReference
    item: Item
    calls: list[ModelCall] = field(default_factory=list)
    saved: Saved | None = None
    to_keep: CachedAnswer | None = None


class Answerer:
    """Answers as a job would, and stores no result: only the answer for the next who asks the same, and the usage."""

    def __init__(
        self,
        analyst: Analyst,
        answers: AnswerCache,
        usage: UsageStore,
        accounting: Accounting,
        telemetry: Telemetry,
        clock: Clock,
        item_seconds: float,
    ) -> None:
        self._analyst = analyst
        self._answers = answers
        self._usage = usage
        self._accounting = accounting
        self._telemetry = telemetry
        self._clock = clock
        self._item_seconds = item_seconds
        self._writing: set[asyncio.Task[None]] = set()

    async def content(self, asking: Asking, told: Told | None) -> dict[str, Any]:
        """The content of the contract's result; `told` hears the model's answer while it comes.

        Raises:
            ContractBatchError: see Analyst.load and Analyst.analyse.
        """
        begun = self._clock.monotonic()
        subject = await self._analyst.load(asking.job_type, asking.checked.request, asking.item.contract_id)
        input_hash = self._analyst.input_hash(subject)
        if not asking.checked.envelope.options.refresh:
            earlier = await self._answers.find(asking.reference.user_id, input_hash)
            if earlier is not None:
                return self._again(asking, subject, earlier, begun)
        content = await self._analyst.analyse(
            subject,
            asking.checked.envelope.options.seconds_for_item(self._item_seconds),
            lambda call: self._called(asking, call),
            _nothing,
            told,
        )
        asking.to_keep = self._cached(asking, input_hash, content)
        return content

    async def record(self, asking: Asking) -> None:
        """Keep on record what it took, whatever came of it, and the answer for the next who asks.

        Whoever is cancelled meanwhile leaves when it is written.
        """
        # By itself: a client that leaves while it is written must not lose it, and a store that is slow not the answer.
        writing = asyncio.create_task(self._recorded(asking))
        self._writing.add(writing)
        writing.add_done_callback(self._writing.discard)
        try:
            await asyncio.wait([writing], timeout=_WRITING_SECONDS)
        except asyncio.CancelledError:
            await asyncio.wait([writing], timeout=_WRITING_SECONDS)
            raise

    async def _recorded(self, asking: Asking) -> None:
        if asking.to_keep is not None:
            await _unless_it_fails("An answer was not kept", self._answers.keep(asking.to_keep))
        for call in asking.calls:
            record = self._usage.record(asking.reference, asking.item.item_id, call)
            await _unless_it_fails("Usage was not recorded", record)
        if asking.saved is not None:
            record = self._usage.record_saved(asking.reference, asking.item.item_id, asking.saved)
            await _unless_it_fails("Usage was not recorded", record)

    def spent(self, asking: Asking) -> Usage:
        """What it took so far."""
        usage = self._accounting.usage_of(asking.calls)
        if asking.saved is None:
            return usage
        tokens, cost = asking.saved.tokens, asking.saved.cost or 0.0
        return usage.plus(Usage(cached_items=1, saved_tokens=tokens, saved_cost=cost))

    def _again(self, asking: Asking, subject: Subject, earlier: EarlierAnswer, begun: float) -> dict[str, Any]:
        seconds = self._clock.monotonic() - begun
        asking.saved = Saved(earlier.model, earlier.tokens, earlier.cost, seconds)
        self._telemetry.answer_saved(asking.job_type.name, earlier.tokens, earlier.cost)
        about = (subject.request, subject.contract_id, subject.contracts)
        return asking.job_type.readdressed(earlier.content, *about)

    def _called(self, asking: Asking, call: ModelCall) -> None:
        asking.calls.append(call)
        self._telemetry.model_called(call, self._accounting.cost_of(call))

    def _cached(self, asking: Asking, input_hash: str, content: dict[str, Any]) -> CachedAnswer:
        usage = self._accounting.usage_of(asking.calls)
        return CachedAnswer(
            id=cached_answer_id(input_hash),
            input_hash=input_hash,
            content=content,
            model=asking.calls[-1].model if asking.calls else None,
            prompt_tokens=usage.prompt_tokens,
            completion_tokens=usage.completion_tokens,
            estimated_cost=None if usage.unpriced_calls else usage.estimated_cost,
            user_id=asking.reference.user_id,
            job_type=asking.job_type.name,
            answered_date=self._clock.now(),
        )


async def _unless_it_fails(what: str, act: Awaitable[None]) -> None:
    """Do what the caller of the call need not wait for in vain: the answer is there without it."""
    try:
        await act
    except ContractBatchError as error:
        _log.warning("%s: %s", what, error)
    except Exception as error:  # noqa: BLE001 - nobody else would hear of it
        unforeseen(error, what)


async def _nothing() -> None:
    """Nothing ends a call but its caller, and then it is cancelled."""
