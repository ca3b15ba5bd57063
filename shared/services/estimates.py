"""What a request will take, before anything is asked."""

from shared.job_type import JobType
from shared.services.accounting import Accounting
from shared.services.request_checks import CheckedRequest
from shared.settings import Settings


class Estimates:
    """Knows what the models behind the selections cost."""

    def __init__(self, accounting: Accounting, settings: Settings) -> None:
        self._accounting = accounting
        self._settings = settings

    def cost_of(self, job_type: JobType, checked: CheckedRequest) -> float | None:
        """US dollars; None when the model has no price."""
        estimate = job_type.estimate(checked.request, checked.tokens)
        return self._accounting.estimated_cost(estimate, self._settings.model_behind(estimate.selection))
