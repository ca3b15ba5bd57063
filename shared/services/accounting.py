"""What calls of the model cost, by the price table."""

from collections.abc import Iterable, Mapping

from shared.domain.usage import Usage
from shared.job_types.capabilities import Estimate
from shared.ports.metering import StoreCharges
from shared.ports.model import ModelCall
from shared.settings import ModelPrice

_MILLION = 1_000_000


class Accounting:
    """Knows the prices.

    A price is found by the model's whole name, or by the longest name that begins it: providers add the date of a
    version, `gpt-4.1-2025-04-14`.
    """

    def __init__(self, prices: Mapping[str, ModelPrice]) -> None:
        self._prices = dict(sorted(prices.items(), key=lambda entry: len(entry[0]), reverse=True))

    def cost_of(self, call: ModelCall) -> float | None:
        """US dollars; None when tokens were used and the model has no price."""
        if not call.prompt_tokens and not call.completion_tokens:
            return 0.0
        price = next((price for name, price in self._prices.items() if call.model.startswith(name)), None)
        if price is None:
            return None
        cached = price.prompt if price.cached is None else price.cached
        fresh = call.prompt_tokens - call.cached_tokens
        spent = fresh * price.prompt + call.cached_tokens * cached + call.completion_tokens * price.completion
        return round(spent / _MILLION, 8)

    def estimated_cost(self, estimate: Estimate, model: str) -> float | None:
        """US dollars of what is estimated, all of it at full price; None when the model has no price."""
        if not model:
            return None
        prompt, completion = estimate.prompt_tokens, estimate.completion_tokens
        return self.cost_of(ModelCall(model, 0.0, prompt_tokens=prompt, completion_tokens=completion))

    def usage_of(self, calls: Iterable[ModelCall]) -> Usage:
        """The sums over calls."""
        usage = Usage()
        for call in calls:
            usage = usage.plus(self._usage_of(call))
        return usage

    def _usage_of(self, call: ModelCall) -> Usage:
        cost = self.cost_of(call)
        return Usage(
            model_calls=1,
            failed_calls=int(call.error is not None),
            prompt_tokens=call.prompt_tokens,
            cached_tokens=call.cached_tokens,
            completion_tokens=call.completion_tokens,
            estimated_cost=cost or 0.0,
            unpriced_calls=int(cost is None),
        )


def charged(charges: StoreCharges) -> Usage:
    """What the store charged, as usage."""
    return Usage(request_units=round(charges.request_units, 2), store_retries=charges.retries)
