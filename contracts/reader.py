"""Contracts as callers see them: their own, and those that are shared with everybody."""

from contracts.store import ContractStore, Holding
from shared.domain.caller import Caller
from shared.domain.contract import Contract, ContractHeader
from shared.errors import ForbiddenError, NotFoundError
from shared.ports.documents import Page


class ContractReader:
    """Reads and deletes contracts for callers. What they may not see is to them as if it were not there."""

    def __init__(self, contracts: ContractStore) -> None:
        self._contracts = contracts

    async def read(self, contract_id: str, caller: Caller) -> Contract:
        """The contract with text and clauses.

        Raises:
            NotFoundError: there is no such contract for this caller.
        """
        await self._seen(contract_id, caller)
        return await self._contracts.read(contract_id)

    async def original(self, contract_id: str, caller: Caller) -> tuple[ContractHeader, bytes]:
        """The file that the contract came in, with the contract's header.

        Raises:
            NotFoundError: there is no such contract for this caller, or it was uploaded as text.
        """
        await self._seen(contract_id, caller)
        return await self._contracts.original(contract_id)

    async def list(self, caller: Caller, limit: int, continuation: str | None) -> Page:
        """A page of the contracts that the caller may read, without their texts, newest first."""
        return await self._contracts.list(limit, continuation, caller.confined_to)

    async def delete(self, contract_id: str, caller: Caller) -> None:
        """Remove the contract.

        Raises:
            NotFoundError: there is no such contract for this caller.
            ForbiddenError: it is shared with the caller, and somebody else's.
        """
        holding = await self._seen(contract_id, caller)
        if not caller.may_see(holding.user_id):
            raise ForbiddenError(f"Contract {contract_id} is shared with you: only its owner may delete it.")
        if not await self._contracts.delete(contract_id):
            raise _not_found(contract_id)

    async def _seen(self, contract_id: str, caller: Caller) -> Holding:
        holding = await self._contracts.holding(contract_id)
        if holding is None or not (holding.shared or caller.may_see(holding.user_id)):
            raise _not_found(contract_id)
        return holding


def _not_found(contract_id: str) -> NotFoundError:
    return NotFoundError(f"There is no contract {contract_id}.")
