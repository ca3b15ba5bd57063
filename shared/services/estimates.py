"""What a request will take, before anything is asked, and whether it may be answered at once."""

from dataclasses import dataclass
from typing import Literal

from shared.errors import OverBudgetError
from shared.job_type import Estimate, JobType
from shared.services.accounting import Accounting
from shared.services.request_checks import CheckedRequest
from shared.settings import Settings


@dataclass(frozen=True, slots=True)
class Quote:
    """What a request will take. `used_tokens` is the sum over the texts of all contracts that it names."""

    used_tokens: int
    token_budget: int
    reserved_tokens: int
    items: int
    estimate: Estimate
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
        figures = f"{self.used_tokens:,} tokens of contract text, of {self.available_tokens:,} that may be read at once"
        if self.mode == "realtime":
            return f"This can be answered at once: {figures}."
        return f"This is too much to be answered at once: {figures}. Submit it as a job, or name fewer contracts."


class Estimates:
    """Knows what the models behind the selections cost, and how much may be read in real time."""

    def __init__(self, accounting: Accounting, settings: Settings) -> None:
        self._accounting = accounting
        self._settings = settings

    def of(self, job_type: JobType, checked: CheckedRequest) -> Quote:
        """What a request will take."""
        estimate = job_type.estimate(checked.request, checked.tokens)
        return Quote(
            used_tokens=sum(checked.tokens.values()),
            token_budget=self._settings.realtime_token_budget,
            reserved_tokens=self._settings.realtime_reserved_tokens,
            items=len(job_type.item_contracts(checked.request)),
            estimate=estimate,
            cost=self._accounting.estimated_cost(estimate, self._settings.model_behind(estimate.selection)),
        )

    def within_budget(self, job_type: JobType, checked: CheckedRequest) -> Quote:
        """What a call in real time will take.

        Raises:
            OverBudgetError: its contracts are longer than it may read.
        """
        quote = self.of(job_type, checked)
        if quote.mode == "batch":
            names = ("used_tokens", "token_budget", "reserved_tokens", "available_tokens")
            raise OverBudgetError(quote.message, {name: getattr(quote, name) for name in names})
        return quote
