"""What calls to the model cost, in the `model_usage` container."""

from shared.domain.job import JobReference
from shared.domain.timestamps import iso
from shared.ports.clock import Clock, IdSource
from shared.ports.documents import Container
from shared.ports.model import ModelCall
from shared.services.accounting import Accounting


class UsageStore:
    """One document for each call, failed ones too."""

    def __init__(self, container: Container, accounting: Accounting, clock: Clock, ids: IdSource) -> None:
        self._container = container
        self._accounting = accounting
        self._clock = clock
        self._ids = ids

    async def record(self, reference: JobReference, item_id: str, call: ModelCall) -> None:
        """Store what a call took."""
        body = {
            "id": self._ids.new_id(),
            "type": "model_usage",
            "api_type": "completion",
            "user_id": reference.user_id,
            "user_email": reference.user_id,
            "operation": reference.job_type,
            "job_id": reference.job_id,
            "item_id": item_id,
            "model": call.model,
            "prompt_tokens": call.prompt_tokens,
            "cached_tokens": call.cached_tokens,
            "completion_tokens": call.completion_tokens,
            "total_tokens": call.prompt_tokens + call.completion_tokens,
            "estimated_cost": self._accounting.cost_of(call),
            "elapsed_time": round(call.seconds, 3),
            "timestamp": iso(self._clock.now()),
            "success": call.error is None,
            "error": call.error,
        }
        await self._container.create(reference.user_id, body)
