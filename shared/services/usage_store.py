"""What calls to the model cost, and answers used again saved, in the `model_usage` container."""

from dataclasses import dataclass
from typing import Any

from shared.domain.job import JobReference
from shared.domain.timestamps import iso
from shared.domain.usage_sums import CACHE
from shared.ports.clock import Clock, IdSource
from shared.ports.documents import Container
from shared.ports.model import ModelCall
from shared.services.accounting import Accounting

CALL = "model_usage"
"""The type of these documents."""


@dataclass(frozen=True, slots=True)
class Saved:
    """What an earlier answer of a model, found in so many seconds, took when it was given; no cost: no known price."""

    model: str | None
    tokens: int
    cost: float | None
    seconds: float


class UsageStore:
    """One document for each call, failed ones too, and for each answer that was used again."""

    def __init__(self, container: Container, accounting: Accounting, clock: Clock, ids: IdSource) -> None:
        self._container = container
        self._accounting = accounting
        self._clock = clock
        self._ids = ids

    async def record(self, reference: JobReference, item_id: str, call: ModelCall) -> None:
        """Store what a call took."""
        await self._store(
            reference,
            api_type="completion",
            item_id=item_id,
            model=call.model,
            prompt_tokens=call.prompt_tokens,
            cached_tokens=call.cached_tokens,
            completion_tokens=call.completion_tokens,
            total_tokens=call.prompt_tokens + call.completion_tokens,
            estimated_cost=self._accounting.cost_of(call),
            elapsed_time=round(call.seconds, 3),
            success=call.error is None,
            error=call.error,
        )

    async def record_saved(self, reference: JobReference, item_id: str, saved: Saved) -> None:
        """Store that an item was answered with an earlier answer, and what that saved."""
        await self._store(
            reference,
            api_type=CACHE,
            item_id=item_id,
            model=saved.model,
            prompt_tokens=0,
            cached_tokens=0,
            completion_tokens=0,
            total_tokens=0,
            estimated_cost=0.0,
            saved_tokens=saved.tokens,
            saved_cost=saved.cost,
            elapsed_time=round(saved.seconds, 3),
            success=True,
            error=None,
        )

    async def _store(self, reference: JobReference, **fields: Any) -> None:
        timestamp = iso(self._clock.now())
        body = {
            "id": self._ids.new_id(),
            "type": CALL,
            "user_id": reference.user_id,
            "user_email": reference.user_id,
            "operation": reference.job_type,
            "job_id": reference.job_id,
            "timestamp": timestamp,
            "day": timestamp[:10],
            **fields,
        }
        await self._container.create(reference.user_id, body)
