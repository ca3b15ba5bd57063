"""The answer about one item of a call in real time, on the way that items of jobs go; and what it took."""

import asyncio
import logging
from collections.abc import Awaitable
from contextlib import AsyncExitStack
from dataclasses import dataclass, field

from shared.domain.job import Item, JobReference
from shared.domain.usage import Usage
from shared.errors import ContractBatchError, PermanentError
from shared.job_types.core import JobType
from shared.job_types.values import JsonObject
from shared.ports.clock import Clock
from shared.ports.model import ModelCall, Told
from shared.ports.telemetry import Telemetry
from shared.services.accounting import Accounting
from shared.services.answer_cache import AnswerCache, CachedAnswer, cached_answer_id
from shared.services.item_context import Listeners
from shared.services.item_path import Again, Fresh, ItemPath, Task
from shared.services.item_runner import Contexts
from shared.services.request_checks import CheckedRequest
from shared.services.unforeseen import unforeseen
from shared.services.usage_store import Saved, UsageStore

_log = logging.getLogger(__name__)
_WRITING_SECONDS = 10.0
"""That a caller waits for what is written down; it is written all the same when it takes longer."""


@dataclass(slots=True)
class Asking:
    """One item of a call on its way to its answer. What is entered into `until_kept` is left when that is stored."""

    job_type: JobType
    checked: CheckedRequest
    reference: JobReference
    item: Item
    calls: list[ModelCall] = field(default_factory=list)
    saved: Saved | None = None
    to_keep: CachedAnswer | None = None
    until_kept: AsyncExitStack = field(default_factory=AsyncExitStack)


class Answerer:
    """Answers as a job would, and stores no result: only the answer for the next who asks the same, and the usage."""

    def __init__(
        self,
        path: ItemPath,
        contexts: Contexts,
        answers: AnswerCache,
        usage: UsageStore,
        accounting: Accounting,
        telemetry: Telemetry,
        clock: Clock,
    ) -> None:
        self._path = path
        self._contexts = contexts
        self._answers = answers
        self._usage = usage
        self._accounting = accounting
        self._telemetry = telemetry
        self._clock = clock
        self._writing: set[asyncio.Task[None]] = set()

    async def content(self, asking: Asking, told: Told | None) -> JsonObject:
        """The content of the item's result; `told` hears the model's answer while it comes.

        Raises:
            ContractBatchError: see ItemPath.take.
        """
        begun = self._clock.monotonic()
        found = await self._path.take(self._task(asking, told))
        if isinstance(found, Fresh):
            asking.to_keep = self._cached(asking, found)
            return found.done.content
        if isinstance(found, Again):
            self._saved(asking, found, begun)
            return found.done.content
        raise PermanentError("This takes longer than a call in real time may: submit it as a job.")

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

    def spent(self, asking: Asking) -> Usage:
        """What it took so far."""
        usage = self._accounting.usage_of(asking.calls)
        if asking.saved is None:
            return usage
        tokens, cost = asking.saved.tokens, asking.saved.cost or 0.0
        return usage.plus(Usage(cached_items=1, saved_tokens=tokens, saved_cost=cost))

    async def _recorded(self, asking: Asking) -> None:
        async with asking.until_kept:
            if asking.to_keep is not None:
                await _unless_it_fails("An answer was not kept", self._answers.keep(asking.to_keep))
        for call in asking.calls:
            record = self._usage.record(asking.reference, asking.item.item_id, call)
            await _unless_it_fails("Usage was not recorded", record)
        if asking.saved is not None:
            record = self._usage.record_saved(asking.reference, asking.item.item_id, asking.saved)
            await _unless_it_fails("Usage was not recorded", record)

    def _task(self, asking: Asking, told: Told | None) -> Task:
        listeners = Listeners(called=lambda call: self._called(asking, call), has_ended=_never, told=told)
        return Task(
            asking.job_type,
            asking.item,
            asking.checked.request,
            asking.checked.envelope.options,
            asking.reference.user_id,
            self._contexts.of(asking.reference, listeners),
            until_kept=asking.until_kept,
        )

    def _saved(self, asking: Asking, found: Again, begun: float) -> None:
        earlier = found.answer
        asking.saved = Saved(earlier.model, earlier.tokens, earlier.cost, self._clock.monotonic() - begun)
        self._telemetry.answer_saved(asking.job_type.name, earlier.tokens, earlier.cost)

    def _called(self, asking: Asking, call: ModelCall) -> None:
        asking.calls.append(call)
        self._telemetry.model_called(call, self._accounting.cost_of(call))

    def _cached(self, asking: Asking, found: Fresh) -> CachedAnswer | None:
        if not found.key:
            return None
        usage = self._accounting.usage_of(asking.calls)
        return CachedAnswer(
            id=cached_answer_id(found.key),
            input_hash=found.key,
            content=found.done.content,
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


async def _never() -> bool:
    """Nothing ends a call but its caller, and then it is cancelled."""
    return False
