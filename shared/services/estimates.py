"""What a request will take, before anything is asked, and whether it may be answered at once."""

from dataclasses import dataclass
from typing import Literal

from shared.domain.words import Words
from shared.errors import OverBudgetError
from shared.job_types.capabilities import Estimate, Pricing
from shared.job_types.core import JobType
from shared.services.accounting import Accounting
from shared.services.request_checks import CheckedRequest
from shared.settings import Settings


@dataclass(frozen=True, slots=True)
class Quote:
    """What a request will take. `used_tokens` is the sum over the texts of all inputs that it names."""

    used_tokens: int
    token_budget: int
    reserved_tokens: int
    items: int
    estimate: Estimate
    words: Words
    cost: float | None
    """US dollars; None when the model has no price."""

    @property
    def available_tokens(self) -> int:
        """How much a call in real time may read."""
        return self.token_budget - self.reserved_tokens

    @property
    def mode(self) -> Literal["realtime", "batch"]:
        """In which mode it can be done: in real time, if it fits."""
        return "realtime" if self.used_tokens <= self.available_tokens else "batch"

    @property
    def message(self) -> str:
        """The same for people."""
        text = f"{self.used_tokens:,} tokens of {self.words.item} text"
        figures = f"{text}, of {self.available_tokens:,} that may be read at once"
        if self.mode == "realtime":
            return f"This can be answered at once: {figures}."
        return (
            f"This is too much to be answered at once: {figures}. Submit it as a job, or name fewer {self.words.items}."
        )


class Estimates:
    """Knows what the models behind the selections cost, and how much may be read in real time."""

    def __init__(self, accounting: Accounting, settings: Settings) -> None:
        self._accounting = accounting
        self._settings = settings

    def of(self, job_type: JobType, pricing: Pricing, checked: CheckedRequest) -> Quote:
        """What a request of a type with prices will take."""
        estimate = pricing.estimate(checked.request, checked.inputs)
        return Quote(
            used_tokens=sum(header.weight for header in checked.inputs.values()),
            token_budget=self._settings.realtime_token_budget,
            reserved_tokens=self._settings.realtime_reserved_tokens,
            items=len(checked.items),
            estimate=estimate,
            words=job_type.words,
            cost=self._accounting.estimated_cost(estimate, self._settings.model_behind(estimate.selection)),
        )

    def cost_of(self, job_type: JobType, checked: CheckedRequest) -> float | None:
        """US dollars that a request will cost; None when that is not known, or the type has no prices."""
        return self.of(job_type, job_type.pricing, checked).cost if job_type.pricing else None

    def within_budget(self, job_type: JobType, checked: CheckedRequest) -> float | None:
        """US dollars that a call in real time will cost; None when that is not known.

        Raises:
            OverBudgetError: its inputs are longer than it may read.
        """
        if job_type.pricing is None:
            return None
        quote = self.of(job_type, job_type.pricing, checked)
        if quote.mode == "batch":
            names = ("used_tokens", "token_budget", "reserved_tokens", "available_tokens")
            raise OverBudgetError(quote.message, {name: getattr(quote, name) for name in names})
        return quote.cost
