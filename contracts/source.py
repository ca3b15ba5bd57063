"""Contracts as inputs of jobs."""

from collections.abc import Mapping, Sequence

from contracts.store import ContractStore
from shared.domain.contract import ID_PREFIX, Contract
from shared.ports.inputs import InputHeader


class ContractSource:
    """Answers `InputSource` over stored contracts. A contract's weight is the number of its tokens."""

    noun = "contract"
    prefix = ID_PREFIX

    def __init__(self, contracts: ContractStore) -> None:
        self._contracts = contracts

    async def find(self, ids: Sequence[str], visible_to: str | None) -> Mapping[str, InputHeader]:
        """See InputSource.find."""
        found = await self._contracts.find(list(ids), ["title", "text_tokens"], visible_to)
        return {name: InputHeader(fields["title"], fields["text_tokens"]) for name, fields in found.items()}

    async def load(self, input_id: str) -> Contract:
        """See InputSource.load."""
        return await self._contracts.recall(input_id)
