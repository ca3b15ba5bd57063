"""Why one contract of a job has no result."""

from shared.domain.job import ItemError


class ContractError(ItemError):
    """Why one contract could not be done."""

    contract_id: str
